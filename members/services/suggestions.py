"""People to meet: found for everybody once a day, and for one member after a change.

How they are ranked, as `members/sql/suggestions.sql` does it in one statement:

1. Each ground (`meetings.grounds`) gives rings of people who share something, for instance all who
   offer a subject. A member who wants it looks at the next `WINDOW` people of that ring, from a
   place that follows from the member; the ring is shuffled anew each day. So everybody in a ring is
   looked at about equally often, however many want it, and the work grows with what people share,
   not with pairs of people.
2. Left out are colleagues, people of competitors, anybody with whom there is or was a contact or a
   request, whoever hides, and who was put away. Only what any member may read counts.
3. A pair scores the sum of the weights of its grounds: what one looks for and the other offers 6,
   the reverse 5, the same event 4, the same discussion 3, the same function in another trade 2, the
   same trade 1. Two subjects count twice; who helps and is helped scores 11. Among equals the day's
   chance decides.
4. A person goes to at most `MOST_OFTEN` members at a time: to those first on whose own list they
   stand highest, so that whoever has few grounds is not outbid by whoever has many.
5. Of what is left each member keeps the first `KEPT`.

Nothing of this judges a person: no count of looks, answers or popularity enters.
"""

from collections.abc import Collection, Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.models import QuerySet

from accounts.audience import viewer_for
from accounts.models import Membership, User
from club.lib import clock
from members.meetings import FEWEST, KEPT, MOST_OFTEN, WINDOW, grounds
from members.models import Connection, Dismissal, Rival, Suggestion, SuggestionDay
from members.models.suggestion import UNDO_FOR
from members.querysets import visible_memberships
from members.services.errors import NotThere

_STATEMENT = Path(__file__).resolve().parents[1] / "sql" / "suggestions.sql"
#: A prime: multiplying by anything smaller, modulo it, shuffles ids without collisions.
_ROUND = 1_000_003
_STEP, _OTHER_STEP = 104_729, 611_953
#: So many members are written in one transaction, so that others get their turn between.
_BATCH = 500
#: From so many members on it is cheaper to do it for all.
_MANY = 300

Found = tuple[int, int, int, str, int, str]


def suggest_to(person_ids: Collection[int]) -> int:
    """Find anew whom these members might meet. Returns how many members were looked at."""
    if not person_ids:
        return 0
    viewers = Membership.objects.active().filter(person__in=person_ids)
    return _suggest(viewers, person_ids)


def suggest_to_all() -> int:
    """The same for every member; what was found for people who are none any more goes."""
    active = Membership.objects.active()
    Suggestion.objects.exclude(to__in=active.values("person_id")).delete()
    return _suggest(active, None)


def members_due() -> "QuerySet[Membership]":
    """Members for whom nothing was found today yet, or for whom something changed since."""
    done = SuggestionDay.objects.filter(day=clock.today())
    return Membership.objects.active().exclude(person__in=done.values("person_id"))


def suggest_due() -> int:
    """What the clock has done. Returns how many members were looked at."""
    due = list(members_due().values_list("person_id", flat=True)[: _MANY + 1])
    if len(due) > _MANY:
        return suggest_to_all()
    return suggest_to(due) if due else 0


def suggest_anew(person: User) -> None:
    """Something that a member shares has changed: the clock looks again."""
    SuggestionDay.objects.filter(person=person).update(day=None)


@transaction.atomic
def dismiss_person(person: User, *, by: User) -> Dismissal:
    """Never propose a person to a member again. Nobody is told, nothing else changes.

    Raises NotThere for who is no member, and for a person whom they do not find.
    """
    viewer = viewer_for(by)
    found = visible_memberships(viewer).filter(person=person).exclude(person=by)
    if not viewer.is_member or not found.exists():
        raise NotThere
    row, _new = Dismissal.objects.get_or_create(by=by, person=person)
    dismissal: Dismissal = row
    return dismissal


def undo_dismissal(person_id: int, *, by: User) -> None:
    """Take it back, within `UNDO_FOR`. Raises NotThere for what is not there or too old."""
    rows = Dismissal.objects.filter(by=by, person_id=person_id)
    gone, _each = rows.filter(created_at__gt=clock.now() - UNDO_FOR).delete()
    if not gone:
        raise NotThere


# --- Finding --------------------------------------------------------------------------------
def _suggest(viewers: "QuerySet[Membership]", ids: Collection[int] | None) -> int:
    found = find_pairs(viewers, ids)
    rows = {to: list(some) for to, some in groupby(found, key=lambda row: row[0])}
    people = sorted(viewers.values_list("person_id", flat=True))
    for start in range(0, len(people), _BATCH):
        _keep(people[start : start + _BATCH], rows)
    return len(people)


