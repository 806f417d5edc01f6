"""The opening of a club: steps that were left for later, and invitations that go in waves."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from home.enums import StepName, WaveOrder
from home.querysets import WavePlaceQuerySet, WaveQuerySet


class OpeningStep(models.Model):
    """A step that somebody left out on purpose. Whether a step is done is read from its data."""

    name = models.CharField(_("step"), max_length=12, choices=StepName.choices, unique=True)
    left_at = models.DateTimeField(_("left out"), default=clock.now)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("left out by"),
    )

    class Meta:
        verbose_name = _("step left out")
        verbose_name_plural = _("steps left out")

    def __str__(self) -> str:
        return str(StepName(self.name).label)


class InvitationWave(models.Model):
    """So many people known, invited together. The number is the wave's name: it is sent once.

    The clock writes the invitations little by little, in the name of `created_by`, until all are
    written, the wave is paused, or it was ended before.
    """

    number = models.PositiveIntegerField(_("number"), unique=True)
    order = models.CharField(_("order"), max_length=10, choices=WaveOrder.choices)
    created_at = models.DateTimeField(_("begun"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("begun by"),
    )
    paused_at = models.DateTimeField(_("paused"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended early"), null=True, editable=False)

    objects: ClassVar[WaveQuerySet] = WaveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("wave of invitations")
        verbose_name_plural = _("waves of invitations")
        ordering = ["-number"]

    def __str__(self) -> str:
        return f"#{self.number}"


class WavePlace(models.Model):
    """One person in a wave: waiting, invited, or refused by a rule, whose words it keeps."""

    wave = models.ForeignKey(InvitationWave, on_delete=models.CASCADE, related_name="places")
    known_person = models.ForeignKey(
        "members.KnownPerson", on_delete=models.CASCADE, related_name="wave_places"
    )
    invitation = models.ForeignKey(
        "members.Invitation", on_delete=models.SET_NULL, null=True, related_name="+"
    )
    refusal = models.CharField(_("why not"), max_length=300, blank=True)
    handled_at = models.DateTimeField(null=True)

    objects: ClassVar[WavePlaceQuerySet] = WavePlaceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("place in a wave")
        verbose_name_plural = _("places in waves")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["wave", "known_person"], name="wave_place_once")
        ]
        indexes = [
            models.Index(
                fields=["wave", "id"], name="wave_place_waiting", condition=Q(handled_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.wave} · {self.known_person_id}"
