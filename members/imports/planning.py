"""The door: a file or pasted text, and the answer."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Company, User
from club.lib.tables import Record, Table, Unreadable, read_table
from club.lib.tables.source import Source
from members.crm.columns import Columns, find_columns
from members.crm.fields import Field
from members.crm.headings import meaning, plain
from members.enums import ImportSubject
from members.imports.companies import Companies
from members.imports.gather import CompanyRecord, Gathering, PersonRecord
from members.imports.known import Known
from members.imports.lines import Line, Lines
from members.imports.people import People
from members.imports.plans import Act, CompanyStep, Finding, Options, Plan, Rename, Scope

#: So many of the new tags are named.
_TAGS_SHOWN = 12

Tell = Callable[[int, int], None]

__all__ = ["UnknownColumns", "Unreadable", "plan", "plan_rows"]


def plan(
    source: Source,
    *,
    name: str = "",
    mapping: Mapping[str, str] | None = None,
    by: User | None = None,
    options: Options | None = None,
    tell: Tell = lambda _done, _total: None,
) -> Plan:
    """What an import of a file (`Path`, bytes, an open file) or of pasted text (`str`) would do.

    `mapping` gives columns a meaning by heading: a value of `Field`, or `-` to leave one out.
    `tell` hears how many of how many records are planned. `by` is who asks; whether they may is
    checked when the plan is applied. Raises Unreadable, with a sentence, where the file as a whole
    cannot be taken.
    """
    options = options or Options()
    mapping = _checked(mapping or {})
    table = read_table(source, name=name, encoding=options.encoding, sheet=options.sheet)
    columns = find_columns(table.records, mapping)
    if columns is None:
        raise UnknownColumns(_no_columns(table))
    _require_mapped(columns, mapping)
    return _Planning(table, columns, options).run(tell)


def plan_rows(
    rows: Sequence[Mapping[str, Any]],
    *,
    new_keys: Mapping[ImportSubject, Iterable[str]] | None = None,
    home: Company | None = None,
    options: Options | None = None,
) -> Plan:
    """The same for rows whose cells are named by field, with their `line`, as reviews keep them.

    `new_keys` are records that staff said are none of those that the club has; `home` is the
    company of people whose row names none.
    """
    fields = [field for field in Field if any(field.value in row for row in rows)]
    heads = Record(0, tuple(field.value for field in fields))
    records = [
        Record(int(row["line"]), tuple(str(row.get(f.value, "")) for f in fields)) for row in rows
    ]
    table = Table("", [heads, *records], "")
    columns = find_columns(table.records, {field.value: field.value for field in fields})
    if columns is None:
        raise UnknownColumns(_no_columns(table))
    planning = _Planning(table, columns, options or Options(), new_keys or {})
    if home is not None:
        planning.home = CompanyStep(ImportSubject.COMPANY, Act.KEEP, [0], home.name, company=home)
    return planning.run()


def _checked(mapping: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(mapping.values()) - set(Field.values) - {"-"})
    if unknown:
        raise Unreadable(
            _("“%(name)s” is nothing the club keeps. Map a column to one of: %(names)s.")
            % {"name": unknown[0], "names": ", ".join(Field.values)}
        )
    return dict(mapping)


def _require_mapped(columns: Columns, mapping: Mapping[str, str]) -> None:
    """A mapping of a column that is not there is a mistake to tell of."""
    there = {plain(column.heading) for column in columns.columns}
    missing = [heading for heading in mapping if plain(heading) not in there]
    if missing:
        names = ", ".join(c.heading for c in columns.columns[:30] if c.heading)
        raise Unreadable(
            _("There is no column “%(name)s”. The columns are: %(names)s.")
            % {"name": missing[0], "names": names}
        )


class UnknownColumns(Unreadable):
    """No heading is one that the club knows."""


def _no_columns(table: Table) -> str:
    first = ", ".join(c.strip()[:30] for c in table.records[0].cells[:8] if c.strip())
    return _(
        "No column names a company or a person. The first line reads: %(first)s. Add a line with "
        "the names of the columns above it."
    ) % {"first": first[:200] or "–"}


def _doubtful(columns: Columns) -> list[str]:
    """What to say of tags of which nobody knows whether they are people's or companies'."""
    sentence = _(
        "The column “%(name)s” stands beside people and is not read. Call it “Company tags” where "
        "it tells of their companies."
    )
    labels = [c for c in columns.unknown if (meaning(c.heading) or [None])[0] == Field.LABELS]
    return [sentence % {"name": c.heading} for c in labels if c.rank >= 0]


class _Planning:
    """One run over one table."""

    def __init__(
        self,
        table: Table,
        columns: Columns,
        options: Options,
        new_keys: Mapping[ImportSubject, Iterable[str]] | None = None,
    ) -> None:
        self.known = Known()
        self.home: CompanyStep | None = None
        self.options = options
        self.lines = Lines(table, columns, self.known, options)
        keys = {subject: frozenset(found) for subject, found in (new_keys or {}).items()}
        nothing: frozenset[str] = frozenset()
        self.companies = Companies(self.known, options, keys.get(ImportSubject.COMPANY, nothing))
        self.people = People(self.known, options, keys.get(ImportSubject.PERSON, nothing))
        self.plan = Plan(table.name, table.how, options, columns.line, columns.columns)
        self.plan.notes = [*table.notes, *_doubtful(columns)]

    def run(self, tell: Tell = lambda _done, _total: None) -> Plan:
        """The plan."""
        lines = list(self.lines)
        gathering = Gathering(lines)
        total = len(gathering.companies) + len(gathering.people)
        steps: dict[CompanyRecord, CompanyStep] = {}
        for done, record in enumerate(gathering.companies, start=1):
            steps[record] = self.companies.plan(record)
            tell(done, total)
        self.plan.companies = list(steps.values())
        for done, person in enumerate(gathering.people, start=len(steps) + 1):
            self._plan_person(person, steps)
            tell(done, total)
        self._drop_shared_names()
        self._rename(lines)
        self._add_sectors()
        self._note_tags()
        self._collect(gathering)
        return self.plan

    def _plan_person(self, record: PersonRecord, steps: dict[CompanyRecord, CompanyStep]) -> None:
        """A person whose company waits for a decision waits with it, on the same review."""
        home = steps[record.company] if record.company is not None else self.home
        step = self.people.plan(record, home)
        if home is not None and home.act == Act.REVIEW and step.act == Act.REVIEW:
            known = {row["line"] for row in home.rows}
            home.rows.extend(row for row in step.rows if row["line"] not in known)
        self.plan.people.append(step)

    def _drop_shared_names(self) -> None:
        """A name that two companies of the file have tells neither of them."""
        shared = Counter(name for step in self.plan.companies for name in step.names)
        for step in self.plan.companies:
            step.names = [name for name in step.names if shared[name] == 1]

    def _rename(self, lines: Iterable[Line]) -> None:
        seen: set[int] = set()
        for line in lines:
            if line.staff is None or line.staff[0].pk in seen:
                continue
            person, first, last = line.staff
            seen.add(person.pk)
            if self.options.renames_staff:
                self.plan.renames.append(Rename(person, first[:80], last[:80]))
                continue
            sentence = _(
                "The file writes the name of %(name)s in another way. The club’s way stays."
            )
            self.plan.findings.append(
                Finding(
                    line.number,
                    Scope.KEPT,
                    "staff_name",
                    sentence % {"name": person.full_name},
                    value=f"{first} {last}"[:60],
                )
            )

    def _add_sectors(self) -> None:
        wanted = [
            step.values["sector"]
            for step in self.plan.companies
            if isinstance(step.values.get("sector"), str)
        ]
        self.plan.sectors = list({name.casefold(): name for name in reversed(wanted)}.values())

    def _note_tags(self) -> None:
        """Say which tags the club does not have yet: a slip of the pen makes one as well."""
        told = {name for step in self.plan.companies for name in step.values.get("tags", ())}
        new = sorted(told & set(self.known.new_tags.values()), key=str.casefold)
        if new:
            names = ", ".join(new[:_TAGS_SHOWN])
            self.plan.notes.append(
                ngettext("%(count)d new tag: %(names)s", "%(count)d new tags: %(names)s", len(new))
                % {"count": len(new), "names": names}
            )

    def _collect(self, gathering: Gathering) -> None:
        found = [
            *self.lines.findings,
            *gathering.findings,
            *self.companies.findings,
            *self.people.findings,
            *self.plan.findings,
        ]
        self.plan.findings = sorted(found, key=lambda finding: finding.line)
        self.plan.ignored = self.lines.ignored + [
            Finding(line, Scope.NOTE, "skipped", _("left out, as was decided on the review list"))
            for step in self.plan.steps
            if step.act == Act.IGNORE
            for line in step.lines
        ]
