"""Contacts: two members who accepted each other, and the requests that lead there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import LIVE_STATES, ConnectionState
from members.querysets import ConnectionManager

#: How long the same person is not asked again by whom they did not accept.
QUIET = timedelta(days=90)
WHY_LENGTH = 200


class Connection(models.Model):
    """One request for contact and what became of it.

    Who asks reads a request that was declined as one that is not answered yet. Between two people
    at most one row is asked or accepted, whoever asked.
    """

    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="connections_sought",
        verbose_name=_("asked by"),
    )
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="connections_received",
        verbose_name=_("asked"),
    )
    why = models.CharField(_("line of why"), max_length=WHY_LENGTH)
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ConnectionState.choices,
        default=ConnectionState.ASKED,
    )
    created_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    declined_at = models.DateTimeField(_("declined"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("ended by"),
    )

    objects: ClassVar[ConnectionManager] = ConnectionManager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["asked_by", "state", "asked"], name="connection_by_asker"),
            models.Index(fields=["asked", "state", "asked_by"], name="connection_by_asked"),
            models.Index(fields=["asked_by", "created_at"], name="connection_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                Least("asked_by", "asked"),
                Greatest("asked_by", "asked"),
                condition=Q(state__in=[state.value for state in LIVE_STATES]),
                name="connection_one_live_per_pair",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("asked")), name="connection_with_somebody_else"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_by} · {self.asked}"

    @property
    def is_open(self) -> bool:
        """Whether the one who was asked can still answer."""
        return self.state == ConnectionState.ASKED

    @property
    def is_accepted(self) -> bool:
        """Whether the two are in contact."""
        return self.state == ConnectionState.ACCEPTED

    @property
    def is_ended_by_leaving(self) -> bool:
        """Whether it ended because one of the two left their company: nobody ended it."""
        return self.state == ConnectionState.ENDED and self.ended_by_id is None

    @property
    def reads_as_sent(self) -> bool:
        """Whether it looks open to the one who asked: a refusal is not shown to them."""
        return self.state in {ConnectionState.ASKED, ConnectionState.DECLINED}

    def other(self, person_id: int | None) -> int:
        """The id of the other one of the two."""
        return self.asked_id if self.asked_by_id == person_id else self.asked_by_id

    def quiet_until(self, person_id: int | None) -> datetime | None:
        """Until when this person cannot ask the other one again; None when nothing is in the way.

        Whoever asked waits ninety days from the asking, from the refusal, or from taking it back,
        whichever came last, so that the wait does not tell which of them it was. Whom the other
        one removed from their contacts waits as long. Where it ended because one of them left their
        company, nobody waits: they may ask each other anew.
        """
        if self.is_ended_by_leaving:
            return None
        if self.ended_at is not None:
            return self.ended_at + QUIET if self.ended_by_id != person_id else None
        if self.asked_by_id != person_id:
            return None
        return max(filter(None, (self.created_at, self.declined_at, self.withdrawn_at))) + QUIET


@dataclass(frozen=True)
class Standing:
    """How one person stands with another one, in their own eyes.

    `row` is the contact, the request they sent and may still hope for, or the one that waits for
    their answer. `quiet_until` is when they can ask again, where they cannot now.
    """

    person_id: int | None
    row: Connection | None = None
    quiet_until: datetime | None = None

    @property
    def is_contact(self) -> bool:
        """Whether the two are in contact."""
        return self.row is not None and self.row.is_accepted

    @property
    def is_asked(self) -> bool:
        """Whether the other one's request waits for this person's answer."""
        return self.row is not None and self.row.is_open and self.row.asked_id == self.person_id

    @property
    def has_asked(self) -> bool:
        """Whether this person's request is out, as far as they know."""
        return self.row is not None and not self.is_contact and not self.is_asked


def stand_between(history: Sequence[Connection], person_id: int | None, now: datetime) -> Standing:
    """How a person stands with another one after these rows of the two, the newest first."""
    for row in history:
        if row.is_accepted or (row.is_open and row.asked_id == person_id):
            return Standing(person_id, row)
    waits = [(row, row.quiet_until(person_id)) for row in history]
    pending = [(row, until) for row, until in waits if until is not None and until > now]
    sent = next((row for row, _until in pending if row.reads_as_sent), None)
    if sent is not None:
        return Standing(person_id, sent)
    return Standing(person_id, None, max((until for _row, until in pending), default=None))
