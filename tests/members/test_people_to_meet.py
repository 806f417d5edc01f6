"""The card of the day: three people of other companies."""

from datetime import timedelta

import pytest

from accounts import services as accounts
from accounts.audience import viewer_for
from club.lib import clock
from members.meetings import FEWEST, people_to_meet
from members.services import (
    accept_contact,
    hide_person,
    rebuild_directory,
    request_contact,
)
from tests.factories.accounts import CompanyFactory, SectorFactory, member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def enough(company_a):
    """So many colleagues that the club is not too small to propose anybody."""
    for _n in range(FEWEST):
        member(company_a)


def meet(person):
    return [membership.person for membership in people_to_meet(viewer_for(person))]


def test_nobody_of_the_own_company_and_nobody_suspended(
    member_a, colleague_a, member_b, suspended_b, member_c
):
    assert meet(member_a) == [member_b, member_c]


def test_the_own_trade_comes_first(member_a):
    others = SectorFactory.create(slug="other")
    far = CompanyFactory.create(sector=others)
    near = CompanyFactory.create()
    strangers = [member(far) for _n in range(5)]
    peers = [member(near) for _n in range(2)]
    met = meet(member_a)
    assert set(met[:2]) == set(peers)
    assert met[2] in strangers
    assert len(met) == 3


def test_the_same_all_day_and_others_on_other_days(member_a, member_c):
    near = CompanyFactory.create()
    for _number in range(20):
        member(near)
    morning = clock.now().replace(hour=8)
    seen = []
    for day in range(5):
        with clock.at(morning + timedelta(days=day)):
            first = meet(member_a)
        with clock.at(morning + timedelta(days=day, hours=9)):
            assert meet(member_a) == first
        seen.append(tuple(person.pk for person in first))
    assert len(set(seen)) > 1


@pytest.mark.parametrize("who", ["organiser", "suspended_b", "outsider", "stranger"])
def test_no_card_for_others(request, who, member_a):
    assert meet(request.getfixturevalue(who)) == []


def test_company_without_trade_meets_anybody(member_b, company_a):
    company_a.sector = None
    company_a.save()
    assert meet(member(company_a)) == [member_b]


def test_card_is_on_the_day(client_for, member_a, member_b):
    rebuild_directory()
    page = client_for(member_a).get("/").content.decode()
    assert f"/members/{member_b.pk}/" in page
    accounts.suspend_membership(member_b.memberships.get())
    assert f"/members/{member_b.pk}/" not in client_for(member_a).get("/").content.decode()


def test_a_small_club_proposes_nobody(member_b, member_c, company_a):
    viewer = company_a.memberships.first().person
    assert len(meet(viewer)) == 2
    for membership in list(company_a.memberships.all())[1:]:
        accounts.suspend_membership(membership)
    assert meet(viewer) == []


def test_contacts_and_who_hides_are_not_proposed(member_b, member_c, company_a):
    viewer = company_a.memberships.first().person
    accept_contact(request_contact(member_b, by=viewer, why="Bonjour"), by=member_b)
    assert meet(viewer) == [member_c]
    hide_person(member_c, by=member_c)
    assert meet(viewer) == []
