"""Records of a table into lines: what each says of a company and of a person.

A cell that cannot be kept is a finding and left out; the rest of its line goes on, unless the cell
is what the record would be told by.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from club.lib.tables import Record, Table
from members.crm import dates, values
from members.crm.columns import Columns, kind_of
from members.crm.fields import DATE_FIELDS, PERSON_FIELDS, Field
from members.crm.headings import plain
from members.crm.values import Unfit
from members.imports.cells import company_values, person_values, staff_name
from members.imports.known import Known
from members.imports.plans import Finding, Options, Scope
from members.imports.texts import SHOWN, Texts

_TOTAL = re.compile(
    r"^(grand |sous |sub )?(total|totals|totaux|subtotal|somme|sum|count)( general| generaux)?"
    r"( \d+)*( (clients|lignes|comptes|contacts|societes|records|rows))?$"
)
_FOOTER = re.compile(
    r"^(copyright|confidenti|generated|genere|filtered|filtre|as of|edite|exporte|export du|"
    r"report|rapport|page \d|source\b|\d+ (lignes|rows|records|enregistrements))"
)


@dataclass(slots=True)
class Line:
    """One line: values by model field for its company and its person; either may be empty.

    The refused ones were named and cannot be taken. `staff` is an account manager whose name is
    written in another way than the club has it, with first and last name.
    """

    number: int
    company: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    company_refused: bool = False
    person_refused: bool = False
    staff: tuple[User, str, str] | None = None


class Lines:
    """All lines of a table, and what is to be told about those that are not taken."""

    def __init__(self, table: Table, columns: Columns, known: Known, options: Options) -> None:
        self.table, self.columns = table, columns
        self.known, self.options = known, options
        self.findings: list[Finding] = []
        self.ignored: list[Finding] = []
        self.orders = self._orders()
        self.headings = tuple(plain(c) for c in table.records[columns.header].cells)

    def __iter__(self) -> Iterator[Line]:
        """Every line that names a company or a person."""
        for record in self.table.records[self.columns.header + 1 :]:
            line = self._line(record)
            if line is not None:
                yield line

    def _orders(self) -> dict[Field, bool | None]:
        """For each column of days whether the day stands first; None where nobody knows."""
        told: dict[Field, bool | None] = {}
        for name in DATE_FIELDS & set(self.columns.by_field):
            told[name] = dates.day_first(self._column(name))
        sure = {order for order in told.values() if order is not None}
        if self.options.day_first is not None:
            fallback: bool | None = self.options.day_first
        else:
            fallback = sure.pop() if len(sure) == 1 else (True if self.columns.french else None)
        return {
            name: fallback if order is None or self.options.day_first is not None else order
            for name, order in told.items()
        }

    def _column(self, name: Field) -> Iterator[str]:
        index = self.columns.by_field[name][0].index
        for record in self.table.records[self.columns.header + 1 :]:
            if index < len(record.cells):
                yield record.cells[index]

    # --- One line ----------------------------------------------------------------------------
    def _line(self, record: Record) -> Line | None:
        fault = record.fault or self._ragged(record)
        if fault:
            self._refuse(record, "broken", fault)
            return None
        why = self._no_content(record)
        if why:
            self.ignored.append(Finding(record.line, Scope.NOTE, "ignored", why))
            return None
        texts = self._texts(record)
        line = Line(record.line)
        line.company, line.company_refused = company_values(
            texts, self.known, self.orders, adds_sectors=self.options.adds_sectors
        )
        line.person, line.person_refused = person_values(texts)
        line.staff = staff_name(
            texts.text(Field.MANAGER), texts.text(Field.MANAGER_EMAIL), self.known
        )
        self.findings.extend(texts.findings)
        if line.company or line.person:
            return line
        if not (line.company_refused or line.person_refused):
            sentence = _("The line names neither a company nor a person. Fill in a name or an id.")
            self._refuse(record, "nameless", sentence)
        return line if line.company_refused or line.person_refused else None

    def _refuse(self, record: Record, code: str, sentence: str) -> None:
        value = next((cell.strip() for cell in record.cells if cell.strip()), "")
        self.findings.append(Finding(record.line, Scope.LINE, code, sentence, value=value[:SHOWN]))

    def _ragged(self, record: Record) -> str:
        """What to say of a line with more cells than there are headings."""
        further = record.cells[len(self.headings) :]
        if not any(cell.strip() for cell in further):
            return ""
        return _(
            "The line has more cells than there are headings. Put quotation marks around a text "
            "that holds the separator."
        )

    def _no_content(self, record: Record) -> str:
        """Why a line is passed over: totals, headings once more, what a program adds below."""
        filled = [cell.strip() for cell in record.cells if cell.strip()]
        first = plain(filled[0][:200]) if filled else ""
        if first in self.headings and self.headings == tuple(plain(c[:200]) for c in record.cells):
            return _("headings once more")
        few = len(filled) <= max(3, len(self.headings) // 3) and len(self.headings) > 1
        if few and _TOTAL.match(first) and not any("@" in cell for cell in filled):
            return _("totals")
        if len(filled) == 1 and len(self.headings) > 1 and _FOOTER.match(first):
            return _("a remark of the program")
        return ""

    def _texts(self, record: Record) -> Texts:
        texts = Texts(record.line, {})
        unfit: dict[Field, Unfit] = {}
        for name, columns in self.columns.by_field.items():
            for column in columns:
                raw = record.cells[column.index] if column.index < len(record.cells) else ""
                try:
                    text = values.clean(raw) if raw else ""
                except Unfit as error:
                    texts.found[name] = (_visible(raw), column.heading)
                    unfit[name] = error
                    break
                if text:
                    texts.found[name] = (text, column.heading)
                    break
        for name, cause in unfit.items():
            texts.refuse(name, cause)
            texts.found[name] = ("", texts.found[name][1])
        self._settle_kind(texts)
        return texts

    def _settle_kind(self, texts: Texts) -> None:
        """In a list of both, a plain id and name belong to what the line says it is."""
        kind = kind_of(texts.text(Field.KIND))
        if not kind:
            return
        of_person = kind == "person"
        pairs = (
            (Field.ID, Field.PERSON_ID if of_person else Field.COMPANY_ID),
            (Field.NAME, Field.FULL_NAME if of_person else Field.COMPANY_NAME),
        )
        for plain_name, own in pairs:
            if plain_name in texts.found:
                texts.found.setdefault(own, texts.found[plain_name])
        if not of_person:
            for name in PERSON_FIELDS:
                texts.found.pop(name, None)


def _visible(raw: str) -> str:
    """Text that can be shown and stored, whatever it held."""
    shown = raw[: SHOWN * 2].encode("utf-8", "replace").decode()
    return "".join(c if c.isprintable() else "\ufffd" for c in shown)
