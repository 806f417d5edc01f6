"""Two records of one person, or of one company: profile, contacts, invitations, client files."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.registry import MergePart
from club.lib.merging import Line, Rows, foresee_rows, move_rows
from members.enums import LIVE_STATES, ChangeState, ConnectionState
from members.models import (
    Arrival,
    Block,
    CharterAcceptance,
    CompanyChange,
    CompanyEntry,
    CompanyWord,
    Connection,
    Departure,
    Dismissal,
    ImportedName,
    ImportReview,
    Introduction,
    Invitation,
    KnownPerson,
    Meeting,
    PersonTopic,
    PersonWord,
    Profile,
    Report,
    Rival,
    Suggestion,
    SuggestionDay,
)

_ONE_PROFILE = _("There is one for each person: what the one that stays leaves empty is filled.")
_BOTH = _("Both have one like it.")
_OPEN_REPORT = Q(handled_at__isnull=True)
ROWS = (
    Rows(
        CharterAcceptance,
        "person",
        _("acceptances of the charter"),
        apart=("version",),
        why=_("Both have accepted it."),
    ),
    Rows(Connection, "asked_by", _("contacts and requests sent")),
    Rows(Connection, "asked", _("contacts and requests received")),
    Rows(Connection, "ended_by"),
    Rows(Invitation, "invited_by", _("invitations written")),
    Rows(Invitation, "accepted_by", _("invitations accepted")),
    Rows(ImportReview, "member", _("records of client files")),
    Rows(Profile, "person", _("profiles"), apart=(), why=_ONE_PROFILE),
    Rows(Arrival, "person", apart=()),
    Rows(PersonWord, "person", derived=True),
    Rows(PersonTopic, "person", derived=True),
    Rows(Block, "by", _("people blocked"), apart=("person",), why=_BOTH),
    Rows(Block, "person", apart=("by",)),
    Rows(Report, "by", _("reports written"), apart=("person",), among=_OPEN_REPORT, why=_BOTH),
    Rows(Report, "person", _("reports received"), apart=("by",), among=_OPEN_REPORT, why=_BOTH),
    Rows(Introduction, "by", _("introductions made")),
    Rows(Introduction, "one", _("introductions received")),
    Rows(Introduction, "other", _("introductions received")),
    Rows(Meeting, "by", _("meetings proposed")),
    Rows(Meeting, "guest", _("meetings received")),
    Rows(Meeting, "ended_by"),
    Rows(Departure, "noted_by"),
    Rows(Departure, "undone_by"),
    Rows(CompanyChange, "asked_by"),
    Rows(Rival, "named_by"),
    Rows(Dismissal, "by", apart=("person",)),
    Rows(Dismissal, "person", apart=("by",)),
    Rows(Suggestion, "to", derived=True),
    Rows(Suggestion, "person", derived=True),
    Rows(SuggestionDay, "person", derived=True),
)
_WAITING = Q(accepted_at__isnull=True, revoked_at__isnull=True, refused_at__isnull=True)
COMPANY_ROWS = (
    Rows(
        Invitation,
        "company",
        _("invitations"),
        apart=("email",),
        among=_WAITING,
        why=_("Both have invited the same address: the one of the record that stays holds."),
    ),
    Rows(KnownPerson, "company", _("people known from client files")),
    Rows(ImportedName, "company", _("names in client files")),
    Rows(ImportReview, "company", _("records of client files")),
    Rows(Rival, "company", _("competitors named"), apart=("rival",), why=_BOTH),
    Rows(Rival, "rival", apart=("company",)),
    Rows(
        CompanyChange,
        "company",
        _("names and logos asked"),
        apart=(),
        among=Q(state=ChangeState.WAITING),
        why=_("Only one can wait."),
    ),
    Rows(CompanyWord, "company", derived=True),
    Rows(CompanyEntry, "company", derived=True),
)
_PROFILE_FIELDS = ("face", "about", "can_help_with", "looks_for", "phone")


def foresee(kept: User, gone: User) -> list[Line]:
    """What goes over and what is dropped."""
    lines = foresee_rows(ROWS, kept, gone)
    double = len(_double(kept, gone))
    if double:
        why = _("Both are in contact with the same person, or with each other.")
        lines.append(Line(_("contacts that both have"), 0, double, why))
    return lines


def move(kept: User, gone: User, by: Any) -> None:
    """Move it. Who hides on either record stays hidden, and of each choice the narrower holds."""
    Connection.objects.filter(pk__in=_double(kept, gone)).delete()
    _drop_between(kept, gone)
    _join_profiles(kept, gone)
    if KnownPerson.objects.filter(person=kept).exists():
        KnownPerson.objects.filter(person=gone).update(person=None)
    KnownPerson.objects.filter(person=gone).update(person=kept)
    move_rows(ROWS, kept, gone)


def _double(kept: User, gone: User) -> list[int]:
    """The connections that cannot stay: between the two, and the weaker one of two live ones with
    the same other person.
    """
    doomed = set(Connection.objects.between(kept.pk, gone.pk).values_list("pk", flat=True))
    live = Connection.objects.filter(state__in=LIVE_STATES).exclude(pk__in=doomed)
    own = {row.other(kept.pk): row for row in live.of(kept.pk)}
    for row in live.of(gone.pk):
        same = own.get(row.other(gone.pk))
        if same is not None:
            doomed.add(min((same, row), key=_weight).pk)
    return sorted(doomed)


def _drop_between(kept: User, gone: User) -> None:
    """Drop what one record has towards the other: nobody blocks, meets or dismisses themselves."""
    both = [kept, gone]
    Block.objects.filter(by__in=both, person__in=both).delete()
    Report.objects.filter(by__in=both, person__in=both).delete()
    Dismissal.objects.filter(by__in=both, person__in=both).delete()
    Meeting.objects.filter(by__in=both, guest__in=both).delete()
    pairs = Q(one__in=both, other__in=both) | Q(by__in=both, one__in=both)
    Introduction.objects.filter(pairs | Q(by__in=both, other__in=both)).delete()


def _weight(row: Connection) -> tuple[bool, int]:
    return row.state == ConnectionState.ACCEPTED, -row.pk


def _join_profiles(kept: User, gone: User) -> None:
    own = Profile.objects.filter(person=kept).first()
    other = Profile.objects.filter(person=gone).first()
    if own is None or other is None:
        return
    for name in _PROFILE_FIELDS:
        if getattr(own, name) or not getattr(other, name):
            continue
        setattr(own, name, getattr(other, name))
        choice = f"{name}_visible_to"
        if hasattr(own, choice):
            setattr(own, choice, getattr(other, choice))
    own.hidden_at = own.hidden_at or other.hidden_at
    own.shows_attendance = own.shows_attendance and other.shows_attendance
    own.save()


def foresee_company(kept: Company, gone: Company) -> list[Line]:
    """What goes over and what is dropped."""
    return foresee_rows(COMPANY_ROWS, kept, gone)


def move_company(kept: Company, gone: Company, by: Any) -> None:
    """Move it. A company is no competitor of itself."""
    Rival.objects.filter(company__in=[kept, gone], rival__in=[kept, gone]).delete()
    move_rows(COMPANY_ROWS, kept, gone)


PERSON = MergePart("members", 30, foresee, move)
COMPANY = MergePart("members", 30, foresee_company, move_company)
