"""People to meet: who is proposed to whom, why, and what must never be said by it."""

from datetime import timedelta

import pytest

from accounts import services as accounts
from accounts.audience import viewer_for
from accounts.enums import JobFunction
from accounts.models import Membership
from club.lib import clock
from events.services import cancel_registration, register
from forum.services import delete_post
from members.enums import FieldVisibility
from members.meetings import AT_MOST, FEWEST, KEPT, MOST_OFTEN
from members.models import Dismissal, Suggestion, SuggestionDay
from members.models.proposed import people_to_meet
from members.models.suggestion import UNDO_FOR
from members.services import (
    NotThere,
    accept_contact,
    arrival_of,
    decline_contact,
    dismiss_person,
    go_to_step,
    hide_person,
    name_rival,
    rebuild_directory,
    request_contact,
    suggest_due,
    suggest_to,
    suggest_to_all,
    undo_dismissal,
    update_profile,
    withdraw_request,
)
from tests.events.made import event, the_date
from tests.factories.accounts import AudienceFactory, CompanyFactory, SectorFactory, member, tier
from tests.forum import made as forum_made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(autouse=True)
def strangers(db):
    """So many people that the club is not too small, who share nothing with anybody."""
    for number in range(FEWEST):
        company = CompanyFactory.create(sector=None)
        apart(member(company, first_name=f"Nobody{number}"))


def apart(*people):
    """They share neither trade nor function with anybody."""
    for person in people:
        membership = person.memberships.get()
        membership.function = JobFunction.OTHER
        membership.save()
        membership.company.sector = None
        membership.company.save()


@pytest.fixture
def pair(member_a, member_b):
    """Two who share nothing yet."""
    apart(member_a, member_b)
    return member_a, member_b


def says(person, **subjects):
    update_profile(person, by=person, **subjects)
    rebuild_directory()


def meet(person, count=AT_MOST):
    """Name and reasons of whom the day proposes."""
    found = people_to_meet(viewer_for(person), count)
    return {proposal.sight.person: proposal.reasons for proposal in found}


def found_for(person):
    suggest_to_all()
    return meet(person)


# --- Why ------------------------------------------------------------------------------------
def test_offers_and_needs_are_matched_both_ways(pair):
    member_a, member_b = pair
    says(member_a, can_help_with="EDI, Retrofit", looks_for="Chaleur")
    says(member_b, can_help_with="chaleur", looks_for="Édi")
    assert found_for(member_a) == {
        member_b: ["Can help with what you look for: chaleur.", "Needs what you offer: Édi."]
    }
    assert meet(member_b) == {
        member_a: ["Can help with what you look for: EDI.", "Needs what you offer: Chaleur."]
    }


def test_the_same_event_is_a_reason_for_those_who_agreed_to_be_named(pair):
    member_a, member_b = pair
    date = the_date(event(title="Line 9"))
    register(date, member_a, by=member_a, is_listed=False)
    register(date, member_b, by=member_b, is_listed=True)
    assert found_for(member_a) == {member_b: ["You are both coming to “Line 9”."]}
    assert meet(member_b) == {}


def test_the_same_discussion_is_a_reason(pair):
    member_a, member_b = pair
    thread = forum_made.thread(member_a, title="Which scanner?")
    post = forum_made.reply(thread, member_b)
    assert found_for(member_a) == {member_b: ["You both write in “Which scanner?”."]}
    delete_post(post, by=member_b)
    assert meet(member_a) == {}


def test_the_same_function_in_another_trade_and_the_same_trade(member_a, member_b, member_c):
    trade = SectorFactory.create(slug="far", name_en="Far trade")
    member_c.memberships.get().company.sector = trade
    company = member_c.memberships.get().company
    company.sector = trade
    company.save()
    near = member_a.memberships.get().company.sector
    assert found_for(member_a) == {
        member_c: ["The same function as yours, in another sector: Far trade."],
        member_b: [f"Of your sector: {near.name_en}."],
    }


# --- What must not be said ------------------------------------------------------------------
@pytest.mark.parametrize("choice", [FieldVisibility.NOBODY, FieldVisibility.CONTACTS])
def test_what_is_not_for_all_members_is_no_reason_then_or_later(pair, choice):
    member_a, member_b = pair
    says(member_a, looks_for="EDI")
    says(member_b, can_help_with="EDI")
    assert list(found_for(member_a)) == [member_b]
    update_profile(member_b, by=member_b, can_help_with_visible_to=choice)
    assert meet(member_a) == {}
    assert found_for(member_a) == {}
    assert list(meet(member_b)) == [member_a]  # whose need everybody reads


