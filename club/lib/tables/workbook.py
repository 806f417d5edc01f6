"""XLSX workbooks into records, after a look at what they would unpack to.

A workbook is a ZIP of XML. Sizes, number and compression of its parts are checked before any is
unpacked, and no part may declare entities. Macros are never looked at; a formula stays what it is,
text that begins with an equals sign, and its remembered result is not believed.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from club.lib.tables.records import MAX_COLUMNS, MAX_LINES, Record, Table, Unreadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
MAX_PARTS = 1_000
MAX_UNPACKED = 80 * 1024 * 1024
MAX_RATIO = 120
#: Small parts may shrink as much as they like.
_RATIO_FROM = 1024 * 1024
#: Cells that are looked at, blank ones between others included.
_MAX_CELLS = 20_000_000
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_DECLARES = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)


def refuse_old_kinds(raw: bytes) -> None:
    """Raise Unreadable for a protected workbook and for the format before 2007."""
    if not raw.startswith(OLE):
        return
    if _ENCRYPTED in raw:
        raise Unreadable(
            _("The workbook is protected by a password. Save it without, and send it again.")
        )
    raise Unreadable(_("This is an old Excel file (.xls). Save it as XLSX or CSV."))


def read_workbook(raw: bytes, *, name: str, sheet: str = "") -> Table:
    """The first visible sheet that holds something, or the named one. Raises Unreadable."""
    _check_package(raw)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _read(raw, name, sheet)
    except Unreadable:
        raise
    except Exception:  # openpyxl raises whatever it stumbles over
        raise Unreadable(_broken()) from None


def _broken() -> str:
    return _("The workbook is damaged. Open it, save it anew as XLSX or CSV, and send that.")


def _check_package(raw: bytes) -> None:
    """Raise Unreadable for what is no workbook or would unpack to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            parts = package.infolist()
            _check_sizes(parts)
            _check_kind({part.filename for part in parts})
            for part in parts:
                _check_part(package, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, ValueError):
        raise Unreadable(_broken()) from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    packed = sum(part.file_size for part in parts)
    dense = any(
        part.file_size > _RATIO_FROM and part.file_size > MAX_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    if len(parts) > MAX_PARTS or packed > MAX_UNPACKED or dense:
        raise Unreadable(
            _("The workbook would unpack to far more than it seems. Save the sheet as CSV.")
        )


def _check_kind(names: set[str]) -> None:
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        raise Unreadable(_("This is a binary workbook (.xlsb). Save it as XLSX or CSV."))
    if "content.xml" in names and "mimetype" in names:
        raise Unreadable(_("This is an OpenDocument file. Save it as XLSX or CSV."))
    raise Unreadable(
        _("This is a %(kind)s file, not a table. Export the list as CSV or XLSX.") % {"kind": "ZIP"}
    )


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No part is protected, and no XML declares entities, which could grow without end."""
    if part.flag_bits & 0x1:
        raise Unreadable(
            _("The workbook is protected by a password. Save it without, and send it again.")
        )
    if part.filename.endswith((".xml", ".rels")):
        with package.open(part) as content:
            head = content.read(4096)
        if _DECLARES.search(head.replace(b"\0", b"")):
            raise Unreadable(_broken())


def _read(raw: bytes, name: str, sheet: str) -> Table:
    book = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
    try:
        shown = [s for s in book.worksheets if s.sheet_state == "visible"] or book.worksheets
        for chosen in _chosen(shown, book.worksheets, sheet):
            records = list(_records(chosen))
            if records:
                others = [s.title for s in shown if s.title != chosen.title]
                return Table(name, records, f"XLSX, {chosen.title}", _notes(others, sheet))
    finally:
        book.close()
    raise Unreadable(_("The workbook is empty."))


def _chosen(shown: list[Any], every: list[Any], sheet: str) -> list[Any]:
    if not sheet:
        return shown
    named = [s for s in every if s.title.casefold() == sheet.casefold()]
    if not named:
        raise Unreadable(
            _("There is no sheet “%(name)s”. The workbook has: %(names)s.")
            % {"name": sheet, "names": ", ".join(s.title for s in every)}
        )
    return named


def _notes(others: list[str], sheet: str) -> list[str]:
    if sheet or not others:
        return []
    return [
        _("Other sheets were not read: %(names)s. Name one with --sheet.")
        % {"names": ", ".join(others)}
    ]


def _records(sheet: Any) -> Iterator[Record]:
    """Rows that are not blank, numbered as the spreadsheet shows them."""
    sheet.reset_dimensions()
    found = looked_at = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        looked_at += len(row)
        width = next((i for i in range(len(row), 0, -1) if row[i - 1].value is not None), 0)
        record = Record(number, tuple(_cell_text(cell) for cell in row[:width]))
        if not record.is_blank:
            found += 1
            _check_limits(found, looked_at, record)
            yield record


#: With these a text may begin that a spreadsheet would compute.
_SIGNS = frozenset("=+-@＝＋－＠")


def _check_limits(found: int, looked_at: int, record: Record) -> None:
    if found > MAX_LINES or looked_at > _MAX_CELLS:
        raise Unreadable(
            _("The file has more than %(limit)s lines. Cut it in parts.") % {"limit": MAX_LINES}
        )
    if len(record.cells) > MAX_COLUMNS:
        raise Unreadable(
            _("Line %(line)s has more than %(limit)s columns. Keep those that are needed.")
            % {"line": record.line, "limit": MAX_COLUMNS}
        )


def _cell_text(cell: Any) -> str:
    """The cell as text; one that its writer marked as text keeps the apostrophe that says so."""
    text = _text(cell.value)
    marked = text[:1] in _SIGNS and text and cell.data_type != "f" and cell.style_array.quotePrefix
    return f"'{text}" if marked else text


def _text(value: Any) -> str:
    """A cell as a person would have typed it into a text file."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat()
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case _:
            return str(value)
