"""Lines into records: the same company or person on several lines is one.

Within a file, a line that only names a company means the one company of that name in the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Company
from members.crm import values
from members.imports.cells import as_cells
from members.imports.lines import Line
from members.imports.plans import Finding, Scope
from members.imports.wording import label_of, shown

_SHOWN = 60


@dataclass(eq=False, slots=True)
class CompanyRecord:
    """A company as the file tells of it, from all its lines."""

    lines: list[Line] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)
    origin: dict[str, int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What it is told by: an id, a legal id, or nothing better than its name."""
        told = self.values
        if told.get("external_id"):
            return f"id:{told['external_id']}"
        if told.get("legal_id"):
            return f"legal:{told['legal_id']}"
        return name_key(told.get("name", ""))

    def rows(self) -> list[dict[str, Any]]:
        """What its lines say, as a review keeps it."""
        return [{"line": line.number, **as_cells(line.company, line.person)} for line in self.lines]

    @property
    def title(self) -> str:
        """What to call it."""
        found: str = self.values.get("name") or self.values.get("external_id") or ""
        return found or str(self.values.get("legal_id", ""))


@dataclass(eq=False, slots=True)
class PersonRecord:
    """A person as the file tells of them, with the company of the line; None where it has none."""

    lines: list[Line]
    values: dict[str, Any]
    company: CompanyRecord | None

    def rows(self, *, with_company: bool = True) -> list[dict[str, Any]]:
        """What its lines say, as a review keeps it."""
        return [
            {"line": line.number, **as_cells(line.company if with_company else {}, line.person)}
            for line in self.lines
        ]

    @property
    def title(self) -> str:
        """What to call them."""
        told = self.values
        name = f"{told.get('first_name', '')} {told.get('last_name', '')}".strip()
        found: str = name or told.get("email") or told.get("external_id") or ""
        return found


def name_key(name: str) -> str:
    """What a company without an id is told by."""
    return f"name:{values.words(name) or name}"[:400]


