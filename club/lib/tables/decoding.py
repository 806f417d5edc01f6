"""Bytes of a text file into text, whatever program wrote them."""

import codecs

from django.utils.translation import gettext as _

from club.lib.tables.records import Unreadable

#: The first bytes of files that are no text, and what they are called.
_KINDS = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "ZIP",
    b"PK\x05\x06": "ZIP",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"BM": "BMP",
    b"\x7fELF": "ELF",
    b"MZ": "EXE",
    b"SQLite format 3": "SQLite",
}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
#: Control characters that no spreadsheet writes; a few may be dirt, many are another kind of file.
_CONTROLS = bytes(n for n in range(32) if n not in {9, 10, 11, 12, 13, 27})
_HEAD = 8192


def decode(raw: bytes, encoding: str = "") -> tuple[str, str]:
    """The text, and the name of the encoding that it was read with.

    Without a given encoding: a byte order mark decides, then UTF-16 without one is recognised by
    its zeros, then UTF-8 is tried, and what is not UTF-8 is taken for Windows-1252, line by line,
    so that a file put together from two programs is read as well. Raises Unreadable.
    """
    if encoding:
        return _given(raw, encoding)
    for mark, name in _MARKS:
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, errors="replace"), name.upper()
    wide = _wide(raw)
    if wide:
        return raw.decode(wide, errors="replace"), wide.upper()
    _refuse_other_kinds(raw)
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _line_by_line(raw)


def _given(raw: bytes, encoding: str) -> tuple[str, str]:
    try:
        name = codecs.lookup(encoding).name
        text = raw.decode("utf-8-sig" if name == "utf-8" else name)
    except (LookupError, TypeError):
        raise Unreadable(
            _("“%(name)s” is no encoding. Write utf-8, cp1252 or utf-16.") % {"name": encoding}
        ) from None
    except (UnicodeError, ValueError):
        raise Unreadable(
            _("The file is not in %(name)s. Leave the encoding out, and it will be recognised.")
            % {"name": encoding}
        ) from None
    return text.removeprefix("\ufeff"), name.upper()


def _wide(raw: bytes) -> str:
    """UTF-16 without a mark: every other byte of western text is zero."""
    head = raw[: _HEAD - _HEAD % 2]
    half = len(head) // 2
    if half < 2 or len(raw) % 2:
        return ""
    if head[1::2].count(0) > half * 0.8 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.8 and head[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return ""


def _refuse_other_kinds(raw: bytes) -> None:
    head = raw[:_HEAD]
    kind = next((name for mark, name in _KINDS.items() if head.startswith(mark)), "")
    binary = sum(head.count(byte) for byte in _CONTROLS) > max(8, len(head) // 100)
    if kind and (binary or kind not in {"BMP", "EXE"}):
        raise Unreadable(
            _("This is a %(kind)s file, not a table. Export the list as CSV or XLSX.")
            % {"kind": kind}
        )
    if binary:
        raise Unreadable(_("This file is not text. Export the list as CSV or XLSX."))


def _line_by_line(raw: bytes) -> tuple[str, str]:
    lines, plain = [], 0
    for line in raw.splitlines(keepends=True):
        try:
            lines.append(line.decode("utf-8"))
            plain += not line.isascii()
        except UnicodeDecodeError:
            lines.append(_windows(line))
    return "".join(lines), "UTF-8 + Windows-1252" if plain else "Windows-1252"


def _windows(line: bytes) -> str:
    """Windows-1252, in which five bytes mean nothing."""
    return line.decode("cp1252", errors="replace")
