"""The same two people press their buttons in the same moment."""

import pytest

from members.enums import ConnectionState
from members.models import Connection
from members.services import Refused, accept_contact, request_contact
from notifications.models import OutboxMail
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
