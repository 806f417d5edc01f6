"""The door: a path, bytes, or pasted text become a table."""

from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from club.lib.tables.decoding import decode
from club.lib.tables.delimited import read_records, sniff, split_lines
from club.lib.tables.records import MAX_BYTES, MAX_LINES, Table, Unreadable
from club.lib.tables.workbook import ZIP, read_workbook, refuse_old_kinds

Source = Path | bytes | str | IO[bytes]

#: What parts the cells, as the reader of a report calls it.
_NAMES = {
    ";": gettext_lazy("semicolons"),
    ",": gettext_lazy("commas"),
    "\t": gettext_lazy("tabs"),
    "|": gettext_lazy("bars"),
}


def read_table(source: Source, *, name: str = "", encoding: str = "", sheet: str = "") -> Table:
    """Read a table. A `Path` is opened; a `str` is text that was pasted, never a path.

    Raises Unreadable, with a sentence, for what is missing, empty, too large or no table.
    """
    if isinstance(source, str):
        return _from_text(source, name or _("pasted text"), "")
    raw, known = _bytes(source)
    name = name or known
    if not raw.strip(b"\0 \t\r\n"):
        raise Unreadable(_("The file is empty."))
    refuse_old_kinds(raw)
    if raw.startswith(ZIP):
        return read_workbook(raw, name=name, sheet=sheet)
    text, used = decode(raw, encoding)
    return _from_text(text, name, used)


def _bytes(source: Path | bytes | IO[bytes]) -> tuple[bytes, str]:
    """The content, and the name that the source knows. Raises Unreadable."""
    if isinstance(source, bytes):
        return _checked(source), ""
    if isinstance(source, Path):
        return _checked(_file(source)), source.name
    return _checked(source.read(MAX_BYTES + 1)), Path(str(getattr(source, "name", ""))).name


def _file(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable(
            _("“%(name)s” is a directory. Name the file in it.") % {"name": path.name or path}
        )
    if not path.is_file():
        raise Unreadable(_("There is no file “%(name)s”.") % {"name": path})
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError:
        raise Unreadable(
            _("“%(name)s” cannot be read. Check who may read it.") % {"name": path}
        ) from None


def _checked(raw: bytes) -> bytes:
    if len(raw) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(limit)s MB. Cut it in parts.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    return raw


def _from_text(text: str, name: str, encoding: str) -> Table:
    text = text.removeprefix("\ufeff")
    if len(text) > MAX_BYTES:
        raise Unreadable(
            _("The file is larger than %(limit)s MB. Cut it in parts.")
            % {"limit": MAX_BYTES // 1024 // 1024}
        )
    lines = split_lines(text)
    if len(lines) > MAX_LINES * 10:
        raise Unreadable(
            _("The file has more than %(limit)s lines. Cut it in parts.") % {"limit": MAX_LINES}
        )
    delimiter = sniff(lines)
    records = list(read_records(lines, delimiter))
    if not records:
        raise Unreadable(_("The file is empty."))
    how = ", ".join(filter(None, ["CSV", encoding, str(_NAMES.get(delimiter, repr(delimiter)))]))
    return Table(name, records, how)
