"""The relational loyalty of a company on a day."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from loyalty.enums import Confidence, SignalState
from loyalty.models.version import FrozenPriors, SignalVersion
from loyalty.querysets import SignalManager


class Signal(models.Model):
    """How much a company's people put into the relation, 0 to 10, with its parts.

    Kept for month ends and for the last day. It is about a company and never about a person: with
    one active membership (`state` ONE_PERSON) there is neither number nor part. `value` is shown
    when RATED only.

    `contributions`: of each dimension its `points` and the `possible` ones; the points less
    `friction_points` are the value before it is held to 0..10. `friction`: kind, points and day of
    each thing that pulls down. `change`: the difference to 90 days before, less the median one of
    the portfolio (the season); `causes`: what it is made of. `value_fast` is the value with
    half-lives of a quarter.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="signals")
    day = models.DateField(_("day"))
    version = models.ForeignKey(SignalVersion, on_delete=models.PROTECT, related_name="+")
    priors = models.ForeignKey(FrozenPriors, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=SignalState.choices)
    value = models.FloatField(null=True)
    value_fast = models.FloatField(null=True)
    change = models.FloatField(null=True)
    contributions = models.JSONField(default=list)
    friction = models.JSONField(default=list)
    friction_points = models.FloatField(default=0.0)
    causes = models.JSONField(default=dict)
    confidence = models.FloatField(default=0.0)
    letter = models.CharField(max_length=1, choices=Confidence.choices, default=Confidence.C)
    n_eff = models.FloatField(default=0.0)
    contacts = models.PositiveIntegerField(default=1)
    known_on = models.DateField()
    computed_at = models.DateTimeField()

    objects: ClassVar[SignalManager] = SignalManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("signal")
        verbose_name_plural = _("signals")
        ordering = ["company", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["company", "day"], name="signal_once_a_day"),
            models.CheckConstraint(
                condition=~Q(state=SignalState.ONE_PERSON)
                | Q(value__isnull=True, value_fast__isnull=True, change__isnull=True),
                name="signal_of_one_person_has_no_number",
            ),
        ]
        indexes = [models.Index(fields=["day"], name="signal_by_day")]

    def __str__(self) -> str:
        return f"{self.company_id} · {self.day:%Y-%m-%d}"
