"""Headers that every answer carries, whoever asks and whatever is answered."""

import re

import pytest

from tests.visibility.conftest import World
from tests.visibility.same import ask

FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
STRICT = {
    "default-src": "'none'",
    "object-src": "'none'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "style-src": "'self'",
}


def paths(world: World) -> list[str]:
    """One of each kind of answer: page, list, form, error, redirect, file, health."""
    return [
        "/",
        "/legal/privacy/",
        "/news/",
        world.news.get_url(),
        world.event.get_url(),
        f"{world.event.get_url()}event.ics",
        "/search/?q=gold",
        "/members/",
        "/me/",
        "/join/",
        "/accounts/login/",
        "/never-was/",
        "/healthz",
        world.picture_url,
        world.document.url,
    ]


def policy(response) -> dict[str, str]:
    """The content security policy, by directive."""
    header = response.headers["content-security-policy"]
    parts = (part.strip().partition(" ") for part in header.split(";") if part.strip())
    return {name: value for name, _blank, value in parts}


@pytest.mark.parametrize("who", ["member_a", "organiser", None])
def test_every_answer_carries_the_headers_and_nothing_inline(who, world, client_for):
    client = client_for(world.cast[who] if who else None)
    for path in paths(world):
        response = ask(client, path)
        headers = {name: response.headers.get(name) for name in FIXED}
        assert headers == FIXED, path
        assert response.headers["x-frame-options"] == "DENY", path
        assert_strict(response, path, is_file=path in {world.picture_url, world.document.url})
        if response.headers["content-type"].startswith("text/html"):
            assert_nothing_inline(response.body.decode(), path)


def assert_strict(response, path: str, *, is_file: bool) -> None:
    """The policy forbids inline scripts and styles, and what comes from elsewhere."""
    found = policy(response)
    if is_file and response.status_code == 200:
        assert found["default-src"] == "'none'", path
        return
    strict = dict(STRICT)
    if path.startswith("/accounts/"):
        strict.pop("form-action")  # the button of a provider leads to the provider
    assert {name: found[name] for name in strict} == strict, path
    assert "unsafe" not in response.headers["content-security-policy"], path


def assert_nothing_inline(html: str, path: str) -> None:
    """The page has neither."""
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html), path
    for script in re.findall(r"<script[^>]*>(?=.)", html):
        assert " src=" in script, (path, script)


def test_the_editing_desk_loads_nothing_from_elsewhere(world, client_for):
    response = client_for(world.cast["organiser"]).get("/cms/")
    found = policy(response)
    assert found["default-src"] == "'none'"
    assert found["object-src"] == found["base-uri"] == "'none'"
    assert all("http" not in value and "*" not in value for value in found.values())
    loaded = r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=\"(?:https?:)?//"
    assert re.findall(loaded, response.content.decode()) == []


def test_personal_answers_are_not_kept_by_caches(world, client_for):
    client = client_for(world.cast["member_a"])
    for path in ["/", "/news/", "/search/?q=gold", world.event.get_url(), world.document.url]:
        kept = ask(client, path).headers.get("cache-control", "")
        assert "private" in kept or "no-store" in kept, path


def test_media_answers_nobody(world, client_for):
    file = f"/media/{world.image.file.name}"
    for who in ("member_a", "organiser", "administrator", None):
        assert client_for(world.cast[who] if who else None).get(file).status_code == 404
