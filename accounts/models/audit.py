"""What the staff did to others or took along, and who signed in: kept for a year, never changed."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AuditKind
from accounts.models.company import Company
from accounts.querysets import AuditEntryManager
from club.lib import clock


class AuditEntry(models.Model):
    """One act: who did what, to whom, and when. Rows are added, never changed.

    `number` is how many rows an export, an import or a change of many was about. `details` holds
    codes (a role, a format, the filters of an export), never a name or an address.
    """

    kind = models.CharField(_("what"), max_length=20, choices=AuditKind.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("who"),
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("company")
    )
    number = models.PositiveIntegerField(_("how many"), default=1)
    details = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("when"), default=clock.now, db_index=True)

    objects: ClassVar[AuditEntryManager] = AuditEntryManager()

    class Meta:
        verbose_name = _("act of the staff")
        verbose_name_plural = _("acts of the staff")
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("An act is kept as it was.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: only age takes rows away."""
        raise TypeError("An act is kept until its time is over.")
