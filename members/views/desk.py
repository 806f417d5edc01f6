"""What the members' pages of the CMS share."""

from typing import Any, cast

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from accounts.audience import require_roles
from accounts.enums import STAFF_ROLES, Role
from accounts.models import User
from accounts.viewer import Viewer

PER_PAGE = 50


class DeskView(WagtailAdminTemplateMixin, View):
    """A page of the CMS for some roles; others find nothing here."""

    roles: tuple[Role, ...] = tuple(STAFF_ROLES)
    #: Above this page in the crumbs: an address name and its words.
    parent: tuple[str, Any] | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer the roles only. Raises Http404."""
        require_roles(self.viewer, *self.roles)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    @property
    def viewer(self) -> Viewer:
        """Who asks."""
        viewer: Viewer = self.request.viewer  # type: ignore[attr-defined]
        return viewer

    @property
    def person(self) -> User:
        """Who asks, as the services want to hear it."""
        return cast(User, self.request.user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list that this page belongs to, and the page itself."""
        items = list(super().get_breadcrumbs_items())
        if self.parent:
            name, label = self.parent
            items.append({"url": reverse(name), "label": label})
        return [*items, {"url": "", "label": self.get_page_title()}]

    def show(self, *, status: int = 200, **context: Any) -> HttpResponseBase:
        """The page with this context."""
        response: HttpResponseBase = self.render_to_response(
            self.get_context_data(**context), status=status
        )
        return response

    def page_of(self, rows: Any) -> Page[Any]:
        """The page of a list that the address asks for."""
        return Paginator(rows, PER_PAGE).get_page(self.request.GET.get("p"))

    def find_or_404(self, queryset: Any, **lookup: Any) -> Any:
        """The one row among those that the viewer may handle. Raises Http404."""
        found = queryset.filter(**lookup).first()
        if found is None:
            raise Http404
        return found

    def find_all(self, queryset: Any, ids: str) -> list[Any]:
        """The rows with these ids, comma-separated, among those that the viewer may handle."""
        wanted = [int(v) for v in ids.split(",") if v.isascii() and v.isdigit() and len(v) <= 18]
        found = (queryset.filter(pk__in=wanted[n : n + 500]) for n in range(0, len(wanted), 500))
        return [row for batch in found for row in batch]


class WaitingList(DeskView):
    """What waits for the staff, or, by `?show=`, what it has dealt with.

    `done` is the word of the address for what is dealt with, `done_words` how the page calls it.
    """

    done: str
    done_words: Any

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        is_done = request.GET.get("show") == self.done
        return self.show(
            page=self.page_of(self.rows(is_done=is_done)),
            is_done=is_done,
            done_words=self.done_words,
            done_address=f"show={self.done}",
        )

    def rows(self, *, is_done: bool) -> Any:
        """Those that the viewer may see, in their order."""
        raise NotImplementedError
