"""Whose portfolio: the one rule of the desk, for lists and for single clients.

A director has every client, an account manager the own ones; anybody else has none, and what is
not theirs does not exist: organisers, administrators, members and strangers get the same 404.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from accounts.audience import require_roles
from accounts.enums import Role
from accounts.models import Company
from accounts.viewer import Viewer
from loyalty.querysets import portfolio_q


def clients_of(viewer: Viewer) -> QuerySet[Company]:
    """The clients whose signal the viewer may see."""
    companies: QuerySet[Company] = Company.objects.current()
    return companies.filter(portfolio_q(viewer, company=""))


def require_desk(request: HttpRequest) -> Viewer:
    """The viewer, who has a desk. Raises Http404 for anybody else."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    require_roles(viewer, Role.ACCOUNT_MANAGER, Role.DIRECTOR)
    return viewer


def refuse_writing(request: HttpRequest) -> HttpResponse | None:
    """The refusal of anything but reading, asked after the right: a foreign page is missing, not
    closed to writing."""
    if request.method in {"GET", "HEAD"}:
        return None
    return HttpResponseNotAllowed(["GET", "HEAD"])


def get_client_or_404(request: HttpRequest, slug: str) -> Any:
    """The client of this slug, with tier and sector. Raises Http404, the same for a foreign one."""
    viewer = require_desk(request)
    rows = clients_of(viewer).select_related("tier", "sector", "account_manager")
    company = rows.filter(slug=slug).first()
    if company is None:
        raise Http404
    return company
