"""Deleting a person: everything about them goes, what they did for their company stays a number."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.audit import note_act
from accounts.enums import AuditKind
from accounts.models import ClubSettings, Membership, User
from accounts.registry import personal_data
from accounts.services import tell_memberships_changed, tell_words_changed
from club.lib.text import fold
from club.lib.traces import Traces, sweep
from members.models import KnownPerson
from participation.enums import Side
from participation.kinds import names_of_side
from participation.ledger import changed, companies_of
from participation.models import Participation

#: The account's own rows go as a whole; their columns are not worth a look.
_OWN = ("accounts.User", "account.EmailAddress")
#: Their rows are found by the address that stands in them: the names come after that.
_BY_ADDRESS = ("members.ImportReview", "notifications.CalendarReply")
_AT_ONCE = 50


class EraseRefused(Exception):
    """Somebody of the club's team, whose account ends with their work."""


@dataclass(frozen=True)
class Erased:
    """What was done: in how many texts of others the name was replaced, and whether it could be.

    A name that somebody else bears too is left in others' texts: nobody can tell who is meant.
    """

    texts: int
    name_was_shared: bool


def erase_person(person: User, *, by: User | None) -> Erased:
    """Delete the person: account, profile, picture, contacts, mails, answers, and their name.

    Seats to come go to the next in line, sessions and sockets end. Posts stay, signed by nobody;
    facts stay with the company under a number. What others wrote is read first, without a lock,
    so the one transaction that deletes is short. Told nothing to anybody, the person neither.

    Raises EraseRefused for the club's team.
    """
    if viewer_for(person).is_staff:
        raise EraseRefused
    shared = _is_name_shared(person)
    traces = _traces_of(person, but_names=shared)
    found = sweep(traces, but=(*_OWN, *_BY_ADDRESS))
    with transaction.atomic():
        companies = companies_of(person)
        _note(person, by)
        for entry in personal_data:
            entry.erase(person)
        sweep(traces, only=_BY_ADDRESS)
        person.delete()
        tell_words_changed(found)
        tell_memberships_changed(companies)
        changed(companies)
    return Erased(sum(map(len, found.values())), shared)


def _note(person: User, by: User | None) -> None:
    """Keep that it was done, and for which company; who it was is gone with the account."""
    rows = Membership.objects.filter(person=person).select_related("company")
    membership = rows.order_by(F("ended_on").desc(nulls_first=True), "-pk").first()
    company = membership.company if membership else None
    note_act(AuditKind.ERASED, by=by, company=company, own=by is not None and by.pk == person.pk)


def erase_people_gone_before(moment: datetime) -> int:
    """Delete those who left their company, and neither acted nor signed in since; returns how many.

    Opening a mail is no act. A few at once, since each is work: the next run goes on.
    """
    acts = Participation.objects.filter(
        person=OuterRef("pk"), occurred_at__gte=moment, kind__in=names_of_side(Side.CLIENT)
    )
    stays = Membership.objects.filter(person=OuterRef("pk")).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gte=moment.date())
    )
    gone = User.objects.filter(is_staff=False, joined_at__lt=moment, memberships__isnull=False)
    gone = gone.filter(Q(last_login__isnull=True) | Q(last_login__lt=moment))
    people = gone.filter(~Exists(acts), ~Exists(stays)).distinct().order_by("pk")[:_AT_ONCE]
    for person in people:
        erase_person(person, by=None)
    return len(people)


def _traces_of(person: User, *, but_names: bool) -> Traces:
    with translation.override(ClubSettings.load().language):
        instead = _("former member")
    return Traces.of(_known_as(person, but_names=but_names), instead)


def _known_as(person: User, *, but_names: bool) -> Iterable[str]:
    """Addresses and numbers always; the name where nobody else has it."""
    own = {fold(person.first_name), fold(person.last_name)}
    for entry in personal_data:
        for word in entry.known_as(person):
            is_name = any(part and part in fold(word) for part in own) and "@" not in word
            if word and not (but_names and is_name):
                yield word


def _is_name_shared(person: User) -> bool:
    same = {"first_name__iexact": person.first_name, "last_name__iexact": person.last_name}
    others = User.objects.filter(**same).exclude(pk=person.pk)
    known = KnownPerson.objects.filter(**same).exclude(email__iexact=person.email)
    known = known.exclude(person=person)
    return bool(person.last_name) and (others.exists() or known.exists())
