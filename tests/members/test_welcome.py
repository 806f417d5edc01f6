"""The three steps of the welcome, and the greeting on the day."""

from datetime import timedelta

import pytest

from accounts.models import User
from club.lib import clock
from members.models import Arrival, Profile
from members.services import go_to_step, mails_of, rebuild_directory, update_profile
from notifications.models import Preference
from notifications.registry import preference_kinds
from tests.factories.accounts import accept, member
from tests.members.made import HOSTILE, crowd, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def newcomer(company_a):
    person = member(company_a, newcomer=True, email="new@client-a.example", first_name="Nora")
    accept(person)
    return person


@pytest.fixture
def client(newcomer, client_for):
    return client_for(newcomer)


def who(**changes):
    return {
        "first_name": "Nora",
        "last_name": "Neuve",
        "job_title": "Acheteuse",
        "function": "buys",
        "language": "en",
        **changes,
    }


def shown(**changes):
    choices = ("email", "phone", "can_help_with", "looks_for")
    fixed = {"phone": "", "mails": "at_once"}
    return {**fixed, **{f"{name}_visible_to": "contacts" for name in choices}, **changes}


def steps():
    return Arrival.objects.get().step


def test_steps_follow_each_other_and_end_at_home(client, newcomer):
    assert client.get("/welcome/").url == "/welcome/1/"
    assert client.post("/welcome/1/", who(face=picture(), go="on")).url == "/welcome/2/"
    assert client.get("/welcome/").url == "/welcome/2/"
    words = {"helps": ["Douane"], "helps_more": "douane, EDI; Énergie", "looks_more": "Acier"}
    assert client.post("/welcome/2/", {**words, "go": "on"}).url == "/welcome/3/"
    last = shown(phone="+33 1", phone_visible_to="members", shows_attendance="on", hides="on")
    assert client.post("/welcome/3/", last).url == "/"
    person = User.objects.select_related("profile").get(pk=newcomer.pk)
    assert (person.full_name, person.memberships.get().function) == ("Nora Neuve", "buys")
    assert person.profile.face
    assert person.profile.help_topics == ["Douane", "EDI", "Énergie"]
    assert person.profile.wanted_topics == ["Acier"]
    assert person.profile.email_visible_to == "contacts"
    assert (person.profile.phone, person.profile.phone_visible_to) == ("+33 1", "members")
    assert person.profile.shows_attendance
    assert person.profile.hidden_at is not None
    assert client.get("/welcome/").url == "/"
    for number in (1, 2, 3):
        assert client.post(f"/welcome/{number}/", who(first_name="Else")).url == "/me/"
    assert User.objects.get(pk=newcomer.pk).first_name == "Nora"


