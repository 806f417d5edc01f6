"""What the signal is computed with: versions written once, and what is frozen each night."""

from typing import Any, ClassVar, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from loyalty.querysets import PriorsManager


class SignalVersion(models.Model):
    """Weights, half-lives and thresholds. A change is a new version, with its author and reason.

    `weights`: points of each dimension. `kinds`: of each kind of fact on the client's side, its
    `dimension`, `weight` (effort) and `half_life` in days. `solicitations`: of each kind on the
    club's side that asks for an answer, its half-life. `kappas`: of each dimension of acts, how
    much strength earns 63 % of its points. `parameters`: everything else, by name.
    """

    weights = models.JSONField(_("weights"))
    kinds = models.JSONField(_("kinds"))
    solicitations = models.JSONField(_("solicitations"))
    kappas = models.JSONField(_("saturation"))
    parameters = models.JSONField(_("other values"))
    reason = models.CharField(_("reason"), max_length=500)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("version of the signal")
        verbose_name_plural = _("versions of the signal")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} · {self.created_at:%Y-%m-%d}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new version. Raises TypeError for one that is there already."""
        if not self._state.adding:
            raise TypeError("A version of the signal never changes: write a new one.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused: signals name their version."""
        raise TypeError("A version of the signal is never deleted.")


class FrozenPriors(models.Model):
    """What the portfolio as a whole looked like on a day: every signal until the next uses it.

    `observed` are the dimensions of which the club has any fact; `response_rate` the share of
    solicitations that were answered; `season` the median change over 90 days.
    """

    day = models.DateField(_("day"))
    version = models.ForeignKey(SignalVersion, on_delete=models.PROTECT, related_name="priors")
    observed = models.JSONField()
    response_rate = models.FloatField()
    season = models.FloatField(default=0.0)
    frozen_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[PriorsManager] = PriorsManager()

    wagtail_reference_index_ignore = True  # the CMS keeps no trace of it

    class Meta:
        verbose_name = _("state of the portfolio")
        verbose_name_plural = _("states of the portfolio")
        constraints = [models.UniqueConstraint(fields=["version", "day"], name="priors_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}"
