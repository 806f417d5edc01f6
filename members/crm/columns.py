"""Which row of a table names its columns, and what each of them means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from club.lib.tables import Record
from members.crm.fields import COMPANY_KEYS, PERSON_FIELDS, PERSON_KEYS, Field
from members.crm.headings import group_of, meaning, plain
from members.crm.values import set_of

#: Titles and blank lines above the names of the columns.
_LOOKED_AT = 25
_SHOWN = 60


@dataclass(frozen=True)
class Column:
    """One column: its place from 0, its heading, and what it means; None for an unknown one."""

    index: int
    heading: str
    field: Field | None
    rank: int = 0


@dataclass
class Columns:
    """The columns of a table and where its rows begin."""

    columns: list[Column]
    header: int
    line: int
    french: bool = False
    by_field: dict[Field, list[Column]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for column in sorted(self.columns, key=lambda c: (c.rank, c.index)):
            if column.field is not None:
                self.by_field.setdefault(column.field, []).append(column)

    @property
    def unknown(self) -> list[Column]:
        """Columns with a heading that means nothing here."""
        return [c for c in self.columns if c.field is None and c.heading]

    @property
    def names_companies(self) -> bool:
        """Whether a line can say which company it is about."""
        return any(key in self.by_field for key in (*COMPANY_KEYS, Field.NAME))

    @property
    def names_people(self) -> bool:
        """Whether a line can say which person it is about."""
        return any(key in self.by_field for key in PERSON_KEYS)


def find_columns(records: Sequence[Record], mapping: Mapping[str, str]) -> Columns | None:
    """The first of the upper rows in which most headings are known; None when there is none.

    `mapping` gives meanings to headings, which win over what is known. A field of `-` leaves a
    column out.
    """
    wanted = {plain(heading): name for heading, name in mapping.items()}
    best: tuple[int, int] | None = None
    for index, record in enumerate(records[:_LOOKED_AT]):
        score = _score(record, wanted)
        if score and (best is None or score > best[0]):
            best = (score, index)
    if best is None:
        return None
    header = best[1]
    groups = _groups(records, header)
    columns = _build(records[header], header, groups, wanted)
    kinds = columns.by_field.get(Field.KIND, [])
    if kinds and not _tells_kinds(records[header + 1 :], kinds[0].index):
        wanted = {**wanted, plain(kinds[0].heading): ""}
        columns = _build(records[header], header, groups, wanted)
    return columns


def kind_of(text: str) -> str:
    """`company` or `person` for what a column of kinds says of a line, else ''."""
    return group_of(text)


def _tells_kinds(records: Sequence[Record], index: int) -> bool:
    """Whether a column `type` says which lines are companies and which are people."""
    told = [r.cells[index] for r in records if not r.fault and len(r.cells) > index]
    kinds = {kind_of(text) for text in told if text.strip()}
    return bool(kinds) and "" not in kinds


def _score(record: Record, wanted: Mapping[str, str]) -> int:
    """How many different fields the row names; 0 when it cannot be a row of headings."""
    if record.fault or any(len(cell) > 300 for cell in record.cells):
        return 0
    found = [_known(cell, wanted) for cell in record.cells]
    fields = {pair[0] for pair in found if pair}
    filled = sum(bool(cell.strip()) for cell in record.cells)
    has_key = any(key in fields for key in (*COMPANY_KEYS, *PERSON_KEYS, Field.NAME))
    return len(fields) if has_key and len(fields) * 12 >= min(filled, 24) else 0


def _known(heading: str, wanted: Mapping[str, str]) -> tuple[Field | None, int] | None:
    name = plain(heading)
    if name in wanted and name:
        given = wanted[name]
        return (Field(given) if given in Field.values else None, -1)
    return meaning(heading)


def _groups(records: Sequence[Record], header: int) -> list[str]:
    """Whose the columns are, from a row of merged titles right above the headings."""
    if header == 0 or records[header - 1].fault:
        return []
    above = records[header - 1].cells
    owners = [group_of(cell) for cell in above]
    if sum(bool(owner) for owner in owners) < 2 or len({o for o in owners if o}) < 2:
        return []
    filled, current = [], ""
    for index in range(len(records[header].cells)):
        if index < len(above) and above[index].strip():
            current = owners[index]
        filled.append(current)
    return filled


def _build(record: Record, header: int, groups: list[str], wanted: Mapping[str, str]) -> Columns:
    found = [_known(cell, wanted) for cell in record.cells]
    fields = [pair[0] if pair else None for pair in found]
    columns = [
        Column(
            index,
            " ".join(cell.split())[:_SHOWN],
            _settled(pair[0], fields, groups[index] if groups else "") if pair else None,
            pair[1] if pair else 0,
        )
        for index, (cell, pair) in enumerate(zip(record.cells, found, strict=True))
    ]
    return Columns(columns, header, record.line, _is_french(record))


def _settled(found: Field | None, fields: Sequence[Field | None], group: str) -> Field | None:
    """What a plain `id` or `name` means beside the other columns."""
    people = any(key in fields for key in PERSON_KEYS)
    companies = any(key in fields for key in COMPANY_KEYS)
    if Field.KIND in fields and found in {Field.ID, Field.NAME}:
        return found
    if found == Field.LABELS:
        # Those of a person make no audience: beside people a heading has to say whose they are.
        return Field.TAGS if group == "company" or not (people or group) else None
    if found == Field.NAME:
        return _settled_name(fields, group, people, companies)
    if found == Field.ID:
        of_person = group == "person" or (not group and people)
        return Field.PERSON_ID if of_person else Field.COMPANY_ID
    if found in PERSON_FIELDS and (group == "company" or not (people or Field.KIND in fields)):
        return None
    return found


def _settled_name(
    fields: Sequence[Field | None], group: str, people: bool, companies: bool
) -> Field:
    """A plain `name`: a last name beside first names, else the name of what the list is of."""
    if group == "company":
        return Field.COMPANY_NAME
    if Field.FIRST_NAME in fields and Field.LAST_NAME not in fields:
        return Field.LAST_NAME
    if group == "person" or (people and (companies or Field.PERSON_ID in fields)):
        return Field.FULL_NAME
    return Field.FULL_NAME if Field.EMAIL in fields and not companies else Field.COMPANY_NAME


_FRENCH = set_of(
    """nom prenom entreprise societe raison sociale ville date renouvellement effectif secteur
    telephone courriel proprietaire charge compte echeance poste fonction pays niveau"""
)


def _is_french(record: Record) -> bool:
    """Whether the headings are French, and so the days stand before the months."""
    words = {word for cell in record.cells for word in plain(cell).split()}
    return len(words & _FRENCH) >= 2
