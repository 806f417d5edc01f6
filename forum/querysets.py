"""Queries of the forum. What a viewer may see of it is decided here, once for each model."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Membership, User
from accounts.querysets import restricted_q
from accounts.viewer import Viewer
from forum.enums import PostState
from members.querysets import visible_memberships

if TYPE_CHECKING:
    from forum.models import Category


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
        """Annotated with `last_read`: the number up to which the viewer has read, 0 for nothing."""
        related = self.model._meta.get_field("read_states").related_model
        own = related._default_manager.filter(thread=OuterRef("pk"), user_id=viewer.user_id)
        return self.annotate(
            last_read=Coalesce(Subquery(own.values("last_read_number")[:1]), Value(0))
        )

    def with_news_for(self, viewer: Viewer) -> Self:
        """Those with a shown post that the viewer has not read."""
        return self.with_read_state(viewer).filter(last_visible_number__gt=F("last_read"))


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

    def with_authors(self, viewer: Viewer) -> Self:
        """With author, face and company, and whether the author is still of the club.

        `author_listed`: the viewer finds them in the directory; `author_here`: they have not left.
        """
        listed = visible_memberships(viewer).filter(person_id=OuterRef("author_id"))
        here = Membership.objects.open().filter(person_id=OuterRef("author_id"))
        return self.select_related("author__profile", "company").annotate(
            author_listed=Exists(listed), author_here=Exists(here)
        )


def people_with_right(category: "Category") -> "models.QuerySet[User]":
    """Everybody who may read in a category today: its audience, and the staff."""
    reached = User.objects.reached_by(category.audience).values("pk")
    staff = User.objects.staff().values("pk")
    people: models.QuerySet[User] = User.objects.filter(Q(pk__in=reached) | Q(pk__in=staff))
    return people


CategoryManager = models.Manager.from_queryset(CategoryQuerySet)
ThreadManager = models.Manager.from_queryset(ThreadQuerySet)
PostManager = models.Manager.from_queryset(PostQuerySet)
