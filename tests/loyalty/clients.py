"""Clients as the desk finds them: people known, invited and arrived, and signals as if computed."""

from datetime import date, timedelta
from typing import Any

from accounts.enums import JobFunction
from accounts.models import Company, Membership, User
from club.lib import clock
from loyalty.enums import Dimension
from loyalty.models import FrozenPriors, Signal, SignalVersion
from members.models import Invitation, KnownPerson
from tests.factories.accounts import member

POSSIBLE = {"presence": 2.0, "response": 3.0, "contribution": 2.5, "breadth": 2.5}


def known(company: Company, name: str = "Ada Known", **facts: Any) -> KnownPerson:
    """Somebody whom the records name."""
    first, last = name.split()
    address = f"{first}.{last}@{company.slug}.example".lower()
    return KnownPerson.objects.create(
        **{
            "company": company,
            "first_name": first,
            "last_name": last,
            "email": address,
            "function": JobFunction.USES,
            **facts,
        }
    )


def invited(company: Company, by: User, email: str = "eve@example.org", **facts: Any) -> Invitation:
    """An invitation that waits."""
    return Invitation.objects.create(
        company=company, email=email, invited_by=by, token_hash=f"hash of {email}", **facts
    )


def version() -> SignalVersion:
    """The version in force."""
    return SignalVersion.objects.order_by("-pk")[0]


def signal(
    company: Company,
    value: float | None = 6.2,
    *,
    change: float | None = None,
    state: str = "rated",
    day: date | None = None,
    causes: dict[str, float] | None = None,
    share: float = 0.6,
    **facts: Any,
) -> Signal:
    """A signal of a company on a day, today unless told, each part reached by the same share."""
    day = day or clock.today()
    _fill(company, 1 if state == "one_person" else 2)
    priors, _new = FrozenPriors.objects.get_or_create(
        version=version(),
        day=date(2020, 1, 1),
        defaults={"observed": list(POSSIBLE), "response_rate": 0.5},
    )
    parts = [
        {"dimension": name, "points": possible * share, "possible": possible}
        for name, possible in POSSIBLE.items()
    ]
    return Signal.objects.create(
        **{
            "company": company,
            "day": day,
            "version": version(),
            "priors": priors,
            "state": state,
            "value": value,
            "change": change,
            "contributions": parts,
            "causes": causes or {},
            "letter": "B",
            "known_on": day - timedelta(days=200),
            "computed_at": clock.now(),
            **facts,
        }
    )


def _fill(company: Company, count: int) -> None:
    """As many members as a signal of this kind needs: about one person there is no number."""
    there = Membership.objects.active().filter(company=company).count()
    for number in range(there, count):
        member(company, email=f"peer-{number}@{company.slug}.example")


def history(company: Company, *values: float) -> None:
    """Month ends up to today."""
    today = clock.today()
    for back, value in enumerate(reversed(values)):
        signal(company, value, day=today - timedelta(days=30 * back))


__all__ = ["Dimension", "history", "invited", "known", "signal", "version"]
