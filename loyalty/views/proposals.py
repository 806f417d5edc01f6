"""What to do about a client, most pressing first. Pure: it reads a row of the portfolio."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from loyalty.views import words
from loyalty.views.addresses import client_address

#: Without contact for so many days, a call is due.
CONTACT_DUE = timedelta(days=60)
#: Proposals on a client's own page.
SHOWN = 3


@dataclass(frozen=True)
class Proposal:
    """One act: what the button says, why it is worth it, and where it is done."""

    label: str
    why: str
    url: str


def propose(company: Any, today: date, count: int = SHOWN) -> list[Proposal]:
    """The first acts that fit a client, at least one. `company` is a row with people and signal."""
    found = (find(company, today) for find in _FINDERS)
    acts = list(islice((act for act in found if act), count))
    return acts or [_see(company)]


def _page(company: Any, name: str = "client", end: str = "") -> str:
    return client_address(company.slug, name) + end


def _close(company: Any, today: date) -> Proposal | None:
    if not company.open_complaints:
        return None
    why = ngettext(
        "%(n)s complaint is open: it lowers the signal until it is settled.",
        "%(n)s complaints are open: they lower the signal until they are settled.",
        company.open_complaints,
    )
    words_ = why % {"n": company.open_complaints}
    return Proposal(_("Settle the complaint"), words_, _page(company, end="#h-log"))


def _call_back(company: Any, today: date) -> Proposal | None:
    if company.trend != "down":
        return None
    why = _("The signal falls. A call that is answered counts at once.")
    return Proposal(pgettext("act", "Call"), why, _page(company, "log", "?kind=call"))


def _prepare(company: Any, today: date) -> Proposal | None:
    if not words.renews_soon(company.renewal_on, today) or _had_contact(company, today):
        return None
    why = words.renewal(company.renewal_on, today)
    return Proposal(_("Prepare the visit"), why, _page(company))


def _find_people(company: Any, today: date) -> Proposal | None:
    if company.known:
        return None
    why = _("The club knows nobody there yet.")
    return Proposal(_("Name somebody"), why, _page(company, "invite"))


def _invite_all(company: Any, today: date) -> Proposal | None:
    if company.invited or not company.uninvited:
        return None
    label = ngettext("Invite %(n)s person", "Invite up to %(n)s people", company.uninvited)
    why = _("They are known from our records, and nobody has written to them yet.")
    return Proposal(label % {"n": company.uninvited}, why, _page(company, "invite"))


def _ask_after(company: Any, today: date) -> Proposal | None:
    if company.arrived or not company.invited:
        return None
    why = _("Nobody has answered the invitation yet. Ask whether it has arrived.")
    return Proposal(_("Call about the invitation"), why, _page(company, "log", "?kind=call"))


def _invite_decider(company: Any, today: date) -> Proposal | None:
    if not company.arrived or company.decider_here:
        return None
    why = _("Nobody among those who are here decides.")
    return Proposal(_("Invite somebody who decides"), why, _page(company, "invite"))


def _call(company: Any, today: date) -> Proposal | None:
    if not company.known or _had_contact(company, today):
        return None
    day = company.last_contact_on
    why = words.last_contact(day, today)
    return Proposal(pgettext("act", "Call"), why, _page(company, "log", "?kind=call"))


def _thank(company: Any, today: date) -> Proposal | None:
    if company.trend != "up":
        return None
    why = _("They put more into the relation than three months ago.")
    return Proposal(_("Thank them"), why, _page(company, "log", "?kind=call"))


def _had_contact(company: Any, today: date) -> bool:
    return bool(company.last_contact_on and company.last_contact_on >= today - CONTACT_DUE)


def _see(company: Any) -> Proposal:
    why = _("All is well, and nothing is due.")
    return Proposal(_("Open the page"), why, _page(company))


_FINDERS = (
    _close,
    _call_back,
    _find_people,
    _invite_all,
    _prepare,
    _ask_after,
    _invite_decider,
    _thank,
    _call,
)
