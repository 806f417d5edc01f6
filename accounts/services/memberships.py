"""Who belongs to which company, from when to when."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.audit import note_act
from accounts.enums import AuditKind, JobFunction, Role
from accounts.models import Company, Membership, User
from accounts.registry import leaving_parts
from accounts.services.people import end_sessions, revoke_role
from accounts.services.telling import (
    tell_access_changed,
    tell_memberships_changed,
    tell_people_changed,
)
from club.lib import clock


@transaction.atomic
def start_membership(
    person: User,
    company: Company,
    *,
    by: User | None = None,
    job_title: str = "",
    function: JobFunction = JobFunction.OTHER,
    started_on: date | None = None,
    is_founder: bool = False,
) -> Membership:
    """Make a person a member of a company. An open membership elsewhere ends the same day, and
    with it the right to invite for that company.
    """
    day = started_on or clock.today()
    former = Membership.objects.open().filter(person=person).select_related("company").first()
    companies = {company.pk}
    if former is not None:
        companies.add(former.company_id)
        _close_membership(former, day, by=by)
    membership = Membership.objects.create(
        person=person,
        company=company,
        job_title=job_title,
        function=function,
        started_on=day,
        is_founder=is_founder,
    )
    tell_people_changed([person.pk])
    tell_access_changed([person.pk])
    tell_memberships_changed(companies)
    return membership


@transaction.atomic
def change_membership(
    membership: Membership, *, by: User | None = None, **changes: Any
) -> Membership:
    """Change job title or function; what is not given stays. Raises ValidationError."""
    unknown = set(changes) - {"job_title", "function"}
    if unknown:
        raise TypeError(f"A membership has no {', '.join(sorted(unknown))} to change.")
    for name, value in changes.items():
        setattr(membership, name, value)
    membership.clean_fields(exclude={f.name for f in Membership._meta.fields} - set(changes))
    membership.save(update_fields=list(changes))
    tell_people_changed([membership.person_id])
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, by: User | None = None, ended_on: date | None = None
) -> None:
    """The person left the company: out of the club from the next request on.

    `ended_on` is the first day without them, today unless given. What other apps give back (seats,
    contacts) goes in the same transaction.
    """
    _close_membership(membership, ended_on or clock.house_today(), by=by)
    end_sessions(membership.person)
    _note(AuditKind.ENDED, membership, by)
    tell_memberships_changed([membership.company_id])


def _close_membership(membership: Membership, day: date, *, by: User | None) -> None:
    membership.ended_on, membership.leaves_on = max(day, membership.started_on), None
    membership.save(update_fields=["ended_on", "leaves_on"])
    revoke_role(membership.person, Role.CORRESPONDENT, by=by)
    for part in leaving_parts:
        part.leave(membership.person, membership.company, by)


@transaction.atomic
def plan_leaving(membership: Membership, leaves_on: date | None, *, by: User | None = None) -> None:
    """Note the first day on which the person will not be of the company any more, or (None) that
    they stay. On that day they are out, whether or not the clock has got to it.
    """
    membership.leaves_on = leaves_on
    membership.save(update_fields=["leaves_on"])
    tell_access_changed([membership.person_id])


@transaction.atomic
def reopen_membership(membership: Membership, *, left_at: datetime, by: User | None = None) -> None:
    """The person did not leave after all: in again, with what can be given back of what was taken
    since `left_at`. Raises IntegrityError for somebody who belongs to a company again.
    """
    membership.ended_on = None
    membership.save(update_fields=["ended_on"])
    for part in leaving_parts:
        part.undo(membership.person, left_at)
    tell_people_changed([membership.person_id])
    tell_access_changed([membership.person_id])
    tell_memberships_changed([membership.company_id])


@transaction.atomic
def suspend_membership(membership: Membership, *, by: User | None = None) -> None:
    """Refuse the person everywhere; seats and facts are kept."""
    membership.suspended_at = clock.now()
    membership.save(update_fields=["suspended_at"])
    end_sessions(membership.person)
    _note(AuditKind.SUSPENDED, membership, by)
    tell_memberships_changed([membership.company_id])


@transaction.atomic
def resume_membership(membership: Membership, *, by: User | None = None) -> None:
    """Let a suspended person in again."""
    membership.suspended_at = None
    membership.save(update_fields=["suspended_at"])
    _note(AuditKind.RESUMED, membership, by)
    tell_memberships_changed([membership.company_id])


def _note(kind: AuditKind, membership: Membership, by: User | None) -> None:
    note_act(kind, by=by, person=membership.person, company=membership.company)
