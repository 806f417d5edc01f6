"""A new name or logo of a company, asked for by its correspondent and decided by the club."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.text import short_hash
from members.enums import ChangeState
from members.querysets import CompanyChangeManager

#: The reason of a refusal.
REASON_LENGTH = 500


class CompanyChange(models.Model):
    """What is asked: a name, a logo, or both. A company has one that waits, at most.

    `name` is '' and `logo` empty where that one is to stay. What is decided keeps no picture.
    """

    company = models.ForeignKey(
        "accounts.Company", on_delete=models.CASCADE, related_name="asked_changes"
    )
    name = models.CharField(_("name"), max_length=160, blank=True)
    logo = models.ImageField(_("logo"), upload_to="logos/asked", blank=True)
    state = models.CharField(
        max_length=10, choices=ChangeState.choices, default=ChangeState.WAITING
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=REASON_LENGTH, blank=True)

    objects: ClassVar[CompanyChangeManager] = CompanyChangeManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["company"],
                condition=Q(state=ChangeState.WAITING),
                name="company_change_one_waits",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company} → {self.name or self.logo}"

    @property
    def is_waiting(self) -> bool:
        """Whether the club has not decided."""
        return self.state == ChangeState.WAITING

    @property
    def is_approved(self) -> bool:
        """Whether the club agreed."""
        return self.state == ChangeState.APPROVED

    @property
    def logo_url(self) -> str:
        """The address of the asked logo, for those who may decide or asked; '' without one."""
        if not self.logo:
            return ""
        address = reverse("members:asked-logo", args=[self.company.slug])
        return f"{address}?v={short_hash(str(self.logo.name))}"
