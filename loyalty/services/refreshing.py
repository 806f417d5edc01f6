"""Signals brought up to date: one company after an act, all of them at night.

Facts leave marks (`participation.LedgerMark`). Who computes a company removes the marks that were
there before it began: whatever comes later leaves new ones. Of two who compute at once, the one who
began later is kept, since it saw more.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from accounts.models import Company
from club.lib import clock
from loyalty.enums import Dimension
from loyalty.formulae import Measures, Result, evaluate
from loyalty.models import FrozenPriors, Signal, SignalVersion
from loyalty.services.days import MONTHS_KEPT, month_ends, today
from loyalty.services.measuring import measure
from loyalty.services.priors import (
    current_version,
    freeze_priors,
    frozen_for,
    grid_of,
    priors_of,
)
from participation.ledger import mark_companies
from participation.models import Bucket, LedgerMark

#: So many companies are computed by one statement.
_CHUNK = 100
_MARKS = 20_000


def refresh_company(company_id: int) -> Signal | None:
    """Bring one company up to date; its newest signal, or None when there is none."""
    marks = LedgerMark.objects.filter(company_id=company_id).values_list(
        "pk", "company_id", "since_on"
    )
    _refresh_marked([company_id], list(marks))
    newest = Signal.objects.filter(company_id=company_id).order_by("-day")
    row: Signal | None = newest.first()
    return row


def refresh_companies(company_ids: Collection[int]) -> None:
    """Bring a few companies up to date, one after the other."""
    for pk in sorted(company_ids):
        refresh_company(pk)


def refresh_marked(limit: int = _CHUNK) -> int:
    """Bring companies up to date whose facts changed since; returns how many, `limit` at most."""
    marks = list(
        LedgerMark.objects.order_by("pk").values_list("pk", "company_id", "since_on")[:_MARKS]
    )
    company_ids = sorted({company_id for _pk, company_id, _since in marks})[:limit]
    _refresh_marked(company_ids, [mark for mark in marks if mark[1] in set(company_ids)])
    return len(company_ids)


def has_marked(more_than: int = 0) -> bool:
    """Whether more than so many companies wait to be brought up to date."""
    marked = LedgerMark.objects.order_by().values("company_id").distinct()[: more_than + 1]
    return len(marked) > more_than


def mark_from_today(company_ids: Collection[int]) -> None:
    """Have these companies brought up to date: not their facts changed, but their people did."""
    mark_companies(company_ids, since_on=today())


def refresh_all() -> int:
    """Make the signals of today anew for every client; returns how many."""
    version, day, started = current_version(), today(), clock.now()
    priors = frozen_for(day, version)
    return _write(_signals(measure(day, grid_of(version)), version, priors, started), is_last=True)


def close_day() -> bool:
    """Once a day: freeze the portfolio, make all signals anew.

    False, and nothing done, when this day has been frozen already.
    """
    version, day, started = current_version(), today(), clock.now()
    if FrozenPriors.objects.filter(version=version, day=day).exists():
        return False
    measured = measure(day, grid_of(version))
    priors = freeze_priors(day, version, measured)
    _write(_signals(measured, version, priors, started), is_last=True)
    return True


def rebuild_history(months: int = MONTHS_KEPT) -> int:
    """Make the curves of all companies anew, month by month; returns how many points there are.

    For a history that was loaded at once, and for a new version. Nights that were never frozen
    are frozen now, oldest first.
    """
    version, written = current_version(), 0
    _forget_marks()
    last = today()
    for day in [*month_ends(last, months), last]:
        started = clock.now()
        measured = measure(day, grid_of(version))
        priors = freeze_priors(day, version, measured)
        known = [measures for measures in measured if measures.known_on <= day]
        written += _write(_signals(known, version, priors, started), is_last=day == last)
    return written


def _forget_marks() -> None:
    """What is made anew from everything needs no mark."""
    last = LedgerMark.objects.order_by("-pk").values_list("pk", flat=True).first()
    LedgerMark.objects.filter(pk__lte=last or 0).delete()


Mark = tuple[int, int, date | None]


def _refresh_marked(company_ids: Sequence[int], marks: Sequence[Mark]) -> None:
    """Compute these companies on every day that their marks touch, and remove the marks."""
    version, day = current_version(), today()
    _observe_what_is_new(company_ids, version, day)
    since = dict.fromkeys(company_ids, day)
    for _pk, company_id, since_on in marks:
        since[company_id] = min(since[company_id], since_on or date.min)
    for point in [*month_ends(day), day]:
        touched = [pk for pk, first in since.items() if first <= point]
        if not touched:
            continue
        started = clock.now()
        measured = measure(point, grid_of(version), touched)
        known = [measures for measures in measured if measures.known_on <= point or point == day]
        rows = _signals(known, version, frozen_for(point, version), started)
        _write(rows, is_last=point == day)
    for chunk in _chunks([mark[0] for mark in marks]):
        LedgerMark.objects.filter(pk__in=chunk).delete()


def _observe_what_is_new(company_ids: Sequence[int], version: SignalVersion, day: date) -> None:
    """The first facts of a dimension count at once, not from the next night on.

    The whole club has one dimension more then, so every company is marked.
    """
    row = frozen_for(day, version)
    missing = set(Dimension.values) - set(row.observed)
    kinds = _kinds_of(missing, version)
    marked = Bucket.objects.filter(company_id__in=company_ids, last_on__lte=day)
    fresh = set(marked.filter(kind__in=kinds).values_list("kind", flat=True)) if kinds else set()
    found = {dimension for kind in fresh for dimension in kinds[kind]}
    if not found:
        return
    if row.day != day:
        close_day()
        return
    row.observed = sorted({*row.observed, *found})
    row.save(update_fields=["observed"])
    mark_companies(Company.objects.current().values_list("pk", flat=True), since_on=day)


def _kinds_of(missing: Collection[str], version: SignalVersion) -> dict[str, set[str]]:
    """The kinds of facts that would bring these dimensions, each with those that it brings."""
    kinds: dict[str, set[str]] = {}
    for kind, facts in version.kinds.items():
        kinds[kind] = {str(facts["dimension"]), Dimension.BREADTH.value} & set(missing)
    for kind in version.solicitations:
        kinds[kind] = {Dimension.RESPONSE.value} & set(missing)
    return {kind: brings for kind, brings in kinds.items() if brings}


def _signals(
    measured: Iterable[Measures], version: SignalVersion, row: FrozenPriors, started: datetime
) -> list[Signal]:
    """The rows of these companies, not yet written."""
    grid, priors = grid_of(version), priors_of(row)
    found = list(measured)
    if not found:
        return []
    earlier = found[0].day - timedelta(days=grid.parameters["trend_days"])
    before = priors_of(frozen_for(earlier, version))
    return [
        _signal(company, evaluate(company, grid, before, priors), version, row, started)
        for company in found
    ]


def _signal(
    company: Measures,
    result: Result,
    version: SignalVersion,
    row: FrozenPriors,
    started: datetime,
) -> Signal:
    return Signal(
        company_id=company.company_id,
        day=company.day,
        version=version,
        priors=row,
        state=result.state,
        value=result.value,
        value_fast=result.value_fast,
        change=result.change,
        contributions=[
            {"dimension": part.dimension, "points": part.points, "possible": part.possible}
            for part in result.parts
        ],
        friction=[
            {"kind": drag.kind, "points": drag.points, "since": drag.since.isoformat()}
            for drag in result.friction
        ],
        friction_points=result.friction_points,
        causes=dict(result.causes),
        confidence=result.confidence,
        letter=result.letter,
        n_eff=company.n_eff,
        contacts=company.contacts,
        known_on=company.known_on,
        computed_at=started,
    )


@transaction.atomic
def _write(signals: Sequence[Signal], *, is_last: bool) -> int:
    """Write the rows of one day in place of older ones; returns how many there were.

    Of a company's days before its last one, month ends are kept.
    """
    _upsert(signals)
    if is_last and signals:
        day = signals[0].day
        kept = Signal.objects.filter(day__lt=day).exclude(day__in=month_ends(day, 120))
        for chunk in _chunks([signal.company_id for signal in signals]):
            kept.filter(company_id__in=chunk).delete()
    return len(signals)


def _upsert(signals: Sequence[Signal]) -> None:
    fields = [field for field in Signal._meta.local_concrete_fields if not field.primary_key]
    columns = [str(field.column) for field in fields]
    table = Signal._meta.db_table
    changed = [name for name in columns if name not in {"company_id", "day"}]
    statement = (
        f"INSERT INTO {table} ({', '.join(columns)}) "  # noqa: S608 - names of columns
        f"VALUES ({', '.join(['%s'] * len(columns))}) "
        f"ON CONFLICT (company_id, day) DO UPDATE SET "
        f"{', '.join(f'{name} = excluded.{name}' for name in changed)} "
        f"WHERE {table}.computed_at <= excluded.computed_at"
    )
    rows = [
        [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
        for row in signals
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def _chunks(numbers: Sequence[int], size: int = 500) -> Iterable[Sequence[int]]:
    return (numbers[start : start + size] for start in range(0, len(numbers), size))
