"""Clients from a file or pasted, as a page takes them: text that stays in sight."""

import csv
import hashlib
import io

from django.utils.translation import gettext as _

from accounts.models import User
from club.lib.tables import Unreadable, read_table
from club.lib.tables.decoding import decode
from club.lib.tables.workbook import ZIP
from members.imports import Options, Plan, plan
from members.services import apply_import

#: Characters that a page takes back and forth; larger files are for `manage.py import_clients`.
MOST_TEXT = 2_000_000


class PlanChanged(Exception):
    """The club or the text is not what the preview was made of."""


def text_of(raw: bytes, name: str) -> str:
    """A file as text whose lines have the numbers that they have in the file.

    Raises Unreadable, with a sentence, for what is no table or too long for a page.
    """
    table = read_table(raw, name=name)
    if raw.startswith(ZIP):
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        at = 1
        for record in table.records:
            out.write("\n" * (record.line - at))
            writer.writerow(record.cells)
            at = record.line + 1
        text = out.getvalue()
    else:
        text, _encoding = decode(raw)
    if len(text) > MOST_TEXT:
        raise Unreadable(
            _(
                "This file is too long for a page. Cut it in parts, or have it read on the "
                "server: manage.py import_clients FILE"
            )
        )
    return text.replace("\0", "")


def plan_clients(text: str, *, by: User) -> Plan:
    """What taking in this text would do. A new club learns its sectors from the file.

    Raises Unreadable.
    """
    return plan(text, by=by, options=Options(adds_sectors=True))


def seal_of(text: str, planned: Plan) -> str:
    """A mark of a preview: the text, and what it would do."""
    lines = text.splitlines()
    return hashlib.sha256(f"{lines!r}{planned.counts!r}".encode()).hexdigest()[:32]


def take_in_clients(text: str, *, seal: str, by: User) -> Plan:
    """Do what the preview with this seal showed. Raises PlanChanged where it would do more or
    less by now, Unreadable, and what `apply_import` raises."""
    planned = plan_clients(text, by=by)
    if seal_of(text, planned) != seal:
        raise PlanChanged
    apply_import(planned, by=by)
    return planned
