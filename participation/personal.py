"""What the ledger keeps about a person."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.audience import viewer_for
from accounts.models import User
from accounts.registry import (
    Kept,
    PersonalData,
    RetentionRule,
    personal_data,
    retention_rules,
)
from participation.ledger import forget_actor, objected_at
from participation.models import Participation
from participation.reading import read_subjects

#: Facts are read in parts of so many.
_CHUNK = 500
FACTS = "facts"


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(ENTRY)
    retention_rules.register(RULE)


def export_facts(person: User) -> Iterable[Kept]:
    """Every fact, the newest first, those too that were taken back; the objection before them."""
    since = objected_at(person)
    if since is not None:
        yield Kept(_("You object to the use of your facts"), "", since)
    facts = Participation.objects.of_person(person).order_by("-occurred_at", "-pk")
    keys = list(facts.values_list("pk", flat=True))
    for start in range(0, len(keys), _CHUNK):
        rows = Participation.objects.filter(pk__in=keys[start : start + _CHUNK])
        yield from tell_facts(rows.order_by("-occurred_at", "-pk"), person)


def tell_facts(rows: Iterable[Participation], person: User) -> list[Kept]:
    """These facts of a person in words. Queries: the rows, one for each kind of subject."""
    facts = list(rows)
    abouts = read_subjects(facts, viewer_for(person))
    return [_tell(fact, abouts[fact.pk].title if fact.pk in abouts else "") for fact in facts]


def _tell(fact: Participation, about: str) -> Kept:
    try:
        label = fact.meaning.label
    except LookupError:  # of an app that is not there any more
        label = fact.kind
    details = [about, str(fact.get_source_display())]
    if fact.voided_at:
        details.append(str(_("taken back, counts no more")))
    return Kept(label, " · ".join(filter(None, details)), fact.occurred_at)


def _forget(person: User) -> None:
    forget_actor(person)


def _unname(moment: datetime) -> int:
    """Take the names off older facts; the company's counts stay."""
    return Participation.objects.filter(occurred_at__lt=moment).forget_people()


ENTRY = PersonalData(
    FACTS,
    30,
    _("What you took part in"),
    use=_(
        "The club sees from it how the relation with your company stands: who answers, comes and "
        "helps. Companies are judged, never persons; nobody gets a mark."
    ),
    period=_("%(time)s with your name, then as a number of your company."),
    seen_by=words.DESK,
    models=("participation.Actor", "participation.Participation"),
    export=export_facts,
    erase=_forget,
    rule="facts.named",
)
RULE = RetentionRule(
    "facts.named",
    10,
    _("Facts with a name"),
    _("Older facts lose the person; the company’s monthly counts stay."),
    days=730,
    longest=1095,
    least=90,
    apply=_unname,
)
