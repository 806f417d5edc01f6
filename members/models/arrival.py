"""How far somebody who joined has come with the welcome."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock

STEPS = (1, 2, 3)
#: So long the account manager's greeting stands on the day, unless it is put away before.
GREETING_STAYS = timedelta(days=7)


class Arrival(models.Model):
    """The welcome of a person who accepted an invitation: three steps, and a greeting on the day.

    `step` is the one to resume at. Members from before there was a welcome have no row, and are
    not asked.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="arrival",
        verbose_name=_("person"),
    )
    started_at = models.DateTimeField(_("joined"), default=clock.now)
    step = models.PositiveSmallIntegerField(_("step"), default=STEPS[0])
    finished_at = models.DateTimeField(_("welcome finished"), null=True)
    greeting_dismissed_at = models.DateTimeField(_("greeting put away"), null=True)

    class Meta:
        verbose_name = _("arrival")
        verbose_name_plural = _("arrivals")
        constraints = [
            models.CheckConstraint(condition=models.Q(step__in=STEPS), name="arrival_has_its_step")
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def is_greeted(self) -> bool:
        """Whether the greeting stands on the day: until it is put away, a week at most."""
        begin = self.finished_at or self.started_at
        return self.greeting_dismissed_at is None and clock.now() < begin + GREETING_STAYS
