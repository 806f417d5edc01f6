"""What stands in people's calendars: the one home of UID, SEQUENCE and guests."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.ical import CalendarFacts, Status
from notifications.enums import CalendarMethod, EntryStatus, PartStat


class CalendarEntry(models.Model):
    """One event as calendars know it. Its words and times belong to the app that made it.

    `uid` never changes, whatever happens to the event. `sequence` rises when time, rule, place or
    status change (RFC 5546 2.1.4), never for words. `kind` names the source of the facts.
    """

    kind = models.CharField(_("kind"), max_length=40)
    uid = models.CharField("UID", max_length=255, unique=True)
    sequence = models.PositiveIntegerField("SEQUENCE", default=0)
    status = models.CharField(
        _("status"), max_length=10, choices=EntryStatus.choices, default=EntryStatus.CONFIRMED
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("calendar entry")
        verbose_name_plural = _("calendar entries")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=EntryStatus.values), name="entry_status_known"
            )
        ]

    def __str__(self) -> str:
        return self.uid

    def facts(self, **words: Any) -> CalendarFacts:
        """Calendar facts with this entry's UID, SEQUENCE and status.

        `created_at` and `updated_at` may be given where the event's own are later than these.
        """
        words.setdefault("created_at", self.created_at)
        words.setdefault("updated_at", self.updated_at)
        return CalendarFacts(
            uid=self.uid, sequence=self.sequence, status=Status(self.status), **words
        )


class CalendarGuest(models.Model):
    """One person invited to an entry, and what was sent to them.

    `reply_address` is the ORGANIZER that this guest sees, for ever: answers come back to it.
    `is_invited` says what holds now, `holds_event` whether the guest's calendar may show the event
    (an invitation was, or may have been, delivered and not taken back). `sequence_offset` is how
    much this guest's SEQUENCE runs ahead of the entry's, because each withdrawal and each new
    invitation after one must be higher than what was sent before. `stamped_at` is the last DTSTAMP
    handed out, `address` where the last mail went. `answered_sequence` and `answered_stamp_at` are
    SEQUENCE and DTSTAMP of the last answer that the guest's own calendar gave.
    """

    entry = models.ForeignKey(CalendarEntry, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_guests"
    )
    reply_address = models.CharField(_("reply address"), max_length=254, unique=True)
    address = models.EmailField(_("address"), blank=True)
    partstat = models.CharField(
        _("answer"), max_length=12, choices=PartStat.choices, default=PartStat.NEEDS_ACTION
    )
    is_invited = models.BooleanField(default=True)
    holds_event = models.BooleanField(default=False)
    sequence_offset = models.PositiveIntegerField(default=0)
    last_sequence = models.PositiveIntegerField(null=True, blank=True)
    last_method = models.CharField(max_length=8, blank=True, choices=CalendarMethod.choices)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    stamped_at = models.DateTimeField(null=True, blank=True)
    answered_sequence = models.PositiveIntegerField(null=True, blank=True)
    answered_stamp_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("calendar guest")
        verbose_name_plural = _("calendar guests")
        constraints = [
            models.UniqueConstraint(fields=["entry", "person"], name="one_guest_per_person"),
            models.CheckConstraint(
                condition=models.Q(partstat__in=PartStat.values), name="guest_answer_known"
            ),
        ]

    def __str__(self) -> str:
        return self.reply_address

    @property
    def current_sequence(self) -> int:
        """The SEQUENCE that the next message to this guest would have without a change."""
        return self.entry.sequence + self.sequence_offset
