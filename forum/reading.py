"""What other apps are told about discussions."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from club.lib import clock
from forum.models import Post, Thread
from members.meetings import Ground
from participation.registry import About

#: Whoever wrote in the same discussion so long ago has not met anybody by it.
SHARED_FOR = timedelta(days=90)


def tell_posts(viewer: Viewer, ids: Collection[int]) -> dict[int, About]:
    """The threads' titles and the places of those posts that the viewer may see."""
    rows = Post.objects.visible_to(viewer).filter(pk__in=ids).select_related("thread__category")
    return {row.pk: About(row.thread.title, row.get_absolute_url()) for row in rows}


# --- Why two people might meet --------------------------------------------------------------
def _writers() -> "QuerySet[Post, Any]":
    """Thread, nothing, author: who wrote where, lately."""
    rows = Post.objects.shown().filter(
        author__isnull=False,
        created_at__gt=clock.now() - SHARED_FOR,
        thread__category__is_announcements=False,
    )
    named = rows.annotate(about_id=F("thread_id"), topic=Value("", output_field=CharField()))
    return named.order_by().values_list("about_id", "topic", "author_id").distinct()


def _shared_thread(viewer: Viewer) -> Subquery:
    """The title, where the viewer may read the thread and what the other one wrote in it."""
    wrote = Post.objects.shown().filter(
        thread=OuterRef("pk"), author_id=OuterRef(OuterRef("person_id"))
    )
    rows = Thread.objects.visible_to(viewer).filter(Exists(wrote), pk=OuterRef("about_id"))
    return Subquery(rows.values("title")[:1])


SAME_THREAD = Ground(
    "forum.thread",
    40,
    3,
    wants=_writers,
    gives=_writers,
    title=_shared_thread,
    words=lambda title: _("You both write in “%(title)s”.") % {"title": title},
    person="author_id",
)
