"""Queries of the forum. What a viewer may see of it is decided here, once for each model."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from accounts.querysets import restricted_q
from accounts.viewer import Viewer
from forum.enums import PostState
from members.querysets import visible_memberships

if TYPE_CHECKING:
    from forum.models import Category

#: Of a thread, so many posts are looked at for each author who is asked for.
_LOOKED_BACK = 8


def visible_category_q(viewer: Viewer, prefix: str = "") -> Q:
    """Categories whose audience includes the viewer; discussions are the club's own affair."""
    if viewer.is_stranger:
        return Q(pk__in=[])
    return restricted_q(viewer, f"{prefix}audience_id")


def visible_thread_q(viewer: Viewer, prefix: str = "") -> Q:
    """Threads of visible categories; one without a post left only for its author and the staff."""
    visible = visible_category_q(viewer, f"{prefix}category__")
    if viewer.is_staff:
        return visible
    shown = Q(**{f"{prefix}last_visible_number__gt": 0}) | Q(
        **{f"{prefix}author_id": viewer.user_id}
    )
    return visible & shown


class CategoryQuerySet(models.QuerySet[Any]):
    """Rooms of the discussions."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return self.filter(visible_category_q(viewer))

    def listed_for(self, viewer: Viewer) -> Self:
        """Those that the viewer is shown: for members none that is empty or archived."""
        visible = self.visible_to(viewer).filter(archived_at__isnull=True)
        if viewer.is_staff:
            return visible
        threads = self._threads().filter(category=OuterRef("pk"))
        return visible.filter(Exists(threads.visible_to(viewer)))

    def open(self) -> Self:
        """Those where something may still be written."""
        return self.filter(archived_at__isnull=True)

    def _threads(self) -> "ThreadQuerySet":
        related = self.model._meta.get_field("threads").related_model
        rows: ThreadQuerySet = related._default_manager.all()
        return rows


class ThreadQuerySet(models.QuerySet[Any]):
    """Discussions."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return self.filter(visible_thread_q(viewer))

    def in_order(self) -> Self:
        """As a category lists them: pinned ones first, then the latest post first."""
        return self.order_by("-is_pinned", "-last_post_at", "-pk")

    def with_read_state(self, viewer: Viewer) -> Self:
        """Annotated with the own `last_read` (0 for nothing), `own_level` and `takes_part`."""
        return self.annotate(
            last_read=_own_state(self.model, viewer, "pk", "last_read_number", 0),
            own_level=_own_state(self.model, viewer, "pk", "level", ""),
            takes_part=_own_state(self.model, viewer, "pk", "takes_part", False),
        )

    def with_authors(self, viewer: Viewer) -> Self:
        """With who began each, as `PostQuerySet.with_authors` does."""
        return self.select_related("author__profile").annotate(**_author_state(viewer))

    def with_news_for(self, viewer: Viewer) -> Self:
        """Those with a shown post that the viewer has not read."""
        read = _own_state(self.model, viewer, "pk", "last_read_number", 0)
        return self.filter(last_visible_number__gt=read)


class PostQuerySet(models.QuerySet[Any]):
    """What was written."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of visible threads that are shown; the own ones taken back; for staff all."""
        visible = self.filter(visible_thread_q(viewer, "thread__"))
        if viewer.is_staff:
            return visible
        own = Q(author_id=viewer.user_id, state=PostState.DELETED)
        return visible.filter(Q(state=PostState.VISIBLE) | own)

    def shown(self) -> Self:
        """Those that everybody with a right to the thread reads."""
        return self.filter(state=PostState.VISIBLE)

    def unread_by(self, viewer: Viewer) -> Self:
        """Those of others above the number up to which the viewer has read their thread."""
        threads = self.model._meta.get_field("thread").related_model
        read = _own_state(threads, viewer, "thread_id", "last_read_number", 0)
        others = ~Q(author_id=viewer.user_id) | Q(author_id__isnull=True)
        return self.filter(others, number__gt=read)

    def latest_of_each_author(self, count: int) -> Self:
        """One post of each of those who wrote last, the latest first, without its words.

        It looks back over a bounded number of posts, so a long thread costs what a short one does.
        """
        latest = self.order_by("-number").values("pk")[: _LOOKED_BACK * count]
        each = self.filter(pk__in=latest).values("author").annotate(last=Max("pk"))
        rows: Self = self.model._default_manager.filter(pk__in=each.values("last"))
        return rows.defer("body_md", "body_html").order_by("-number")[:count]

    def with_authors(self, viewer: Viewer) -> Self:
        """With author, face and company, and whether the author is still of the club.

        `author_listed`: the viewer finds them in the directory; `author_here`: they have not left.
        """
        rows = self.select_related("author__profile", "company")
        return rows.annotate(**_author_state(viewer))


def _own_state(threads: Any, viewer: Viewer, thread: str, field: str, default: Any) -> Coalesce:
    """One field of the viewer's read state of a thread; `thread` names the column of its key."""
    states = threads._meta.get_field("read_states").related_model._default_manager
    own = states.filter(thread=OuterRef(thread), user_id=viewer.user_id)
    return Coalesce(Subquery(own.values(field)[:1]), Value(default))


def _author_state(viewer: Viewer) -> dict[str, Exists]:
    listed = visible_memberships(viewer).filter(person_id=OuterRef("author_id"))
    here = Membership.objects.open().filter(person_id=OuterRef("author_id"))
    return {"author_listed": Exists(listed), "author_here": Exists(here)}


def people_with_right(category: "Category") -> "models.QuerySet[User]":
    """Everybody who may read in a category today: its audience, and the staff."""
    reached = User.objects.reached_by(category.audience).values("pk")
    staff = User.objects.staff().values("pk")
    people: models.QuerySet[User] = User.objects.filter(Q(pk__in=reached) | Q(pk__in=staff))
    return people


CategoryManager = models.Manager.from_queryset(CategoryQuerySet)
ThreadManager = models.Manager.from_queryset(ThreadQuerySet)
PostManager = models.Manager.from_queryset(PostQuerySet)
