"""What Wagtail is told before it answers: which site this is, and who may open its desk."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from wagtail.models import Site

from accounts.enums import Role
from club.lib.prepared import PreparedRows

GetResponse = Callable[[HttpRequest], HttpResponse]

#: Of Wagtail's views, those that staff without the organiser's role may open. Each checks its own
#: right; the others let anybody of the staff read titles of drafts, in one way or another.
OPEN_VIEWS = frozenset(
    {
        "wagtailadmin_home",
        "wagtailadmin_javascript_catalog",
        "wagtailadmin_logout",
        "wagtailadmin_sprite",
        "wagtailsettings:edit",
    }
)

#: Of no use to anybody's browser. What they publish, copy or delete passes by what the desk asks.
CLOSED_VIEWS = frozenset({"wagtailadmin_api:pages:action"})


class DeskMiddleware:
    """Leaves to account managers, directors and administrators what this project's apps add.

    Their own views check roles themselves. Stands after the middleware that sets the viewer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_args: Any) -> None:
        """Raises Http404 for a view of Wagtail's that is not the viewer's."""
        if not request.path.startswith("/cms/") or request.resolver_match is None:
            return
        writes = request.viewer.has_role(Role.ORGANISER)  # type: ignore[attr-defined]
        if request.resolver_match.view_name in CLOSED_VIEWS:
            raise Http404
        is_wagtails = getattr(view, "__module__", "").startswith("wagtail.")
        if is_wagtails and not writes and request.resolver_match.view_name not in OPEN_VIEWS:
            raise Http404


class OneSiteMiddleware:
    """Tells Wagtail that an installation has one site, whatever name it is called by.

    Wagtail would look for it by host and port, in a query that costs several times as much.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Name the site, fetched when it is needed."""
        request._wagtail_site = SimpleLazyObject(_the_site)  # type: ignore[attr-defined]
        return self.get_response(request)


def _the_site() -> Site:
    """The site with the home page as its root, which Wagtail would ask for by itself once more.

    Raises Site.DoesNotExist.
    """
    rows = _default_site()
    if not rows:
        raise Site.DoesNotExist
    site: Site = rows[0]
    site.root_page = getattr(site.root_page, "homepage", site.root_page)
    return site


@PreparedRows
def _default_site() -> Any:
    return Site.objects.filter(is_default_site=True).select_related("root_page__homepage")
