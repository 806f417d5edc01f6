"""Invitations to become a member."""

import hashlib
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from club.lib import clock
from members.querysets import InvitationManager

LIFETIME = timedelta(days=14)
TOKEN_BYTES = 32
#: After the invitation was sent, whoever has not answered is reminded so often and no more.
REMINDERS = (timedelta(days=2), timedelta(days=6), timedelta(days=12))


def end_of_life() -> datetime:
    """When an invitation written now expires."""
    return clock.now() + LIFETIME


def next_reminder(sent_at: datetime, after: datetime) -> datetime | None:
    """When the next reminder of an invitation sent then is due, later than `after`; None: never."""
    return next((sent_at + days for days in REMINDERS if sent_at + days > after), None)


def hash_token(token: str) -> str:
    """What the row keeps of a token: its SHA-256. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    """An offer to join, bound to one e-mail address and one company, good for one acceptance.

    The token stands in the mail alone; the row keeps its SHA-256. Each reminder has a token of its
    own (`InvitationLink`), and the earlier ones go on working. Whoever accepts becomes an
    ordinary member, or a founder: an invitation carries no other right. Whoever refuses is left in
    peace for a while.
    """

    email = models.EmailField(_("e-mail address"))
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.CASCADE,
        related_name="invitations",
        verbose_name=_("company"),
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    function = models.CharField(
        _("function"),
        max_length=10,
        choices=JobFunction.choices,
        default=JobFunction.OTHER,
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("fr", _("French")), ("en", _("English"))],
    )
    is_founder = models.BooleanField(_("founder"), default=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="invitations_sent",
        verbose_name=_("invited by"),
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("written"), default=clock.now, editable=False)
    sent_at = models.DateTimeField(_("last sent"), default=clock.now, editable=False)
    sent_count = models.PositiveSmallIntegerField(default=0, editable=False)
    remind_at = models.DateTimeField(_("next reminder"), null=True, editable=False)
    expires_at = models.DateTimeField(
        _("expires"), default=end_of_life, editable=False, db_index=True
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="invitations_accepted",
        verbose_name=_("accepted by"),
    )
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    refused_at = models.DateTimeField(_("refused"), null=True, editable=False)

    objects: ClassVar[InvitationManager] = InvitationManager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        indexes = [
            models.Index(fields=["email"], name="invitation_by_email"),
            models.Index(
                fields=["remind_at"],
                name="invitation_to_remind",
                condition=models.Q(
                    accepted_at__isnull=True,
                    revoked_at__isnull=True,
                    refused_at__isnull=True,
                    remind_at__isnull=False,
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "email"],
                condition=models.Q(
                    accepted_at__isnull=True, revoked_at__isnull=True, refused_at__isnull=True
                ),
                name="invitation_one_waiting_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email} · {self.company}"

    @property
    def full_name(self) -> str:
        """The name that the inviter gave, or ''."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= clock.now()

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted, as far as its own row says."""
        closed = self.accepted_at or self.revoked_at or self.refused_at
        return closed is None and not self.is_expired


class InvitationLink(models.Model):
    """A further way into an open invitation: the token of one of its reminders, as its SHA-256.

    It is worth as much as the first one, and dies with it.
    """

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        verbose_name = _("link of a reminder")
        verbose_name_plural = _("links of reminders")

    def __str__(self) -> str:
        return str(self.invitation)
