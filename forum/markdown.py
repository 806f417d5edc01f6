"""Markdown to HTML that is safe to show: made once, when a post is written.

markdown-it-py reads it (HTML is text to it), nh3 lets through what is listed here and nothing else:
no class, no id, no data attribute, no style, no picture, no address but http, https and mailto.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

MAX_LENGTH = 20_000
MAX_NESTING = 20
MAX_MENTIONS = 50
#: Brackets that open and never close cost time; a post has no use for so many.
MAX_BRACKETS = 1_500
#: Readers of Markdown fill the short lines of a table up: a few signs could become a huge table.
MAX_CELLS = 5_000
#: What a post may weigh on the page. Ordinary text hardly grows; thousands of links or marks do.
MAX_HTML = 100_000
_RULED = re.compile(r"^[ >]*[|:\- \t]*-[|:\- \t]*$", re.MULTILINE)
_MENTION = re.compile(r"(?<![\w@/.])@(?=[^\W\d_])")
_NAME = re.compile(r"[^\W\d_][\w.’'\-]*(?: [^\W\d_][\w.’'\-]*){0,5}")
_ENDS = ".’'-"
_IN_BRACKETS = re.compile(r" \(([^()\n]{1,160})\)")
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
#: Headings inside a post stand below the name of its author.
_HEADING = "h3"
_TAGS = {
    *("p", "br", "hr", "h3", "blockquote", "pre", "code", "ul", "ol", "li", "a", "b"),
    *("em", "strong", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "*": set()}
#: What begins or ends a line; marks inside a line (links, bold, ...) leave its words together.
_BLOCK = re.compile(r"<(?!/?(?:a|b|code|em|s|strong)\b)")
_QUOTATION = re.compile(r"<blockquote>(?:(?!<blockquote>).)*?</blockquote>", re.DOTALL)
_ADDRESS = re.compile(r"(?:https?:|mailto:|/(?![/\\]))", re.IGNORECASE)
_SCHEMES = {"http", "https", "mailto"}


@dataclass(frozen=True)
class Occurrence:
    """An @ in the text: the words after it that may be a name, and what stands in brackets next."""

    words: tuple[str, ...]
    rest: str

    def text(self, count: int) -> str:
        """The first `count` words as written, without the full stop of a sentence."""
        return " ".join(self.words[:count]).rstrip(_ENDS)

    def house(self, count: int) -> str:
        """What stands in brackets behind the first `count` words; '' where nothing does."""
        found = _IN_BRACKETS.match(self.rest, len(self.text(count)))
        return found[1].strip() if found else ""


@dataclass(frozen=True)
class Named:
    """Who is meant: so many words of the occurrence are the name, and where the page is, if any."""

    person_id: int
    words: int
    url: str = ""
    with_house: bool = False


Resolver = Callable[[list[Occurrence]], Mapping[Occurrence, Named]]


@dataclass(frozen=True)
class Rendered:
    """What a text became, and whom it names."""

    text: str
    html: str
    person_ids: frozenset[int]


def nobody(_found: list[Occurrence]) -> Mapping[Occurrence, Named]:
    """Resolves no name."""
    return {}


def clean_text(text: str) -> str:
    """What was typed, without signs that no text needs: NUL, halves of pairs, direction marks."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROLS.sub("", _SURROGATES.sub("", text)).strip("\n ")


def render(text: str, resolve: Resolver = nobody) -> Rendered:
    """The text as safe HTML. Raises ValidationError with a sentence that says what to change."""
    text = clean_text(text)
    _refuse_size(text)
    tokens = _parser.parse(text)
    _refuse_nesting(tokens)
    occurrences = list(_occurrences(tokens))
    _refuse_crowd(occurrences)
    named = resolve(occurrences) if occurrences else {}
    _mark_names(tokens, named)
    html = _clean(_parser.renderer.render(tokens, _parser.options, {}))
    if len(html) > MAX_HTML:
        raise ValidationError(
            _("This text has too many links or marks for one post. Take some of them out."),
            code="weight",
        )
    return Rendered(text, html, frozenset(one.person_id for one in named.values()))


def excerpt(html: str, length: int = 160) -> str:
    """The beginning of a rendered text, as one line without marks and without what it quotes."""
    own = _without_quotations(html)
    return _shortened(plain_text(own) or plain_text(html), length)


def plain_text(html: str) -> str:
    """A rendered text as one line without any marks."""
    apart = _BLOCK.sub(" <", html)
    plain = " ".join(nh3.clean(apart, tags=set()).split())
    for name, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        plain = plain.replace(name, sign)
    return plain


def _without_quotations(html: str) -> str:
    """Takes quotations out, the innermost first."""
    for _level in range(MAX_NESTING):
        html, found = _QUOTATION.subn(" ", html)
        if not found:
            break
    return html


def _shortened(plain: str, length: int) -> str:
    if len(plain) <= length:
        return plain
    return plain[:length].rsplit(" ", 1)[0].rstrip(" ,;:.") + "…"


