"""Lists of pages."""

from typing import Any, Self

from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models

from accounts.viewer import Viewer


def news_list(news: Any, viewer: Viewer) -> Any:
    """News that the viewer may see, newest first, with what a list shows."""
    return (
        news.visible_to(viewer)
        .select_related("cover", "author")
        .order_by("-published_on", "-pk")
        .defer_streamfields()
    )


def page_of(rows: Any, number: str | None, size: int) -> PageOfList[Any]:
    """The page of `rows` that the query string asks for; the nearest one when it is nonsense."""
    return Paginator(rows, size).get_page(number)


class WavePlaceQuerySet(models.QuerySet[Any]):
    """People in waves of invitations."""

    def waiting(self) -> Self:
        """Those whose invitation has still to be written: not of waves that rest or ended."""
        return self.filter(handled_at=None, wave__paused_at=None, wave__ended_at=None).order_by(
            "wave__number", "pk"
        )
