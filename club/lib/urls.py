"""Addresses: absolute ones for mails, safe ones to return to, and numbers of rows in them."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, get_urlconf, reverse
from django.urls.converters import IntConverter
from django.utils.http import url_has_allowed_host_and_scheme


def absolute_url(path: str) -> str:
    """`path` on the configured site; never built from a request's Host header."""
    return f"{settings.BASE_URL}{path}"


def fixed_path(name: str, *args: Any, inside: str = "") -> str:
    """`reverse` for names and arguments that stand in the code, of which there are few: found once.

    `inside` is the namespace of the page that it stands on. Raises NoReverseMatch.
    """
    return _found(name, args, inside, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=5_000)
def _found(name: str, args: tuple[Any, ...], inside: str, urlconf: str, _prefix: str) -> str:
    return reverse(name, urlconf, args, current_app=inside)


def safe_next(request: HttpRequest, default: str = "/") -> str:
    """The `next` parameter when it stays on this site, else `default`."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    same_site = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if same_site and target.startswith("/") else default


class RowConverter(IntConverter):
    """The number of a row, no longer than a database can look for; what is longer is missing."""

    regex = "[0-9]{1,18}"
