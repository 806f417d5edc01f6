"""What the database sums up for the formulae: a few statements, for all companies or for some.

The same SQL serves both, so that one company brought up to date equals all made anew.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

from accounts.models import Company, Membership, User
from loyalty.enums import Dimension, Friction
from loyalty.formulae import Drag, Grid, Measures
from loyalty.models import Interaction
from loyalty.services.days import end_of, next_month
from members.models import Invitation
from participation.ledger import club_zone
from participation.models import Actor, Bucket, Participation

_SQL = Path(__file__).resolve().parents[1] / "sql"
#: What the databases say differently: the smaller of two, days between two dates.
_PIECES = {
    "sqlite": {"least": "MIN", "age": "(julianday({0}) - julianday({1}))"},
    "postgresql": {"least": "LEAST", "age": "(CAST({0} AS date) - {1})"},
}
_TABLES = {
    "actors": Actor._meta.db_table,
    "facts": Participation._meta.db_table,
    "buckets": Bucket._meta.db_table,
    "companies": Company._meta.db_table,
    "memberships": Membership._meta.db_table,
    "invitations": Invitation._meta.db_table,
    "people": User._meta.db_table,
}
#: The numbers of those who object, to whose facts nobody looks.
_OBJECTING = f"SELECT id FROM {Actor._meta.db_table} WHERE objected_at IS NOT NULL"  # noqa: S608
_ABSENT = f"""
SELECT person_id FROM {Actor._meta.db_table} WHERE objected_at IS NOT NULL AND person_id IS NOT NULL
"""  # noqa: S608
#: A half-life passed so often leaves nothing (0.5 ** 1000 is 1e-301).
_MOST_HALVINGS = 1000.0


def measure(day: date, grid: Grid, company_ids: Collection[int] | None = None) -> list[Measures]:
    """What is known on `day` of these companies, or of all that are clients then."""
    if company_ids is not None and not company_ids:
        return []
    asked = _Asked(day, grid, company_ids)
    found = {measures.company_id: measures for measures in _companies(asked)}
    _add_strengths(asked, found)
    _add_answers(asked, found)
    _add_complaints(asked, found)
    _add_sureness(asked, found)
    return list(found.values())


class _Asked:
    """One question to the database: which day, which companies, and the parameters of the SQL."""

    def __init__(self, day: date, grid: Grid, company_ids: Collection[int] | None) -> None:
        self.day, self.grid, self.company_ids = day, grid, company_ids
        self.zone = club_zone()
        self.then = day - timedelta(days=grid.parameters["trend_days"])
        given = grid.parameters
        self.parameters: dict[str, Any] = {
            "day": day.isoformat(),
            "then": self.then.isoformat(),
            "month": day.replace(day=1).isoformat(),
            "then_month": self.then.replace(day=1).isoformat(),
            "after_then_month": next_month(self.then).isoformat(),
            "repeat": given["repeat"],
            "fast": given["fast_divisor"],
            "cap": _MOST_HALVINGS / given["fast_divisor"],
            "bound": given["rated_n_eff"],
            **self._days("", day),
            **self._days("then_", self.then),
        }

    def _days(self, name: str, day: date) -> dict[str, Any]:
        """The limits that lie before a day."""
        given = self.grid.parameters
        instant = connection.ops.adapt_datetimefield_value
        invited = day - timedelta(days=given["contact_days"])
        return {
            f"{name}end": instant(end_of(day, self.zone)),
            f"{name}invited": invited.isoformat(),
            f"{name}invited_end": instant(end_of(invited, self.zone)),
            f"{name}kept": (day - timedelta(days=given["contact_kept_days"])).isoformat(),
            f"{name}decider": (day - timedelta(days=given["friction_decider_days"])).isoformat(),
            f"{name}patience": (day - timedelta(days=given["answer_days"])).isoformat(),
        }

    def rows(self, name: str, kinds: str = "") -> Iterator[tuple[Any, ...]]:
        """What the statement in `sql/<name>.sql` answers."""
        pieces = _PIECES[connection.vendor]
        age = pieces["age"].format
        statement = _statement(name).format(
            **_TABLES,
            kinds=kinds,
            least=pieces["least"],
            repeat="CAST(%(repeat)s AS double precision)",
            age_now=age("%(day)s", "last_now" if name == "strengths" else "facts.occurred_on"),
            age_then=age("%(then)s", "last_then" if name == "strengths" else "facts.occurred_on"),
            age_between=age("at.last_on", "had.last_on"),
            of_these=self._of_these("company_id"),
            objecting=_OBJECTING,
            present=f"AND person_id NOT IN ({_ABSENT})",
            present_invited=f"AND (accepted_by_id IS NULL OR accepted_by_id NOT IN ({_ABSENT}))",
            usable=f"AND actor NOT IN ({_OBJECTING})",
            usable_facts=f"AND facts.actor NOT IN ({_OBJECTING})",
            of_these_facts=self._of_these("facts.company_id"),
            of_these_companies=self._of_these("companies.id"),
        )
        with connection.cursor() as cursor:
            cursor.execute(statement, self.parameters)
            yield from cursor.fetchall()

    def _of_these(self, column: str) -> str:
        if self.company_ids is None:
            return ""
        return f"AND {column} IN ({', '.join(str(int(pk)) for pk in self.company_ids)})"

    def of_these(self, **lookup: Any) -> dict[str, Any]:
        """The same condition for the ORM."""
        if self.company_ids is None:
            return lookup
        return {**lookup, "company_id__in": list(self.company_ids)}


@cache
def _statement(name: str) -> str:
    """A file of `sql/` without its comments."""
    lines = (_SQL / f"{name}.sql").read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


def _kinds(columns: Mapping[str, Mapping[str, Any]]) -> str:
    """A table of constants: one row a kind, from the version of the signal."""
    rows = [
        ", ".join(f"{_constant(value)} AS {name}" for name, value in {"kind": kind, **row}.items())
        for kind, row in sorted(columns.items())
    ]
    return " UNION ALL ".join(f"SELECT {row}" for row in rows)


def _constant(value: Any) -> str:
    """A literal of SQL: numbers as doubles, texts in quotes that nothing inside can end."""
    if isinstance(value, str):
        text = value.replace("'", "''").replace("%", "%%").replace("{", "").replace("}", "")
        return f"CAST('{text}' AS varchar(40))"
    return f"CAST({float(value)!r} AS double precision)"


def _companies(asked: _Asked) -> Iterator[Measures]:
    zone, given = asked.zone, asked.grid.parameters
    for row in asked.rows("companies"):
        pk, created_at, first_on, *rest = row
        known = _moment(created_at).astimezone(zone).date()
        contacts, contacts_then, active, active_then, left, left_then, deciders, were = rest
        measures = Measures(
            company_id=pk,
            day=asked.day,
            known_on=min(known, _date(first_on) or known),
            contacts=max(1, contacts),
            contacts_then=max(1, contacts_then),
            active=active,
            active_then=active_then,
        )
        for drags, day, still in (
            (measures.drags, left, deciders),
            (measures.drags_then, left_then, were),
        ):
            if day is not None and not still:
                since = _date(day) or asked.day
                drags.append(Drag(Friction.DECIDER_LEFT, given["friction_decider_left"], since))
        yield measures


def _add_strengths(asked: _Asked, found: Mapping[int, Measures]) -> None:
    further = {
        kind: {
            "dimension": str(row["dimension"]),
            "weight": row["weight"],
            "half_life": row["half_life"],
            "further": 0.5
            ** min(
                asked.grid.parameters["trend_days"] / row["half_life"],
                asked.parameters["cap"],
            ),
        }
        for kind, row in asked.grid.kinds.items()
    }
    for pk, dimension, *sums in asked.rows("strengths", _kinds(further)):
        measures = found.get(pk)
        if measures is None:
            continue
        if dimension == Dimension.BREADTH:
            for acts, place in ((measures.now, 0), (measures.then, 2), (measures.fast, 4)):
                acts.total, acts.total_ln = sums[place], sums[place + 1]
            continue
        now, then, faded, fast, n_eff, _nothing = sums
        measures.now.strengths[dimension] = now
        measures.then.strengths[dimension] = then
        measures.faded[dimension] = faded
        measures.fast.strengths[dimension] = fast
        measures.n_eff += n_eff


def _add_answers(asked: _Asked, found: Mapping[int, Measures]) -> None:
    kinds = {kind: {"half_life": days} for kind, days in asked.grid.solicitations.items()}
    for pk, *sums in asked.rows("answers", _kinds(kinds)):
        measures = found.get(pk)
        if measures is None:
            continue
        for acts, place in ((measures.now, 0), (measures.then, 2), (measures.fast, 4)):
            acts.answered, acts.asked = sums[place], sums[place + 1]


def _add_complaints(asked: _Asked, found: Mapping[int, Measures]) -> None:
    complaints = Interaction.objects.standing().complaints()
    rows = complaints.filter(**asked.of_these(happened_on__lte=asked.day)).order_by("happened_on")
    for complaint in rows:
        measures = found.get(complaint.company_id)
        if measures is not None:
            measures.drags += drags_of(complaint, asked.day, asked.grid)
            measures.drags_then += drags_of(complaint, asked.then, asked.grid)


def drags_of(complaint: Interaction, day: date, grid: Grid) -> list[Drag]:
    """What a complaint takes on a day (formula 10).

    Open: more after a while. Closed: still something, for a time, until the client confirms.
    """
    given, since = grid.parameters, complaint.happened_on
    is_closed = complaint.closed_on is not None and complaint.closed_on <= day
    is_satisfied = complaint.satisfied_on is not None and complaint.satisfied_on <= day
    if since > day or is_satisfied:
        return []
    if is_closed and complaint.closed_on is not None:
        ends = complaint.closed_on + timedelta(days=given["friction_unconfirmed_days"])
        if day >= ends:
            return []
    is_old = not is_closed and (day - since).days > given["friction_old_days"]
    drags = [
        Drag(Friction.OLD_COMPLAINT, given["friction_old_complaint"], since)
        if is_old
        else Drag(Friction.COMPLAINT, given["friction_complaint"], since)
    ]
    if complaint.is_about_manager:
        drags.append(Drag(Friction.ABOUT_MANAGER, given["friction_about_manager"], since))
    return drags


def _add_sureness(asked: _Asked, found: Mapping[int, Measures]) -> None:
    """Whether n_eff has ever reached its bound: today, or else on some day before."""
    bound = asked.grid.parameters["rated_n_eff"]
    below = []
    for measures in found.values():
        measures.has_been_sure = measures.n_eff >= bound
        if not measures.has_been_sure and measures.now.total > 0:
            below.append(measures.company_id)
    if not below:
        return
    kinds = {kind: {"half_life": row["half_life"]} for kind, row in asked.grid.kinds.items()}
    for (pk,) in _Asked(asked.day, asked.grid, below).rows("reached", _kinds(kinds)):
        found[pk].has_been_sure = True


def _date(value: Any) -> date | None:
    """A day as the driver gives it: SQLite's is a text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    """An instant as the driver gives it: SQLite's is a text, in UTC."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
