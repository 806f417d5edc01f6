"""Text with commas, semicolons or tabs into records."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from club.lib.tables.records import MAX_COLUMNS, MAX_LINES, Record, Unreadable

#: What may part two cells, in the order in which a draw is decided.
DELIMITERS = (";", "\t", ",", "|")
#: A quotation mark that is not closed within so many lines was never meant to be open.
MAX_QUOTED_LINES = 200
_SAMPLE = 60
_LIMIT = 16 * 1024 * 1024
csv.field_size_limit(_LIMIT)


def split_lines(text: str) -> list[str]:
    """Physical lines with their ends: line feed, carriage return or both, and no other."""
    return list(io.StringIO(text, newline=""))


def announced(lines: Sequence[str]) -> str:
    """The delimiter of a first line `sep=;`, as spreadsheets write it; else ''."""
    first = lines[0].rstrip("\r\n").strip('"').lower() if lines else ""
    return first[4:] if first.startswith("sep=") and len(first) == 5 else ""


def sniff(lines: Sequence[str]) -> str:
    """The delimiter that parts these lines most often into the same number of cells.

    Comma when none does: a list of one column.
    """
    if announced(lines):
        return announced(lines)
    sample = [line for line in lines[: _SAMPLE * 3] if line.strip()][:_SAMPLE]
    scores = {delimiter: _score(sample, delimiter) for delimiter in DELIMITERS}
    best = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    return best if scores[best] > (0, 0) else ","


def _score(sample: Sequence[str], delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the sample: rows of the commonest width, then that width.

    Few rows of one cell weigh nothing: titles and blank cells stand above many tables.
    """
    rows = list(csv.reader(iter(sample), delimiter=delimiter))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return (0, 0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    covered = count / len(rows)
    return (covered * min(width, 4), width)


def read_records(lines: Sequence[str], delimiter: str) -> Iterator[Record]:
    """Every record that is not blank. Raises Unreadable where there are too many."""
    index = 1 if announced(lines) else 0
    found = 0
    while index < len(lines):
        record, used = _record(lines, index, delimiter)
        index += used
        if record.is_blank:
            continue
        found += 1
        _check_limits(found, record)
        yield record


def _record(lines: Sequence[str], index: int, delimiter: str) -> tuple[Record, int]:
    """The record that begins on this line, and how many lines it takes.

    One that ends nowhere is marked, and the next line begins a new one: a stray quotation mark
    costs its own line and no other.
    """
    fed = lines[index : index + MAX_QUOTED_LINES]
    reader = csv.reader(iter(fed), delimiter=delimiter)
    try:
        cells = next(reader, [])
    except csv.Error:
        fault = _("The line holds more text than a table can. Shorten it.")
        return Record(index + 1, (lines[index][:80],), fault), 1
    used = max(reader.line_num, 1)
    if used == len(fed) and used > 1 and "".join(fed).count('"') % 2:
        fault = _("A quotation mark opens here and is never closed. Remove it, or double it.")
        return Record(index + 1, (lines[index].strip()[:80],), fault), 1
    return Record(index + 1, tuple(cells)), used


def _check_limits(found: int, record: Record) -> None:
    if found > MAX_LINES:
        raise Unreadable(
            _("The file has more than %(limit)s lines. Cut it in parts.") % {"limit": MAX_LINES}
        )
    if len(record.cells) > MAX_COLUMNS:
        raise Unreadable(
            _("Line %(line)s has more than %(limit)s columns. Keep those that are needed.")
            % {"line": record.line, "limit": MAX_COLUMNS}
        )
