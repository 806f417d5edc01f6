"""Two records were one: the facts of the one that goes are those of the one that stays.

Every fact is kept. Where both records tell the same fact (one person cannot have registered twice
for one date) the key that makes it one fact would clash: the later one is voided, not deleted.
"""

import re
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.registry import MergePart
from club.lib import clock
from club.lib.merging import Line
from participation.ledger.buckets import lock_ledger, mark_companies, roll_up
from participation.models import Actor, Bucket, Participation

_LABEL = _("facts")
_WHY = _("Told by both: the second is voided, and stays in the ledger.")


def foresee_person(kept: User, gone: User) -> list[Line]:
    """How many facts go over, and how many both tell."""
    return _foresee(Participation.objects.filter(person=gone), "person", kept.pk, gone.pk)


def foresee_company(kept: Company, gone: Company) -> list[Line]:
    """The same for companies."""
    return _foresee(Participation.objects.filter(company=gone), "company", kept.pk, gone.pk)


def move_person(kept: User, gone: User, by: Any) -> None:
    """Give the facts of a person to the other record, with the number that stands for them."""
    lock_ledger()
    facts = Participation.objects.filter(person=gone)
    companies = set(facts.order_by().values_list("company_id", flat=True).distinct())
    _rewrite(facts, "person", kept.pk, gone.pk, by)
    actor = Actor.objects.filter(person=gone).first()
    if actor is not None:
        own, _new = Actor.objects.get_or_create(person=kept)
        _change(Participation.objects.filter(actor=actor.pk), actor=own.pk)
        Bucket.objects.filter(actor__in=[actor.pk, own.pk]).delete()
        roll_up("actor = %s", [own.pk])
        actor.delete()
    _change(facts, person=kept)
    _change(Participation.objects.filter(voided_by=gone), voided_by=kept)
    mark_companies(sorted(companies))


def move_company(kept: Company, gone: Company, by: Any) -> None:
    """Give the facts of a company to the other record."""
    lock_ledger()
    facts = Participation.objects.filter(company=gone)
    _rewrite(facts, "company", kept.pk, gone.pk, by)
    _change(facts, company=kept)
    Bucket.objects.filter(company__in=[kept.pk, gone.pk]).delete()
    roll_up("company_id = %s", [kept.pk])
    mark_companies([kept.pk])


# --- Steps ----------------------------------------------------------------------------------
def _pattern(what: str, pk: int) -> re.Pattern[str]:
    """Where a key names the record: `| person 7` as one of its parts."""
    return re.compile(rf"(?<=\| ){what} {pk}(?= \||$)")


def _foresee(facts: "QuerySet[Any]", what: str, kept: int, gone: int) -> list[Line]:
    count = facts.count()
    clashes = len(_clashes(_renamed(facts, what, kept, gone)))
    return [Line(_LABEL, count - clashes, clashes, _WHY if clashes else "")] if count else []


def _renamed(facts: "QuerySet[Any]", what: str, kept: int, gone: int) -> dict[int, str]:
    """By fact, its key with the record that stays in place of the one that goes; others' facts
    that name the record included.
    """
    pattern = _pattern(what, gone)
    named = Participation.objects.standing().filter(
        Q(pk__in=facts.values("pk")) | Q(idempotency_key__contains=f"| {what} {gone}")
    )
    rows = named.order_by("pk").values_list("pk", "idempotency_key")
    return {pk: pattern.sub(f"{what} {kept}", key) for pk, key in rows if pattern.search(key)}


def _clashes(renamed: dict[int, str]) -> set[int]:
    """The facts whose new key stands already, and those of which one before has it."""
    standing = Participation.objects.standing().exclude(pk__in=renamed)
    keys: set[str] = set()
    values = list(renamed.values())
    for at in range(0, len(values), 500):
        found = standing.filter(idempotency_key__in=values[at : at + 500])
        keys.update(found.values_list("idempotency_key", flat=True))
    clashing = set()
    for pk, key in renamed.items():
        if key in keys:
            clashing.add(pk)
        keys.add(key)
    return clashing


def _rewrite(facts: "QuerySet[Any]", what: str, kept: int, gone: int, by: Any) -> None:
    """Write the keys anew, so that the same fact is still recognised when it is told again."""
    renamed = _renamed(facts, what, kept, gone)
    clashing = _clashes(renamed)
    Participation.objects.filter(pk__in=clashing).void(at=clock.now(), by=by)
    for pk, key in renamed.items():
        if pk not in clashing:
            _change(Participation.objects.filter(pk=pk), idempotency_key=key)


def _change(facts: "QuerySet[Any]", **values: Any) -> None:
    """Write into facts, which nobody else may."""
    facts.rename(**values)  # type: ignore[attr-defined]


PERSON = MergePart("participation", 60, foresee_person, move_person)
COMPANY = MergePart("participation", 60, foresee_company, move_company)
