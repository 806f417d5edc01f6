"""Contacts: asked for, accepted, declined, withdrawn, ended."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.audience import viewer_for
from accounts.models import Membership, User
from club.lib import clock, dates
from members import rules
from members.enums import ConnectionState
from members.kinds import CONNECTED
from members.models import Block, Connection
from members.models.connection import WHY_LENGTH, stand_between
from members.querysets import reachable_memberships
from members.services.errors import NotThere, Refused
from members.services.lines import check_line
from members.services.meetings import call_off_between
from members.services.pairs import lock_people
from notifications.services import mark_read_about, tell
from participation.ledger import record

#: In twenty-four hours, by one person; those that were withdrawn count.
MAX_PER_DAY = 5
#: What people choose about on their page of notifications.
PREFERENCE = "members.contacts"
VERB_ASKED = "members.contact_asked"
VERB_ACCEPTED = "members.contact_accepted"


@transaction.atomic
def request_contact(person: User, *, by: User, why: str) -> Connection:
    """Ask a member for contact, with one line of why.

    Where the other one has asked already, this accepts. Returns the row that stands when the two
    are in contact or the request is out already. What somebody asks who is blocked reaches nobody
    and reads as sent, as one that was declined does. Raises NotThere for whom the directory does
    not show, Refused when it is too often or too soon, and ValidationError for a missing or too
    long line.
    """
    missing = _("Say in one line why you would like to be in contact.")
    line = check_line(why, limit=WHY_LENGTH, missing=missing)
    lock_people(by.pk, person.pk)
    viewer = viewer_for(by)
    reached = reachable_memberships(viewer).filter(person_id=person.pk)
    if by.pk == person.pk or not rules.can_ask(viewer) or not reached.exists():
        raise NotThere
    history = list(Connection.objects.between(by.pk, person.pk).order_by("-pk"))
    standing = stand_between(history, by.pk, clock.now())
    if standing.row is not None:
        return _accept(standing.row) if standing.is_asked else standing.row
    _check_own_block(by, person)
    _check_quiet(standing.quiet_until, person)
    _check_day(by)
    for row in history:
        if row.is_open:
            _close(row, ConnectionState.WITHDRAWN, "withdrawn_at")
    made: Connection = Connection.objects.create(asked_by=by, asked=person, why=line)
    if Block.objects.filter(by=person, person=by).exists():
        return _close(made, ConnectionState.DECLINED, "declined_at")
    tell(VERB_ASKED, person=person, subject=made, by=by, about=about(made))
    return made


@transaction.atomic
def accept_contact(connection: Connection, *, by: User) -> Connection:
    """The one who was asked says yes: the two are in contact. Accepting twice changes nothing.

    Raises NotThere for anybody else, for a request that is over, and for whom the directory does
    not show any more.
    """
    row = _locked(connection, by)
    if row.is_accepted:
        return row
    return _accept(row)


@transaction.atomic
def decline_contact(connection: Connection, *, by: User) -> Connection:
    """The one who was asked says no. Nobody is told. Raises NotThere as `accept_contact` does."""
    row = _locked(connection, by)
    if not row.is_open:
        raise NotThere
    mark_read_about(by, about(row))
    return _close(row, ConnectionState.DECLINED, "declined_at")


@transaction.atomic
def withdraw_request(connection: Connection, *, by: User) -> Connection:
    """Take back a request that was not accepted. Raises NotThere for anybody else, and too late.

    One that was declined is taken back in the same way: its sender does not know.
    """
    lock_people(connection.asked_by_id, connection.asked_id)
    row: Connection | None = Connection.objects.filter(pk=connection.pk, asked_by=by).first()
    if row is None or not row.reads_as_sent:
        raise NotThere
    return _close(row, ConnectionState.WITHDRAWN, "withdrawn_at")


@transaction.atomic
def remove_contact(connection: Connection, *, by: User) -> Connection:
    """End a contact, from either side, without telling the other; meetings are called off.

    Raises NotThere.
    """
    lock_people(connection.asked_by_id, connection.asked_id)
    row: Connection | None = (
        Connection.objects.of(by.pk).accepted().filter(pk=connection.pk).first()
    )
    if row is None:
        raise NotThere
    row.ended_by = by
    call_off_between(row.asked_by_id, row.asked_id, by=by)
    return _close(row, ConnectionState.ENDED, "ended_at")


def end_between(by: User, person: User) -> None:
    """End what stands between two people, for `by` who blocks: each in its own quiet way."""
    row = Connection.objects.between(by.pk, person.pk).live().first()
    if row is None:
        return
    mark_read_about(by, about(row))
    mark_read_about(person, about(row))
    if row.is_accepted:
        row.ended_by = by
        _close(row, ConnectionState.ENDED, "ended_at")
    elif row.asked_by_id == by.pk:
        _close(row, ConnectionState.WITHDRAWN, "withdrawn_at")
    else:
        _close(row, ConnectionState.DECLINED, "declined_at")


def connect(one: User, other: User, *, why: str) -> Connection:
    """Two people who both agreed to an introduction are in contact; the row that stands."""
    row: Connection | None = Connection.objects.between(one.pk, other.pk).live().first()
    if row is None:
        row = Connection(asked_by=one, asked=other, why=why[:WHY_LENGTH])
        row.save()
    if not row.is_accepted:
        _close(row, ConnectionState.ACCEPTED, "accepted_at")
        _record(row)
    return row


def about(connection: Connection) -> str:
    """What the items of the bell about a request are about."""
    return f"members.connection:{connection.pk}"


def requests_left(person: User) -> int:
    """How many requests a person may still send today."""
    return max(0, MAX_PER_DAY - len(_sent_today(person)))


# --- Steps ----------------------------------------------------------------------------------
def _locked(connection: Connection, by: User) -> Connection:
    """The row as `by`, who was asked, may answer it."""
    lock_people(connection.asked_by_id, connection.asked_id)
    rows = Connection.objects.visible_to(viewer_for(by)).select_related("asked_by", "asked")
    row: Connection | None = rows.filter(pk=connection.pk, asked=by).first()
    if row is None:
        raise NotThere
    return row


def _accept(row: Connection) -> Connection:
    _close(row, ConnectionState.ACCEPTED, "accepted_at")
    _record(row)
    mark_read_about(row.asked, about(row))
    tell(VERB_ACCEPTED, person=row.asked_by, subject=row, by=row.asked, about=about(row))
    return row


def _close(row: Connection, state: ConnectionState, when: str) -> Connection:
    row.state = state
    setattr(row, when, clock.now())
    row.save(update_fields=["state", when, "ended_by"])
    return row


def _record(row: Connection) -> None:
    """A fact for the company of each of the two, once for a pair; none among colleagues."""
    people = (row.asked_by, row.asked)
    companies = [
        Membership.objects.active().select_related("company").get(person=one).company
        for one in people
    ]
    if companies[0] == companies[1]:
        return
    for one, other, company in zip(people, reversed(people), companies, strict=True):
        key = f"{CONNECTED} | person {one.pk} | person {other.pk}"
        record(CONNECTED, company=company, person=one, subject=row, idempotency_key=key)


# --- What is refused ------------------------------------------------------------------------
def _check_own_block(by: User, person: User) -> None:
    if Block.objects.filter(by=by, person=person).exists():
        raise Refused(
            _("You have blocked %(name)s. Take the block back first."),
            params={"name": person.full_name},
        )


def _check_quiet(until: datetime | None, person: User) -> None:
    if until is not None:
        raise Refused(
            _("You can ask %(name)s again from %(day)s on."),
            params={"name": person.full_name, "day": dates.long_date(timezone.localtime(until))},
        )


def _check_day(by: User) -> None:
    sent = _sent_today(by)
    if len(sent) < MAX_PER_DAY:
        return
    free = timezone.localtime(sent[-MAX_PER_DAY] + timedelta(days=1))
    sentence = ngettext(
        "You have sent %(count)d request in the last 24 hours, which is the limit. "
        "You can ask again from %(time)s on %(day)s.",
        "You have sent %(count)d requests in the last 24 hours, which is the limit. "
        "You can ask again from %(time)s on %(day)s.",
        MAX_PER_DAY,
    )
    raise Refused(
        sentence,
        params={
            "count": MAX_PER_DAY,
            "time": dates.clock_time(free),
            "day": dates.long_date(free),
        },
    )


def _sent_today(by: User) -> list[datetime]:
    """When the requests of the last twenty-four hours were sent, the first one first."""
    since = clock.now() - timedelta(days=1)
    rows = Connection.objects.filter(
        asked_by=by, created_at__gt=since, introduction__isnull=True
    ).order_by("created_at")
    return list(rows.values_list("created_at", flat=True))
