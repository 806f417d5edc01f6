"""The club's own words about companies: tiers, sectors and tags, added, changed, ordered, removed.

A word keeps its slug for good, so what was told by it still is. It goes only once nothing has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max, Model, QuerySet
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.enums import AuditKind, WordAct
from accounts.models import Company, CompanyTag, Sector, Segment, Tier, User
from accounts.services import numbered, tell_access_changed
from club.lib.text import ascii_slug, fold

Word = Tier | Sector | CompanyTag

#: In which line of a segment's rule a word stands, and what of it stands there.
_IN_RULES: dict[type[Model], tuple[str, str]] = {
    Tier: ("tier", "slug"),
    Sector: ("sector", "slug"),
    CompanyTag: ("tag", "name"),
}
#: The column that holds a word's place; tags stand by name.
_PLACES: dict[type[Model], str] = {Tier: "rank", Sector: "place"}
#: Above any place that a word has.
_AWAY = 10_000


@dataclass(frozen=True)
class Holder:
    """Rows of one kind that have a word: a sentence's worth of them."""

    model: type[Model]
    rows: "QuerySet[Any]"

    @property
    def label(self) -> str:
        """What the rows are called."""
        return str(self.model._meta.verbose_name_plural)


@transaction.atomic
def add_word(model: type[Word], *, by: User | None, **words: Any) -> Word:
    """A new tier (below the others), sector (after them) or tag. Raises ValidationError."""
    row: Word = model(**words)
    _refuse_twin(row)
    if not isinstance(row, CompanyTag):
        row.slug = _free_slug(model, row.name_en or row.name_fr)
    if isinstance(row, Tier):
        row.rank = (Tier.objects.aggregate(n=Max("rank"))["n"] or 0) + 1
    if isinstance(row, Sector):
        # 0 as long as the club has not put them in an order.
        last = Sector.objects.aggregate(n=Max("place"))["n"]
        row.place = last + 1 if last else 0
    row.full_clean()
    row.save()
    _note(row, WordAct.ADDED, by)
    return row


@transaction.atomic
def change_word(row: Word, *, by: User | None, **words: Any) -> Word:
    """Call a word otherwise, or (a tier) give it another colour. Raises ValidationError.

    What is told by it follows: rules of segments that name a tag name it anew.
    """
    locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
    before = {name: getattr(locked, name) for name in words}
    if before == words:
        return locked
    for name, value in words.items():
        setattr(locked, name, value)
    _refuse_twin(locked)
    locked.full_clean()
    locked.save(update_fields=list(words))
    if isinstance(locked, CompanyTag):
        _rename_in_rules(before["name"], locked.name)
    _note(locked, WordAct.CHANGED, by)
    return locked


@transaction.atomic
def order_words(model: type[Tier | Sector], ids: Sequence[int], *, by: User | None) -> None:
    """Put tiers or sectors in this order; those that are not named come after, as they stood.

    The first tier is the one that honours, and what opens earlier for a tier opens for those above
    it: whoever gains or loses by it learns of it at the next request.
    """
    column = _PLACES[model]
    rows = list(model._default_manager.select_for_update().order_by(*(model._meta.ordering or ())))
    wanted = {pk: place for place, pk in enumerate(ids)}
    ordered = sorted(rows, key=lambda row: wanted.get(row.pk, len(wanted)))
    if [row.pk for row in ordered] == [row.pk for row in rows] and _is_numbered(rows, column):
        return
    _number(model, ordered)
    note_act(AuditKind.WORDS, by=by, list=model._meta.model_name, act=WordAct.ORDERED.value)


@transaction.atomic
def remove_word(row: Word, *, by: User | None) -> None:
    """Take a word off its list. Raises ValidationError while anything has it, and for the last
    tier: every company has one.
    """
    locked = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if holders_of(locked):
        raise ValidationError(_("This is in use by now. Look at what has it."))
    if isinstance(locked, Tier) and Tier.objects.count() == 1:
        raise ValidationError(_("A club has one tier at least."))
    _note(locked, WordAct.REMOVED, by)
    locked.delete()
    if isinstance(locked, Tier):
        _number(Tier, list(Tier.objects.order_by("rank")))


def holders_of(row: Word) -> list[Holder]:
    """All that has a word, kind by kind: companies first, those that left included; then
    audiences, rules of segments, and whatever else points to it.
    """
    found = [Holder(Company, row.companies.order_by("name", "pk"))]
    for relation in row._meta.get_fields(include_hidden=True):
        related: Any = getattr(relation, "related_model", None)
        if relation.concrete or not getattr(relation, "one_to_many", False) or related is Company:
            continue
        rows = related._default_manager.filter(**{relation.field.name: row})  # type: ignore[union-attr]
        if not related._meta.auto_created:
            found.append(Holder(related, rows))
        elif related is not Company.tags.through:
            found.append(_beyond(related, rows, row))
    key, column = _IN_RULES[type(row)]
    named = [s.pk for s in Segment.objects.all() if getattr(row, column) in s.rule.get(key, [])]
    found.append(Holder(Segment, Segment.objects.filter(pk__in=named)))
    return [holder for holder in found if holder.rows.exists()]


def _beyond(through: Any, rows: "QuerySet[Any]", row: Word) -> Holder:
    """The rows at the other end of a table that only links."""
    other = next(
        f for f in through._meta.fields if f.is_relation and not isinstance(row, f.related_model)
    )
    model = other.related_model
    return Holder(model, model._default_manager.filter(pk__in=rows.values(other.attname)))


def _refuse_twin(row: Word) -> None:
    """Raises ValidationError where another word of the list is called so, whatever its capitals and
    accents (folded here: SQLite compares letters beyond ASCII as they are written).
    """
    for column in ("name",) if isinstance(row, CompanyTag) else ("name_fr", "name_en"):
        others = type(row)._default_manager.exclude(pk=row.pk)
        if fold(getattr(row, column)) in map(fold, others.values_list(column, flat=True)):
            raise ValidationError({column: _("Another one of the list is called so already.")})


def _free_slug(model: Any, name: str) -> str:
    base = ascii_slug(name, "word")[:44]
    taken = set(model._default_manager.values_list("slug", flat=True))
    return next(slug for slug in numbered(base, len(taken)) if slug not in taken)


def _rename_in_rules(before: str, after: str) -> None:
    for segment in Segment.objects.all():
        named = segment.rule.get("tag", [])
        if before in named:
            segment.rule["tag"] = [after if name == before else name for name in named]
            segment.save(update_fields=["rule"])


def _is_numbered(rows: Sequence[Any], column: str) -> bool:
    return [getattr(row, column) for row in rows] == list(range(1, len(rows) + 1))


def _number(model: Any, rows: Sequence[Any]) -> None:
    """Places from 1; first out of the way, because no two tiers have one rank even for a moment."""
    column = _PLACES[model]
    model._default_manager.update(**{column: F(column) + _AWAY})
    for place, row in enumerate(rows, start=1):
        model._default_manager.filter(pk=row.pk).update(**{column: place})
    tell_access_changed(None)


def _note(row: Word, act: WordAct, by: User | None) -> None:
    """Keep who did it. The slug tells which word it was once it is gone; a tag has none."""
    details = {"list": row._meta.model_name, "act": act.value, "row": row.pk}
    slug = getattr(row, "slug", "")
    note_act(AuditKind.WORDS, by=by, **(details | ({"slug": slug} if slug else {})))