def test_back_keeps_what_was_typed_and_skip_saves_nothing(client, newcomer):
    client.post("/welcome/1/", who(go="skip", first_name="Else"))
    assert User.objects.get(pk=newcomer.pk).first_name == "Nora"
    assert client.post("/welcome/2/", {"helps_more": "EDI", "go": "back"}).url == "/welcome/1/"
    assert Profile.objects.get(person=newcomer).help_topics == ["EDI"]
    assert steps() == 1
    for number in (1, 2, 3):
        client.post(f"/welcome/{number}/", {"go": "skip"})
    assert Arrival.objects.get().finished_at is not None
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    ("number", "words", "field"),
    [
        (1, who(first_name=" ", last_name="Gardé"), "first_name"),
        (1, who(last_name="x" * 81, job_title="Gardé"), "last_name"),
        (1, who(function="reigns", job_title="Gardé"), "function"),
        (1, who(language="de", job_title="Gardé"), "language"),
        (2, {"helps": ["a\0b"], "looks_more": "Gardé"}, "helps"),
        (2, {"helps": ["a, b"], "looks_more": "Gardé"}, "helps"),
        (2, {"helps": ["x" * 81], "looks_more": "Gardé"}, "helps"),
        (2, {"helps": [f"{n:070}" for n in range(6)], "looks_more": "Gardé"}, "helps_more"),
        (3, shown(phone="x" * 31 + "Gardé"), "phone"),
        (3, shown(phone="Gardé", phone_visible_to="everybody"), "phone_visible_to"),
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(client, number, words, field):
    response = client.post(f"/welcome/{number}/", {**words, "go": "on"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "Gardé" in response.content.decode()
    assert steps() == 1


def test_characters_that_no_line_has_become_blanks(client, newcomer):
    client.post("/welcome/1/", who(job_title="a\0b\u2028c", go="on"))
    assert newcomer.memberships.get().job_title == "a b c"


def test_picture_that_is_none_is_refused_and_nothing_saved(client, newcomer):
    upload = picture()
    upload.file.seek(0)
    upload.file.write(b"no picture at all")
    upload.file.seek(0)
    response = client.post("/welcome/1/", who(face=upload, last_name="Else", go="on"))
    assert list(response.context["form"].errors) == ["face"]
    assert User.objects.get(pk=newcomer.pk).last_name != "Else"


def test_hostile_names_are_inert(client, member_b):
    update_profile(member_b, by=member_b, can_help_with=HOSTILE.replace(",", ""))
    rebuild_directory()
    assert client.post("/welcome/1/", who(first_name=HOSTILE[:80], go="on")).status_code == 302
    for number in (1, 2, 3):
        page = client.get(f"/welcome/{number}/").content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_further_fields_change_nothing(client, newcomer, company_b):
    extra = {"is_staff": "on", "company": company_b.pk, "email": "x@example.org", "tier": "1"}
    client.post("/welcome/1/", {**who(go="on"), **extra})
    person = User.objects.get(pk=newcomer.pk)
    assert (person.is_staff, person.email) == (False, "new@client-a.example")
    assert person.memberships.get().company.slug == "client-a"


def test_proposals_are_what_others_show(client, company_b):
    for number, topics in enumerate(("EDI, Douane", "EDI", "Douane, EDI")):
        person = member(company_b, last_name=f"N{number}")
        update_profile(person, by=person, can_help_with=topics)
    closed = member(company_b)
    update_profile(closed, by=closed, can_help_with="Secret", can_help_with_visible_to="nobody")
    rebuild_directory()
    choices = client.get("/welcome/2/").context["form"].fields["helps"].choices
    assert [word for word, _label in choices] == ["EDI", "Douane"]


def test_subjects_are_asked_on_one_line_while_nobody_proposes_any(client, company_b):
    page = client.get("/welcome/2/").content.decode()
    assert "<fieldset" not in page
    assert page.count("I can help with") == 1
    assert "Other subjects" not in page
    somebody = member(company_b)
    update_profile(somebody, by=somebody, can_help_with="EDI")
    rebuild_directory()
    page = client.get("/welcome/2/").content.decode()
    assert "Other subjects I can help with" in page
    assert page.count("<fieldset") == 2


@pytest.mark.parametrize(
    "who_asks",
    ["stranger", "outsider", "suspended_b", "organiser", "manager", "administrator"],
)
def test_nobody_else_has_a_welcome(request, client_for, who_asks):
    other = client_for(request.getfixturevalue(who_asks))
    for path in ("/welcome/", "/welcome/1/"):
        assert other.get(path).status_code == 404
    assert other.post("/welcome/1/", who()).status_code == 404
    assert other.post("/welcome/greeting/").status_code == 404


def test_member_from_before_is_led_to_the_own_page(client_for, member_a):
    before = client_for(member_a)
    assert before.get("/welcome/").url == "/"
    assert before.get("/welcome/1/").url == "/me/"
    assert before.get("/welcome/4/").status_code == 404


# --- The greeting ---------------------------------------------------------------------------
def greeting(client):
    page = client.get("/").content.decode()
    return "I am Marc Maurel" in page


def test_greeting_stands_for_a_week_or_until_it_is_put_away(client, newcomer, clock_at):
    start = clock_at(clock.now())
    assert greeting(client)
    assert "Finish your welcome, step 1 of 3" in client.get("/").content.decode()
    arrival = Arrival.objects.get()
    go_to_step(arrival, 4, by=newcomer)
    assert greeting(client)
    assert "Finish your welcome" not in client.get("/").content.decode()
    clock_at(start + timedelta(days=6))
    client.force_login(newcomer)
    assert greeting(client)
    client.get("/welcome/greeting/")
    assert greeting(client)
    assert client.post("/welcome/greeting/").url == "/"
    assert not greeting(client)


def test_greeting_ends_after_a_week(client, newcomer):
    Arrival.objects.update(started_at=clock.now() - timedelta(days=8))
    assert not greeting(client)


@pytest.mark.parametrize("count", [2, 30])
def test_step_costs_the_same_for_many(client, django_assert_num_queries, count):
    people = crowd(count)
    for person in people:
        update_profile(person, by=person, can_help_with=f"EDI, Sujet {person.pk}")
    client.get("/welcome/2/")
    with django_assert_num_queries(STEP_QUERIES):
        client.get("/welcome/2/")


STEP_QUERIES = 8


# --- Mails ----------------------------------------------------------------------------------
def test_mails_are_chosen_in_one_sentence(client, newcomer):
    kinds = [kind for kind in preference_kinds if not kind.is_always]
    client.post("/welcome/3/", shown(mails="at_once", go="back"))
    assert not Preference.objects.filter(person=newcomer).exists()
    client.post("/welcome/3/", shown(mails="never", go="on"))
    rows = Preference.objects.filter(person=newcomer)
    assert {row.kind: row.mail for row in rows} == {kind.name: "never" for kind in kinds}
    assert mails_of(newcomer) == ("never" if kinds else "at_once")
