"""The address at which a person's calendar program asks for what concerns them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from notifications.enums import AlarmTime, CalendarProgram


class CalendarFeed(models.Model):
    """One person's private calendar to subscribe to; there is none until they make one.

    The address holds a token of which the row keeps the SHA-256 only: who has it reads what this
    person may see at that moment, without signing in. `holds_open` adds what is open to them to
    the seats that they have. `last_fetched_at` is right to a quarter of an hour.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="calendar_feed",
        verbose_name=_("person"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    holds_open = models.BooleanField(_("with all events open to the person"), default=False)
    alarm = models.PositiveSmallIntegerField(
        _("alarm"), choices=AlarmTime.choices, default=AlarmTime.NONE
    )
    made_at = models.DateTimeField(_("made"), default=clock.now, editable=False)
    last_fetched_at = models.DateTimeField(_("last fetched"), null=True, editable=False)
    last_program = models.CharField(
        _("fetched by"), max_length=12, choices=CalendarProgram.choices, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("calendar to subscribe to")
        verbose_name_plural = _("calendars to subscribe to")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(alarm__in=AlarmTime.values), name="feed_alarm_known"
            )
        ]

    def __str__(self) -> str:
        return str(self.person_id)