def test_an_event_is_named_to_those_who_may_see_it_and_come(pair):
    member_a, member_b = pair
    gold = AudienceFactory.create(tiers=[tier("gold"), tier("silver")])
    date = the_date(event(title="Gold only", audience=gold))
    rows = [register(date, one, by=one, is_listed=True) for one in pair]
    assert found_for(member_a) == {member_b: ["You are both coming to “Gold only”."]}
    gold.tiers.set([tier("silver")])
    assert meet(member_a) == {}
    gold.tiers.set([tier("gold"), tier("silver")])
    rows[1].is_listed = False
    rows[1].save()
    assert meet(member_a) == {}
    rows[1].is_listed = True
    rows[1].save()
    assert list(meet(member_a)) == [member_b]
    cancel_registration(rows[0], by=member_a)
    assert meet(member_a) == {}


@pytest.mark.parametrize("who", ["organiser", "manager", "suspended_b", "outsider", "stranger"])
def test_nobody_for_others(request, who, pair):
    says(pair[0], can_help_with="EDI")
    suggest_to_all()
    assert meet(request.getfixturevalue(who)) == {}


# --- Who is left out ------------------------------------------------------------------------
def test_never_colleagues(pair, colleague_a):
    member_a, _other = pair
    apart(colleague_a)
    says(member_a, looks_for="EDI")
    says(colleague_a, can_help_with="EDI")
    assert found_for(member_a) == {}
    assert not Suggestion.objects.filter(to=member_a).exists()


@pytest.mark.parametrize("again", [False, True])
@pytest.mark.parametrize(
    "what",
    ["asks", "is asked", "contact", "declined", "withdrawn", "hides", "suspended", "away", "rival"],
)
def test_who_is_left_out_at_once_and_when_people_are_found_anew(
    pair, colleague_a, company_a, company_b, what, again
):
    member_a, member_b = pair
    says(member_a, looks_for="EDI")
    says(member_b, can_help_with="EDI")
    assert list(found_for(member_a)) == [member_b]
    if what in {"asks", "contact", "declined", "withdrawn"}:
        row = request_contact(member_b, by=member_a, why="Bonjour")
        {"contact": accept_contact, "declined": decline_contact}.get(what, lambda *_a, **_k: 0)(
            row, by=member_b
        )
        if what == "withdrawn":
            withdraw_request(row, by=member_a)
    elif what == "is asked":
        request_contact(member_a, by=member_b, why="Bonjour")
    elif what == "hides":
        hide_person(member_b, by=member_b)
    elif what == "suspended":
        accounts.suspend_membership(member_b.memberships.get())
    elif what == "away":
        dismiss_person(member_b, by=member_a)
    else:
        name_rival(company_a, company_b, by=colleague_a)
    if again:
        suggest_to_all()
        assert not Suggestion.objects.filter(to=member_a).exists()
    assert meet(member_a) == {}


def test_the_same_person_is_not_proposed_to_everybody(member_b):
    apart(member_b)
    says(member_b, can_help_with="EDI")
    seekers = []
    for _number in range(MOST_OFTEN + 6):
        seekers.append(member(CompanyFactory.create(sector=None)))
    for person in seekers:
        apart(person)
        update_profile(person, by=person, looks_for="EDI")
    suggest_to_all()
    told = Suggestion.objects.filter(person=member_b).values("to").distinct().count()
    assert told == MOST_OFTEN
    left = [person for person in seekers if not meet(person)]
    assert len(left) == 6
    suggest_to([left[0].pk])  # alone, too
    assert meet(left[0]) == {}
    request_contact(member_b, by=next(p for p in seekers if meet(p)), why="Bonjour")
    suggest_to_all()
    assert Suggestion.objects.filter(person=member_b).values("to").distinct().count() == MOST_OFTEN


def test_everybody_of_a_ring_is_proposed_about_equally_often(company_a):
    for number in range(30):
        seeker = member(CompanyFactory.create())
        apart(seeker)
        side = "looks_for" if number % 2 else "can_help_with"
        update_profile(seeker, by=seeker, **{side: "EDI"})
    suggest_to_all()
    rows = Suggestion.objects.filter(ground="members.helps").values_list("person", flat=True)
    times = [list(rows).count(person) for person in set(rows)]
    assert len(times) >= 13
    assert max(times) <= KEPT + 6


