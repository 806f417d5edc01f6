"""The charter: its versions, and the door at which it hangs."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.audience import viewer_for
from accounts.models import User
from accounts.services import set_language
from members.models import CharterAcceptance, CharterVersion
from members.rules import CHARTER_GATE
from members.services import (
    CharterChanged,
    Refused,
    accept_charter,
    charter_in_force,
    write_charter,
)
from tests.factories.accounts import member
from tests.members.made import HOSTILE, INERT

pytestmark = pytest.mark.django_db
DOOR = "/welcome/charter/"
ACCEPT = {"charter-answer": "accept", "charter-version": "1"}


@pytest.fixture
def newcomer(company_a):
    return member(company_a, newcomer=True, email="new@client-a.example", first_name="Nora")


@pytest.fixture
def fresh(newcomer, client_for):
    return client_for(newcomer)


def new_version(by, **texts):
    return write_charter(by=by, text_fr="Une règle.", text_en="One rule.", **texts)


# --- Versions -------------------------------------------------------------------------------
def test_club_begins_with_ten_lines_in_both_languages(db):
    version = charter_in_force()
    assert version.number == 1
    assert len(version.text_fr.splitlines()) == len(version.text_en.splitlines()) == 10


def test_new_version_asks_everybody_again_and_a_correction_nobody(member_a, organiser):
    assert viewer_for(member_a).held_by == frozenset()
    corrected = new_version(organiser, asks_again=False)
    assert (corrected.number, corrected.text_en) == (1, "One rule.")
    assert corrected.corrected_at is not None
    assert viewer_for(member_a).held_by == frozenset()
    second = write_charter(by=organiser, text_fr="Deux.", text_en="Two.")
    assert second.number == 2
    assert viewer_for(member_a).held_by == {CHARTER_GATE}
    accept_charter(member_a, 2, by=member_a)
    assert viewer_for(member_a).held_by == frozenset()


def test_what_nobody_accepted_is_written_over_and_the_same_text_changes_nothing(organiser):
    first = new_version(organiser)
    assert first.number == 1
    assert new_version(organiser) == first
    assert CharterVersion.objects.count() == 1


def test_one_acceptance_a_version_however_often_one_presses(member_a):
    before = CharterAcceptance.objects.get(person=member_a)
    assert accept_charter(member_a, 1, by=member_a) == before
    with pytest.raises(CharterChanged):
        accept_charter(member_a, 7, by=member_a)
    assert CharterAcceptance.objects.filter(person=member_a).count() == 1


@pytest.mark.parametrize("who", ["member_a", "colleague_a", "manager", "director"])
def test_charter_is_written_by_organisers_and_administrators(request, who):
    with pytest.raises(Refused):
        new_version(request.getfixturevalue(who))
    assert charter_in_force().text_en != "One rule."


@pytest.mark.parametrize(
    ("text", "field"),
    [("", None), ("a\n" * 16, "text_en"), ("a" * 241, "text_en"), ("a\0b", "text_en")],
)
def test_text_that_is_none_is_refused(organiser, text, field):
    with pytest.raises(ValidationError) as caught:
        write_charter(by=organiser, text_fr="", text_en=text)
    assert list(getattr(caught.value, "error_dict", {None: 0})) == [field]


# --- The door -------------------------------------------------------------------------------
def test_every_page_leads_to_the_charter_and_back(fresh, newcomer):
    for path in ("/", "/members/", "/me/", "/events/?past=1", "/search/?q=a", "/nowhere/", "/cms/"):
        response = fresh.get(path)
        assert response.status_code in {302, 404}, path
        if response.status_code == 302:
            assert response.url.startswith(DOOR), path
            assert response["Cache-Control"] == "private, no-store"
    assert fresh.get("/events/?past=1").url == f"{DOOR}?next=%2Fevents%2F%3Fpast%3D1"
    page = fresh.get(DOOR).content.decode()
    for line in charter_in_force().lines:
        assert line.split(":")[0] in page
    assert 'href="/members/"' not in page


def test_charter_language_legal_pages_and_own_sign_in_stay_open(fresh):
    assert fresh.get("/charter/").status_code == 200
    assert fresh.get("/accounts/").status_code == 200
    assert fresh.get("/legal/privacy/").status_code == 200
    assert fresh.get("/healthz").status_code == 200
    assert fresh.post("/language/", {"language": "en", "next": DOOR}).url == DOOR
    assert fresh.post("/theme/", {"theme": "dark", "next": DOOR}).url == DOOR
    assert fresh.post("/accounts/logout/").url == "/"
    assert fresh.get("/members/").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "application/json"},
        {"accept": "*/*"},
        {"sec-fetch-dest": "empty", "accept": "*/*"},
        {"sec-fetch-dest": "image", "accept": "image/webp,*/*"},
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_scripts_and_pictures_are_answered_plainly(fresh, headers, method):
    response = getattr(fresh, method)("/members/", headers=headers)
    assert response.status_code == 403
    assert response.json()["url"] == DOOR


def test_partial_page_says_where_to_go_and_a_partial_form_stays(fresh):
    headers = {"hx-request": "true", "accept": "text/html, */*"}
    assert fresh.get("/members/", headers=headers)["HX-Redirect"] == DOOR
    posted = fresh.post("/me/", {"about": "typed"}, headers=headers)
    assert posted.status_code == 403
    assert "HX-Redirect" not in posted


def test_body_that_is_no_form_is_refused_plainly(fresh):
    response = fresh.post("/me/", {"a": 1}, content_type="application/json")
    assert (response.status_code, response.json()["error"]) == (403, "charter")


def test_what_was_typed_is_kept_and_sent_on_after_acceptance(client_for, member_a, organiser):
    client = client_for(member_a)
    typed = {
        "first_name": "Agathe",
        "last_name": "Aubrac",
        "about": 'Deux lignes\r\net "guillemets" <b>',
        "next": "https://evil.example/",
        "phone_visible_to": "nobody",
    }
    new_version(organiser)
    held = client.post("/me/?a=1", {**typed, "face": SimpleUploadedFile("a.png", b"x")})
    assert held.status_code == 409
    assert not User.objects.filter(first_name="Agathe", profile__about__contains="Deux").exists()
    kept = dict(held.context["kept"])
    assert kept == typed
    page = held.content.decode()
    assert 'value="Deux lignes\r\net &quot;guillemets&quot; &lt;b&gt;"' in page
    assert "choose it again" in page
    assert held.context["action"] == f"{DOOR}?next=%2Fme%2F%3Fa%3D1"
    again = client.post(
        held.context["action"],
        {**kept, "charter-resend": "1", "charter-version": "2", "charter-answer": "accept"},
    )
    assert (again.status_code, again.url) == (307, "/me/?a=1")
    assert client.post(again.url, kept).status_code in {302, 422}


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_no_way_out_of_the_site(fresh, path):
    answer = fresh.post(f"{DOOR}?next={path}", {**ACCEPT, "charter-resend": "1"})
    assert answer.url in {"/", "/welcome/"}


def test_accepting_keeps_the_moment_and_leads_on(fresh, newcomer, client_for, member_a, organiser):
    assert fresh.post(DOOR, {**ACCEPT, "charter-version": "9"}).status_code == 409
    assert fresh.post(DOOR, {**ACCEPT, "charter-version": "x\0"}).status_code == 409
    assert fresh.post(DOOR, {}).status_code == 422
    assert not CharterAcceptance.objects.filter(person=newcomer).exists()
    assert fresh.post(f"{DOOR}?next=/members/", ACCEPT).url == "/welcome/"
    assert CharterAcceptance.objects.get(person=newcomer).version.number == 1
    assert fresh.get("/members/").status_code == 200
    new_version(organiser)
    member = client_for(member_a)
    assert member.get("/members/").url == f"{DOOR}?next=%2Fmembers%2F"
    assert member.post(f"{DOOR}?next=/members/", {**ACCEPT, "charter-version": "2"}).url == (
        "/members/"
    )


def test_declining_signs_out_and_keeps_the_place(fresh, newcomer):
    response = fresh.post(DOOR, {"charter-answer": "decline"}, follow=True)
    assert response.status_code == 200
    assert "sessionid" not in response.client.cookies or not fresh.session.get("_auth_user_id")
    assert "/accounts/login/" in response.content.decode()
    assert not CharterAcceptance.objects.filter(person=newcomer).exists()
    assert viewer_for(newcomer).is_member


def test_door_needs_the_token_of_the_form(newcomer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(newcomer)
    assert client.post(DOOR, ACCEPT).status_code == 403
    assert client.post("/me/", {"about": "typed"}).status_code == 403
    assert not CharterAcceptance.objects.filter(person=newcomer).exists()


@pytest.mark.parametrize(
    "who", ["organiser", "manager", "director", "administrator", "allinone", "member_b"]
)
def test_staff_and_those_who_accepted_are_not_asked(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert client.get("/members/").status_code == 200
    assert client.get("/charter/").status_code == 200
    assert client.get(DOOR).status_code == (302 if who == "member_b" else 404)


@pytest.mark.parametrize("who", ["stranger", "outsider", "suspended_b"])
def test_strangers_are_told_nothing(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    for path in ("/charter/", DOOR, "/welcome/", "/welcome/1/", "/members/"):
        assert client.get(path).status_code == 404, path
    assert client.post(DOOR, ACCEPT).status_code == 404


def test_gate_costs_no_query(member_a, django_assert_num_queries):
    person = User.objects.get(pk=member_a.pk)
    with django_assert_num_queries(1):
        viewer_for(person)


# --- The desk -------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["organiser", "administrator"])
def test_desk_corrects_and_replaces(request, client_for, member_a, who):
    client = client_for(request.getfixturevalue(who))
    url = "/cms/members/charter/"
    assert "1 of 1 member has accepted it" in client.get(url).content.decode()
    texts = {"text_fr": f"Un.\n{HOSTILE}", "text_en": ""}
    client.post(url, {**texts, "kind": "correction"})
    assert charter_in_force().number == 1
    wrong = client.post(url, {"text_fr": "x" * 300, "text_en": "kept", "kind": "version"})
    assert wrong.status_code == 422
    assert "kept" in wrong.content.decode()
    client.post(url, {**texts, "text_fr": f"Deux.\n{HOSTILE}", "kind": "version"})
    assert charter_in_force().number == 2
    assert INERT in client.get(url).content.decode()
    set_language(member_a, "en")
    page = client_for(member_a).get(DOOR).content.decode()
    assert INERT in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("who", ["manager", "director", "member_a", "stranger"])
def test_desk_is_closed_to_others(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert client.get("/cms/members/charter/").status_code == 404
    assert client.post("/cms/members/charter/", {"text_fr": "x"}).status_code == 404
