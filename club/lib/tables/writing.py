"""Tables that people open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

#: A cell that begins so is read as a formula by some spreadsheet; full-width signs included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What a cell of a workbook holds at most.
_LONGEST = 32_767


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


def write_xlsx(lines: Iterable[Sequence[str]], *, title: str) -> bytes:
    """The lines as a workbook of one sheet; the first one holds the headings.

    Every cell is typed as text, and one that begins like a formula is marked as text besides, so
    that it stays one when somebody edits it: nothing is ever computed.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    for number, line in enumerate(lines):
        sheet.append([_text_cell(sheet, cell, is_heading=number == 0) for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _text_cell(sheet: object, text: str, *, is_heading: bool) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST]
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
    if is_heading:
        cell.font = Font(bold=True)
    return cell
