"""How far somebody who joined has come with the welcome."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.models.search import split_words

STEPS = (1, 2, 3)
#: Shorter words of a subject, like “de” and “of”, say nothing about a text.
SHORTEST = 3
#: Shorter words of a subject, like “de” and “of”, say nothing about a text.
SHORTEST = 3
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


def greeted_arrival(person: Any) -> Arrival | None:
    """The welcome of somebody who joined lately, while it is greeted on the day; else None.

    Asks once for one person in memory, with the profile: several parts of the day want to know.
    """
    place: Any = Arrival._meta.get_field("person").remote_field
    if not place.is_cached(person):
        rows = Arrival.objects.select_related("person__profile")
        place.set_cached_value(person, rows.filter(person_id=person.pk).first())
    arrival: Arrival | None = place.get_cached_value(person)
    return arrival if arrival is not None and arrival.is_greeted else None


def words_of_newcomer(person: Any) -> frozenset[str] | None:
    """The folded words of a newcomer's own subjects, by which a first event and a first discussion
    are chosen; None for whoever is no newcomer."""
    arrival = greeted_arrival(person)
    if arrival is None:
        return None
    profile = getattr(arrival.person, "profile", None)
    texts = (profile.can_help_with, profile.looks_for) if profile is not None else ()
    return frozenset(word for word in split_words(texts) if len(word) >= SHORTEST)
