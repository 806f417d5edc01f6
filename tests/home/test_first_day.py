"""The day of somebody who has just arrived: a welcome, one event, one discussion, three people."""

from datetime import timedelta

import pytest

from accounts.models import ClubSettings
from club.lib import clock
from events.services import register
from forum.services import spread_due
from members.models.arrival import GREETING_STAYS
from members.services import rebuild_directory, suggest_to_all, update_profile
from tests.events import made as events_made
from tests.factories.accounts import CompanyFactory, accept, member
from tests.forum import made as forum_made

pytestmark = pytest.mark.django_db
#: The limit of a home: as many as that of a member with threads to read.
QUERIES = 13


@pytest.fixture
def newcomer(company_a, manager):
    """Somebody who finished the welcome just now, with a subject."""
    person = member(company_a, newcomer=True, first_name="Nora")
    accept(person)
    update_profile(person, by=person, looks_for="Palettisation", can_help_with="Prix de l’énergie")
    return person


@pytest.fixture
def club(newcomer, member_b, member_c):
    """Three events, three discussions and some people."""
    for title in ("Line 9", "Palettisation day", "Line 10"):
        events_made.event(title=title)
    forum_made.thread(member_b, title="Which scanner?")
    forum_made.thread(member_b, title="Palettes", text="Who knows about palettisation?")
    thread = forum_made.thread(member_b, title="Livelier")
    for _number in range(3):
        forum_made.reply(thread, member_c)
    spread_due()
    for _number in range(8):
        member(CompanyFactory.create())
    rebuild_directory()
    suggest_to_all()


def test_one_of_each_chosen_and_a_welcome_by_name(club, newcomer, client_for):
    ClubSettings.load()
    client = client_for(newcomer)
    html = client.get("/").content.decode()
    assert "Welcome, Nora" in html
    assert "I am Marc Maurel" in html
    assert "Palettisation day" in html
    assert "Line 9" not in html
    assert "Palettes" in html
    assert "Livelier" not in html
    assert html.count("It speaks of one of your subjects.") == 2
    assert html.count('class="person meet"') == 3


def test_costs_no_more_than_any_other_home(club, newcomer, client_for, django_assert_num_queries):
    ClubSettings.load()
    client = client_for(newcomer)
    client.get("/")
    with django_assert_num_queries(QUERIES):
        client.get("/")


def test_without_subjects_the_next_free_event_and_the_liveliest_discussion(
    club, newcomer, client_for
):
    update_profile(newcomer, by=newcomer, looks_for="", can_help_with="")
    html = client_for(newcomer).get("/").content.decode()
    assert "Line 9" in html
    assert "Palettisation day" not in html
    assert "Livelier" in html
    assert "It speaks of" not in html


def test_whoever_comes_somewhere_has_the_own_events(club, newcomer, client_for):
    date = events_made.EventDate.objects.get(page__slug="line-10")
    register(date, newcomer, by=newcomer)
    html = client_for(newcomer).get("/").content.decode()
    assert "Your next events" in html
    assert "A first event for you" not in html


def test_after_a_week_it_is_the_day_of_everybody(club, newcomer, client_for):
    with clock.at(clock.now() + GREETING_STAYS + timedelta(hours=1)):
        html = client_for(newcomer).get("/").content.decode()
    assert "Welcome, Nora" not in html
    assert "Line 9" in html
    assert "Livelier" in html
    assert "for you" not in html


def test_an_empty_club_has_no_dead_end(newcomer, client_for):
    response = client_for(newcomer).get("/")
    assert [card.name for card in response.context["main_cards"]] == ["members.greeting"]
    assert "Say what you look for" in response.content.decode()
