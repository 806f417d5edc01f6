"""With what a new event of each kind begins. Everything can be changed in the editor."""

from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django.utils.translation import gettext_lazy as _

from events.enums import AnswerKind, ClosingTime, EventFormat, EventType, LineOrder

Words = Any  # a lazy translation of a str


@dataclass(frozen=True)
class Asked:
    """A question to those who register."""

    fr: str
    en: str
    kind: AnswerKind = AnswerKind.LINE
    is_required: bool = False


@dataclass(frozen=True)
class Planned:
    """A session of the programme."""

    starts: time
    ends: time
    fr: str
    en: str


@dataclass(frozen=True)
class KindTemplate:
    """What a draft of one kind is filled with.

    `sets` says it in a sentence, `hint` what makes such an event worth coming to. With
    `opens_early` the highest tier registers `early_hours` before the others. `terms` are fields of
    the page.
    """

    kind: EventType
    icon: str
    sets: Words
    hint: Words
    starts: time
    ends: time
    seats: int | None = None
    format: EventFormat = EventFormat.ON_SITE
    early_hours: int = 0
    terms: dict[str, Any] = field(default_factory=dict)
    questions: tuple[Asked, ...] = ()
    agenda: tuple[Planned, ...] = ()


_DIET = Asked("Un régime ou une allergie à prévoir ?", "Anything you do not eat?")

TEMPLATES = (
    KindTemplate(
        kind=EventType.PREVIEW,
        icon="view",
        sets=_(
            "A morning with 20 seats, at most 2 for one client; the highest tier books 48 hours "
            "before the others."
        ),
        hint=_("Say in the summary what nobody has seen yet, and who will be there to show it."),
        starts=time(9),
        ends=time(12),
        seats=20,
        early_hours=48,
        terms={"company_quota": 2, "closes_hours": ClosingTime.DAY, "line_order": LineOrder.TIER},
        agenda=(
            Planned(time(9), time(9, 30), "Accueil et café", "Welcome and coffee"),
            Planned(time(9, 30), time(11), "La présentation", "The presentation"),
            Planned(time(11), time(12), "Vos questions, la main dessus", "Hands on, and questions"),
        ),
    ),
    KindTemplate(
        kind=EventType.WORKSHOP,
        icon="edit",
        sets=_("An afternoon for 12 people, at most 3 of one client, who say what they bring."),
        hint=_("Say in the summary what each of them takes home in the evening."),
        starts=time(14),
        ends=time(17),
        seats=12,
        terms={"company_quota": 3, "closes_hours": ClosingTime.DAYS_2},
        questions=(
            Asked(
                "Sur quel cas souhaitez-vous travailler ?",
                "Which case would you like to work on?",
                AnswerKind.TEXT,
            ),
        ),
        agenda=(
            Planned(time(14), time(14, 30), "Tour de table", "Introductions"),
            Planned(time(14, 30), time(16, 30), "Travail en groupes", "Work in groups"),
            Planned(time(16, 30), time(17), "Ce que nous retenons", "What we take home"),
        ),
    ),
    KindTemplate(
        kind=EventType.BREAKFAST,
        icon="time",
        sets=_("From 8:30 to 10, 16 seats, one for each client; asks what people do not eat."),
        hint=_("Name the one subject of the morning: who comes that early wants to know it."),
        starts=time(8, 30),
        ends=time(10),
        seats=16,
        terms={"company_quota": 1, "closes_hours": ClosingTime.DAYS_2},
        questions=(_DIET,),
    ),
    KindTemplate(
        kind=EventType.LAUNCH,
        icon="pick",
        sets=_("An evening with 60 seats; each member may bring a guest."),
        hint=_("Say in the summary what is new, and why it is shown to these people first."),
        starts=time(18),
        ends=time(21),
        seats=60,
        terms={"company_quota": 4, "guests_allowed": 1, "closes_hours": ClosingTime.DAY},
        agenda=(
            Planned(time(18), time(18, 30), "Accueil", "Welcome"),
            Planned(time(18, 30), time(19, 30), "La présentation", "The presentation"),
            Planned(time(19, 30), time(21), "Cocktail", "Drinks"),
        ),
    ),
    KindTemplate(
        kind=EventType.VISIT,
        icon="site",
        sets=_(
            "Two hours for 15 people; registration closes 3 days before, and the address is for "
            "those who come."
        ),
        hint=_("Say in the summary what they will see that is closed to others."),
        starts=time(10),
        ends=time(12),
        seats=15,
        terms={
            "company_quota": 2,
            "closes_hours": ClosingTime.DAYS_3,
            "hides_address": True,
        },
        questions=(
            Asked(
                "Votre pointure, pour les chaussures de sécurité",
                "Your shoe size, for safety shoes",
            ),
        ),
    ),
    KindTemplate(
        kind=EventType.WEBINAR,
        icon="desktop",
        sets=_("One hour online without a limit; the link is for those who come."),
        hint=_("Say in the summary for whom it is, and whether it can be watched later."),
        starts=time(11),
        ends=time(12),
        format=EventFormat.ONLINE,
        terms={"closes_hours": ClosingTime.AT_THE_END},
        agenda=(
            Planned(time(11), time(11, 40), "La présentation", "The presentation"),
            Planned(time(11, 40), time(12), "Vos questions", "Your questions"),
        ),
    ),
    KindTemplate(
        kind=EventType.FOCUS_GROUP,
        icon="group",
        sets=_("Two hours for 8 people, one of each client; an organiser says yes to each."),
        hint=_("Say in the summary what you want to learn, and what becomes of it."),
        starts=time(10),
        ends=time(12),
        seats=8,
        terms={
            "company_quota": 1,
            "needs_approval": True,
            "allows_colleagues": False,
            "closes_hours": ClosingTime.WEEK,
        },
        questions=(
            Asked(
                "Que faites-vous avec le produit, et depuis quand ?",
                "What do you do with the product, and since when?",
                AnswerKind.TEXT,
                is_required=True,
            ),
        ),
    ),
    KindTemplate(
        kind=EventType.EXPERT_HOUR,
        icon="help",
        sets=_(
            "One hour online for 12 people, who send their question before; you are reminded of "
            "the notes the day after."
        ),
        hint=_("Name the expert and the subject. Publish notes for those who came within a day."),
        starts=time(16),
        ends=time(17),
        seats=12,
        format=EventFormat.ONLINE,
        terms={"closes_hours": ClosingTime.DAY},
        questions=(
            Asked(
                "Votre question à l’expert",
                "Your question to the expert",
                AnswerKind.TEXT,
                is_required=True,
            ),
        ),
    ),
    KindTemplate(
        kind=EventType.DINNER,
        icon="glasses",
        sets=_(
            "An evening for 10 people, one of each client; asks what people do not eat, and the "
            "address is for those who come."
        ),
        hint=_("Say in the summary who sits at the table: that is what people come for."),
        starts=time(19, 30),
        ends=time(22, 30),
        seats=10,
        terms={
            "company_quota": 1,
            "closes_hours": ClosingTime.DAYS_3,
            "hides_address": True,
        },
        questions=(_DIET,),
    ),
    KindTemplate(
        kind=EventType.OTHER,
        icon="doc-empty",
        sets=_("Nothing but an hour: fill in everything yourself."),
        hint="",
        starts=time(10),
        ends=time(11),
    ),
)
_BY_KIND = {template.kind.value: template for template in TEMPLATES}


def template_of(kind: str) -> KindTemplate:
    """The template of a kind; that of “other” for a kind that there is not."""
    return _BY_KIND.get(kind, _BY_KIND[EventType.OTHER])
