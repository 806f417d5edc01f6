"""Somebody leaves their company: by whom, from when, what goes with it, and the way back."""

from datetime import datetime, timedelta

import pytest

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import Membership
from accounts.services import start_membership
from club.lib import clock
from events.enums import RegistrationStatus
from events.services import register
from forum.models import Post
from members.enums import ConnectionState
from members.models import Connection, Invitation
from members.querysets import visible_memberships
from members.services import Refused, accept_contact, hide_person, invite, request_contact
from members.services.departures import (
    carry_out_departures,
    name_correspondent,
    note_departure,
    take_back_departure,
    withdraw_correspondent,
)
from notifications.models import BellItem
from participation.models import LedgerMark, Participation
from tests.events.made import event, plan, the_date
from tests.factories.accounts import member
from tests.forum import made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
QUERIES = 12
NOW = datetime.fromisoformat("2026-03-02T10:00:00+01:00")


def of(person) -> Membership:
    """The newest membership."""
    return person.memberships.latest("pk")


def is_in(person) -> bool:
    return not viewer_for(person).is_stranger


def contacts(one, other) -> Connection:
    """Two in contact."""
    return accept_contact(request_contact(other, by=one, why="Hello"), by=other)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("colleague_a", True),
        ("manager", True),
        ("director", True),
        ("administrator", True),
        ("manager2", False),
        ("organiser", False),
        ("member_b", False),
        ("member_a", False),
    ],
)
def test_who_may_say_it(request, client_for, member_a, who, may):
    by = request.getfixturevalue(who)
    path = f"/companies/client-a/team/{of(member_a).pk}/leave/"
    client = client_for(by)
    assert client.get("/companies/client-a/team/").status_code == (200 if may else 404)
    assert client.get(path).status_code == (200 if may else 404)
    answer = client.post(path, {"from_on": clock.house_today().isoformat()})
    assert answer.status_code == (302 if may else 404)
    assert is_in(member_a) is not may
    if not may:
        with pytest.raises(Refused):
            note_departure(of(member_a), by=by)


def test_a_correspondent_removes_neither_oneself_nor_another(colleague_a, company_a, manager):
    other = member(company_a, Role.CORRESPONDENT, email="second@client-a.example")
    for person in (colleague_a, other):
        with pytest.raises(Refused):
            note_departure(of(person), by=colleague_a)
    note_departure(of(other), by=manager)
    assert not is_in(other)


def test_out_at_once_and_sessions_end(client_for, member_a, member_b, manager):
    client = client_for(member_a)
    assert client.get("/members/").status_code == 200
    thread = made.thread(member_a)
    note_departure(of(member_a), by=manager, from_on=clock.house_today())
    assert client.get("/members/").status_code != 200
    rows = visible_memberships(viewer_for(member_b))
    assert not rows.filter(person=member_a).exists()
    page = client_for(member_b).get(thread.get_absolute_url()).content.decode()
    assert "Former member" in page
    assert member_a.full_name not in page


def test_a_day_to_come_takes_effect_by_itself(clock_at, member_a, colleague_a, manager):
    clock_at(NOW)
    later = NOW.date() + timedelta(days=3)
    Membership.objects.filter(person=member_a).update(started_on=NOW.date())
    departure = note_departure(of(member_a), by=colleague_a, from_on=later)
    assert carry_out_departures() == 0
    clock_at("2026-03-04T23:59:00+01:00")
    assert is_in(member_a)
    assert of(member_a).is_active
    clock_at("2026-03-05T00:00:30+01:00")
    assert not is_in(member_a)  # the clock has not got to it
    assert not of(member_a).is_active
    assert of(member_a).ended_on is None
    assert (carry_out_departures(), carry_out_departures()) == (1, 0)
    assert of(member_a).ended_on == later
    take_back_departure(departure, by=manager)
    assert is_in(member_a)


def test_a_planned_day_moves_and_is_taken_back(member_a, colleague_a):
    day = clock.house_today() + timedelta(days=5)
    note_departure(of(member_a), by=colleague_a, from_on=day)
    departure = note_departure(of(member_a), by=colleague_a, from_on=day + timedelta(days=1))
    assert of(member_a).leaves_on == day + timedelta(days=1)
    take_back_departure(departure, by=colleague_a)
    assert of(member_a).leaves_on is None
    assert is_in(member_a)


def test_days_out_of_bounds(member_a, manager):
    started = of(member_a).started_on
    for day in (started - timedelta(days=1), clock.house_today() + timedelta(days=400)):
        with pytest.raises(Refused):
            note_departure(of(member_a), by=manager, from_on=day)
    LedgerMark.objects.all().delete()
    note_departure(of(member_a), by=manager, from_on=started)
    assert of(member_a).ended_on == started
    assert started in LedgerMark.objects.values_list("since_on", flat=True)  # the signal follows


def test_seats_go_down_the_line_and_the_calendar_is_cleared(member_a, member_b, manager, outbox):
    date = the_date(event(plan(seats=1)))
    register(date, member_a, by=member_a)
    waiting = register(date, member_b, by=member_b)
    assert waiting.status == RegistrationStatus.WAITLISTED
    outbox()
    note_departure(of(member_a), by=manager)
    own = date.registrations.get(person=member_a)
    assert own.status == RegistrationStatus.CANCELLED
    waiting.refresh_from_db()
    assert waiting.status == RegistrationStatus.OFFERED
    date.refresh_from_db()
    assert date.seats_taken == 1
    cleared = [m for m in outbox() if member_a.email in m["To"]]
    assert len(cleared) == 1
    calendars = [p for p in cleared[0].walk() if p.get_content_type() == "text/calendar"]
    assert calendars[0].get_param("method") == "CANCEL"
    assert "changed your mind" not in cleared[0].get_body(("plain",)).get_content()
    facts = Participation.objects.standing().of_person(member_a)
    assert set(facts.values_list("kind", flat=True)) == {"event.registered"}


