"""The link in a mail: R30. Opening it shows, the button acts, and it ends with the event."""

import re

import pytest
from django.test import Client

from accounts.services import suspend_membership
from club.lib.logs import MaskTokens
from events.links import answer_url
from events.models import EventQuestion, Registration
from events.services import cancel_date, cancel_registration, register
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.events.made import (
    assert_seats_right,
    draft,
    event,
    fresh,
    gold_only,
    plan,
    publish,
    status_of,
    the_date,
)
from tests.notifications.stage import last, sent
from tests.visibility.same import ask, look_alike

pytestmark = pytest.mark.django_db
JOIN = "https://meet.example.org/9"


@pytest.fixture
def date(in_english):
    """A date with one seat."""
    return the_date(event(plan(seats=1), join_link=JOIN, format="hybrid"))


def link(date, person) -> str:
    return answer_url(date.page.slug, date.pk, person.pk).removeprefix("http://127.0.0.1:8000")


def press(path: str, answer: str, client: Client | None = None):
    return (client or Client()).post(path, {"answer": answer})


def link_in(message) -> str:
    (found,) = set(re.findall(r"http://127.0.0.1:8000(/events/\S+/answer/\S+/)", message.text))
    assert found in message.html
    return found


# --- In the mails ---------------------------------------------------------------------------
def test_cal_r30_every_mail_about_a_seat_carries_the_link(date, member_a, member_b):
    row = register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    date.page.place_name = "Lyon"
    deliver_due()
    publish(date.page)
    deliver_due()
    cancel_registration(row, by=member_a)
    deliver_due()
    own = {member_a.email: link(date, member_a), member_b.email: link(date, member_b)}
    verbs = list(OutboxMail.objects.filter(status="sent").values_list("verb", flat=True))
    assert len(verbs) == len(sent()) == 6
    for message in sent():
        assert link_in(message) == own[message.message["To"].addresses[0].addr_spec]


# --- Opening and pressing -------------------------------------------------------------------
@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_cal_r30_opening_changes_nothing(date, member_a, method):
    register(date, member_a, by=member_a)
    before = Registration.objects.values().get()
    count = OutboxMail.objects.count()
    for _scanner in range(3):
        response = getattr(Client(), method)(link(date, member_a))
        assert response.status_code in {200, 405}
    assert Registration.objects.values().get() == before
    assert OutboxMail.objects.count() == count


def test_cal_r30_shows_what_the_mail_says_and_no_more(date, member_a, member_b):
    register(date, member_b, by=member_b, is_listed=True)
    response = Client().get(link(date, member_a))
    html = response.content.decode()
    for words in ("Line 9, from the inside", "09:00 to 12:30", "Saint-Égrève", "Are you coming?"):
        assert words in html
    for words in (JOIN, member_b.last_name, "Bastide"):
        assert words not in html
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"


def test_cal_r30_whole_way_signed_out(date, member_a, member_b):
    path = link(date, member_a)
    assert press(path, "no").status_code == 302
    assert status_of(date, member_a) == "declined"
    press(path, "yes")
    assert status_of(date, member_a) == "going"
    register(date, member_b, by=member_b)
    press(path, "maybe")
    assert (status_of(date, member_a), status_of(date, member_b)) == ("maybe", "offered")
    assert "A seat is free for you" in Client().get(link(date, member_b)).content.decode()
    press(link(date, member_b), "yes")
    assert status_of(date, member_b) == "going"
    press(path, "yes")
    assert status_of(date, member_a) == "waitlisted"
    assert "You are number 1 in line" in Client().get(path).content.decode()
    press(path, "no")
    assert status_of(date, member_a) == "cancelled"
    row = Registration.objects.get(person=member_a)
    assert (row.registered_by, row.source) == (member_a, "portal")
    assert_seats_right()


def test_cal_r30_a_second_press_and_an_unknown_button_do_nothing(date, member_a):
    path = link(date, member_a)
    for answer in ("yes", "yes", "", "rubbish"):
        press(path, answer)
    deliver_due()
    assert (status_of(date, member_a), len(sent())) == ("going", 1)


def test_cal_r30_press_needs_the_form_s_token(date, member_a):
    client = Client(enforce_csrf_checks=True)
    assert press(link(date, member_a), "yes", client).status_code == 403
    page = client.get(link(date, member_a)).content.decode()
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page)[-1]
    body = {"answer": "yes", "csrfmiddlewaretoken": token}
    assert client.post(link(date, member_a), body).status_code == 302
    assert status_of(date, member_a) == "going"


def test_cal_r30_the_token_says_who_whoever_is_signed_in(date, member_a, member_b, client_for):
    press(link(date, member_a), "yes", client_for(member_b))
    assert (status_of(date, member_a), status_of(date, member_b)) == ("going", "")
    html = client_for(member_b).get(link(date, member_a)).content.decode()
    assert "You answer as Agathe Aubrac" in html


def test_cal_r30_speaks_the_language_and_the_clock_of_its_reader(date, member_a):
    member_a.language, member_a.time_zone = "fr", "America/Bogota"
    member_a.save()
    html = Client().get(link(date, member_a)).content.decode()
    assert "Serez-vous des nôtres" in html
    assert "à votre heure" in html.lower() or "Bogota" in html


