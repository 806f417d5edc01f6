"""The own day of a member or of somebody of the staff, put together from the registered cards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.registry import day_cards
from accounts.viewer import Viewer
from club.lib import clock

MORNING, AFTERNOON, EVENING = 5, 12, 18


@dataclass(frozen=True)
class Card:
    """One card ready to be rendered."""

    name: str
    template: str
    context: dict[str, Any]


def build_day(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """Greeting, the sentence that leads, and the cards of both columns.

    Of the cards that could lead, the first one that has something to say does.
    """
    cards: dict[str, list[Card]] = {"lead": [], "main": [], "side": []}
    for entry in day_cards:
        if entry.slot == "lead" and cards["lead"]:
            continue
        context = entry.context(request, viewer)
        if context is not None:
            cards[entry.slot].append(Card(entry.name, entry.template, context))
    now = timezone.localtime(clock.now())
    return {
        "greeting": greet(request.user, now),
        "today": now.date(),
        "lead": next(iter(cards["lead"]), None),
        "main_cards": cards["main"],
        "side_cards": cards["side"],
    }


def greet(person: Any, now: datetime) -> str:
    """A greeting by first name that fits the hour on the reader's clock."""
    name = {"name": person.get_short_name()}
    if MORNING <= now.hour < AFTERNOON:
        return _("Good morning, %(name)s.") % name
    if AFTERNOON <= now.hour < EVENING:
        return _("Good afternoon, %(name)s.") % name
    return _("Good evening, %(name)s.") % name
