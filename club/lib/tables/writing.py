"""Tables that people open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

#: A cell that begins so is read as a formula by spreadsheets.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(lines: Iterable[Sequence[str]]) -> bytes:
    """The lines as a file that Excel opens with its accents: UTF-8 with a mark, semicolons, CRLF.

    What would be read as a formula gets an apostrophe in front.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    for line in lines:
        writer.writerow([_harmless(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
