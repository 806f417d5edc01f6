"""A client with all that one statement knows of it: the right is asked in that very statement."""

from typing import Any, NamedTuple

from django.db.models import SlugField
from django.http import Http404, HttpRequest

from accounts.models import Company
from accounts.viewer import PerViewer, Viewer
from club.lib import clock
from club.lib.prepared import Param
from loyalty.views.access import clients_of, require_desk
from loyalty.views.brief import Brief, brief_of, with_brief
from loyalty.views.months import Month, first_day, read_months, with_months


class Whole(NamedTuple):
    """A client, what its line in the portfolio knows, and the signal of two years.

    `kinds` and `parameters` are of the version that made the last signal; empty without one.
    """

    company: Company
    brief: Brief
    months: list[Month]
    kinds: dict[str, Any]
    parameters: dict[str, Any]


def get_whole_or_404(request: HttpRequest, slug: str) -> Whole:
    """The client of this slug. Raises Http404, the same for a foreign one."""
    viewer = require_desk(request)
    for company in _found(viewer, slug=slug, since=first_day(clock.today())):
        return Whole(
            company=company,
            brief=brief_of(company),
            months=read_months(company.months),
            kinds=company.kinds or {},
            parameters=company.parameters or {},
        )
    raise Http404


@PerViewer
def _found(viewer: Viewer) -> Any:
    rows = clients_of(viewer).filter(slug=Param("slug", SlugField()))
    return with_months(with_brief(rows)).select_related("tier", "sector").order_by()
