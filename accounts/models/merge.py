"""Two records that were one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import MergeSubject
from club.lib import clock


class Merge(models.Model):
    """Says that a record was found to be the same as another one and taken into it.

    It holds numbers only, so that nothing of it is left to be found once a person is forgotten:
    which record stayed, which is gone, and of each kind of row how many moved and were dropped.
    """

    subject = models.CharField(_("what"), max_length=10, choices=MergeSubject.choices)
    kept_id = models.PositiveBigIntegerField(_("kept"))
    gone_id = models.PositiveBigIntegerField(_("gone"))
    counts = models.JSONField(default=dict)
    done_at = models.DateTimeField(_("merged"), default=clock.now, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("merged by"),
    )

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        ordering = ["-done_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.subject} {self.gone_id} → {self.kept_id}"
