"""Whom one may name in a post."""

from collections import Counter

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.models import User
from club.lib.text import fold
from club.templatetags.club_look import tint
from forum.views.access import get_category, viewer_of
from members.models.search import memberships_matching_q, query_words
from members.querysets import by_name, visible_memberships

OFFERED = 8


@require_safe
def people(request: HttpRequest, category: str) -> HttpResponse:
    """People whose name begins so: found in the directory or of the staff, with a right here."""
    room, viewer = get_category(request, category), viewer_of(request)
    query = request.GET.get("q", "").replace("\0", "")[:80]
    found = []
    if query_words(query):
        reached = User.objects.reached_by(room.audience).values("pk")
        rows = visible_memberships(viewer).filter(
            memberships_matching_q(query, viewer), person__in=reached
        )
        found = [
            _offer(row.person, row.company.name)
            for row in by_name(rows)[:OFFERED]
            if row.person_id != viewer.user_id
        ]
        found += [_offer(one, "") for one in _staff(query) if one.pk != viewer.user_id]
    response = JsonResponse({"people": _told_apart(found)[:OFFERED]})
    patch_cache_control(response, private=True, no_store=True)
    return response


def _offer(person: User, house: str) -> dict[str, str | int]:
    return {
        "name": person.full_name,
        "house": house,
        "insert": person.full_name,
        "initials": person.initials,
        "tint": tint(person),
    }


def _told_apart(found: list[dict[str, str | int]]) -> list[dict[str, str | int]]:
    """Where two have one name, the company in brackets says who is meant."""
    names = Counter(fold(str(one["name"])) for one in found)
    for one in found:
        if names[fold(str(one["name"]))] > 1 and one["house"]:
            one["insert"] = f"{one['name']} ({one['house']})"
    return found


def _staff(query: str) -> list[User]:
    words = query_words(query)
    return [one for one in User.objects.staff() if _begins(one, words)]


def _begins(person: User, words: list[str]) -> bool:
    parts = fold(person.full_name).split()
    return all(any(part.startswith(word) for part in parts) for word in words)
