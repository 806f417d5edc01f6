"""Tables that people send: text of any spreadsheet program, workbooks, or what was pasted.

Nothing is believed before it is checked: neither the name of a file, nor its encoding, nor the
sizes that it claims. Whatever cannot be read at all raises `Unreadable` with a sentence for the
sender; what is broken in one line is a mark on that line.
"""

from club.lib.tables.records import MAX_COLUMNS, MAX_LINES, Record, Table, Unreadable
from club.lib.tables.source import read_table
from club.lib.tables.writing import XLSX, write_csv, write_xlsx

__all__ = [
    "MAX_COLUMNS",
    "MAX_LINES",
    "XLSX",
    "Record",
    "Table",
    "Unreadable",
    "read_table",
    "write_csv",
    "write_xlsx",
]
