"""The signal in the words of the desk: numbers that may be shown, parts, trend, causes."""

from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import BigAutoField
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Company
from club.lib.prepared import Params, PreparedRows
from loyalty.enums import Cause, Confidence, Dimension, SignalState
from loyalty.models import Signal

#: Names of the parts as they stand alone, at the head of a row.
PART_NAMES = {
    Dimension.PRESENCE: gettext_lazy("Presence"),
    Dimension.RESPONSE: gettext_lazy("Response"),
    Dimension.CONTRIBUTION: gettext_lazy("Contribution"),
    Dimension.LINKS: gettext_lazy("Links between members"),
    Dimension.ADVOCACY: gettext_lazy("Recommendation"),
    Dimension.BREADTH: gettext_lazy("Breadth"),
    Dimension.VOICE: gettext_lazy("Voice"),
    Dimension.MANAGERS_VIEW: gettext_lazy("Account manager’s view"),
}
#: What moved a signal, as one line of a list.
CAUSE_NAMES = {
    Cause.NEW_ACTS: gettext_lazy("New acts"),
    Cause.FADING: gettext_lazy("Time that passes: older acts weigh less"),
    Cause.RESPONSE: gettext_lazy("Answers to what we asked"),
    Cause.BREADTH: gettext_lazy("More or fewer people take part"),
    Cause.MANAGERS_VIEW: gettext_lazy("The account manager’s view"),
    Cause.FRICTION: gettext_lazy("Complaints and incidents"),
    Cause.CONTACTS: gettext_lazy("More or fewer contacts in the club"),
    Cause.CLUB: gettext_lazy("The club as a whole moved"),
    Cause.SEASON: gettext_lazy("The season: the whole club moves at this time"),
}
#: The same as the one reason on a line of the portfolio, for a rise and for a fall.
REASONS = {
    Cause.NEW_ACTS: (
        gettext_lazy("Their people did something lately that counts."),
        gettext_lazy("Something that counted was taken back."),
    ),
    Cause.FADING: (
        gettext_lazy("What they did is still recent."),
        gettext_lazy("Little has come lately, and what they did before fades."),
    ),
    Cause.RESPONSE: (
        gettext_lazy("They answer when we ask."),
        gettext_lazy("What we ask stays without an answer."),
    ),
    Cause.BREADTH: (
        gettext_lazy("More of their people take part."),
        gettext_lazy("Fewer of their people take part."),
    ),
    Cause.MANAGERS_VIEW: (
        gettext_lazy("Their account manager sees them more favourably."),
        gettext_lazy("Their account manager sees them less favourably."),
    ),
    Cause.FRICTION: (
        gettext_lazy("A complaint is settled."),
        gettext_lazy("A complaint weighs on the relation."),
    ),
    Cause.CONTACTS: (
        gettext_lazy("There are fewer contacts, and those take part."),
        gettext_lazy("New contacts have come who do not take part yet."),
    ),
    Cause.CLUB: (
        gettext_lazy("The club as a whole moved up."),
        gettext_lazy("The club as a whole moved down."),
    ),
    Cause.SEASON: (gettext_lazy("It is the season, for all clients alike."),) * 2,
}


#: Causes that move all clients alike.
OF_ALL = frozenset({Cause.CLUB, Cause.SEASON})
#: Points from which on a cause is worth a word.
NOTABLE = 0.05


class Rated(Protocol):
    """A signal, whole or as a client's page reads it."""

    @property
    def state(self) -> str:
        """Why there is a number, or why not."""

    @property
    def value(self) -> float | None:
        """The number itself."""

    @property
    def letter(self) -> str:
        """How much it rests on."""

    @property
    def contributions(self) -> list[dict[str, Any]]:
        """Of each dimension the points reached and possible."""


@dataclass(frozen=True)
class Part:
    """One part of the signal: points reached out of possible, and where its facts are."""

    name: str
    label: str
    reached: float
    possible: float
    was: float | None
    is_observed: bool
    url: str
    facts: str = ""


def latest_signal(company: Company) -> Signal | None:
    """The last signal of a company, with the version that it was computed with."""
    rows = Signal.objects.of_company(company.pk).select_related("version")
    found: Signal | None = rows.order_by("-day").first()
    return found


