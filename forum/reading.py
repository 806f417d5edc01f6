"""What other apps are told about discussions."""

from collections.abc import Collection

from accounts.viewer import Viewer
from forum.models import Post
from participation.registry import About


def tell_posts(viewer: Viewer, ids: Collection[int]) -> dict[int, About]:
    """The threads' titles and the places of those posts that the viewer may see."""
    rows = Post.objects.visible_to(viewer).filter(pk__in=ids).select_related("thread__category")
    return {row.pk: About(row.thread.title, row.get_absolute_url()) for row in rows}
