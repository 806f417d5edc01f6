"""Two records were one, of a person or of a company: looked at beforehand, then merged.

Each app moves its own rows (`registry.person_merges`, `registry.company_merges`); this one moves
who belongs where and which audiences name them, writes the log, and deletes what is left.
"""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import viewer_for
from accounts.enums import MergeSubject, Role
from accounts.models import Audience, AuditEntry, Company, Membership, Merge, Segment, User
from accounts.registry import MergePart, company_merges, person_merges
from accounts.services import (
    end_sessions,
    tell_access_changed,
    tell_companies_changed,
    tell_memberships_changed,
    tell_people_changed,
)
from accounts.viewer import Viewer
from club.lib.merging import Line, Rows, foresee_rows, move_rows

_NAMED = gettext_lazy("audiences that name them")
_NAMED_BOTH = gettext_lazy("They name both.")
PERSON_ROWS = (
    Rows(Membership, "person", gettext_lazy("memberships")),
    Rows(
        Audience.people.through,
        "user",
        _NAMED,
        apart=("audience",),
        why=_NAMED_BOTH,
    ),
    Rows(AuditEntry, "person"),
)
COMPANY_ROWS = (
    Rows(AuditEntry, "company"),
    Rows(Membership, "company", gettext_lazy("memberships")),
    Rows(Company.tags.through, "company", gettext_lazy("tags"), apart=("companytag",)),
    Rows(Segment.companies.through, "company", gettext_lazy("segments"), apart=("segment",)),
    Rows(Audience.companies.through, "company", _NAMED, apart=("audience",), why=_NAMED_BOTH),
)
#: What the record that stays takes from the other one where it has nothing itself.
PERSON_FIELDS = ("first_name", "last_name", "language")
COMPANY_FIELDS = (
    "legal_id",
    "external_id",
    "sector",
    "size",
    "region",
    "city",
    "website",
    "about_fr",
    "about_en",
    "account_manager",
    "client_since_on",
    "renewal_on",
    "logo",
)


class MergeRefused(ValidationError):
    """These two records cannot be merged; the message says why, and what to do."""


def can_merge(viewer: Viewer) -> bool:
    """Whether the viewer may say that two records are one: administrators and directors."""
    return viewer.has_role(Role.ADMINISTRATOR, Role.DIRECTOR)


def foresee_people(kept: User, gone: User) -> list[Line]:
    """What merging two records of a person will move and drop. Raises MergeRefused."""
    _check_people(kept, gone)
    return _foresee(person_merges, kept, gone)


def foresee_companies(kept: Company, gone: Company) -> list[Line]:
    """What merging two records of a company will move and drop. Raises MergeRefused."""
    _check_companies(kept, gone)
    return _foresee(company_merges, kept, gone)


@transaction.atomic
def merge_people(kept: User, gone: User, *, by: User) -> Merge:
    """Make two records of one person one: what `gone` did and has is `kept`'s, `gone` is no more.

    No right comes with it: roles, ways to sign in and second factors of the record that goes end.
    A suspension of either holds. Raises MergeRefused for whom it is not to say, for one record
    twice, for staff, and for people of two companies at the same time.
    """
    _check_role(by)
    kept, gone = _locked(User, kept, gone)
    _check_people(kept, gone)
    companies = Membership.objects.filter(person__in=[kept, gone])
    company_ids = set(companies.values_list("company_id", flat=True))
    log = _move(person_merges, MergeSubject.PERSON, kept, gone, by)
    tell_people_changed([kept.pk])
    tell_access_changed([kept.pk])
    tell_memberships_changed(company_ids)
    return log


@transaction.atomic
def merge_companies(kept: Company, gone: Company, *, by: User) -> Merge:
    """Make two records of one company one: its people, facts and history are `kept`'s.

    Raises MergeRefused for whom it is not to say, and for one record twice.
    """
    _check_role(by)
    kept, gone = _locked(Company, kept, gone)
    _check_companies(kept, gone)
    people = list(Membership.objects.filter(company=gone).values_list("person_id", flat=True))
    log = _move(company_merges, MergeSubject.COMPANY, kept, gone, by)
    tell_companies_changed([kept.pk])
    tell_people_changed(people)
    tell_access_changed(people)
    tell_memberships_changed([kept.pk])
    return log