def find_pairs(viewers: "QuerySet[Membership]", ids: Collection[int] | None = None) -> list[Found]:
    """Viewer, person, rank, ground, about_id and topic, in the order of viewers and ranks.

    `ids` are the viewers' where they are few. Empty in a club of fewer than `FEWEST` people.
    """
    people = Membership.objects.listed()
    if people.order_by()[:FEWEST].count() < FEWEST:
        return []
    pieces = _Pieces()
    turn = clock.today().toordinal() * _STEP % (_ROUND - 1) + 1
    columns = ("person_id", "company_id", "company__sector_id")
    statement = _statement().format(
        people=pieces.add(people.order_by().values_list(*columns)),
        viewers=pieces.add(viewers.order_by().values_list(*columns)),
        sources=pieces.sources(ids),
        wanted=" UNION ALL ".join(_wanted(n) for n, _ground in enumerate(grounds)),
        given=" UNION ALL ".join(_given(n) for n, _ground in enumerate(grounds)),
        steps=" UNION ALL ".join(f"SELECT {n}" for n in range(WINDOW)),
        first="aims" if ids is None else "rings",
        second="rings" if ids is None else "aims",
        turn=turn,
        other_turn=_OTHER_STEP,
        round=_ROUND,
        window=WINDOW,
        most_often=MOST_OFTEN,
        kept=KEPT,
        connections=Connection._meta.db_table,
        dismissals=Dismissal._meta.db_table,
        rivals=Rival._meta.db_table,
        suggestions=Suggestion._meta.db_table,
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, pieces.parameters)
        return list(cursor.fetchall())


class _Pieces:
    """Queries as text, with their parameters in the order in which they are added."""

    def __init__(self) -> None:
        self.parameters: list[Any] = []

    def add(self, rows: "QuerySet[Any, Any]") -> str:
        """The text of a query."""
        try:
            text, parameters = rows.query.get_compiler("default").as_sql()
        except EmptyResultSet:
            return "SELECT 0, '', 0 WHERE 1 = 0"
        self.parameters += parameters
        return str(text)

    def sources(self, ids: Collection[int] | None) -> str:
        """A table of those who want and one of those who give, for each ground."""
        tables = []
        for number, ground in enumerate(grounds):
            wants, gives = ground.wants(), ground.gives()
            if ids is not None:
                wants = wants.filter(**{f"{ground.person}__in": ids})
                asked = list(wants)
                gives = gives.filter(
                    about_id__in={row[0] for row in asked}, topic__in={row[1] for row in asked}
                )
            for name, rows in (("wants", wants), ("gives", gives)):
                columns = f"{name}_{number}(about_id, topic, person_id)"
                tables.append(f"{columns} AS ({self.add(rows)})")
        return ",\n".join(tables)


def _wanted(number: int) -> str:
    ground = list(grounds)[number]
    facts = f"'{ground.name}' AS ground, {ground.weight} AS weight, {int(ground.elsewhere)}"
    columns = f"{facts} AS elsewhere, about_id, topic, person_id"
    return f"SELECT {columns} FROM wants_{number}"  # noqa: S608 (names of the code)


def _given(number: int) -> str:
    name = list(grounds)[number].name
    columns = f"'{name}' AS ground, about_id, topic, person_id"
    return f"SELECT {columns} FROM gives_{number}"  # noqa: S608 (names of the code)


@cache
def _statement() -> str:
    """The file without its comments."""
    lines = _STATEMENT.read_text().splitlines()
    return "\n".join(line for line in lines if not line.startswith("--"))


# --- Keeping --------------------------------------------------------------------------------
@transaction.atomic
def _keep(people: list[int], rows: dict[int, list[Found]]) -> None:
    """What was found for these members, in place of what was before."""
    Suggestion.objects.filter(to__in=people).delete()
    Suggestion.objects.bulk_create(_built(rows.get(pk, ()) for pk in people), batch_size=_BATCH)
    today = clock.today()
    SuggestionDay.objects.bulk_create(
        [SuggestionDay(person_id=pk, day=today) for pk in people],
        update_conflicts=True,
        unique_fields=["person"],
        update_fields=["day"],
    )


def _built(found: Iterable[Iterable[Found]]) -> list[Suggestion]:
    return [
        Suggestion(
            to_id=to, person_id=person, rank=rank, ground=ground, about_id=about, topic=topic
        )
        for some in found
        for to, person, rank, ground, about, topic in some
    ]
