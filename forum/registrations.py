"""What discussions add to places that belong to all: navigation, the day, search, profiles."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Exists, OuterRef, Value
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import registry
from accounts.models import User
from accounts.registry import Hit
from accounts.viewer import PerViewer, Viewer
from forum import merging
from forum.enums import PostState
from forum.kinds import KINDS
from forum.live import THREADS
from forum.mails import ANSWERS, MENTIONS, VERBS
from forum.markdown import excerpt
from forum.models import Post, Thread
from forum.models.search import PostWord, posts_matching_q
from forum.models.sight import byline_of
from forum.reading import SAME_THREAD, tell_posts
from forum.tasks import JOB, enqueue_spreading
from forum.views.lists import with_line
from members.meetings import grounds
from members.models.arrival import words_of_newcomer
from notifications.registry import live_topics, preference_kinds, register_due, register_verb
from participation.kinds import register_kind
from participation.registry import SubjectSource, subject_sources

#: Rows on the member's day, and on a profile.
ROWS = 3
#: Among so many of the latest threads a first one is chosen for a newcomer.
CHOSEN_FROM = 40


def register_all() -> None:
    """Fill the registries; called once, when the app is ready."""
    for kind in KINDS:
        register_kind(kind)
    subject_sources.register(SubjectSource("forum.post", 20, tell_posts))
    for choice in (MENTIONS, ANSWERS):
        preference_kinds.register(choice)
    for verb in VERBS:
        register_verb(verb)
    registry.person_merges.register(merging.PERSON)
    registry.company_merges.register(merging.COMPANY)
    live_topics.register(THREADS)
    register_due(JOB, 1, enqueue_spreading)
    grounds.register(SAME_THREAD)
    _register_places()


def _register_places() -> None:
    registry.nav_items.register(
        registry.NavItem("forum", 35, _("Discussions"), "forum:index", "chat-square-text")
    )
    registry.day_cards.register(
        registry.DayCard("forum.news", 30, "main", "forum/_day_threads.html", news_card)
    )
    registry.search_sources.register(
        registry.SearchSource("threads", 35, _("Discussions"), find_threads)
    )
    registry.profile_panels.register(
        registry.ProfilePanel("threads", 30, "forum/_profile_threads.html", threads_panel)
    )


def news_card(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The latest threads with something that the viewer has not read; else nothing.

    A newcomer is shown one, chosen for them.
    """
    words = words_of_newcomer(request.user) if viewer.is_member else None
    if words is not None:
        return _choose(viewer, words)
    threads = _latest(viewer)
    if not threads:
        return None
    return {"threads": with_line(viewer, threads)}


def _open_threads(viewer: Viewer) -> Any:
    return Thread.objects.visible_to(viewer).filter(category__archived_at__isnull=True)


def _fresh_threads(viewer: Viewer) -> Any:
    fresh = _open_threads(viewer).with_news_for(viewer).with_read_state(viewer)
    return fresh.with_authors(viewer).select_related("category")


@PerViewer
def _latest(viewer: Viewer) -> Any:
    return _fresh_threads(viewer).order_by("-last_post_at", "-pk")[:ROWS]


def _choose(viewer: Viewer, words: frozenset[str]) -> dict[str, Any] | None:
    """Of the latest threads one that speaks of the newcomer's subjects, else the liveliest one."""
    latest = _open_threads(viewer).order_by("-last_post_at", "-pk").values("pk")[:CHOSEN_FROM]
    spoken = PostWord.objects.filter(
        post__thread=OuterRef("pk"), post__state=PostState.VISIBLE, word__in=words
    )
    named = (
        _fresh_threads(viewer)
        .filter(pk__in=latest)
        .annotate(fits=Exists(spoken) if words else Value(False, output_field=BooleanField()))
    )
    thread = named.order_by("-fits", "-post_count", "-pk").first()
    if thread is None:
        return None
    thread.byline, thread.unread = byline_of(thread), 0
    return {"threads": [thread], "is_chosen": True, "fits": thread.fits}


def find_threads(viewer: Viewer, query: str, limit: int) -> Iterable[Hit]:
    """Threads of which a post, or the title, holds every word of the query; the latest first."""
    posts = Post.objects.visible_to(viewer).shown().filter(posts_matching_q(query))
    found: dict[int, Post] = {}
    related = posts.select_related("thread__category").order_by("-created_at", "-pk")
    for post in related[: limit * 4]:
        found.setdefault(post.thread_id, post)
    for post in list(found.values())[:limit]:
        detail = f"{post.thread.category.name} · {excerpt(post.body_html, 90)}"
        yield Hit(title=post.thread.title, url=post.get_absolute_url(), detail=detail)


def threads_panel(request: HttpRequest, person: User) -> dict[str, Any] | None:
    """The threads in which the person wrote last, as far as the viewer may see them."""
    viewer = request.viewer  # type: ignore[attr-defined]
    posts = Post.objects.visible_to(viewer).shown().filter(author=person)
    found: dict[int, Post] = {}
    related = posts.select_related("thread__category").order_by("-created_at", "-pk")
    for post in related[: ROWS * 6]:
        found.setdefault(post.thread_id, post)
    rows = list(found.values())[:ROWS]
    return {"posts": rows} if rows else None
