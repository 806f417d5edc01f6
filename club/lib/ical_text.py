"""Words of people made fit for calendars and mail headers: no control characters, one address."""

import re

from django.utils.encoding import punycode

_LINE_LIMIT, _TEXT_LIMIT = 255, 8_000
_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
#: Controls, lone surrogates, marks that turn the direction of reading, and non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_ADDRESS = re.compile(r"[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+@[^\s\x00-\x20\x7f\"(),:;<>@\[\\\]]+")


def one_line(text: str) -> str:
    """`text` on one line, without characters that could end a line or hide what follows."""
    return " ".join(plain_text(text).split())[:_LINE_LIMIT].strip()


def plain_text(text: str) -> str:
    r"""`text` with line feeds as its only control characters (and tabs); keeps its lines."""
    if text.isprintable():  # the usual case, and quick to know
        return text[:_TEXT_LIMIT].strip()
    return _UNWANTED.sub("", _BREAKS.sub("\n", text))[:_TEXT_LIMIT].strip()


def display_name(text: str) -> str:
    """A name for CN and mail headers: one line without quote, caret and backslash (RFC 6868)."""
    return header_line(re.sub(r'["^\\]', "", one_line(text))[:120].strip())


def header_line(text: str) -> str:
    """One line for a mail header, in which nothing can be read as an encoded word (RFC 2047)."""
    return one_line(text).replace("=?", "= ?")


def mail_address(address: str) -> str:
    """The bare address in ASCII. Raises ValueError when it is not exactly one address."""
    local, _at, domain = address.rpartition("@")
    bare = f"{local}@{punycode(domain)}" if domain else ""
    if not _ADDRESS.fullmatch(bare) or not bare.isascii():
        raise ValueError("That is not one e-mail address.")
    return bare
