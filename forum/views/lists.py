"""The rooms, and the threads of one room."""

from django.core.paginator import Paginator
from django.db.models import Count, F, Window
from django.db.models.functions import RowNumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.audience import Viewer, require_member_or_staff
from forum import rules, services
from forum.models import Category, Post, Thread
from forum.models.sight import byline_of
from forum.views.access import answer_act, get_category, viewer_of

THREADS_A_PAGE = 30
LATEST = 3


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every room with its latest threads. Members see none that is empty."""
    viewer = viewer_of(request)
    require_member_or_staff(viewer)
    categories = list(Category.objects.listed_for(viewer).select_related("audience"))
    latest = _latest(viewer, categories)
    news = _news(viewer)
    rows = [
        {
            "category": category,
            "threads": latest.get(category.pk, []),
            "news": news.get(category.pk, 0),
            "is_closed": not rules.can_write(viewer, category),
        }
        for category in categories
    ]
    context = {"rows": rows, "has_news": any(row["news"] for row in rows)}
    return render(request, "forum/index.html", context)


@require_safe
def category(request: HttpRequest, category: str) -> HttpResponse:
    """The threads of one room: pinned ones first, then the latest."""
    viewer, room = viewer_of(request), get_category(request, category)
    rows = Thread.objects.visible_to(viewer).filter(category=room)
    threads = rows.with_read_state(viewer).with_authors(viewer).in_order()
    page = Paginator(threads, THREADS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "category": room,
        "page_obj": page,
        "threads": with_line(viewer, list(page.object_list), room),
        "can_begin": rules.can_write(viewer, room),
    }
    return render(request, "forum/category.html", context)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Remember every thread as read."""
    viewer = viewer_of(request)
    require_member_or_staff(viewer)
    services.mark_all_read(viewer, by=request.user)  # type: ignore[arg-type]
    return answer_act(request, "forum:index", said=_("Everything is marked as read."))


@require_POST
def read_category(request: HttpRequest, category: str) -> HttpResponse:
    """Remember every thread of one room as read."""
    room = get_category(request, category)
    services.mark_all_read(viewer_of(request), by=request.user, category=room)  # type: ignore[arg-type]
    return redirect(room)


def _latest(viewer: Viewer, categories: list[Category]) -> dict[int, list[Thread]]:
    """The first threads of each room, as its own list would show them, in one query."""
    ranked = (
        Thread.objects.visible_to(viewer)
        .filter(category__in=categories)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=F("category_id"),
                order_by=[F("last_post_at").desc(), F("pk").desc()],
            )
        )
        .filter(place__lte=LATEST)
    )
    rows = Thread.objects.filter(pk__in=[thread.pk for thread in ranked.only("pk")])
    listed = rows.with_read_state(viewer).with_authors(viewer).order_by("-last_post_at", "-pk")
    by_pk = {category.pk: category for category in categories}
    found: dict[int, list[Thread]] = {}
    for thread in with_line(viewer, list(listed)):
        thread.category = by_pk[thread.category_id]
        found.setdefault(thread.category_id, []).append(thread)
    return found


def _news(viewer: Viewer) -> dict[int, int]:
    """How many threads of each room have something that the viewer has not read."""
    rows = Thread.objects.visible_to(viewer).with_news_for(viewer)
    counted = rows.order_by().values_list("category").annotate(n=Count("pk"))
    return dict(counted.values_list("category", "n"))


def with_line(viewer: Viewer, threads: list[Thread], room: Category | None = None) -> list[Thread]:
    """The threads with what a line of the list says: who began it, how much is unread."""
    unread = unread_counts(viewer, threads)
    for thread in threads:
        if room is not None:
            thread.category = room
        thread.byline = byline_of(thread)  # type: ignore[attr-defined]
        thread.unread = unread.get(thread.pk, 0)  # type: ignore[attr-defined]
    return threads


def unread_counts(viewer: Viewer, threads: list[Thread]) -> dict[int, int]:
    """How many posts of each of these threads the viewer has not read, in one query."""
    ids = [thread.pk for thread in threads if thread.last_visible_number > thread.last_read]  # type: ignore[attr-defined]
    if not ids:
        return {}
    rows = Post.objects.visible_to(viewer).shown().filter(thread__in=ids).unread_by(viewer)
    return dict(rows.order_by().values_list("thread").annotate(n=Count("pk")))
