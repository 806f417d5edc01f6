"""Client files that the staff gives in at the desk."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import IMPORT_MOVING, ImportState
from members.querysets import ClientImportManager


class ClientImport(models.Model):
    """One file: what it would do, then what it did.

    `raw` is the file as it came; it is emptied once it was taken in. `options` holds the names of
    what `imports.Options` allows. `counts` are those of the plan, `lines` what is told of each
    line: number, act, column, value, sentence. `share` is how much of it is read, in hundredths.
    `seal` is a mark of the plan that was shown, so that nothing else is done. `language` is the one
    in which the sentences are written.
    """

    name = models.CharField(_("file"), max_length=200)
    raw = models.BinaryField(editable=False)
    options = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=ImportState.choices, default=ImportState.GIVEN
    )
    share = models.PositiveSmallIntegerField(default=0, editable=False)
    how = models.CharField(max_length=200, blank=True, editable=False)
    notes = models.JSONField(default=list, editable=False)
    unread = models.JSONField(_("columns that are not read"), default=list, editable=False)
    counts = models.JSONField(default=dict, editable=False)
    lines = models.JSONField(default=list, editable=False)
    seal = models.CharField(max_length=64, blank=True, editable=False)
    problem = models.TextField(blank=True, editable=False)
    language = models.CharField(max_length=2, default="fr", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("given in by"),
    )
    created_at = models.DateTimeField(_("given in"), default=clock.now, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ClientImportManager] = ClientImportManager()

    class Meta:
        verbose_name = _("client file")
        verbose_name_plural = _("client files")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_moving(self) -> bool:
        """Whether looking again soon may show something new."""
        return self.state in IMPORT_MOVING
