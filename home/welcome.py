"""What a stranger sees at the root."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from club.lib import clock
from home.querysets import news_list

SHOWN = 3


@dataclass(frozen=True)
class Seat:
    """A place at the table of the drawing; nobody real."""

    pk: int
    initials: str


def build_welcome(news: Any, event_dates: Any, viewer: Viewer) -> dict[str, Any]:
    """What is published to everybody, and a table of sixteen with a seat for the one who looks."""
    coming = event_dates.visible_to(viewer).upcoming(clock.now()).with_words()
    return {
        "your_seat": Seat(pk=0, initials=_("you")),
        "events": coming.filter(cancelled_at__isnull=True)[:SHOWN],
        "news": news_list(news, viewer)[:SHOWN],
    }
