"""Fifty people press the same button."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection

from accounts.models import Membership, User
from members.models import Invitation
from members.services import InvitationGone, Refused, accept_invitation, invite
from tests.members.made import queued_token

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "ines@client-a.example"


def all_at_once(act, count):
    """What `act(n)` returns, run by so many threads that start together."""
    start = Barrier(count)

    def run(number):
        close_old_connections()
        start.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def accepted(token):
    def act(_number):
        try:
            return accept_invitation(token, first_name="Inès", last_name="Carvalho").pk
        except InvitationGone:
            return None

    return act


def test_of_fifty_acceptances_one_succeeds(company_a, organiser):
    invite(NEW, company_a, by=organiser)
    results = all_at_once(accepted(queued_token()), 50)
    assert len([pk for pk in results if pk]) == 1
    person = User.objects.get(email=NEW)
    assert Membership.objects.filter(person=person).count() == 1
    assert Invitation.objects.get().accepted_by == person


def test_two_companies_at_once_give_one_membership(company_a, company_b, organiser):
    tokens = []
    for company in (company_a, company_b):
        invite(NEW, company, by=organiser)
        tokens.append(queued_token())
    for _round in range(3):
        results = all_at_once(lambda n: accepted(tokens[n % 2])(n), 8)
        assert len([pk for pk in results if pk]) <= 1
    assert Membership.objects.filter(person__email=NEW).count() == 1
    assert Invitation.objects.filter(accepted_at__isnull=False).count() == 1


def test_correspondent_cannot_race_past_the_limit(company_a, colleague_a):
    type(company_a).objects.update(member_limit=3)

    def act(number):
        try:
            return invite(f"p{number}@client-a.example", company_a, by=colleague_a).pk
        except Refused:
            return None

    results = all_at_once(act, 8)
    assert len([pk for pk in results if pk]) == 2
    assert Invitation.objects.count() == 2
