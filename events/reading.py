"""What other apps are told about events."""

from collections.abc import Collection

from accounts.viewer import Viewer
from events.models import EventDate
from participation.registry import About


def tell_dates(viewer: Viewer, ids: Collection[int]) -> dict[int, About]:
    """The titles and addresses of those dates that the viewer may see."""
    rows = EventDate.objects.visible_to(viewer).filter(pk__in=ids).with_words()
    return {row.pk: About(str(row.page.heading), row.get_absolute_url()) for row in rows}
