"""What the desk says of a client, in whole sentences; pure, in the reader's language."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from club.lib import dates

#: A renewal that is nearer than this, in days, is a reason to act (R4 of the warnings).
RENEWAL_NEAR = 120


def place(company: Any) -> str:
    """Trade and city: “Foundry, Grenoble”."""
    sector = str(company.sector.name) if company.sector else ""
    return ", ".join(part for part in (sector, company.city) if part)


def people(known: int, invited: int, arrived: int) -> str:
    """How many people of a client the club knows, has invited and has seen arrive."""
    if not known:
        return _("Nobody is known there yet")
    parts = [
        ngettext("%(n)s person known", "%(n)s people known", known) % {"n": known},
        ngettext("%(n)s invited", "%(n)s invited", invited) % {"n": invited},
        ngettext("%(n)s arrived", "%(n)s arrived", arrived) % {"n": arrived},
    ]
    return ", ".join(parts)


def decider(known: int, *, is_here: bool, is_known: bool) -> str:
    """Whether somebody who decides is among them."""
    if is_here:
        return _("Somebody who decides is here")
    if is_known:
        return _("Whoever decides is known, and not here yet")
    return _("Nobody among them decides") if known else ""


def last_contact(day: date | None, today: date) -> str:
    """When somebody of ours last had contact."""
    if day is None:
        return _("No contact logged yet")
    return _("Last contact: %(day)s") % {"day": dates.day_from(day, today)}


def renewal(day: date | None, today: date) -> str:
    """When the contract is renewed."""
    if day is None:
        return _("Renewal date not known")
    left = (day - today).days
    if left < 0:
        return _("Renewal was due on %(day)s") % {"day": dates.short_date(day)}
    if left == 0:
        return _("Renewal is today")
    if left <= RENEWAL_NEAR:
        return ngettext(
            "Renewal in %(n)s day, on %(day)s", "Renewal in %(n)s days, on %(day)s", left
        ) % {"n": left, "day": dates.day_month(day)}
    return _("Renewal on %(day)s") % {"day": dates.short_date(day)}


def renews_soon(day: date | None, today: date) -> bool:
    """Whether the renewal asks for something now."""
    return day is not None and (day - today).days <= RENEWAL_NEAR


def since(company: Any) -> str:
    """Client since when, and the renewal, on the client's own page."""
    first = company.client_since_on
    return _("Client since %(year)s") % {"year": first.year} if first else ""
