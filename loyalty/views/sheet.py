"""A client's page: everything that is known, put together once for the screen and for paper."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Company, User
from club.lib import clock, dates
from loyalty.enums import Dimension
from loyalty.models import Interaction
from loyalty.templatetags.loyalty_look import half, signed
from loyalty.views import signals, words
from loyalty.views.brief import Brief
from loyalty.views.changes import Change
from loyalty.views.drawn import drawn_fields
from loyalty.views.effort import DAYS, Effort, build_effort
from loyalty.views.journal import LOG_SHOWN, Entry, build_entry, read_contacts
from loyalty.views.months import Month
from loyalty.views.proposals import Proposal, propose
from loyalty.views.roster import Group, Source, build_groups, known_at
from loyalty.views.whole import Whole


@dataclass(frozen=True)
class Act:
    """Something dated on the curve."""

    day: date
    label: str
    tone: str


@dataclass(frozen=True)
class Cause:
    """One named cause of the change over ninety days."""

    points: float
    label: str


@dataclass(frozen=True)
class Sheet:
    """What the page of one client shows."""

    company: Company
    signal: Month | None
    before: Month | None
    history: Sequence[Month]
    kinds: dict[str, Any]
    band: float
    brief: Brief
    groups: Sequence[Group]
    people: Sequence[User]
    effort: Effort
    journal: Sequence[Entry]
    has_more_log: bool
    acts: Sequence[Act]
    next: Sequence[Proposal]

    @cached_property
    def number(self) -> float | None:
        """Whole or half, where one may be shown."""
        return self.brief.number

    @property
    def state(self) -> str:
        """Why there is a number, or why not."""
        return self.signal.state if self.signal else ""

    @property
    def status(self) -> str:
        """Stands in the ring where there is no number."""
        return signals.status_words(self.state)

    @property
    def why_no_number(self) -> str:
        """The same as a sentence."""
        return signals.why_no_number(self.state)

    @cached_property
    def parts(self) -> list[signals.Part]:
        """The parts of the signal, with what they were ninety days ago."""
        shown = self.signal if self.number is not None else None
        return signals.parts_of(shown, self.company, self.before, self._facts_by_part())

    def _facts_by_part(self) -> dict[str, int]:
        """How many facts stand behind each part; for breadth, all that the client's people did."""
        found: Counter[str] = Counter()
        for kind, facts in self.kinds.items():
            count = self.effort.ever.get(kind, 0)
            found[facts["dimension"]] += count
            found[Dimension.BREADTH] += count
        return found

    @property
    def friction(self) -> float | None:
        """Points that complaints and incidents take away, as a loss."""
        if self.signal is None or self.number is None or not self.signal.friction_points:
            return None
        return -self.signal.friction_points

    @property
    def total(self) -> float | None:
        """The signal itself, with its decimals: what the parts add up to."""
        return self.signal.value if self.signal and self.number is not None else None

    @cached_property
    def direction(self) -> str:
        """`up`, `down`, `flat` or ''."""
        if self.signal is None or self.number is None:
            return ""
        return signals.trend_of(self.signal.change, self.band)

    @property
    def trend(self) -> str:
        """The change in words."""
        if self.signal is None or self.number is None or self.signal.change is None:
            return ""
        if self.direction == "flat":
            return _("steady for 90 days")
        return _("%(change)s in 90 days") % {"change": signed(self.signal.change)}

    @property
    def confidence(self) -> str:
        """How much the number rests on."""
        return signals.confidence_words(self.signal)

    @cached_property
    def points(self) -> list[tuple[date, float | None]]:
        """The curve: month ends and today; nothing where there is no number."""
        if self.number is None:
            return []
        rows = [
            (row.day, row.value if signals.number_of(row) is not None else None)
            for row in self.history
        ]
        return rows if sum(value is not None for _day, value in rows) > 1 else []

    @property
    def table(self) -> list[tuple[str, str]]:
        """The same in words: the day, and the number or why there is none."""
        language = get_language() or ""
        none = _("not rated")
        return [
            (dates.short_date(day, language), none if value is None else half(value))
            for day, value in self.points
        ]

    @property
    def curve_words(self) -> str:
        """The curve in one sentence."""
        known = [(day, value) for day, value in self.points if value is not None]
        (first, start), (last, end) = known[0], known[-1]
        return _("Signal from %(first)s to %(last)s: from %(start)s to %(end)s") % {
            "first": dates.short_date(first),
            "last": dates.short_date(last),
            "start": half(start),
            "end": half(end),
        }

    @cached_property
    def causes(self) -> list[Cause]:
        """What the change over ninety days is made of, the largest first."""
        if self.signal is None or self.number is None or self.signal.change is None:
            return []
        rows = [
            Cause(points, str(signals.CAUSE_NAMES[name]))
            for name, points in self.signal.causes.items()
            if abs(points) >= 0.005
        ]
        return sorted(rows, key=lambda cause: -abs(cause.points))

    @property
    def why_title(self) -> str:
        """`Why +0.6`."""
        change = signed(self.signal.change) if self.signal else ""
        return _("Why %(change)s in 90 days") % {"change": change}

    @property
    def place(self) -> str:
        """Trade and city."""
        return words.place(self.company)

    @property
    def since(self) -> str:
        """Client since when, and when the contract is renewed."""
        renewal = words.renewal(self.company.renewal_on, clock.today())
        return ". ".join(part for part in (words.since(self.company), renewal) if part)

    @property
    def people_words(self) -> str:
        """How many are known, invited and here."""
        return words.people(self.brief.known, self.brief.invited, self.brief.arrived)

    @property
    def effort_words(self) -> str:
        """Over which days the two are compared."""
        return _("In the last %(n)s days.") % {"n": DAYS}

    @property
    def ours(self) -> list[tuple[str, int]]:
        """What the club did."""
        return self.effort.ours

    @property
    def theirs(self) -> list[tuple[str, int]]:
        """What the client did."""
        return self.effort.theirs


