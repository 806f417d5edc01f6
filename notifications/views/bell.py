"""The bell: what happened that concerns the person, newest first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import require_member_or_staff
from accounts.models import User
from notifications.bells import shown_items
from notifications.models import BellItem
from notifications.services import mark_bell_read
from notifications.topics import TOPIC
from notifications.views.log import answer_log

PER_PAGE = 30


@require_safe
def item_list(request: HttpRequest) -> HttpResponse:
    """The items, unread ones marked; nothing changes by looking."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    items = BellItem.objects.filter(person_id=viewer.user_id, rings=True)
    items = items.select_related("caused_by").prefetch_related("subject")
    page = Paginator(items, PER_PAGE).get_page(request.GET.get("page"))
    shown = shown_items(page.object_list, viewer)
    return render(request, "notifications/bell.html", {"page": page, "shown": shown})


@require_POST
def mark_read(request: HttpRequest) -> HttpResponse:
    """Settle everything that is new."""
    require_member_or_staff(request.viewer)  # type: ignore[attr-defined]
    assert isinstance(request.user, User)  # noqa: S101  (the viewer was checked)
    mark_bell_read(request.user)
    return redirect("notifications:bell")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """The count since `?after=N`, for a page without a socket."""
    viewer = request.viewer  # type: ignore[attr-defined]
    require_member_or_staff(viewer)
    return answer_log(request, TOPIC, str(viewer.user_id))