def test_cal_r30_refusal_is_said(date, member_a, clock_at):
    register(date, member_a, by=member_a)
    Registration.objects.update(status="attended")
    response = Client().post(link(date, member_a), {"answer": "no"}, follow=True)
    assert "Who came is already recorded for this date." in response.content.decode()


def test_cal_r30_of_a_cancelled_date_it_says_so_and_offers_nothing(date, member_a):
    cancel_date(date, by=None)
    html = Client().get(link(date, member_a)).content.decode()
    assert "This event is cancelled" in html
    assert 'name="answer"' not in html


# --- Its end --------------------------------------------------------------------------------
@pytest.fixture
def dead(date, member_a, member_b, outsider, organiser, suspended_b, clock_at):
    """Ways in which a link is worth nothing, each as a function that gives its address."""

    def over() -> str:
        clock_at(fresh(date).ends_at)
        return link(date, member_a)

    def suspended() -> str:
        suspend_membership(member_a.memberships.get())
        return link(date, member_a)

    def inactive() -> str:
        member_a.is_active = False
        member_a.save()
        return link(date, member_a)

    def hidden() -> str:
        date.page.audience = gold_only()
        publish(date.page)
        return link(date, member_b)

    def unpublished() -> str:
        date.page.unpublish()
        return link(date, member_a)

    def of_another_event() -> str:
        other = event(title="Other", slug="other-event")
        return link(date, member_a).replace(date.page.slug, other.slug)

    return {
        "over": over,
        "suspended": suspended,
        "inactive": inactive,
        "hidden": hidden,
        "unpublished": unpublished,
        "another event": of_another_event,
        "suspended since long": lambda: link(date, suspended_b),
        "a stranger's": lambda: link(date, outsider),
        "of the team": lambda: link(date, organiser),
        "forged": lambda: link(date, member_a)[:-3] + "xx/",
        "rubbish": lambda: f"/events/{date.page.slug}/answer/rubbish/",
    }


@pytest.mark.parametrize(
    "why",
    [
        "over",
        "suspended",
        "inactive",
        "hidden",
        "unpublished",
        "another event",
        "suspended since long",
        "a stranger's",
        "of the team",
        "forged",
        "rubbish",
    ],
)
def test_cal_r30_a_dead_link_is_as_if_it_had_never_been(date, dead, why):
    path = dead[why]()
    never = "/events/never-was/answer/never/"
    for method in ("get", "head", "post"):
        client = Client()
        one, two = ask(client, path, method), ask(client, never, method)
        assert one.status_code == 404, why
        look_alike((one, path), (two, never))
    assert Registration.objects.count() == 0


def test_cal_r30_token_stays_out_of_the_log(date, member_a, caplog):
    import logging

    record = logging.LogRecord("x", 20, "", 0, f"GET {link(date, member_a)} 200", None, None)
    MaskTokens().filter(record)
    assert record.getMessage() == f"GET /events/{date.page.slug}/answer/…/ 200"


def test_link_is_in_no_mail_to_who_lost_the_right(date, member_a):
    register(date, member_a, by=member_a)
    deliver_due()
    cancel_date(date, by=None)
    deliver_due()
    assert "/answer/" not in last().text


# --- What the organisers ask ----------------------------------------------------------------
@pytest.fixture
def asking(in_english):
    """A date of an event that asks something, and must know."""
    page = draft(plan(6))
    page.questions = [EventQuestion(label_en="What do you eat?", is_required=True)]
    return the_date(publish(page))


def test_cal_r30_what_must_be_answered_is_asked_there_and_nothing_is_lost(asking, member_a):
    path, client = link(asking, member_a), Client()
    assert "What do you eat?" in client.get(path).content.decode()
    name = f"q-{asking.page.questions.get().key}"
    empty = client.post(path, {"answer": "yes", "asked": "1", name: ""})
    assert (empty.status_code, status_of(asking, member_a)) == (422, "")
    assert "Your answer is not complete." in empty.content.decode()
    assert empty.headers["X-Robots-Tag"] == "noindex"
    press(path, "maybe", client)
    assert status_of(asking, member_a) == "maybe"
    said = client.post(path, {"answer": "yes", "asked": "1", name: "Everything"}, follow=True)
    assert "What do you eat?" not in said.content.decode()
    row = Registration.objects.get(date=asking, person=member_a)
    assert (row.status, list(row.answers.values())) == ("going", ["Everything"])
    cancel_registration(row, by=member_a)
    again = client.get(path).content.decode()
    assert "What do you eat?" in again
    assert "Everything" not in again


def test_cal_r30_what_was_typed_stays_when_the_answer_comes_too_late(asking, member_a):
    path = link(asking, member_a)
    asking.page.closes_hours = 7 * 24
    publish(asking.page)
    name = f"q-{asking.page.questions.get().key}"
    late = Client().post(path, {"answer": "yes", "asked": "1", name: "Everything"})
    assert late.status_code == 422
    assert 'value="Everything"' in late.content.decode()
    assert status_of(asking, member_a) == ""


def test_cal_r30_perhaps_is_no_answer_where_an_organiser_decides(member_a, in_english):
    for needs_approval in (False, True):
        date = the_date(event(title=f"Line {needs_approval}", needs_approval=needs_approval))
        shown = Client().get(link(date, member_a)).content.decode()
        assert ('value="maybe"' in shown) is not needs_approval
