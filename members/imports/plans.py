"""What an import would do: the answer of `plan`, and what `apply_import` does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.models import Company, User
from members.crm.columns import Column
from members.enums import ImportReason, ImportSubject
from members.models import KnownPerson

#: Why a value of the club stays where a file has another, and who may change it.
OURS_COUNTS = gettext_lazy("Should the file be right, change it in the club.")


@dataclass(frozen=True)
class Options:
    """What the one who imports allows, and how to read what can be read in two ways.

    Without them an import fills what is empty and follows the file for the rest, but never moves
    a person to another company, changes a tier, an account manager or the function somebody has,
    nor the name of one of the staff. Tags it adds, and takes none off.
    """

    moves_people: bool = False
    changes_tiers: bool = False
    changes_functions: bool = False
    changes_managers: bool = False
    changes_tags: bool = False
    renames_staff: bool = False
    adds_sectors: bool = False
    #: The slug of the tier of new companies that the file gives none; the lowest one when empty.
    tier: str = ""
    #: Whether 03/04 is in April; None: as the columns tell.
    day_first: bool | None = None
    encoding: str = ""
    sheet: str = ""


class Act(StrEnum):
    """What happens to a record."""

    CREATE = "create"
    CHANGE = "change"
    KEEP = "keep"
    REVIEW = "review"
    REFUSE = "refuse"
    IGNORE = "ignore"


class Scope(StrEnum):
    """How much of a line a finding is about."""

    LINE = "line"  # its company or its person is not taken
    CELL = "cell"  # the rest of it is
    KEPT = "kept"  # the club's own value stays; an option would change it
    NOTE = "note"  # good to know, nothing is lost


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to tell about a line: where, what stands there, and what to do.

    `code` is for programs. `column` and `value` are empty where the whole line is meant.
    """

    line: int
    scope: Scope
    code: str
    sentence: str
    column: str = ""
    value: str = ""


@dataclass(slots=True)
class Step:
    """One company or person of the file, and what happens to it.

    `values` holds what is new, by model field; `before` what stood there. `key` is what the file
    tells the record by. `rows` is what the file said, as text by
    field, for the review list.
    """

    subject: ImportSubject
    act: Act
    lines: list[int]
    title: str
    key: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    reason: ImportReason | None = None
    manager: User | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The first line that tells of it."""
        return self.lines[0]


@dataclass(slots=True)
class CompanyStep(Step):
    """A company: the one it is, or for a review the one it may be."""

    company: Company | None = None
    #: Names under which later files may mean it.
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PersonStep(Step):
    """A person: whom the club knows so, which member that is, and the company.

    `home` is the step of a company that the file brings. `member_values` fills what the member
    left empty.
    """

    known: KnownPerson | None = None
    member_id: int | None = None
    home: CompanyStep | None = None
    company: Company | None = None
    member_values: dict[str, Any] = field(default_factory=dict)
    is_move: bool = False


@dataclass(frozen=True)
class Rename:
    """A member of the staff whose name the file writes in another way."""

    person: User
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Counts:
    """How many of each: records, but lines and cells where the name says so."""

    companies_created: int = 0
    companies_changed: int = 0
    people_created: int = 0
    people_changed: int = 0
    kept: int = 0
    reviews: int = 0
    lines_refused: int = 0
    cells_refused: int = 0
    lines_ignored: int = 0
    sectors_created: int = 0
    staff_renamed: int = 0

    @property
    def changes(self) -> int:
        """How many rows of the club differ afterwards."""
        return (
            self.companies_created
            + self.companies_changed
            + self.people_created
            + self.people_changed
            + self.sectors_created
            + self.staff_renamed
        )


@dataclass
class Plan:
    """What an import would do, by line. Nothing is written."""

    source: str
    how: str
    options: Options
    header_line: int = 0
    columns: list[Column] = field(default_factory=list)
    companies: list[CompanyStep] = field(default_factory=list)
    people: list[PersonStep] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    ignored: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sectors: list[str] = field(default_factory=list)
    renames: list[Rename] = field(default_factory=list)

    @property
    def steps(self) -> Iterator[Step]:
        """Companies, then people."""
        yield from self.companies
        yield from self.people

    @property
    def unknown_columns(self) -> list[str]:
        """Headings that mean nothing to the club: these columns are not read."""
        return [column.heading for column in self.columns if column.field is None]

    @property
    def refused(self) -> list[Finding]:
        """Lines and cells that are not taken, each with what to do."""
        return [f for f in self.findings if f.scope in {Scope.LINE, Scope.CELL}]

    @property
    def counts(self) -> Counts:
        """The numbers that `apply_import` will give as well."""
        acts = [(step.subject, step.act) for step in self.steps]
        company, person = ImportSubject.COMPANY, ImportSubject.PERSON
        return Counts(
            companies_created=acts.count((company, Act.CREATE)),
            companies_changed=acts.count((company, Act.CHANGE)),
            people_created=acts.count((person, Act.CREATE)),
            people_changed=acts.count((person, Act.CHANGE)),
            kept=sum(act == Act.KEEP for _subject, act in acts),
            reviews=sum(act == Act.REVIEW for _subject, act in acts),
            lines_refused=len({f.line for f in self.findings if f.scope == Scope.LINE}),
            cells_refused=sum(f.scope == Scope.CELL for f in self.findings),
            lines_ignored=len({f.line for f in self.ignored}),
            sectors_created=len(self.sectors),
            staff_renamed=len(self.renames),
        )
