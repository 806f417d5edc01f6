"""The words of one line of the portfolio."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from loyalty.views import signals, words
from loyalty.views.addresses import client_address
from loyalty.views.brief import Brief
from loyalty.views.proposals import Proposal, propose


@dataclass(frozen=True)
class Line:
    """One client of the portfolio as the page shows it."""

    company: Any
    url: str
    number: float | None
    status: str
    direction: str
    reason: str
    people: str
    decider: str
    lacks_decider: bool
    contact: str
    renewal: str
    renews_soon: bool
    manager: str
    act: Proposal

    @property
    def place(self) -> str:
        """Trade and city."""
        return words.place(self.company)


def build_line(company: Any, brief: Brief, reason: str, today: date, *, manager: str = "") -> Line:
    """The words of one client; no query. `company` has its tier and sector."""
    (act,) = propose(brief, today, 1)
    return Line(
        company=company,
        url=client_address(company.slug),
        number=brief.number,
        status=signals.status_words(brief.state or "") if brief.number is None else "",
        direction=brief.trend,
        reason=reason or act.why,
        people=words.people(brief.known, brief.invited, brief.arrived),
        decider=words.decider(
            brief.known, is_here=brief.decider_here, is_known=brief.decider_known
        ),
        lacks_decider=bool(brief.arrived) and not brief.decider_here,
        contact=words.last_contact(brief.last_contact_on, today),
        renewal=words.renewal(brief.renewal_on, today),
        renews_soon=words.renews_soon(brief.renewal_on, today),
        manager=manager,
        act=act,
    )
