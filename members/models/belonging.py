"""To which client somebody seems to belong who asks to be let in. A suggestion, never a right."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.audience import Viewer
from accounts.models import Company, Membership
from members.crm.values import PUBLIC_DOMAINS, bare_name, domain
from members.models.join_request import JoinRequest
from members.models.search import companies_matching_q
from members.querysets import invitable_companies

#: So many are shown at most.
SHOWN = 3
#: Names that share less than this of their letters in order are not called alike.
ALIKE = 0.85


@dataclass(frozen=True)
class Belonging:
    """A client that somebody may belong to, and why, in words."""

    company: Company
    reasons: list[str]


def belongings_of(request: JoinRequest, viewer: Viewer) -> list[Belonging]:
    """The clients that a request may be of, the likeliest first: those with the most reasons.

    By the name that was typed, by the domain of the company's website, by the domain of its
    members' addresses. Only among companies for which the viewer may invite; addresses that
    anybody can have say nothing. A fixed number of queries.
    """
    companies = invitable_companies(viewer)
    reasons: dict[int, list[str]] = defaultdict(list)
    found: dict[int, Company] = {}
    host = domain(request.email)
    for company, why in (
        *_named_alike(companies, request.company_name),
        *_of_domain(companies, "" if host in PUBLIC_DOMAINS else host),
    ):
        found[company.pk] = company
        reasons[company.pk].append(why)
    ranked = sorted(found, key=lambda pk: (-len(reasons[pk]), found[pk].name))
    return [Belonging(found[pk], reasons[pk]) for pk in ranked[:SHOWN]]


def _named_alike(companies: "QuerySet[Company]", name: str) -> Iterable[tuple[Company, str]]:
    """Those whose name is the same, or nearly, but for legal form, accents and capitals."""
    bare = bare_name(name)
    if not bare:
        return
    first = bare.split()[0]
    rows = companies.filter(companies_matching_q(first) | Q(name__icontains=first))
    for company in rows.distinct()[:200]:
        other = bare_name(company.name)
        if other == bare:
            yield company, _("the same name")
        elif SequenceMatcher(None, other, bare).ratio() >= ALIKE:
            yield company, _("nearly the same name")


def _of_domain(companies: "QuerySet[Company]", host: str) -> Iterable[tuple[Company, str]]:
    """Those whose website, or whose members' addresses, have the domain."""
    if not host:
        return
    for company in companies.filter(website__icontains=host):
        if domain(company.website) == host:
            yield company, _("its website is at %(host)s") % {"host": host}
    here = Membership.objects.open().filter(person__email__iendswith=f"@{host}")
    for company in companies.filter(pk__in=here.values("company_id")):
        yield company, _("its people have addresses at %(host)s") % {"host": host}
