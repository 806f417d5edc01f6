"""What account managers log about the relation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from club.lib import clock
from loyalty.enums import InteractionKind, Outcome
from loyalty.querysets import InteractionManager


class Interaction(models.Model):
    """A call, a visit, a complaint, useful information or a recommendation, on a day.

    `person` may read the note that names them. `submission_key` is the form's: sent twice, it is
    logged once. An undone one stays, without its facts. Of a complaint: `is_about_manager` says
    that it is about the account manager; `closed_on` that it was dealt with, `satisfied_on` that
    the client confirmed it.
    """

    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, related_name="interactions", verbose_name=_("company")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=InteractionKind.choices)
    happened_on = models.DateField(_("day"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("person"),
    )
    outcome = models.CharField(_("outcome"), max_length=12, blank=True, choices=Outcome.choices)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    is_about_manager = models.BooleanField(_("about the account manager"), default=False)
    closed_on = models.DateField(_("closed"), null=True, blank=True)
    satisfied_on = models.DateField(_("the client is satisfied"), null=True, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="interactions_logged",
        verbose_name=_("logged by"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    revision = models.PositiveSmallIntegerField(default=1, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, editable=False)
    submission_key = models.CharField(max_length=64, null=True, editable=False)

    objects: ClassVar[InteractionManager] = InteractionManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("interaction")
        verbose_name_plural = _("interactions")
        ordering = ["-happened_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["by", "submission_key"], name="interaction_sent_once"),
            models.CheckConstraint(
                condition=Q(satisfied_on__isnull=True) | Q(closed_on__isnull=False),
                name="interaction_closed_before_satisfied",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "happened_on"], name="interaction_by_company"),
            models.Index(fields=["kind", "closed_on"], name="interaction_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.company_id} · {self.happened_on:%Y-%m-%d}"

    @property
    def is_open_complaint(self) -> bool:
        """Whether it is a complaint that nobody closed."""
        return self.kind == InteractionKind.COMPLAINT and self.closed_on is None
