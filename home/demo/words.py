"""From the light marks of the data files to the blocks of a page."""

import re
from collections.abc import Iterable, Iterator
from datetime import time
from itertools import groupby
from typing import Any

from django.utils.html import escape
from wagtail.rich_text import RichText

_TIMED = re.compile(r"(\d{1,2})(?: h ?|:)(\d{2})?\s*:\s*(.+)")
_TO_KNOW = {"fr": "À savoir", "en": "Good to know"}


def body_blocks(text: str, language: str) -> list[tuple[str, Any]]:
    """`# ` is a title, `> ` a quote, `! ` something to know, `- ` items, the rest paragraphs.

    Items that begin with a time make a programme.
    """
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    blocks: list[tuple[str, Any]] = []
    for mark, group in groupby(lines, key=_mark):
        blocks.extend(_blocks(mark, [line[len(mark) :] for line in group], language))
    return blocks


def _mark(line: str) -> str:
    return line[:2] if line[:2] in {"# ", "> ", "! ", "- "} else ""


def _blocks(mark: str, lines: list[str], language: str) -> Iterable[tuple[str, Any]]:
    if mark == "- ":
        yield _items(lines)
        return
    for line in lines:
        if mark == "# ":
            yield "heading", {"text": line, "level": "2"}
        elif mark == "> ":
            yield "quote", {"text": line, "who": ""}
        elif mark == "! ":
            note = {"title": _TO_KNOW[language], "text": _rich(f"<p>{_bold(line)}</p>")}
            yield "callout", note
        else:
            yield "paragraph", _rich(f"<p>{_bold(line)}</p>")


def _items(lines: list[str]) -> tuple[str, Any]:
    timed = [_TIMED.fullmatch(line) for line in lines]
    if all(timed):
        return "agenda", {"title": "", "entries": list(_entries(timed))}
    items = "".join(f"<li>{_bold(line)}</li>" for line in lines)
    return "paragraph", _rich(f"<ul>{items}</ul>")


def _entries(found: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for match in found:
        hour, minute, title = match.groups()
        yield {"time": time(int(hour), int(minute or 0)), "title": _capital(title), "text": ""}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _bold(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escape(text))


def _rich(html: str) -> RichText:
    return RichText(html)
