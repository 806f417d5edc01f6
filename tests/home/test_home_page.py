"""The root: the public page for strangers, the own day for the others."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ValidationError

from accounts.models import ClubSettings
from home.models import HomePage
from members.services import request_to_join
from tests.events import made as events_made
from tests.factories.accounts import audience
from tests.home import made

MORNING = datetime(2026, 3, 3, 8, tzinfo=UTC)


@pytest.fixture
def english(client_for):
    """A stranger's browser that asks for English."""
    return client_for(headers={"accept-language": "en"})


class TestStranger:
    """What somebody sees whom nobody knows."""

    def test_reads_what_the_club_is(self, english, db):
        response = english.get("/")
        assert response.status_code == 200
        assert response.templates[0].name == "home/public_page.html"
        html = response.content.decode()
        assert "Your best adviser <em>has the same supplier.</em>" in html
        assert "No one sells here." in html
        assert 'href="/join/"' in html
        assert 'href="/accounts/login/"' in html

    def test_reads_it_in_french_without_asking(self, client_for, db):
        html = client_for().get("/").content.decode()
        assert "Votre meilleur conseiller <em>a le même fournisseur.</em>" in html

    def test_sees_of_events_and_news_what_is_public_only(self, english, db):
        made.news("For members")
        made.news("For everybody", audience=audience("public"))
        events_made.event(title="Members dine", slug="members-dine")
        events_made.event(title="Open morning", slug="open-morning", audience=audience("public"))
        html = english.get("/").content.decode()
        assert "For everybody" in html
        assert "Open morning" in html
        assert "For members" not in html
        assert "Members dine" not in html

    def test_is_told_nothing_of_who_is_a_member(self, english, colleague_a, member_b):
        html = english.get("/").content.decode()
        assert colleague_a.last_name not in html
        assert member_b.memberships.get().company.name not in html

    @pytest.mark.parametrize("who", ["suspended_b", "outsider"])
    def test_is_also_who_lost_the_right(self, who, request, client_for):
        response = client_for(request.getfixturevalue(who)).get("/")
        assert response.templates[0].name == "home/public_page.html"

    def test_finds_words_of_organisers_escaped(self, english, db):
        page = HomePage.objects.get()
        page.headline_en = "*We* <script>alert(1)</script>"
        page.save()
        html = english.get("/").content.decode()
        assert "<em>We</em> &lt;script&gt;" in html


class TestMember:
    """The own day."""

    def test_is_greeted_by_the_hour_on_the_own_clock(self, member_a, client_for, clock_at):
        clock_at(MORNING)
        assert "Good morning, Agathe." in client_for(member_a).get("/").content.decode()

    def test_is_greeted_on_the_own_clock_elsewhere(self, member_a, client_for, clock_at):
        clock_at(MORNING)
        member_a.time_zone = "Asia/Tokyo"
        member_a.save()
        assert "Good afternoon, Agathe." in client_for(member_a).get("/").content.decode()

    def test_sees_the_next_events_and_the_last_news(self, member_a, client_for):
        for number in range(4):
            made.news(f"News {number}")
        events_made.event(title="Members dine", slug="members-dine")
        html = client_for(member_a).get("/").content.decode()
        assert "Members dine" in html
        assert [f"News {n}" in html for n in range(4)] == [False, True, True, True]

    def test_is_told_what_to_do_in_an_empty_club(self, member_a, client_for):
        response = client_for(member_a).get("/")
        assert response.status_code == 200
        assert response.context["main_cards"] == []
        assert "say what you can help with" in response.content.decode()

    @pytest.mark.parametrize("size", [1, 12])
    def test_costs_so_many_queries_whatever_there_is(
        self, size, member_a, client_for, django_assert_num_queries
    ):
        ClubSettings.load()
        for number in range(size):
            made.news(f"News {number}")
            events_made.event(title=f"Event {number}", slug=f"event-{number}")
        client = client_for(member_a)
        client.get("/")
        with django_assert_num_queries(QUERIES_OF_A_DAY):
            client.get("/")


class TestStaff:
    """The same day, with what waits for the staff."""

    def test_is_told_who_knocks(self, organiser, client_for):
        request_to_join(name="Olga Orsini", email="olga@orsini.example", company_name="Orsini")
        html = client_for(organiser).get("/").content.decode()
        assert "Somebody knocks at the door." in html
        assert "Olga Orsini" in html

    def test_is_told_when_nobody_waits(self, manager, client_for):
        html = client_for(manager).get("/").content.decode()
        assert "Everybody who asked to join has an answer." in html

    def test_member_is_told_nothing_of_requests(self, member_a, client_for):
        request_to_join(name="Olga Orsini", email="olga@orsini.example", company_name="Orsini")
        html = client_for(member_a).get("/").content.decode()
        assert "Orsini" not in html
        assert "knocks" not in html


def test_the_front_door_stays_open(db):
    page = HomePage.objects.get()
    page.audience = audience("members")
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert set(error.value.message_dict) == {"audience"}


def test_organiser_previews_the_page_as_a_visitor_or_the_own_day(organiser, client_for):
    client = client_for(organiser)
    page = HomePage.objects.get()
    page.save_revision()
    view = f"/cms/pages/{page.pk}/view_draft/"
    assert b"Ask to join" in client.get(f"{view}?mode=public").content
    assert b"Odile." in client.get(f"{view}?mode=day").content


#: Session, person, viewer (4), page, club, events (3), people, news.
QUERIES_OF_A_DAY = 12
