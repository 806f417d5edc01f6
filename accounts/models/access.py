"""The first way in of somebody of the staff, who cannot sign in yet."""

import hashlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from club.lib import clock


def hash_token(token: str) -> str:
    """What the row keeps of a token: its SHA-256. 256 random bits need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


class AccessLink(models.Model):
    """Lets one person of the staff choose a password and in, once.

    The token stands in the mail or on the terminal alone; the row keeps its SHA-256. It is worth
    nothing once the person has lost the `role` for which it was made. `leads_to` is the path after
    the sign-in. `made_by` is empty for a link that was printed by a command.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="access_links",
        verbose_name=_("person"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    leads_to = models.CharField(max_length=200, default="/")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("expires"))
    used_at = models.DateTimeField(_("used"), null=True, editable=False)

    class Meta:
        verbose_name = _("link for a first sign-in")
        verbose_name_plural = _("links for a first sign-in")

    def __str__(self) -> str:
        return f"{self.person} · {self.role}"
