"""/join/: strangers ask to be let in."""

from datetime import timedelta

import pytest

from club.lib import clock
from members.models import JoinRequest
from members.services import TooOften, request_to_join
from members.services.join_requests import sender_of
from notifications.models import OutboxMail

pytestmark = pytest.mark.django_db
URL = "/join/"
WORDS = {
    "name": "Jeanne Durand",
    "email": "jeanne@example.org",
    "company_name": "Atelier Aubrac",
    "message": "Je travaille avec Marc.",
    "fax": "",
}


def test_request_is_kept_and_answered(client_for):
    response = client_for().post(URL, WORDS, follow=True)
    assert response.redirect_chain == [("/join/sent/", 302)]
    row = JoinRequest.objects.get()
    assert (row.name, row.email, row.company_name) == tuple(WORDS.values())[:3]
    assert row.is_open
    assert "127.0.0.1" not in repr(JoinRequest.objects.values().get())
    assert OutboxMail.objects.count() == 0


def test_answer_is_the_same_whoever_asks(client_for, member_a, suspended_b, organiser):
    answers = set()
    for address in ("new@example.org", member_a.email, suspended_b.email, organiser.email):
        response = client_for().post(URL, {**WORDS, "email": address})
        answers.add((response.status_code, response["Location"], response.content))
    assert len(answers) == 1


def test_one_address_is_kept_three_times_a_day_and_never_told(client_for, monkeypatch):
    monkeypatch.setattr("members.services.join_requests.MAX_PER_SENDER", 99)
    client = client_for()
    locations = {client.post(URL, WORDS)["Location"] for _time in range(6)}
    assert locations == {"/join/sent/"}
    assert JoinRequest.objects.count() == 3
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        client.post(URL, WORDS)
    assert JoinRequest.objects.count() == 4


def test_one_place_asks_five_times_an_hour(client_for):
    client = client_for()
    codes = [client.post(URL, {**WORDS, "email": f"{n}@example.org"}).status_code for n in range(7)]
    assert codes == [302] * 5 + [429] * 2
    elsewhere = client_for(REMOTE_ADDR="192.0.2.7")
    assert elsewhere.post(URL, WORDS).status_code == 302
    with clock.at(clock.now() + timedelta(hours=1, minutes=1)):
        assert client.post(URL, {**WORDS, "email": "z@example.org"}).status_code == 302


def test_sender_is_another_hash_each_day():
    today = sender_of("192.0.2.1")
    assert today == sender_of("192.0.2.1") != sender_of("192.0.2.2")
    with clock.at(clock.now() + timedelta(days=1)):
        assert sender_of("192.0.2.1") != today


def test_service_tells_what_it_refuses():
    words = {"name": "A", "email": "a@example.org", "company_name": "B", "sender": "s"}
    for _time in range(3):
        assert request_to_join(**words)
    assert request_to_join(**words) is None
    for number in range(2):
        request_to_join(**{**words, "email": f"{number}@example.org"})
    with pytest.raises(TooOften):
        request_to_join(**{**words, "email": "c@example.org"})


def test_machines_that_fill_the_trap_are_thanked_and_forgotten(client_for):
    response = client_for().post(URL, {**WORDS, "fax": "+33"})
    assert response["Location"] == "/join/sent/"
    assert JoinRequest.objects.count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"email": "x"},
        {"company_name": " "},
        {"message": "x" * 2001},
        {"message": "a\0"},
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(client_for, wrong):
    response = client_for().post(URL, {**WORDS, **wrong})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(wrong)
    kept = "Je travaille avec Marc." if "message" not in wrong else "Jeanne Durand"
    assert kept in response.content.decode()
    assert JoinRequest.objects.count() == 0


@pytest.mark.parametrize("who", ["member_a", "organiser"])
def test_people_of_the_club_are_led_home(request, client_for, who):
    assert client_for(request.getfixturevalue(who)).get(URL)["Location"] == "/"
    assert client_for().get(URL).status_code == 200


def test_further_fields_change_nothing(client_for, organiser):
    extra = {"status": "accepted", "handled_by": organiser.pk, "note": "x", "sender": "x"}
    client_for().post(URL, {**WORDS, **extra})
    row = JoinRequest.objects.get()
    assert (row.status, row.handled_by, row.note) == ("open", None, "")
    assert row.sender != "x"
