"""Comparing answers that must tell nothing: the same bytes but for tokens."""

import re
from urllib.parse import quote

from django.http import HttpResponse
from django.test import Client

_NONCE = re.compile(r"nonce=\"[^\"]+\"|'nonce-[^']+'")
_CSRF = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')
#: Headers that differ from answer to answer, whatever is asked.
_VARYING = {"date", "content-length", "set-cookie"}


def ask(client: Client, path: str, method: str = "get") -> HttpResponse:
    """The answer, read to its end (which closes a file), with its bytes as `body`."""
    response = getattr(client, method)(path)
    streams = response.streaming
    response.body = b"".join(response.streaming_content) if streams else response.content
    return response


def words_of(response: HttpResponse, path: str) -> str:
    """The body without its nonce, its form token and the address that was asked for."""
    text = response.body.decode(errors="replace")
    text = _CSRF.sub(r"\1token", _NONCE.sub("nonce", text))
    for written in (quote(path, safe="/"), quote(path, safe=""), path):
        text = text.replace(written, "/asked/")
    return text


def headers_of(response: HttpResponse) -> dict[str, str]:
    """The headers without what differs between any two answers."""
    kept = {k.lower(): v for k, v in response.headers.items() if k.lower() not in _VARYING}
    return {k: _NONCE.sub("nonce", v) for k, v in kept.items()}


def look_alike(one: tuple[HttpResponse, str], two: tuple[HttpResponse, str]) -> None:
    """Assert that nobody can tell the two answers apart."""
    (first, first_path), (second, second_path) = one, two
    assert first.status_code == second.status_code
    assert words_of(first, first_path) == words_of(second, second_path)
    assert headers_of(first) == headers_of(second)
