"""The same two people press their buttons in the same moment."""

from datetime import timedelta

import pytest

from club.lib import clock
from members.enums import ConnectionState
from members.models import Connection, Meeting
from members.services import (
    NotThere,
    Refused,
    accept_contact,
    accept_meeting,
    propose_meeting,
    request_contact,
    withdraw_meeting,
)
from notifications.models import CalendarEntry, OutboxMail
from participation.models import Participation
from tests.factories.accounts import CompanyFactory, member
from tests.members.test_invitation_races import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_crossing_requests_make_one_contact(member_a, member_b):
    def act(number):
        one, other = (member_a, member_b) if number % 2 else (member_b, member_a)
        return request_contact(other, by=one, why="Bonjour").pk

    assert len(set(all_at_once(act, 8))) == 1
    assert Connection.objects.get().state == ConnectionState.ACCEPTED
    assert Participation.objects.standing().filter(kind="members.connected").count() == 2
    assert OutboxMail.objects.filter(verb="members.contact_accepted").count() == 1


def test_accepting_in_two_windows_tells_once(member_a, member_b):
    row = request_contact(member_b, by=member_a, why="Bonjour")
    all_at_once(lambda _n: accept_contact(row, by=member_b).pk, 6)
    assert Participation.objects.standing().filter(kind="members.connected").count() == 2
    assert OutboxMail.objects.filter(verb="members.contact_accepted").count() == 1


def test_nobody_sends_a_sixth_request_in_the_same_moment(member_a):
    others = [member(CompanyFactory.create()) for _n in range(8)]

    def act(number):
        try:
            return request_contact(others[number], by=member_a, why="Bonjour").pk
        except Refused:
            return None

    assert len([pk for pk in all_at_once(act, 8) if pk]) == 5
    assert Connection.objects.count() == 5


@pytest.mark.parametrize("other", ["second time", "taken back"])
def test_of_two_answers_to_a_meeting_one_counts(member_a, member_b, other):
    accept_contact(request_contact(member_b, by=member_a, why="Bonjour"), by=member_b)
    first, second = (clock.now() + timedelta(days=days) for days in (3, 4))
    words = {"zone": "Europe/Paris", "line": "EDI", "place": "Lyon"}
    row = propose_meeting(member_b, by=member_a, times=[first, second], **words)

    def act(number):
        try:
            if number % 2 == 0:
                return accept_meeting(row, by=member_b, starts_at=first).starts_at
            if other == "second time":
                return accept_meeting(row, by=member_b, starts_at=second).starts_at
            return withdraw_meeting(row, by=member_a).state
        except NotThere:
            return None

    [counts] = set(all_at_once(act, 6)) - {None}
    row = Meeting.objects.get()
    assert counts in {row.starts_at, row.state}
    agreed = row.is_agreed
    assert CalendarEntry.objects.count() == (1 if agreed else 0)
    facts = Participation.objects.standing().filter(kind="members.meeting_agreed")
    assert facts.count() == (2 if agreed else 0)
    sent = OutboxMail.objects.filter(verb="members.meeting_agreed")
    assert sent.count() == (2 if agreed else 0)
