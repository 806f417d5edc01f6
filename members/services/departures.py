"""Who left: noted from a day, carried out when it comes, taken back while that is possible."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import Company, Membership, User
from accounts.services import (
    end_membership,
    grant_role,
    plan_leaving,
    reopen_membership,
    revoke_role,
)
from club.lib import clock
from club.lib.dates import long_date
from members import rules
from members.models import Departure
from members.services.errors import Refused
from members.services.invitations import check_places
from participation.ledger import mark_companies

#: So far ahead a departure can be noted.
AHEAD = timedelta(days=366)
#: So many are carried out in one go, each in a transaction of its own.
BATCH = 200


@transaction.atomic
def note_departure(membership: Membership, *, by: User, from_on: date | None = None) -> Departure:
    """Say that a person is not of their company any more, from a day on (today unless given).

    From a day that has come they are out at once; a later one is carried out by the clock, and a
    second call before then changes the day. Facts stay with the company of their time.
    Raises Refused for whom it is not to say, for oneself, for another correspondent by a
    correspondent, and for a day before the membership began or more than a year ahead.
    """
    row = _held(membership)
    _check_may_note(row, by)
    day = from_on or clock.house_today()
    _check_day(row, day)
    departure = Departure.objects.standing().filter(membership=row).first()
    departure = departure or Departure(membership=row)
    departure.from_on, departure.noted_by, departure.noted_at = day, by, clock.now()
    departure.save()
    if day <= clock.house_today():
        _carry_out(departure, row)
    else:
        plan_leaving(row, day, by=by)
    return departure


@transaction.atomic
def take_back_departure(departure: Departure, *, by: User) -> Departure:
    """The person stays, or is back: the membership goes on as if nothing had been noted.

    Contacts come back; seats that were given away do not. Raises Refused for whom it is not to
    say, after thirty days, when the person has joined a company since, when their account or the
    company is not there any more, and where a correspondent has no place left.
    """
    row = Departure.objects.standing().select_for_update(of=("self",)).filter(pk=departure.pk)
    found = row.select_related("membership__person", "membership__company").first()
    if found is None or not (found.is_planned or found.is_recent):
        raise Refused(_("This departure cannot be taken back any more."))
    membership = found.membership
    _check_may_take_back(membership, by)
    if found.done_at is None:
        plan_leaving(membership, None, by=by)
    else:
        _reopen(membership, found.done_at, by, with_role=found.was_correspondent)
    found.undone_at, found.undone_by = clock.now(), by
    found.save(update_fields=["undone_at", "undone_by"])
    return found


def carry_out_departures() -> int:
    """Carry out the departures whose day has come; returns how many.

    Meant to run again and again: each is carried out once, however many clocks look at it.
    """
    due = Departure.objects.due().order_by("from_on", "pk").values_list("pk", flat=True)[:BATCH]
    return sum(_carry_out_due(pk) for pk in list(due))


@transaction.atomic
def name_correspondent(membership: Membership, *, by: User) -> None:
    """Let a member invite and remove colleagues of their company. Raises Refused."""
    row = _held(membership)
    _check_may_name(row, by)
    grant_role(row.person, Role.CORRESPONDENT, by=by)


@transaction.atomic
def withdraw_correspondent(membership: Membership, *, by: User) -> None:
    """Take that right back; the invitations that they wrote lose their ground. Raises Refused."""
    row = _held(membership)
    _check_may_name(row, by)
    revoke_role(row.person, Role.CORRESPONDENT, by=by)


# --- Steps ----------------------------------------------------------------------------------
def _held(membership: Membership) -> Membership:
    """The open row, held until the transaction ends. Raises Refused."""
    rows = Membership.objects.open().select_for_update(of=("self",))
    row: Membership | None = (
        rows.select_related("person", "company").filter(pk=membership.pk).first()
    )
    if row is None:
        raise Refused(_("This person has left already."))
    return row


@transaction.atomic
def _carry_out_due(pk: int) -> int:
    due = Departure.objects.due().select_for_update(of=("self",)).filter(pk=pk)
    departure: Departure | None = due.select_related("noted_by").first()
    if departure is None:
        return 0
    rows = Membership.objects.open().select_for_update(of=("self",))
    row = rows.select_related("person", "company").filter(pk=departure.membership_id).first()
    if row is None:  # another door ended it before its day
        departure.done_at = clock.now()
        departure.save(update_fields=["done_at"])
        return 0
    _carry_out(departure, row)
    return 1


def _carry_out(departure: Departure, row: Membership) -> None:
    departure.was_correspondent = is_correspondent(row.person)
    departure.done_at = clock.now()
    departure.save(update_fields=["was_correspondent", "done_at"])
    end_membership(row, by=departure.noted_by, ended_on=departure.from_on)
    mark_companies([row.company_id], since_on=departure.from_on)


def _reopen(membership: Membership, left_at: datetime, by: User, *, with_role: bool) -> None:
    """Open a membership that was closed. Who was correspondent is so again when the staff say it:
    a correspondent makes no other.
    """
    person = User.objects.select_for_update().get(pk=membership.person_id)
    company = Company.objects.select_for_update().get(pk=membership.company_id)
    if not rules.may_join(person) or company.left_on:
        raise Refused(_("This departure cannot be taken back any more."))
    check_places(viewer_for(by), company)
    since_on = membership.ended_on
    reopen_membership(membership, left_at=left_at, by=by)
    mark_companies([company.pk], since_on=since_on)
    if with_role and viewer_for(by).is_staff:
        grant_role(person, Role.CORRESPONDENT, by=by)


def is_correspondent(person: User) -> bool:
    """Whether the person may invite and remove colleagues. Costs a query."""
    return person.groups.filter(name=Role.CORRESPONDENT.value).exists()


# --- What is refused ------------------------------------------------------------------------
def _check_may_note(row: Membership, by: User) -> None:
    viewer = viewer_for(by)
    if not rules.can_note_departures(viewer, row.company):
        raise Refused(_("You cannot say who leaves this company."))
    if row.person_id == by.pk:
        raise Refused(
            _("You cannot remove yourself. Your contact at the club does it when you leave.")
        )
    if not viewer.is_staff and is_correspondent(row.person):
        raise Refused(
            _("%(name)s is a correspondent too. Ask your contact at the club to do it."),
            params={"name": row.person.full_name},
        )


def _check_may_take_back(membership: Membership, by: User) -> None:
    if not rules.can_note_departures(viewer_for(by), membership.company):
        raise Refused(_("You cannot say who leaves this company."))


def _check_may_name(row: Membership, by: User) -> None:
    if not rules.can_name_correspondents(viewer_for(by), row.company):
        raise Refused(_("You cannot say who is correspondent of this company."))


def _check_day(row: Membership, day: date) -> None:
    if day < row.started_on:
        raise Refused(
            _("%(name)s has been a member since %(day)s only. Choose that day or a later one."),
            params={"name": row.person.full_name, "day": long_date(row.started_on)},
        )
    if day > clock.house_today() + AHEAD:
        raise Refused(_("Choose a day within a year."))