# --- Steps ----------------------------------------------------------------------------------
def _locked(model: Any, kept: Any, gone: Any) -> tuple[Any, Any]:
    """Both rows, held in one order. Raises MergeRefused when one of them is gone already."""
    held = model.objects.select_for_update().filter(pk__in=[kept.pk, gone.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    if len(rows) != 2:
        raise MergeRefused(_("Choose two records that are both there."))
    return rows[kept.pk], rows[gone.pk]


def _foresee(parts: Iterable[MergePart], kept: Any, gone: Any) -> list[Line]:
    return [line for part in parts for line in part.foresee(kept, gone)]


def _move(parts: Any, subject: MergeSubject, kept: Any, gone: Any, by: User) -> Merge:
    """Have each app move its rows, write the log, and delete the record that is empty now."""
    gone_pk = gone.pk
    counts = {
        part.name: [sum(line.moved for line in lines), sum(line.dropped for line in lines)]
        for part in parts
        if (lines := list(part.foresee(kept, gone)))
    }
    for part in parts:
        part.move(kept, gone, by)
    gone.delete()
    return Merge.objects.create(
        subject=subject, kept_id=kept.pk, gone_id=gone_pk, counts=counts, done_by=by
    )


def _fill(kept: Any, gone: Any, fields: Iterable[str]) -> None:
    """Take over what only the record that goes knows. What is unique leaves it first."""
    taken = {
        name: getattr(gone, name)
        for name in fields
        if not getattr(kept, name) and getattr(gone, name)
    }
    if taken.get("external_id"):
        gone.external_id = None
        gone.save(update_fields=["external_id"])
    for name, value in taken.items():
        setattr(kept, name, value)
    kept.save(update_fields=list(taken))


# --- The rows of this app -------------------------------------------------------------------
def _foresee_person(kept: User, gone: User) -> list[Line]:
    lost = Line(
        _("address %(address)s") % {"address": gone.email},
        int(_owns_address(gone)),
        int(not _owns_address(gone)),
        _("It stays a further address of the person.")
        if _owns_address(gone)
        else _("It was never confirmed."),
    )
    return [*foresee_rows(PERSON_ROWS, kept, gone), lost]


def _owns_address(person: User) -> bool:
    owned: bool = EmailAddress.objects.filter(
        user=person, email=person.email, verified=True
    ).exists()
    return owned


def _move_person(kept: User, gone: User, by: Any) -> None:
    end_sessions(gone)
    confirmed = _owns_address(gone)
    _join_memberships(kept, gone)
    move_rows(PERSON_ROWS, kept, gone)
    EmailAddress.objects.filter(user=gone).delete()
    if confirmed:
        EmailAddress.objects.create(user=kept, email=gone.email, verified=True, primary=False)
    _fill(kept, gone, PERSON_FIELDS)


def _join_memberships(kept: User, gone: User) -> None:
    """Of two open memberships in one company make one, from the earlier day, suspended if either
    is.
    """
    own = Membership.objects.open().filter(person=kept).first()
    other = Membership.objects.open().filter(person=gone).first()
    if own is None or other is None:
        return
    own.started_on = min(own.started_on, other.started_on)
    own.suspended_at = own.suspended_at or other.suspended_at
    own.is_founder = own.is_founder or other.is_founder
    own.job_title = own.job_title or other.job_title
    own.save(update_fields=["started_on", "suspended_at", "is_founder", "job_title"])
    other.delete()


def _field(name: str) -> Any:
    return Company._meta.get_field(name)


def _foresee_company(kept: Company, gone: Company) -> list[Line]:
    lines = foresee_rows(COMPANY_ROWS, kept, gone)
    lost = [
        str(_field(name).verbose_name)
        for name in ("name", *COMPANY_FIELDS, "tier")
        if (theirs := getattr(gone, name)) and getattr(kept, name) not in (None, "", theirs)
    ]
    if lost:
        lines.append(
            Line(
                _("facts of the record: %(names)s") % {"names": ", ".join(lost)},
                0,
                len(lost),
                _("What the record that stays says holds."),
            )
        )
    return lines


def _move_company(kept: Company, gone: Company, by: Any) -> None:
    move_rows(COMPANY_ROWS, kept, gone)
    kept.member_limit = max(kept.member_limit, gone.member_limit)
    kept.left_on = kept.left_on if gone.left_on else None
    kept.save(update_fields=["member_limit", "left_on"])
    _fill(kept, gone, COMPANY_FIELDS)


# --- What is refused ------------------------------------------------------------------------
def _check_role(by: User) -> None:
    if not can_merge(viewer_for(by)):
        raise MergeRefused(_("Only administrators and directors merge records."))


def _check_people(kept: User, gone: User) -> None:
    if kept.pk == gone.pk:
        raise MergeRefused(_("Choose two records that are both there."))
    if kept.is_staff or gone.is_staff:
        raise MergeRefused(_("Records of the club’s own team are not merged."))
    if not (kept.is_active and gone.is_active):
        raise MergeRefused(_("One of the accounts is closed."))
    here = Membership.objects.open().filter(person__in=[kept, gone])
    if len(set(here.values_list("company_id", flat=True))) > 1:
        raise MergeRefused(
            _("They belong to two companies today. Note first which one the person has left.")
        )


def _check_companies(kept: Company, gone: Company) -> None:
    if kept.pk == gone.pk:
        raise MergeRefused(_("Choose two records that are both there."))


PERSON = MergePart("accounts", 90, _foresee_person, _move_person)
COMPANY = MergePart("accounts", 90, _foresee_company, _move_company)
