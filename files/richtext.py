"""Formatted text of the CMS, made safe again each time that it is shown.

The editor stores only what its features allow, but text also comes by imports and from older
versions. Here a short list of elements passes, without attributes; everything else is dropped, its
words kept. Links lead to http, https, mail and telephone addresses, to this site, and to pages that
the reader may see.
"""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe

from accounts.viewer import Viewer
from files.links import visible_page_urls

#: What an editor of such a text is offered.
FEATURES = ["bold", "italic", "link", "ol", "ul"]

_ELEMENTS = frozenset({"p", "b", "strong", "i", "em", "ol", "ul", "li", "a"})
_EMPTY = frozenset({"br"})
_DROPPED_WHOLE = frozenset(
    {"script", "style", "iframe", "object", "svg", "math", "template", "noscript", "textarea"}
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})

Attributes = dict[str, str]


@dataclass
class _Token:
    kind: str  # "start", "end", "empty" or "text"
    value: str
    attributes: Attributes = field(default_factory=dict)


class _Reader(HTMLParser):
    """Collects the allowed elements and all text as tokens."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[_Token] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED_WHOLE:
            self._dropping.append(tag)
        elif not self._dropping and tag in _EMPTY:
            self.tokens.append(_Token("empty", tag))
        elif not self._dropping and tag in _ELEMENTS:
            kept = {name: value or "" for name, value in attrs} if tag == "a" else {}
            self.tokens.append(_Token("start", tag, kept))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _EMPTY and not self._dropping:
            self.tokens.append(_Token("empty", tag))

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
        elif tag in _ELEMENTS:
            self.tokens.append(_Token("end", tag))

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self.tokens.append(_Token("text", data))


def render_rich_text(source: str, viewer: Viewer | None, request: Any = None) -> SafeString:
    """Safe HTML of a formatted text, for this reader."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    urls = visible_page_urls(_page_ids(reader.tokens), viewer, request)
    return mark_safe(_write(reader.tokens, urls))  # noqa: S308  (every part is escaped below)


def _page_ids(tokens: list[_Token]) -> set[int]:
    ids = (
        token.attributes.get("id", "")
        for token in tokens
        if token.attributes.get("linktype") == "page"
    )
    return {int(pk) for pk in ids if pk.isascii() and pk.isdigit() and len(pk) < 19}


def _write(tokens: list[_Token], urls: dict[int, str]) -> str:
    """The tokens as HTML in which everything that is opened is closed, in the right order."""
    out: list[str] = []
    open_elements: list[str] = []
    for token in tokens:
        if token.kind == "text":
            out.append(escape(token.value, quote=False))
        elif token.kind == "empty":
            out.append(f"<{token.value}>")
        elif token.kind == "start" and not (token.value == "a" and "a" in open_elements):
            open_elements.append(token.value)
            out.append(_start(token, urls))
        elif token.kind == "end" and token.value in open_elements:
            out.extend(_close_down_to(token.value, open_elements))
    out.extend(f"</{name}>" for name in reversed(open_elements))
    return "".join(out)


def _close_down_to(name: str, open_elements: list[str]) -> list[str]:
    closed = []
    while open_elements:
        last = open_elements.pop()
        closed.append(f"</{last}>")
        if last == name:
            break
    return closed


def _start(token: _Token, urls: dict[int, str]) -> str:
    if token.value != "a":
        return f"<{token.value}>"
    href = _href(token.attributes, urls)
    return f'<a href="{escape(href)}">' if href else "<a>"


def _href(attributes: Attributes, urls: dict[int, str]) -> str:
    """Where a link leads, empty when nowhere that may be followed."""
    kind = attributes.get("linktype", "")
    if kind == "page":
        pk = attributes.get("id", "")
        return urls.get(int(pk), "") if pk.isascii() and pk.isdigit() else ""
    return "" if kind else safe_href(attributes.get("href", ""))


def safe_href(href: str) -> str:
    """`href` where it leads to a web, mail or phone address or stays on this site, else empty."""
    href = "".join(href.split()).replace("\\", "/")
    if any(ord(character) < 32 or ord(character) == 127 for character in href):
        return ""
    if href.startswith("#") or (href.startswith("/") and not href.startswith("//")):
        return href
    try:
        scheme = urlsplit(href).scheme.lower()
    except ValueError:
        return ""
    return href if scheme in _SCHEMES else ""
