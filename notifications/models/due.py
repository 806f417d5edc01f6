"""When work that repeats is due again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock


class DueRun(models.Model):
    """One registered job: when it is due next, and who runs it now.

    The row is the lock: two clocks that find it due at once both try to take it, and one does.
    """

    name = models.CharField(_("name"), max_length=80, primary_key=True)
    due_at = models.DateTimeField(default=clock.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("due work")
        verbose_name_plural = _("due work")

    def __str__(self) -> str:
        return self.name
