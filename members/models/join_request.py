"""Requests of strangers to be let in."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import JoinStatus
from members.querysets import JoinRequestManager


class JoinRequest(models.Model):
    """Somebody asked to be let in. The staff answers with an invitation, or declines.

    `sender` is a keyed hash of the network address for one day: enough to slow down who asks too
    often, useless to find out who it was.
    """

    name = models.CharField(_("name"), max_length=160)
    email = models.EmailField(_("e-mail address"))
    company_name = models.CharField(_("company"), max_length=160)
    message = models.TextField(_("message"), max_length=2000, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    sender = models.CharField(max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked"), default=clock.now, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=JoinStatus.choices,
        default=JoinStatus.OPEN,
        editable=False,
    )
    handled_at = models.DateTimeField(_("answered"), null=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answer = models.TextField(_("answer to the person"), max_length=1000, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    invitation = models.OneToOneField(
        "members.Invitation",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="join_request",
        verbose_name=_("invitation"),
    )

    objects: ClassVar[JoinRequestManager] = JoinRequestManager()

    class Meta:
        verbose_name = _("request to join")
        verbose_name_plural = _("requests to join")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "created_at"], name="join_by_status"),
            models.Index(fields=["email", "created_at"], name="join_by_email"),
            models.Index(fields=["sender", "created_at"], name="join_by_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.name} · {self.company_name}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.status == JoinStatus.OPEN
