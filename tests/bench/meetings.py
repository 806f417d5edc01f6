"""What finding people to meet costs, for everybody and for one member, beside a floor of its own.

The club of `manage.py load_demo --scale 50` in its proportions: five people a company, three
subjects each out of sixty, of which two are offered. The floor of the run for everybody reads and
writes as many rows in batches of the same size, without finding anything; that of one member reads
the subjects of those who share one, one query a side.
"""

import argparse
import sys
import time
from collections.abc import Callable
from random import Random
from statistics import median
from typing import Any

from django.db import connection
from django.db.models import Count

from accounts.audience import viewer_for
from accounts.enums import JobFunction
from accounts.models import Membership
from members.meetings import AT_MOST, MOST_OFTEN
from members.models import PersonTopic, Suggestion, SuggestionDay
from members.models.proposed import people_to_meet
from members.services import suggest_to, suggest_to_all
from members.services.suggestions import _BATCH
from tests.bench.stage import _crowd, own_database

SUBJECTS, EACH, SEED = 60, 3, 7


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench meetings", description=__doc__)
    parser.add_argument("what", choices=["meetings"])
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with own_database():
        people = _stage(args.people)
        _say(f"{args.people} members, {PersonTopic.objects.count()} subjects")
        _say(f"everybody: {_seconds(suggest_to_all):.1f} s")
        rows = Suggestion.objects.count()
        _say(f"  its floor, {rows} rows read and written: {_seconds(_write_again):.1f} s")
        _tell_spread()
        some = people[:: max(1, len(people) // args.rounds)][: args.rounds]
        one = median(_seconds(lambda pk=pk: suggest_to([pk])) for pk in some)
        floor = median(_seconds(lambda pk=pk: _read_sharing(pk)) for pk in some)
        _say(
            f"one member: {one * 1000:.0f} ms, floor {floor * 1000:.0f} ms, {one / floor:.1f} times"
        )
        members = [
            m.person for m in Membership.objects.filter(person__in=some).select_related("person")
        ]
        shown = median(
            _seconds(lambda p=p: people_to_meet(viewer_for(p), AT_MOST)) for p in members
        )
        _say(f"reading the five of a member: {shown * 1000:.1f} ms")
    return 0


def _stage(count: int) -> list[int]:
    chance = Random(SEED)
    people = _crowd(count)
    functions = [f.value for f in JobFunction]
    for number, function in enumerate(functions):
        Membership.objects.filter(
            person__in=[p.pk for p in people[number :: len(functions)]]
        ).update(function=function)
    PersonTopic.objects.bulk_create(
        (
            PersonTopic(
                person=person,
                side="helps" if place < EACH - 1 else "looks",
                folded=f"subject {n:02}",
                label=f"Subject {n:02}",
            )
            for person in people
            for place, n in enumerate(chance.sample(range(SUBJECTS), EACH))
        ),
        batch_size=1000,
    )
    return [person.pk for person in people]


def _write_again() -> None:
    """As many rows as the run for everybody wrote, read whole and written anew."""
    rows = list(Suggestion.objects.values_list("to_id", "person_id", "rank", "ground", "topic"))
    Suggestion.objects.all().delete()
    names = ("to_id", "person_id", "rank", "ground", "topic")
    Suggestion.objects.bulk_create(
        (Suggestion(**dict(zip(names, row, strict=True))) for row in rows), batch_size=_BATCH
    )
    SuggestionDay.objects.update(day=None)


def _read_sharing(pk: int) -> None:
    """Everybody who offers what one member looks for, and the reverse, with nothing ranked."""
    own = list(PersonTopic.objects.filter(person=pk).values_list("side", "folded"))
    for side, other in (("looks", "helps"), ("helps", "looks")):
        names = [folded for one, folded in own if one == side]
        list(
            PersonTopic.objects.filter(side=other, folded__in=names).values_list("person", "folded")
        )


def _tell_spread() -> None:
    """How often people are proposed, and how many are proposed to each."""
    counted = Count("to", distinct=True)
    times = sorted(
        Suggestion.objects.values("person").annotate(n=counted).values_list("n", flat=True)
    )
    each = Suggestion.objects.values("to").annotate(n=Count("person", distinct=True))
    shown = each.values_list("n", flat=True)
    full = sum(n >= AT_MOST for n in shown)
    _say(f"  proposed to: median {median(times):.0f}, most {times[-1]} of {MOST_OFTEN} allowed")
    _say(f"  members with at least {AT_MOST}: {full} of {len(shown)} that have any")


def _seconds(act: Callable[[], Any]) -> float:
    """Seconds of this process on SQLite, which works inside it; of the clock on a server."""
    clock_of = time.process_time if connection.vendor == "sqlite" else time.perf_counter
    begun = clock_of()
    act()
    return clock_of() - begun


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