# --- When -----------------------------------------------------------------------------------
def test_the_same_all_day_and_others_on_other_days(member_a):
    for _number in range(30):
        member(CompanyFactory.create())
    morning = clock.now().replace(hour=8)
    seen = []
    for day in range(3):
        with clock.at(morning + timedelta(days=day)):
            assert suggest_due() > 0
            first = list(meet(member_a))
        with clock.at(morning + timedelta(days=day, hours=9)):
            assert suggest_due() == 0
            assert list(meet(member_a)) == first
        seen.append(tuple(person.pk for person in first))
    assert len(seen[0]) == AT_MOST
    assert len(set(seen)) == 3


def test_a_change_of_subjects_is_followed_soon(pair):
    member_a, member_b = pair
    says(member_b, can_help_with="EDI")
    assert found_for(member_a) == {}
    update_profile(member_a, by=member_a, phone="+33 1")
    assert suggest_due() == 0
    says(member_a, looks_for="EDI")
    assert suggest_due() == 1
    assert list(meet(member_a)) == [member_b]


def test_a_small_club_proposes_nobody(pair):
    says(pair[0], looks_for="EDI")
    says(pair[1], can_help_with="EDI")
    for membership in Membership.objects.exclude(person__in=pair)[:FEWEST]:
        accounts.suspend_membership(membership)
    assert found_for(pair[0]) == {}


# --- Putting away ---------------------------------------------------------------------------
def test_put_away_for_good_and_undone_for_a_moment(client_for, pair, clock_at):
    member_a, member_b = pair
    says(member_a, looks_for="EDI")
    says(member_b, can_help_with="EDI")
    suggest_to_all()
    client = client_for(member_a)
    page = client.get("/members/meet/").content.decode()
    assert "Can help with what you look for: EDI." in page
    assert f"/members/{member_b.pk}/?ask=1#ask" in page
    answer = client.post(f"/members/{member_b.pk}/not-for-me/", {"back": "/"}, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain == [(f"/?away={member_b.pk}#people-to-meet", 302)]
    assert "Can help with what you look for: EDI." not in html
    assert f"/members/{member_b.pk}/not-for-me/undo/" in html
    client.post(f"/members/{member_b.pk}/not-for-me/undo/")
    assert list(meet(member_a)) == [member_b]
    dismiss_person(member_b, by=member_a)
    clock_at(clock.now() + UNDO_FOR)
    assert "undo" not in client.get(f"/members/meet/?away={member_b.pk}").content.decode()
    with pytest.raises(NotThere):
        undo_dismissal(member_b.pk, by=member_a)
    assert Dismissal.objects.get().person == member_b


def test_only_members_put_away_whom_they_find(client_for, member_a, member_b, organiser):
    hide_person(member_b, by=member_b)
    path = f"/members/{member_b.pk}/not-for-me/"
    for person in (member_a, organiser, None):
        client = client_for(person)
        for address in (path, f"{path}undo/", "/members/999999/not-for-me/"):
            assert client.post(address).status_code == 404
    assert client_for(organiser).get("/members/meet/").status_code == 404
    assert not Dismissal.objects.exists()


@pytest.mark.parametrize(
    "back", ["//evil.example/", "https://evil.example/", "/\\evil", "", "/x?a=1"]
)
def test_the_way_back_stays_here(client_for, member_a, member_b, back):
    answer = client_for(member_a).post(f"/members/{member_b.pk}/not-for-me/", {"back": back})
    assert answer.url == f"/members/meet/?away={member_b.pk}#people-to-meet"


def test_an_empty_page_says_what_would_help(client_for, pair):
    page = client_for(pair[0]).get("/members/meet/").content.decode()
    assert "Say what you look for" in page
    says(pair[0], can_help_with="EDI", looks_for="Retrofit")
    page = client_for(pair[0]).get("/members/meet/").content.decode()
    assert "Nobody new today" in page


@pytest.mark.parametrize("size", [1, 12])
def test_costs_so_many_queries_whatever_there_is(
    size, client_for, member_a, django_assert_num_queries
):
    for _number in range(size):
        member(CompanyFactory.create())
    suggest_to_all()
    client = client_for(member_a)
    client.get("/members/meet/")
    with django_assert_num_queries(6):
        client.get("/members/meet/")


def test_the_day_after_the_last_step_has_people(client_for, company_a, member_b, member_c):
    newcomer = member(company_a, newcomer=True)
    go_to_step(arrival_of(newcomer), 4, by=newcomer)
    assert member_b in meet(newcomer)
    assert SuggestionDay.objects.get(person=newcomer).day == clock.today()
