"""/join/<token>/: the page of an invitation."""

import pytest
from django.contrib.auth import get_user

from accounts.models import ClubSettings, Membership, User
from club.lib.logs import MaskTokens
from members.models import Invitation
from members.services import accept_invitation, invite, revoke_invitation
from tests.members.made import HOSTILE, queued_token, token_in_mail

pytestmark = pytest.mark.django_db
NEW = "ines@client-a.example"
WORDS: dict[str, str] = {}


@pytest.fixture
def invitation(company_a, colleague_a):
    return invite(NEW, company_a, by=colleague_a, first_name="Ines", last_name="C")


@pytest.fixture
def url(invitation):
    return f"/join/{token_in_mail()}/"


def test_opening_changes_nothing_however_often(client_for, url):
    before = Invitation.objects.values().get()
    client = client_for()
    for method in (client.get, client.head, client.get, client.options):
        method(url)
    assert Invitation.objects.values().get() == before
    assert not User.objects.filter(email=NEW).exists()
    assert "sessionid" not in client.cookies
    response = client.get(url)
    assert response.status_code == 200
    for words in ("Antoine Amiel", "Atelier Aubrac", "Le Cercle", NEW):
        assert words in response.content.decode()


def test_page_is_kept_by_nobody_and_gives_no_address_away(client_for, url):
    for response in (client_for().get(url), client_for().get("/join/unknown-token/")):
        assert response["Cache-Control"] == "private, no-store"
        assert response["Referrer-Policy"] == "no-referrer, strict-origin"
        assert "http-equiv" not in response.content.decode()


def test_page_names_club_supplier_inviter_and_company_and_asks_for_nothing(client_for, url):
    ClubSettings.objects.update_or_create(pk=1, defaults={"supplier_name": "Aldane"})
    page = client_for().get(url).content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    for words in ("Le Cercle", "Aldane", "Antoine Amiel", "Atelier Aubrac"):
        assert words in main, words
    assert main.count("<input") == main.count('type="hidden" name="csrfmiddlewaretoken"') == 1


def test_button_makes_a_member_and_signs_in_under_a_new_session(client_for, url, company_a):
    client = client_for()
    client.post("/language/", {"language": "fr"})
    client.get(url)
    client.session["kept"] = "before"
    client.session.save()
    before = client.session.session_key
    response = client.post(url, WORDS, follow=True)
    assert response.redirect_chain == [
        ("/welcome/", 302),
        ("/welcome/charter/?next=%2Fwelcome%2F", 302),
    ]
    person = User.objects.get(email=NEW)
    assert get_user(client) == person
    assert client.session.session_key not in {None, before}
    assert (person.full_name, person.language) == ("Ines C", "fr")
    assert not person.has_usable_password()
    assert Membership.objects.get(person=person).company == company_a


def test_no_thank_you_needs_no_account_and_a_button(client_for, url, colleague_a, organiser):
    client = client_for()
    for _time in range(2):
        assert client.get(f"{url}refuse/").status_code == 200
        client.head(f"{url}refuse/")
    assert Invitation.objects.open().count() == 1
    assert url in client.get(f"{url}refuse/").content.decode()
    response = client.post(f"{url}refuse/")
    assert response.status_code == 200
    assert 'href="/join/"' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    invitation = Invitation.objects.get()
    assert invitation.refused_at is not None
    assert not User.objects.filter(email=NEW).exists()
    for again in (client.get(url), client.post(url), client.post(f"{url}refuse/")):
        assert again.status_code == 404
    for person, page in (
        (colleague_a, "/companies/client-a/invite/"),
        (organiser, "/cms/members/invitations/"),
    ):
        shown = client_for(person).get(page).content.decode()
        assert "Said no" in shown, page
        assert NEW in shown


def test_button_needs_the_token_of_the_form(url):
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(url, WORDS).status_code == 403
    assert Invitation.objects.open().count() == 1


def test_further_fields_change_nothing(client_for, url, company_a, company_b, organiser):
    extra = {
        "email": "else@example.org",
        "company": company_b.pk,
        "role": "administrator",
        "groups": "1",
        "is_staff": "on",
        "is_superuser": "on",
        "function": "decides",
        "invited_by": organiser.pk,
    }
    client_for().post(url, {**WORDS, **extra})
    person = User.objects.get(email=NEW)
    assert (person.is_staff, person.is_superuser, person.groups.count()) == (False, False, 0)
    membership = person.memberships.get()
    assert (membership.company, membership.function) == (company_a, "other")


def dead_links(company, by):
    """Links that opened nothing ever, or no longer."""
    links = {"unknown": "A" * 43, "odd": "%00<script>"}
    used = invite("used@client-a.example", company, by=by)
    links["used"] = queued_token()
    accept_invitation(links["used"], first_name="U", last_name="S")
    withdrawn = invite("off@client-a.example", company, by=by)
    links["withdrawn"] = queued_token()
    revoke_invitation(withdrawn, by=by)
    old = invite("old@client-a.example", company, by=by)
    links["expired"] = queued_token()
    Invitation.objects.filter(pk=old.pk).update(expires_at=old.created_at)
    assert used.pk != old.pk
    return links


def test_dead_links_all_give_the_same_page(client_for, company_a, organiser):
    pages = {}
    for name, token in dead_links(company_a, organiser).items():
        for method in ("get", "post"):
            client = client_for()
            client.cookies["csrftoken"] = "x" * 32
            response = getattr(client, method)(f"/join/{token}/")
            pages[name, method] = response
            assert response.status_code == 404, name
    texts = {r.content.decode().split("<main")[1].split("</main")[0] for r in pages.values()}
    assert len(texts) == 1
    text = texts.pop()
    assert 'href="/join/"' in text
    assert "invitation" in text


@pytest.mark.parametrize("who", ["member_a", "colleague_a", "member_b", "organiser"])
def test_somebody_else_is_told_for_whom_it_is(request, client_for, url, who):
    client = client_for(request.getfixturevalue(who))
    for response in (client.get(url), client.post(url, WORDS)):
        page = response.content.decode()
        assert response.status_code == 200
        assert NEW in page
        assert 'action="/accounts/logout/"' in page
    assert Invitation.objects.open().count() == 1


@pytest.mark.parametrize("who", ["suspended_b", "outsider"])
def test_those_without_a_right_are_strangers_here_too(request, client_for, url, who):
    response = client_for(request.getfixturevalue(who)).get(url)
    assert response.status_code == 200
    assert response.templates[0].name == "members/accept.html"


def test_path_is_masked_in_logs(url):
    import logging

    record = logging.LogRecord("x", 20, "", 0, "GET %s 200", (url,), None)
    assert MaskTokens().filter(record)
    assert record.getMessage() == "GET /join/…/ 200"
    refusal = logging.LogRecord("x", 20, "", 0, "POST %s 200", (f"{url}refuse/",), None)
    MaskTokens().filter(refusal)
    assert refusal.getMessage() == "POST /join/…/refuse/ 200"


def test_hostile_words_are_inert(client_for, company_a, colleague_a):
    User.objects.filter(pk=colleague_a.pk).update(first_name=HOSTILE[:80])
    type(company_a).objects.update(name=HOSTILE)
    colleague_a.refresh_from_db()
    invite(NEW, company_a, by=colleague_a, first_name=HOSTILE[:80], job_title=HOSTILE)
    page = client_for().get(f"/join/{queued_token()}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
