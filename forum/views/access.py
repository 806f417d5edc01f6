"""How a view comes to what its address names, and how it answers."""

import logging
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.db.models import BigAutoField, SlugField
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.audience import Viewer, get_visible_or_404
from accounts.viewer import PerViewer
from club.lib.prepared import Param
from forum.models import Category, Post, Thread
from forum.rules import PostRefused

#: Somebody who writes by hand stays far below it.
WRITES_A_MINUTE = 20
_WINDOW_SECONDS = 60

logger = logging.getLogger(__name__)


def viewer_of(request: HttpRequest) -> Viewer:
    """Who asks."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return viewer


def get_category(request: HttpRequest, category: str) -> Category:
    """The category of this address. Raises Http404 alike for a missing and a hidden one."""
    rows = Category.objects.select_related("audience")
    found: Category = get_visible_or_404(rows, viewer_of(request), slug=category)
    return found


def get_thread(request: HttpRequest, category: str, thread_id: int) -> Thread:
    """The thread of this address, with where the viewer stands with it. Raises Http404."""
    found: list[Thread] = _threads(viewer_of(request), thread=thread_id, category=category)
    if not found:
        raise Http404
    return found[0]


@PerViewer
def _threads(viewer: Viewer) -> Any:
    rows = Thread.objects.visible_to(viewer).select_related("category__audience")
    named = rows.filter(
        pk=Param("thread", BigAutoField()), category__slug=Param("category", SlugField())
    )
    return named.with_read_state(viewer)


def get_post(request: HttpRequest, category: str, thread_id: int, number: int) -> Post:
    """The post of this address. Raises Http404 for one that the viewer may not read, too."""
    rows = Post.objects.select_related("thread__category__audience", "author", "company")
    found: Post = get_visible_or_404(
        rows,
        viewer_of(request),
        thread=thread_id,
        thread__category__slug=category,
        number=number,
    )
    return found


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks, which puts the answer into the page itself."""
    return request.headers.get("Accept", "").startswith("application/json")


def count_write(request: HttpRequest) -> None:
    """Raise PostRefused for somebody who writes faster than people do.

    While the cache is away nobody is counted: a discussion goes on without its limit.
    """
    counter = f"forum:writes:{viewer_of(request).user_id}"
    try:
        cache.add(counter, 0, _WINDOW_SECONDS)
        count = cache.incr(counter)
    except ValueError:  # it has just expired
        return
    except Exception as error:  # of a kind that only the cache in use knows
        logger.warning("Nobody counts who writes how much: %s", error)
        return
    if count > WRITES_A_MINUTE:
        raise PostRefused(
            _("That was a lot in one minute. Your text is kept: send it in a moment.")
        )


def answer_act(
    request: HttpRequest, url: str, *, said: str = "", refusal: str = "", **data: Any
) -> HttpResponse:
    """What an act came to: JSON for a script, else back to the page with a sentence."""
    if wants_json(request):
        status = 409 if refusal else 200
        return JsonResponse({"said": refusal or said, **data}, status=status)
    if refusal:
        messages.error(request, refusal)
    elif said:
        messages.success(request, said)
    return redirect(url)