def shown_number(value: float | None, state: str) -> float | None:
    """The number that may be shown: whole or half, and only where it is rated."""
    if value is None or state != SignalState.RATED:
        return None
    return round(value * 2) / 2


def number_of(signal: Rated | None) -> float | None:
    """The same of a whole row."""
    return shown_number(signal.value, signal.state) if signal else None


def trend_of(change: float | None, band: float) -> str:
    """`up`, `down` or `flat`; '' where there is nothing to compare with."""
    if change is None:
        return ""
    if abs(change) < band:
        return "flat"
    return "up" if change > 0 else "down"


def status_words(state: str) -> str:
    """Why there is no number, in few words."""
    return (
        {
            SignalState.ONE_PERSON: _("One contact: facts, no number"),
            SignalState.UNSURE: _("Too few facts for a number"),
        }.get(SignalState(state), _("Not yet rated"))
        if state
        else _("Not yet rated")
    )


def why_no_number(state: str) -> str:
    """The same as a sentence that says what would change it."""
    if state == SignalState.ONE_PERSON:
        return _(
            "With one contact the company is one person, and nobody scores a person: the facts "
            "stand here without a number. A second member changes that."
        )
    if state == SignalState.UNSURE:
        return _(
            "What is known is too little or too old for a number. The facts stand here; each new "
            "one counts."
        )
    return _(
        "A number comes after sixty days and a few acts by the company’s people: a registration, "
        "an answered call, a reply in a discussion."
    )


def confidence_words(signal: Rated | None) -> str:
    """How much the number rests on, in words."""
    if signal is None or signal.state != SignalState.RATED:
        return ""
    return {
        Confidence.A: _("Confidence A: many recent facts, from several people"),
        Confidence.B: _("Confidence B: enough facts to go by"),
        Confidence.C: _("Confidence C: few facts"),
    }[Confidence(signal.letter)]


def parts_of(
    signal: Rated | None,
    company: Company,
    before: Rated | None = None,
    facts: dict[str, int] | None = None,
) -> list[Part]:
    """The parts in their order; those that this club has no facts for yet come as unobserved.

    `facts` counts the company's facts of each part.
    """
    reached = _points(signal)
    was = _points(before) if before is not None and number_of(before) is not None else {}
    url = reverse("loyalty:facts", args=[company.slug])
    return [
        Part(
            name=name.value,
            label=str(label),
            reached=reached.get(name, (0.0, 0.0))[0],
            possible=reached.get(name, (0.0, 0.0))[1],
            was=was[name][0] if name in was else None,
            is_observed=reached.get(name, (0.0, 0.0))[1] > 0,
            url=f"{url}?part={name.value}",
            facts=_facts_words((facts or {}).get(name, 0)),
        )
        for name, label in PART_NAMES.items()
    ]


def _points(signal: Rated | None) -> dict[Any, tuple[float, float]]:
    """Of each dimension the points reached and possible."""
    rows = signal.contributions if signal is not None else []
    return {row["dimension"]: (row["points"], row["possible"]) for row in rows}


def reasons_of(company_ids: list[int]) -> dict[int, str]:
    """One line of reason for each of these companies that has a number. One query."""
    return {row.company_id: reason_of(row) for row in _moved(ids=company_ids)}


@PreparedRows
def _moved() -> Any:
    clients = Params("ids", BigAutoField())
    rows = Signal.objects.filter(company_id__in=clients, state=SignalState.RATED).newest()
    return rows.order_by().only("company_id", "causes", "change")


def reason_of(signal: Signal) -> str:
    """The cause that moved the signal most in the direction in which it went.

    What moved every client alike is the reason only where nothing of this client's own is.
    """
    change = signal.change or 0.0
    same = {name: p for name, p in signal.causes.items() if p * change > 0}
    own = {name: p for name, p in same.items() if name not in OF_ALL and abs(p) >= NOTABLE}
    if not same:
        return ""
    name = max(own or same, key=lambda cause: abs(same[cause]))
    rise, fall = REASONS[Cause(name)]
    return str(rise if change > 0 else fall)


def _facts_words(count: int) -> str:
    return ngettext("%(n)s fact", "%(n)s facts", count) % {"n": count} if count else _("no fact")
