"""The event page, its card in all states, and the answers, as each of the cast."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from club.lib import clock
from events.models import Registration
from events.services import cancel_date, check_in, mark_no_shows, register
from tests.events.made import (
    assert_seats_right,
    crowd,
    draft,
    event,
    fresh,
    gold_only,
    plan,
    status_of,
    the_date,
)
from tests.factories.accounts import audience

pytestmark = pytest.mark.django_db
ACTS = ("register", "decline", "cancel")


def url(page, act="page", date=None) -> str:
    address = reverse(f"events:{act}", args=[page.slug])
    return f"{address}?date={date.pk}" if date else address


def state(html: str) -> str:
    (found,) = re.findall(r'data-state="(\w+)"', html)
    return found


def html_of(client, address) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def same_but_for_tokens(answer) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return re.sub(r'nonce="[^"]+"', "", text)


# --- Who finds it ---------------------------------------------------------------------------
def test_gold_event_exists_for_gold_and_the_team_only(
    client_for,
    member_a,
    colleague_a,
    member_b,
    member_c,
    suspended_b,
    outsider,
    organiser,
    director,
):
    page = event(audience=gold_only())
    for person in (member_a, colleague_a, organiser, director):
        assert client_for(person).get(url(page)).status_code == 200
    for person in (member_b, member_c, suspended_b, outsider, None):
        assert client_for(person).get(url(page)).status_code == 404


@pytest.mark.parametrize("act", ["page", *ACTS, "download", "attendees", "cancel-date"])
def test_hidden_event_is_the_same_as_a_missing_one_at_every_address(client_for, member_c, act):
    hidden = event(audience=gold_only(), slug="goldslug")
    draft(slug="draftslug", title="Draft")
    date = the_date(hidden)
    client = client_for(member_c)
    missing = same_but_for_tokens(client.get(reverse(f"events:{act}", args=["missingslug"])))
    missing = missing.replace("missingslug", "SLUG")
    for slug in ("goldslug", "draftslug"):
        for query in ("", f"?date={date.pk}"):
            address = reverse(f"events:{act}", args=[slug]) + query
            for method in (client.get, client.post):
                answer = method(address)
                if act in {"page", "download", "attendees"} and method == client.post:
                    assert answer.status_code == 405
                    continue
                assert answer.status_code == 404
                text = same_but_for_tokens(answer).replace(query, "").replace(slug, "SLUG")
                if method == client.get:
                    assert text.replace("%3Fdate%3D" + str(date.pk), "") == missing
    assert Registration.objects.count() == 0


def test_stranger_is_offered_to_sign_in_and_come_back(client_for):
    page = event()
    for act in ("page", *ACTS, "attendees"):
        answer = client_for().get(url(page, act))
        assert answer.status_code == 404
        assert f"next={url(page, act)}" in answer.content.decode().replace("%2F", "/")


def test_public_event_shows_strangers_neither_seats_nor_people(client_for, member_a):
    page = event(plan(seats=7), audience=audience("public"), join_link="https://meet.example.org/x")
    register(the_date(page), member_a, by=member_a, is_listed=True)
    client = client_for()
    html = html_of(client, url(page))
    assert state(html) == "stranger"
    for secret in ("Agathe", "Atelier Aubrac", "meet.example.org", "seats free", "/7", "big-num"):
        assert secret not in html
    for act in (*ACTS, "attendees"):
        assert client.get(url(page, act)).status_code == 404
        assert client.post(url(page, act)).status_code in {404, 405}


# --- The card -------------------------------------------------------------------------------
def test_card_goes_through_its_states(client_for, member_a, member_b, organiser):
    page = event(plan(seats=1))
    date = the_date(page)
    client, other = client_for(member_a), client_for(member_b)
    assert state(html_of(client, url(page))) == "open"
    client.post(url(page, "register", date))
    assert state(html_of(client, url(page))) == "coming"
    assert state(html_of(other, url(page))) == "full"
    other.post(url(page, "register", date))
    html = html_of(other, url(page))
    assert state(html) == "waiting"
    assert "You are number 1 in line" in html
    assert state(html_of(client_for(organiser), url(page))) == "team"
    with clock.at(date.starts_at):
        check_in(Registration.objects.get(person=member_a), by=organiser)
    with clock.at(date.ends_at):
        mark_no_shows(date)
        html = html_of(client, url(page))
        assert state(html) == "past"
        assert "You were there" in html
    cancel_date(date, by=organiser, reason="The hall is flooded.")
    html = html_of(other, url(page))
    assert state(html) == "cancelled"
    assert "The hall is flooded." in html


def test_answers_without_script_lead_back_to_the_card(client_for, member_a):
    page = event(plan(seats=2))
    date = the_date(page)
    client = client_for(member_a)
    back = f"{date.get_absolute_url()}#place"
    answer = client.post(url(page, "register", date), {"asks_listing": "1", "is_listed": "1"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert "Noted: see you on" in html_of(client, date.get_absolute_url())
    assert Registration.objects.get().is_listed is True
    ask = client.get(url(page, "cancel", date))
    assert "Give up your seat?" in ask.content.decode()
    assert status_of(date, member_a) == "going"
    answer = client.post(url(page, "cancel", date), {"reason": "Ill"})
    assert (answer.status_code, answer["Location"]) == (302, back)
    assert status_of(date, member_a) == "cancelled"
    client.post(url(page, "decline", date), {"reason": "Elsewhere"})
    assert status_of(date, member_a) == "declined"
    assert_seats_right()


def test_opening_an_address_changes_nothing(client_for, member_a):
    page = event()
    date = the_date(page)
    client = client_for(member_a)
    for act in ACTS:
        answer = client.get(url(page, act, date))
        assert (answer.status_code, answer["Location"]) == (
            302,
            f"{date.get_absolute_url()}#place",
        )
    assert Registration.objects.count() == 0


def test_answer_with_htmx_is_the_changed_parts(client_for, member_a):
    page = event(plan(seats=2))
    date = the_date(page)
    client = client_for(member_a)
    headers = {"HX-Request": "true"}
    answer = client.post(url(page, "register", date), headers=headers)
    html = answer.content.decode()
    assert "<html" not in html
    assert state(html) == "coming"
    for part in ('id="answer"', 'id="seats"', 'id="who"', 'id="reg-bar-in"'):
        assert part in html
    assert "club:toast" in answer["HX-Trigger-After-Settle"]
    html = client.post(url(page, "cancel", date), headers=headers).content.decode()
    assert state(html) == "open"
    assert "Undo" in html


def test_no_undo_where_the_seat_is_offered_to_the_next(client_for, member_a, member_b):
    page = event(plan(seats=1))
    date = the_date(page)
    for person in (member_a, member_b):
        register(date, person, by=person)
    answer = client_for(member_a).post(url(page, "cancel", date), headers={"HX-Request": "true"})
    assert "Undo" not in answer.content.decode()
    assert "offered to the next person" in answer["HX-Trigger-After-Settle"]
    assert status_of(date, member_b) == "offered"


def test_refusal_is_a_sentence_not_an_error(client_for, organiser):
    page = event()
    date = the_date(page)
    client = client_for(organiser)
    answer = client.post(url(page, "register", date), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "the seats are for its members" in answer.content.decode()
    client.post(url(page, "register", date))
    assert "the seats are for its members" in html_of(client, url(page))
    assert Registration.objects.count() == 0


def test_same_post_twice_is_one_row(client_for, member_a):
    page = event()
    date = the_date(page)
    client = client_for(member_a)
    places = {client.post(url(page, "register", date))["Location"] for _n in range(3)}
    assert len(places) == 1
    assert Registration.objects.count() == 1
    assert fresh(date).seats_taken == 1


def test_posts_need_their_token(client_for, member_a):
    from django.test import Client

    page = event()
    client = Client(enforce_csrf_checks=True)
    client.force_login(member_a)
    for act in ACTS:
        if act != "cancel":
            assert client.post(url(page, act)).status_code == 403
    assert Registration.objects.count() == 0


@pytest.mark.parametrize(
    "data",
    [
        {"note": "x" * 501},
        {"note": "a\x00b"},
        {"is_listed": "\x00", "asks_listing": "1", "note": "\x00"},
    ],
)
def test_text_that_cannot_be_kept_is_refused(client_for, member_a, data):
    page = event()
    answer = client_for(member_a).post(url(page, "register"), data)
    assert answer.status_code == 302
    assert Registration.objects.count() == 0


@pytest.mark.parametrize("wanted", ["", "x", "0", "-1", "9" * 30, "\x00", "1e3", "../"])
def test_date_that_is_not_of_this_event_does_not_exist(client_for, member_a, wanted):
    page = event()
    client = client_for(member_a)
    for act in ("page", *ACTS, "download", "attendees"):
        assert client.get(url(page, act), {"date": wanted}).status_code == 404


def test_date_of_another_event_does_not_exist_here(client_for, member_a):
    first, second = event(), event(slug="second", title="Second")
    client = client_for(member_a)
    for act in ("page", *ACTS, "download", "attendees"):
        assert client.get(url(first, act, the_date(second))).status_code == 404
    assert client.post(url(first, "register", the_date(second))).status_code == 404
    assert Registration.objects.count() == 0


# --- What is shown to whom ------------------------------------------------------------------
def test_link_to_join_is_for_those_who_come(client_for, member_a, member_b, manager, organiser):
    link = "https://meet.example.org/9"
    page = event(plan(seats=1), format="hybrid", join_link=link)
    date = the_date(page)
    client = client_for(member_a)
    assert link not in html_of(client, url(page))
    register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    assert link in html_of(client, url(page))
    assert link in html_of(client_for(organiser), url(page))
    for person in (member_b, manager):
        assert link not in html_of(client_for(person), url(page))
    assert link not in client_for(member_b).get(url(page, "download")).content.decode()
    promise = "The link is for those who come."
    assert promise in html_of(client_for(member_b), url(page))
    assert promise not in html_of(client, url(page))


def test_members_see_those_who_agreed(client_for, member_a, member_b, member_c, organiser):
    page = event()
    date = the_date(page)
    register(date, member_a, by=member_a, is_listed=True)
    register(date, member_b, by=member_b, is_listed=False, note="Shoe size 38")
    for address in (url(page), url(page, "attendees")):
        html = html_of(client_for(member_c), address)
        assert "Agathe Aubrac" in html
        assert "Béatrice" not in html
        assert "Shoe size" not in html
    assert "And 1 person who keeps it" in html_of(client_for(member_c), url(page, "attendees"))
    assert "Béatrice Bastide" in html_of(client_for(member_b), url(page, "attendees"))
    html = html_of(client_for(organiser), url(page, "attendees"))
    assert "Béatrice Bastide" in html
    assert "Shoe size 38" in html
    assert html.count("Bastide &amp; Fils") >= 2


def test_suspended_people_are_not_named(client_for, member_a, member_b):
    from accounts.services import suspend_membership

    page = event()
    register(the_date(page), member_b, by=member_b, is_listed=True)
    suspend_membership(member_b.memberships.get())
    for address in (url(page), url(page, "attendees")):
        assert "Béatrice" not in html_of(client_for(member_a), address)
    assert fresh(the_date(page)).seats_taken == 1


def test_organiser_filters_the_answers(client_for, organiser, member_a, member_b):
    page = event(plan(seats=1))
    date = the_date(page)
    register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    client = client_for(organiser)
    html = html_of(client, f"{url(page, 'attendees')}?status=waitlisted")
    assert "Béatrice Bastide" in html
    assert "Agathe" not in html
    for nonsense in ("x", "\x00", "going'"):
        assert (
            client.get(url(page, "attendees"), {"status": nonsense, "page": "x"}).status_code == 200
        )


def test_only_organisers_call_a_date_off(client_for, organiser, member_a, manager, administrator):
    page = event()
    date = the_date(page)
    register(date, member_a, by=member_a)
    for person in (member_a, manager, administrator, None):
        client = client_for(person)
        assert client.get(url(page, "cancel-date", date)).status_code == 404
        assert client.post(url(page, "cancel-date", date)).status_code == 404
    client = client_for(organiser)
    assert "1 person will be told" in html_of(client, url(page, "cancel-date", date))
    assert fresh(date).status == "scheduled"
    assert client.post(url(page, "cancel-date", date), {"reason": "Flood"}).status_code == 302
    assert (fresh(date).status, fresh(date).cancel_reason) == ("cancelled", "Flood")


def test_event_is_shown_on_the_readers_clock_too(client_for, member_a):
    page = event()
    date = the_date(page)
    assert "On your clock" not in html_of(client_for(member_a), url(page))
    member_a.time_zone = "America/Bogota"
    member_a.save()
    html = html_of(client_for(member_a), url(page))
    there = date.starts_at - timedelta(hours=5)
    assert f"{there:%H:%M} to" in html
    assert "Bogota time" in html


def test_several_dates_are_chosen_by_address(client_for, member_a):
    page = event(plan(10, seats=5), plan(20, seats=6))
    first, second = page.dates.all()
    client = client_for(member_a)
    register(second, member_a, by=member_a)
    assert state(html_of(client, url(page))) == "open"
    html = html_of(client, url(page, date=second))
    assert state(html) == "coming"
    assert f'href="?date={first.pk}"' in html


def test_page_without_the_other_language_shows_the_one_there_is(client_for, member_a):
    page = event(title_en="", summary_en="", summary_fr="En français seulement.")
    html = html_of(client_for(member_a), url(page))
    assert "En français seulement." in html
    assert "(fr)" in html


def test_titles_of_editors_are_inert(client_for, member_a, organiser):
    evil = "<script>x()</script>, <b onclick=x>"
    page = event(title_en=evil, summary_en=evil, place_name=evil, slug="evil")
    register(the_date(page), member_a, by=member_a, note=evil)
    for person in (member_a, organiser):
        for act in ("page", "attendees"):
            html = html_of(client_for(person), url(page, act))
            assert "<script>x" not in html
            assert "<b onclick" not in html


def test_unpublished_event_is_gone_and_keeps_its_answers(client_for, member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    page.unpublish()
    for act in ("page", "download", "attendees", "register"):
        assert client_for(member_a).get(url(page, act)).status_code == 404
    assert Registration.objects.count() == 1


def test_crowd_is_named_in_part(client_for, member_a):
    page = event(plan(seats=None))
    date = the_date(page)
    for person in crowd(12):
        register(date, person, by=person, is_listed=True)
    html = html_of(client_for(member_a), url(page))
    assert html.count('class="name"') == 8
    assert html_of(client_for(member_a), url(page, "attendees")).count('class="pc"') == 12


def test_caption_accounts_for_every_seat(client_for, member_a, member_b, in_english):
    page = event(plan(seats=5, kept=2))
    register(the_date(page), member_b, by=member_b)
    shown = client_for(member_a).get(page.path_on_site).content.decode()
    assert "Each circle is a seat. 2 are free. The club keeps 2." in shown
