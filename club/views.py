"""Views that belong to no app: errors, health, theme and language."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services import set_language
from club.context import THEMES
from club.lib.urls import safe_next

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]


def _closes_what_it_opens(view: View) -> View:
    """Under ASGI an error page is made in a thread of its own, where nobody else would close the
    database connection that it needed: the pool would lose one after another."""

    @wraps(view)
    def answer(*args: Any, **kwargs: Any) -> HttpResponse:
        before = _open_connections()
        try:
            return view(*args, **kwargs)
        finally:
            for opened in _open_connections() - before:
                connections[opened].close()

    return answer


def _open_connections() -> set[str]:
    known = connections.all(initialized_only=True)
    return {one.alias for one in known if one.connection is not None}


@_closes_what_it_opens
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """One page for what is missing and for what is not the viewer's to see."""
    response = render(request, "404.html", {"next": request.get_full_path()}, status=404)
    patch_cache_control(response, private=True, no_store=True)
    return response


@_closes_what_it_opens
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request could not be read."""
    return render(request, "400.html", status=400)


@_closes_what_it_opens
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refused; used where existence is no secret."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)


@_closes_what_it_opens
def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke; needs neither database nor session."""
    return render(request, "500.html", status=500, using=None)


def healthz(request: HttpRequest) -> HttpResponse:
    """The process lives."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Whether requests can be served: database, migrations and cache, each by name."""
    checks = {
        "database": _database_answers,
        "migrations": _migrations_done,
        "cache": _cache_keeps,
    }
    results = {name: _holds(name, check) for name, check in checks.items()}
    return JsonResponse(results, status=200 if all(results.values()) else 503)


def _holds(name: str, check: Any) -> bool:
    try:
        return bool(check())
    except Exception:
        logger.exception("Readiness: %s failed", name)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations_done() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _cache_keeps() -> bool:
    cache.set("readyz", "1", 10)
    return bool(cache.get("readyz") == "1")


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light, dark, or (empty) what the system says, in a cookie."""
    theme = request.POST.get("theme", "")
    response = HttpResponseRedirect(safe_next(request))
    if theme in THEMES:
        response.set_cookie(
            "theme",
            theme,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            secure=settings.HTTPS,
        )
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, in a cookie and with the person who is signed in."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if isinstance(request.user, User):
        set_language(request.user, language)
    translation.activate(language)
    response = HttpResponseRedirect(safe_next(request))
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.HTTPS,
    )
    return response
