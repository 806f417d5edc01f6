"""Who looked at the reasons of a client's signal, and when."""

from typing import Any, ClassVar, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from club.lib import clock
from loyalty.enums import LookedAt
from loyalty.querysets import LookManager


class Look(models.Model):
    """One look, written once. `company` is empty for a look at a whole portfolio."""

    viewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, related_name="+")
    page = models.CharField(max_length=10, choices=LookedAt.choices)
    looked_at = models.DateTimeField(default=clock.now, db_index=True)

    objects: ClassVar[LookManager] = LookManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("looks")
        ordering = ["-looked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.viewer_id} · {self.page} · {self.looked_at:%Y-%m-%d %H:%M}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new one. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("A look is written once.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused."""
        raise TypeError("A look is written once.")