def build_sheet(found: Whole) -> Sheet:
    """Read the rest of a client: three queries."""
    company, today = found.company, clock.today()
    signal = found.months[-1] if found.months else None
    since = found.months[0].day if found.months else date.max
    notable, contacts = read_contacts(company, since)
    people = known_at(company)
    return Sheet(
        company=company,
        signal=signal,
        before=_before(found),
        history=found.months,
        kinds=found.kinds,
        band=float(found.parameters.get("dead_band", 0.0)),
        brief=found.brief,
        groups=build_groups(people),
        people=[one.person for one in people if one.source == Source.MEMBER],
        effort=build_effort(company),
        journal=[build_entry(row) for row in contacts[:LOG_SHOWN]],
        has_more_log=len(contacts) > LOG_SHOWN,
        acts=_acts(notable),
        next=propose(found.brief, today),
    )


def _before(found: Whole) -> Month | None:
    """The one that stood about ninety days before: the last month end until then."""
    if not found.months:
        return None
    days = timedelta(days=int(found.parameters["trend_days"]) - 15)
    older = [month for month in found.months if month.day <= found.months[-1].day - days]
    return older[-1] if older else None


def _acts(contacts: Iterable[Interaction]) -> list[Act]:
    """Contacts as the curve tells them, in the order of time; it names no one."""
    entries = [build_entry(row) for row in contacts]
    acts = [Act(entry.day, entry.title.rstrip("."), entry.tone) for entry in entries]
    return sorted(acts, key=lambda act: act.day)


def show_sheet(
    request: HttpRequest, found: Whole, template: str, *, change: Change | None = None
) -> HttpResponse:
    """The page, or the part of it that an act changes."""
    sheet, company = build_sheet(found), found.company
    context: dict[str, Any] = {
        "sheet": sheet,
        "change": change,
        "drawn": drawn_fields(),
        "key": uuid4(),
        "log_url": reverse("loyalty:log", args=[company.slug]),
        "submit_label": _("Log it"),
        "company": company,
    }
    return render(request, template, context)