class Gathering:
    """The records of a file, and what is to be told about lines that contradict each other."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.findings: list[Finding] = []
        self.companies: list[CompanyRecord] = []
        self.people: list[PersonRecord] = []
        self._of_line: dict[int, CompanyRecord] = {}
        self._by_external: dict[str, CompanyRecord] = {}
        self._by_legal: dict[str, CompanyRecord] = {}
        self._by_name: dict[str, list[CompanyRecord]] = defaultdict(list)
        self._refused: set[int] = {line.number for line in lines if line.company_refused}
        self._gather_companies(lines)
        self._gather_people(lines)

    # --- Companies ---------------------------------------------------------------------------
    def _gather_companies(self, lines: Sequence[Line]) -> None:
        """Those with an id first, so that a bare name can mean one of them."""
        named = [line for line in lines if line.company]
        for strength in ("external_id", "legal_id", "name"):
            for line in named:
                if strength == _strength(line):
                    self._place(line, strength)
        self.companies.sort(key=lambda record: record.lines[0].number)
        for record in self.companies:
            record.lines.sort(key=lambda line: line.number)

    def _place(self, line: Line, strength: str) -> None:
        record = getattr(self, f"_with_{strength}")(line)
        if record is None:
            self._refused.add(line.number)
            return
        record.lines.append(line)
        self._of_line[line.number] = record
        self._merge(record, line)

    def _new(self) -> CompanyRecord:
        record = CompanyRecord()
        self.companies.append(record)
        return record

    def _with_external_id(self, line: Line) -> CompanyRecord | None:
        external, legal = line.company["external_id"], line.company.get("legal_id")
        record = self._by_external.get(external)
        other = self._by_legal.get(legal) if legal else None
        if other is not None and other is not record:
            sentence = _(
                "The legal id is that of line %(other)s, which has another id. Merge the two in "
                "the CRM, or correct the legal id."
            )
            self._refuse(line, "legal_twice", sentence, other.lines[0].number)
            return None
        record = record or self._new()
        self._note(record, line)
        return record

    def _with_legal_id(self, line: Line) -> CompanyRecord | None:
        record = self._by_legal.get(line.company["legal_id"]) or self._new()
        self._note(record, line)
        return record

    def _with_name(self, line: Line) -> CompanyRecord | None:
        same = self._by_name[values.words(line.company["name"])]
        if len(same) > 1:
            sentence = _(
                "Several companies of the file have this name, line %(other)s the first. Add the "
                "id of the company."
            )
            self._refuse(line, "name_twice", sentence, same[0].lines[0].number)
            return None
        record = same[0] if same else self._new()
        self._note(record, line)
        return record

    def _note(self, record: CompanyRecord, line: Line) -> None:
        told = line.company
        if told.get("external_id"):
            self._by_external[told["external_id"]] = record
        if told.get("legal_id"):
            self._by_legal.setdefault(told["legal_id"], record)
        if told.get("name"):
            same = self._by_name[values.words(told["name"])]
            if record not in same:
                same.append(record)

    def _merge(self, record: CompanyRecord, line: Line) -> None:
        """The first line that says something of a field is followed; others are told of."""
        for name, value in line.company.items():
            if name not in record.values:
                record.values[name] = value
                record.origin[name] = line.number
            elif record.values[name] != value and name != "name":
                self.findings.append(
                    Finding(
                        line.number,
                        Scope.CELL,
                        "contradiction",
                        _("contradicts line %(other)s, which is followed. Correct one of both.")
                        % {"other": record.origin[name]},
                        label_of(Company, name),
                        shown(Company, name, value)[:_SHOWN],
                    )
                )

    def _refuse(self, line: Line, code: str, sentence: str, other: int) -> None:
        title = line.company.get("name") or line.company.get("external_id") or ""
        self.findings.append(
            Finding(
                line.number, Scope.LINE, code, sentence % {"other": other}, value=title[:_SHOWN]
            )
        )

    # --- People ------------------------------------------------------------------------------
    def _gather_people(self, lines: Iterable[Line]) -> None:
        by_id: dict[str, PersonRecord] = {}
        by_email: dict[str, PersonRecord] = {}
        by_name: dict[tuple[int, str], PersonRecord] = {}
        for line in lines:
            if not line.person:
                continue
            if line.number in self._refused:
                self._lost(line, "company_refused", _("The company of the line is not taken."))
                continue
            told, company = line.person, self._of_line.get(line.number)
            known = by_id.get(told.get("external_id", "")) or by_email.get(told.get("email", ""))
            bare = not told.get("external_id") and not told.get("email")
            name = (id(company), _name(told))
            known = known or (by_name.get(name) if bare else None)
            if known is not None:
                self._again(known, line, company)
                continue
            record = PersonRecord([line], dict(told), company)
            self.people.append(record)
            if told.get("external_id"):
                by_id[told["external_id"]] = record
            if told.get("email"):
                by_email[told["email"]] = record
            if bare:
                by_name[name] = record

    def _again(self, known: PersonRecord, line: Line, company: CompanyRecord | None) -> None:
        """A person on a second line: one record if nothing contradicts, else the first stays."""
        first = known.lines[0].number
        if company is not None and known.company is not None and company is not known.company:
            sentence = _(
                "The person is at another company on line %(other)s, which is followed. A person "
                "belongs to one company: keep one of both lines."
            )
            self._lost(line, "two_companies", sentence % {"other": first})
            return
        ids = {known.values.get("external_id"), line.person.get("external_id")} - {None}
        mails = {known.values.get("email"), line.person.get("email")} - {None}
        if len(ids) > 1 or len(mails) > 1:
            sentence = _(
                "The person is on line %(other)s under another id or address, which is followed. "
                "Merge the two in the CRM."
            )
            self._lost(line, "person_twice", sentence % {"other": first})
            return
        known.lines.append(line)
        known.company = known.company or company
        for name, value in line.person.items():
            known.values.setdefault(name, value)
        self.findings.append(
            Finding(
                line.number,
                Scope.NOTE,
                "repeated",
                _("The person is on line %(other)s already; both are taken as one.")
                % {"other": first},
                value=known.title[:_SHOWN],
            )
        )

    def _lost(self, line: Line, code: str, sentence: str) -> None:
        told = line.person
        title = told.get("email") or told.get("last_name") or told.get("external_id") or ""
        self.findings.append(
            Finding(line.number, Scope.LINE, code, sentence, value=str(title)[:_SHOWN])
        )


def _name(told: dict[str, Any]) -> str:
    return values.words(f"{told.get('first_name', '')} {told.get('last_name', '')}")


def _strength(line: Line) -> str:
    """What the line tells its company by."""
    return next(name for name in ("external_id", "legal_id", "name") if line.company.get(name))
