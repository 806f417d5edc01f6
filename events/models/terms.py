"""On which terms people register for an event, and what they are asked."""

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel
from wagtail.models import Orderable

from accounts.models import Tier
from accounts.viewer import Viewer
from club.lib.bilingual import Bilingual, pick
from events.enums import AnswerKind, ClosingTime, LineOrder

#: So many people from outside a member may bring at most.
MOST_GUESTS = 5


class RegistrationTerms(models.Model):
    """The terms of one event, the same for all of its dates. Read from the published page.

    `company_quota` counts seats of one company and date, guests included; None is no limit.
    With `takes_all_dates` one answer is about all of them that are still to come.
    Registration opens at `opens_at` (None: with the page), `early_hours` sooner for companies of
    `early_tier` and of every tier above it.
    """

    company_quota = models.PositiveIntegerField(
        _("seats for one company"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("At most so many people of the same client, guests included. Empty: no limit."),
    )
    closes_hours = models.SmallIntegerField(
        _("registration closes"),
        choices=ClosingTime.choices,
        default=ClosingTime.AT_THE_END,
        help_text=_("Giving a seat back stays possible until it starts."),
    )
    needs_approval = models.BooleanField(
        _("an organiser says yes to each"),
        default=False,
        help_text=_("People ask for a seat; it is theirs once somebody has approved."),
    )
    allows_colleagues = models.BooleanField(
        _("members may register colleagues"),
        default=True,
        help_text=_("Members of the same client; they are told by mail, and can say no."),
    )
    guests_allowed = models.PositiveSmallIntegerField(
        _("guests a member may bring"),
        default=0,
        validators=[MaxValueValidator(MOST_GUESTS)],
        help_text=_("People who are not in the club. Each takes a seat."),
    )
    line_order = models.CharField(
        _("a freed seat goes to"),
        max_length=8,
        choices=LineOrder.choices,
        default=LineOrder.ARRIVAL,
    )
    opens_at = models.DateTimeField(
        _("registration opens"),
        null=True,
        blank=True,
        help_text=_("Empty: as soon as the event is published. The page can be read before."),
    )
    early_tier = models.ForeignKey(
        Tier,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("opens earlier for"),
        help_text=_("This tier and those above it."),
    )
    early_hours = models.PositiveSmallIntegerField(
        _("hours earlier"),
        default=48,
        validators=[MinValueValidator(1), MaxValueValidator(720)],
    )
    takes_all_dates = models.BooleanField(
        _("one registration for all dates"),
        default=False,
        help_text=_(
            "For a course, or a group that meets several times. Members see one button for all "
            "dates together: a seat in each, or a place in line for all while one date is full. "
            "Giving it back gives back all. It cannot be changed, and no date added, once somebody "
            "has registered."
        ),
    )
    hides_address = models.BooleanField(
        _("the address is for those who come"),
        default=False,
        help_text=_("All see the name of the place; street and number are for those with a seat."),
    )

    terms_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [
                "takes_all_dates",
                FieldRowPanel(["opens_at", "closes_hours"]),
                FieldRowPanel(["early_tier", "early_hours"]),
                FieldRowPanel(["company_quota", "guests_allowed"]),
                "allows_colleagues",
                "needs_approval",
                "line_order",
            ],
            heading=_("Registration"),
        ),
    ]

    class Meta:
        abstract = True

    def clean_terms(self) -> dict[str, str]:
        """What is wrong with the terms, by field."""
        if self.early_tier_id and self.opens_at is None:
            return {
                "opens_at": str(
                    _("Say when registration opens for all, so that others can book earlier.")
                )
            }
        return {}

    def opens_for(self, viewer: Viewer) -> datetime | None:
        """When registration opens for this person's company; None: with the page."""
        if self.opens_at is None or self.early_tier is None or viewer.tier_id is None:
            return self.opens_at
        early = self.early_tier_id == viewer.tier_id or (
            Tier.objects.filter(pk=viewer.tier_id, rank__lt=self.early_tier.rank).exists()
        )
        return self.opens_at_for(is_early=early)

    @property
    def offers_perhaps(self) -> bool:
        """Whether "perhaps" is an answer: not where an organiser decides about each seat."""
        return not self.needs_approval

    def opens_at_for(self, *, is_early: bool) -> datetime | None:
        """When registration opens for the early, and for the others; None: with the page."""
        if self.opens_at is None or not is_early:
            return self.opens_at
        return self.opens_at - timedelta(hours=self.early_hours)

    def closes_at(self, starts_at: datetime, ends_at: datetime) -> datetime:
        """Until when people register for a date at these times."""
        if self.closes_hours == ClosingTime.AT_THE_END:
            return ends_at
        return starts_at - timedelta(hours=self.closes_hours)


class EventQuestion(Orderable):
    """What the organisers ask of whoever registers. `key` names it in the answers for ever.

    Answers are about people: organisers read them, and they are erased after the event.
    """

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="questions")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(
        _("answer"), max_length=8, choices=AnswerKind.choices, default=AnswerKind.LINE
    )
    label_fr = models.CharField(_("question in French"), max_length=200, blank=True)
    label_en = models.CharField(_("question in English"), max_length=200, blank=True)
    choices_fr = models.TextField(
        _("choices in French"), blank=True, help_text=_("One on each line.")
    )
    choices_en = models.TextField(
        _("choices in English"), blank=True, help_text=_("The same choices in the same order.")
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    label = Bilingual("label")

    panels: ClassVar[list[Any]] = [
        FieldRowPanel(["label_fr", "label_en"]),
        FieldRowPanel(["kind", "is_required"]),
        FieldRowPanel(["choices_fr", "choices_en"]),
    ]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering: ClassVar[list[str]] = ["sort_order", "pk"]

    def __str__(self) -> str:
        return str(self.label)

    def clean(self) -> None:
        """A question says something, and one with choices has the same number in both languages."""
        super().clean()
        errors: dict[str, Any] = {}
        if not (self.label_fr or self.label_en):
            errors["label_fr"] = _("Write the question in French, in English, or in both.")
        counts = {
            len(lines) for lines in (_lines(self.choices_fr), _lines(self.choices_en)) if lines
        }
        if self.kind == AnswerKind.CHOICE and not counts:
            errors["choices_fr"] = _("Write the choices, one on each line.")
        if self.kind == AnswerKind.CHOICE and (len(counts) > 1 or counts == {1}):
            errors["choices_fr"] = _("Write at least two choices, as many in French as in English.")
        if errors:
            raise ValidationError(errors)

    @property
    def choices(self) -> list[str]:
        """The choices in the active language, or in the other where there are none."""
        return _lines(pick(self.choices_fr, self.choices_en))

    def in_words(self, value: str) -> str:
        """A stored answer as people read it: a choice is stored by its number from 0."""
        if self.kind == AnswerKind.CHOICE:
            found = dict(enumerate(self.choices)).get(int(value)) if value.isdecimal() else None
            return found or value
        if self.kind == AnswerKind.YES_NO:
            return str(_("Yes")) if value == "yes" else str(_("No"))
        return value


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