def test_contacts_end_with_words_and_come_back(member_a, member_b, manager):
    contact = contacts(member_a, member_b)
    departure = note_departure(of(member_a), by=manager)
    contact.refresh_from_db()
    assert contact.state == ConnectionState.ENDED
    item = BellItem.objects.get(person=member_b, verb="members.contact_left")
    assert item.payload == {"company": "Atelier Aubrac"}
    take_back_departure(departure, by=manager)
    contact.refresh_from_db()
    assert contact.state == ConnectionState.ACCEPTED


def test_the_bell_says_who_left(client_for, member_a, member_b, manager):
    contacts(member_a, member_b)
    note_departure(of(member_a), by=manager)
    page = client_for(member_b).get("/me/bell/").content.decode()
    assert f"{member_a.full_name} has left Atelier Aubrac." in page


def test_joining_another_client_asks_contacts_anew_and_counts_there(
    member_a, member_b, company_c, manager
):
    contact = contacts(member_a, member_b)
    made.thread(member_a)
    post = Post.objects.get(author=member_a)
    departure = note_departure(of(member_a), by=manager)
    start_membership(member_a, company_c)
    post.refresh_from_db()
    assert post.company.slug == "client-a"
    assert viewer_for(member_a).company_id == company_c.pk
    anew = request_contact(member_b, by=member_a, why="Again")
    assert anew.pk != contact.pk
    assert anew.state == ConnectionState.ASKED
    with pytest.raises(Refused):
        take_back_departure(departure, by=manager)


def test_own_invitations_die_and_the_role_comes_back_from_the_staff_only(
    company_a, colleague_a, member_a, manager
):
    invitation = invite("new@client-a.example", company_a, by=colleague_a)
    departure = note_departure(of(colleague_a), by=manager)
    assert Invitation.objects.get(pk=invitation.pk).revoked_at is not None
    other = member(company_a, Role.CORRESPONDENT, email="second@client-a.example")
    take_back_departure(departure, by=other)
    assert Role.CORRESPONDENT not in viewer_for(colleague_a).roles
    departure = note_departure(of(colleague_a), by=manager)
    take_back_departure(departure, by=manager)
    assert Role.CORRESPONDENT not in viewer_for(colleague_a).roles


def test_a_correspondent_takes_nobody_back_beyond_the_places(company_a, colleague_a, member_a):
    departure = note_departure(of(member_a), by=colleague_a)
    company_a.member_limit = 1
    company_a.save()
    with pytest.raises(Refused):
        take_back_departure(departure, by=colleague_a)
    assert not is_in(member_a)


def test_too_late(clock_at, member_a, manager):
    departure = note_departure(of(member_a), by=manager)
    clock_at(clock.now() + timedelta(days=31))
    with pytest.raises(Refused):
        take_back_departure(departure, by=manager)


def test_correspondents_are_named_by_the_staff_who_answer_for_the_company(
    client_for, member_a, colleague_a, manager, manager2
):
    path = f"/companies/client-a/team/{of(member_a).pk}/correspondent/"
    for who in (colleague_a, manager2, member_a):
        assert client_for(who).post(path).status_code == 404
        with pytest.raises(Refused):
            name_correspondent(of(member_a), by=who)
    assert client_for(manager).post(path).status_code == 302
    assert Role.CORRESPONDENT in viewer_for(member_a).roles
    with pytest.raises(Refused):
        withdraw_correspondent(of(member_a), by=colleague_a)
    client_for(manager).post(path, {"act": "withdraw"})
    assert Role.CORRESPONDENT not in viewer_for(member_a).roles


def test_the_team_page_says_who_accepted_who_is_invited_and_what_is_left(
    client_for, company_a, colleague_a, member_a, django_assert_num_queries
):
    invite("new@client-a.example", company_a, by=colleague_a)
    Invitation.objects.create(
        email=member_a.email,
        company=company_a,
        invited_by=colleague_a,
        accepted_by=member_a,
        accepted_at=clock.now(),
        token_hash="x",
    )
    client = client_for(colleague_a)
    page = client.get("/companies/client-a/team/").content.decode()
    assert "3 of 10 places are taken." in " ".join(page.split())
    assert f"invited by {colleague_a.full_name}" in page
    assert "new@client-a.example" in page
    assert "Next reminder on" in page
    assert f"/team/{of(colleague_a).pk}/leave/" not in page
    with django_assert_num_queries(QUERIES):
        client.get("/companies/client-a/team/")
    for number in range(3):
        member(company_a, email=f"more-{number}@client-a.example")
    with django_assert_num_queries(QUERIES):
        client.get("/companies/client-a/team/")


def test_who_hides_is_counted_and_not_named_to_the_correspondent(
    client_for, colleague_a, member_a, manager
):
    hide_person(member_a, by=member_a)
    page = client_for(colleague_a).get("/companies/client-a/team/").content.decode()
    assert member_a.full_name not in page
    assert "1 more person has a place" in " ".join(page.split())
    assert (
        member_a.full_name in client_for(manager).get("/companies/client-a/team/").content.decode()
    )