def quote(text: str, name: str) -> str:
    """Somebody's words as a quotation that an answer begins with."""
    lines = [f"**{name}**", *text.split("\n")]
    return "".join(f"> {line}".rstrip() + "\n" for line in lines) + "\n"


def _refuse_size(text: str) -> None:
    if not text.strip():
        raise ValidationError(_("Write something first."), code="empty")
    if len(text) > MAX_LENGTH:
        over = len(text) - MAX_LENGTH
        raise ValidationError(
            _(
                "A post has at most 20,000 characters, and this one has %(over)d too many. "
                "Split it into two posts."
            )
            % {"over": over},
            code="length",
        )
    if text.count("[") > MAX_BRACKETS:
        raise ValidationError(
            _("This text has more square brackets than can be read. Take some of them out."),
            code="brackets",
        )
    columns = max((line.count("|") for line in _RULED.findall(text)), default=0)
    if columns * (text.count("\n") + 1) > MAX_CELLS:
        raise ValidationError(
            _("This table is too large for a post. Split it, or share it as a file."),
            code="table",
        )


def _refuse_nesting(tokens: list[Token]) -> None:
    deepest = max((level for level in _levels(tokens)), default=0)
    if deepest > MAX_NESTING:
        raise ValidationError(
            _("Quotations and lists stand too deep inside each other. Use at most ten levels."),
            code="nesting",
        )


def _levels(tokens: list[Token]) -> Iterator[int]:
    """How deep each token stands, its own mark included."""
    for token in tokens:
        yield token.level + (token.nesting == 1)
        for child in token.children or ():
            yield token.level + child.level + (child.nesting == 1)


def _refuse_crowd(occurrences: list[Occurrence]) -> None:
    if len(occurrences) > MAX_MENTIONS:
        raise ValidationError(
            _("A post names at most %(limit)d people with @, and this one names %(count)d.")
            % {"limit": MAX_MENTIONS, "count": len(occurrences)},
            code="mentions",
        )


def _occurrences(tokens: list[Token]) -> Iterator[Occurrence]:
    for text in _texts(tokens):
        for at in _MENTION.finditer(text.content):
            if (found := _at(text.content, at.end())) is not None:
                yield found


def _at(content: str, start: int) -> Occurrence | None:
    name = _NAME.match(content, start)
    if name is None:
        return None
    return Occurrence(tuple(name[0].split(" ")), content[start : start + 400])


def _texts(tokens: list[Token]) -> Iterator[Token]:
    """The text tokens in which a name counts: not in code, not inside a link."""
    for token in tokens:
        inside_link = 0
        for child in token.children or ():
            inside_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
            if child.type == "text" and not inside_link:
                yield child


def _mark_names(tokens: list[Token], named: Mapping[Occurrence, Named]) -> None:
    for text in list(_texts(tokens)) if named else ():
        html = _with_names(text.content, named)
        if html is not None:
            text.type, text.content = "html_inline", html


def _with_names(content: str, named: Mapping[Occurrence, Named]) -> str | None:
    """The text with its names marked, escaped; None where it names nobody."""
    parts, last = [], 0
    for at in _MENTION.finditer(content):
        found = _at(content, at.end())
        one = named.get(found) if found and at.start() >= last else None
        if found is None or one is None:
            continue
        name = found.text(one.words)
        parts += [escape(content[last : at.start()]), _name_html(name, one.url)]
        last = at.end() + len(name)
        if one.with_house and (house := _IN_BRACKETS.match(content, last)):
            last = house.end()
    return "".join([*parts, escape(content[last:])]) if parts else None


def _name_html(name: str, url: str) -> str:
    mark = f"@{escape(name)}"
    return f'<a href="{escape(url)}"><b>{mark}</b></a>' if url else f"<b>{mark}</b>"


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_kept_attribute,
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
        strip_comments=True,
        set_tag_attribute_values={"pre": {"tabindex": "0"}, "table": {"tabindex": "0"}},
    ).strip()


def _kept_attribute(tag: str, name: str, value: str) -> str | None:
    """An address leads to the web, to a mailbox, or to a page of this site."""
    return None if name == "href" and not _ADDRESS.match(value) else value


def _image_as_link(renderer: Any, tokens: list[Token], index: int, *_rest: Any) -> str:
    """A picture from elsewhere would tell its server who reads: a link says the same."""
    image = tokens[index]
    source = escape(str(image.attrs.get("src", "")))
    return f'<a href="{source}">{escape(image.content or source)}</a>'


def _low_heading(renderer: Any, tokens: list[Token], index: int, *_rest: Any) -> str:
    return f"<{'/' if tokens[index].nesting == -1 else ''}{_HEADING}>"


def _make_parser() -> MarkdownIt:
    options = {"html": False, "linkify": True, "breaks": True, "maxNesting": MAX_NESTING * 2}
    parser = MarkdownIt("commonmark", options).enable(["table", "strikethrough", "linkify"])
    parser.add_render_rule("image", _image_as_link)
    parser.add_render_rule("heading_open", _low_heading)
    parser.add_render_rule("heading_close", _low_heading)
    return parser


_parser = _make_parser()
