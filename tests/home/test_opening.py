"""The steps of an opening: who sees them, what they write, and that nothing is done twice."""

import re
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import ClubSettings, Company, User
from club.lib import clock
from events.models import EventDate, EventPage
from home.enums import StepName
from home.services import leave_step_out, opening_steps
from members.models import CharterVersion, Invitation, KnownPerson
from notifications.models import DueRun, OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import audience, tier
from tests.notifications.smtp import REFUSE_FOR_EVER, mail_server

PAGES = ["", *(f"{name}/" for name in StepName.values)]
CLUB = {
    "club_name": "Le Cercle",
    "supplier_name": "Aldane",
    "tagline_fr": "Le club d’Aldane",
    "tagline_en": "",
    "contact_email": "club@aldane.example",
    "language": "en",
    "time_zone": "Europe/Paris",
    "charter_fr": "Ici, personne ne vend.",
    "charter_en": "",
}


@pytest.fixture
def browser(administrator, closed_club, client_for):
    """The administrator's, before the opening."""
    return client_for(administrator)


@pytest.mark.parametrize("who", ["organiser", "manager", "director", "member_a", None])
@pytest.mark.parametrize("is_open", [False, True])
def test_others_find_nothing_at_any_time(who, is_open, client_for, request):
    person = request.getfixturevalue(who) if who else None
    request.getfixturevalue("db")
    if not is_open:
        ClubSettings.objects.update(opened_at=None)
    client = client_for(person)
    for page in [*PAGES, "open/", "mail/leave/"]:
        for method in (client.get, client.post):
            assert method(f"/opening/{page}").status_code == 404, page
    assert ClubSettings.load().is_open == is_open


def test_administrator_finds_every_step_until_none_is_left(browser, administrator):
    for page in PAGES:
        assert browser.get(f"/opening/{page}").status_code == 200, page
    assert browser.post("/opening/open/")["Location"] == "/opening/", "it has no name yet"
    browser.post("/opening/club/", CLUB)
    browser.post("/opening/open/")
    assert ClubSettings.load().is_open
    assert browser.get("/opening/").status_code == 200, "steps are left"
    assert "Opening of the club" in browser.get("/cms/").content.decode()
    for name in StepName:
        leave_step_out(name, by=administrator)
    assert browser.get("/opening/")["Location"] == "/"
    assert "Opening of the club" not in browser.get("/cms/").content.decode()


def test_club_is_named_and_what_is_wrong_keeps_what_was_typed(browser):
    bad = browser.post(
        "/opening/club/", {**CLUB, "contact_email": "nobody", "charter_fr": "x" * 300}
    )
    assert bad.status_code == 422
    assert "Le club d’Aldane" in bad.content.decode()
    assert not ClubSettings.load().supplier_name
    long = browser.post("/opening/club/", {**CLUB, "charter_fr": "x" * 300})
    assert long.status_code == 422
    assert "longer than" in long.content.decode()
    assert browser.post("/opening/club/", CLUB)["Location"] == "/opening/mail/"
    club = ClubSettings.load()
    assert (club.supplier_name, club.language) == ("Aldane", "en")
    assert CharterVersion.objects.get().text_fr == "Ici, personne ne vend."


def test_mail_leaves_and_the_page_says_so(browser, administrator):
    browser.post("/opening/mail/")
    browser.post("/opening/mail/")
    assert OutboxMail.objects.count() == 1, "one is on its way"
    assert "On its way" in browser.get("/opening/mail/?part=1").content.decode()
    deliver_due()
    (message,) = mail.outbox
    assert administrator.email in message.recipients()[0]
    page = browser.get("/opening/mail/").content.decode()
    assert "Your mail server took it" in page
    assert "data-moving" not in page


@pytest.mark.parametrize(
    ("plan", "said", "advice"),
    [
        (REFUSE_FOR_EVER, "550 5.1.1 No such mailbox", "delivers within its own house"),
        (None, "ConnectionRefusedError", "firewall"),
    ],
    ids=["refused", "nobody answers"],
)
def test_page_says_what_the_mail_server_said_and_what_to_do(
    plan, said, advice, browser, administrator, settings
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    with mail_server() as server:
        settings.EMAIL_PORT = server.port
        server.plan = lambda _address, _n: plan
        if plan is None:
            settings.EMAIL_PORT = 1
        browser.post("/opening/mail/")
        deliver_due()
    page = browser.get("/opening/mail/").content.decode()
    assert said in page
    assert advice in page
    browser.post("/opening/mail/")
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    deliver_due(clock.now() + timedelta(seconds=1))
    assert "Your mail server took it" in browser.get("/opening/mail/").content.decode()


def test_page_names_the_process_that_does_not_run(browser, clock_at):
    now = clock.now()
    browser.post("/opening/mail/")
    clock_at(now + timedelta(minutes=1))
    assert "manage.py tick" in browser.get("/opening/mail/").content.decode()
    DueRun.objects.update_or_create(name="notifications.outbox", defaults={"ran_at": clock.now()})
    assert "manage.py db_worker" in browser.get("/opening/mail/").content.decode()


def test_client_is_typed_once(browser):
    words = {
        "act": "add",
        "name": "Atelier Brun",
        "tier": tier("silver").pk,
        "email": "paul@brun.example",
    }
    assert browser.post("/opening/clients/", words).status_code == 302
    again = browser.post("/opening/clients/", {**words, "name": "ATELIER BRUN"})
    assert (again.status_code, "already" in again.content.decode()) == (422, True)
    twin = browser.post("/opening/clients/", {**words, "name": "Brun & Fils"})
    assert (twin.status_code, "known already" in twin.content.decode()) == (422, True)
    company = Company.objects.get()
    assert (company.tier.slug, company.city) == ("silver", "")
    assert KnownPerson.objects.get().company == company


FILE = """Company;City;Tier;Sector;Last name;First name;E-mail;Account manager
Fonderies;Lyon;Gold;Industry;Roux;Anne;anne@fonderies.example;manager@club.example
Laiterie;Rennes;Bronze;Food;Morel;Eva;eva@laiterie;nobody@club.example
"""


def seal_in(answer):
    """What the preview sends back with its button."""
    found = re.search(r'name="seal" value="([0-9a-f]+)"', answer.content.decode())
    assert found
    return found[1]


def test_file_is_shown_line_by_line_then_taken_in_once(browser, manager):
    upload = SimpleUploadedFile("clients.csv", FILE.encode("cp1252"))
    shown = browser.post("/opening/clients/", {"act": "read", "file": upload})
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "anne@fonderies.example" in page, "the text stays in sight"
    assert "eva@laiterie" in page
    assert not Company.objects.exists()
    words = {"act": "apply", "text": FILE, "seal": seal_in(shown)}
    assert browser.post("/opening/clients/", words).status_code == 302
    assert {c.name: c.account_manager for c in Company.objects.all()} == {
        "Fonderies": manager,
        "Laiterie": None,
    }
    again = browser.post("/opening/clients/", words)
    assert again.status_code == 200, "it would do something else by now: it is shown anew"
    assert "Nothing would change" in again.content.decode()
    assert Company.objects.count() == 2


MESSY = """Société;Niveau;Nom;Courriel;Chargé de clientèle
Fonderies;Or;Roux;anne@fonderies.example;nobody@club.example
Laiterie;Or;Morel;eva(at)laiterie;
Total;;2;;
"""


def test_preview_tells_a_line_from_a_value_that_is_not_taken(browser, company_a):
    answer = browser.post("/opening/clients/", {"act": "read", "text": MESSY})
    page = " ".join(answer.content.decode().split())
    counts = answer.context["preview"]["counts"]
    assert (counts.lines_refused, counts.cells_refused) == (1, 1)
    tags = re.findall(r'<td class="num">(\d)</td> <td> <span class="tag[^"]*">([^<]+)<', page)
    assert tags == [
        ("2", "new"),
        ("2", "new"),
        ("2", "value not taken"),
        ("3", "new"),
        ("3", "not taken"),
        ("4", "skipped"),
    ]
    assert "company Fonderies, without an account manager" in page
    assert company_a.name not in page, "what is there already does not stand before it"


def test_advice_on_a_page_is_none_for_a_command_line(browser):
    answer = browser.post("/opening/clients/", {"act": "read", "text": "one;two\nthree;four\n"})
    page = answer.content.decode()
    assert "No column names a company or a person" in page
    assert "--map" not in page


def test_what_cannot_be_read_says_why_and_keeps_the_text(browser):
    for words in ({"text": "nothing of this"}, {"text": ""}, {"text": "a\0b"}):
        answer = browser.post("/opening/clients/", {"act": "read", **words})
        assert answer.status_code == 422
    assert (
        "nothing of this"
        in browser.post(
            "/opening/clients/", {"act": "read", "text": "nothing of this"}
        ).content.decode()
    )
    picture = SimpleUploadedFile("clients.csv", b"\x89PNG\r\n\x1a\n" + bytes(200))
    assert browser.post("/opening/clients/", {"act": "read", "file": picture}).status_code == 422


def test_team_is_added_and_gets_its_clients(browser, company_a, company_b, outbox):
    Company.objects.update(account_manager=None)
    words = {"act": "admit", "email": "marc@aldane.example", "roles": ["account_manager"]}
    browser.post("/opening/team/", words)
    marc = User.objects.get(email="marc@aldane.example")
    assert [message["To"] for message in outbox()] == [marc.email]
    assert not marc.groups.filter(name=Role.ADMINISTRATOR).exists()
    none = browser.post("/opening/team/", {"act": "assign", "manager": marc.pk})
    assert (none.status_code, "at least one client" in none.content.decode()) == (422, True)
    chosen = {"act": "assign", "manager": marc.pk, "company": [company_a.pk, "x", "9" * 30]}
    browser.post("/opening/team/", chosen)
    assert list(marc.managed_companies.all()) == [company_a]
    browser.post("/opening/team/", {"act": "assign-orphans", "manager": marc.pk})
    assert set(marc.managed_companies.all()) == {company_a, company_b}


def test_clients_go_to_account_managers_only(browser, company_a, organiser, member_a):
    for person in (organiser, member_a):
        answer = browser.post(
            "/opening/team/", {"act": "assign", "manager": person.pk, "company": [company_a.pk]}
        )
        assert answer.status_code == 422
    member = {"act": "admit", "email": member_a.email, "roles": ["administrator"]}
    assert browser.post("/opening/team/", member).status_code == 422
    assert not member_a.groups.exists()


def test_founders_are_chosen_or_typed_and_invited_once(browser, company_a, outbox):
    known = KnownPerson.objects.create(company=company_a, email="Paul@brun.example", last_name="B")
    for _press in range(2):
        browser.post("/opening/founders/", {"act": "choose", "person": [known.pk]})
        typed = {"act": "type", "company": company_a.name, "email": "lise@brun.example"}
        browser.post("/opening/founders/", {**typed, "language": "fr"})
    sent = outbox()
    assert sorted(message["To"] for message in sent) == ["lise@brun.example", "paul@brun.example"]
    for message in sent:
        text = message.get_body(("plain",)).get_content()
        assert "vous êtes parmi les fondateurs" in " ".join(text.lower().split())
    assert set(Invitation.objects.values_list("is_founder", flat=True)) == {True}
    known.refresh_from_db()
    assert known.invitation.email == "paul@brun.example"
    assert "2 of 10 founders" in browser.get("/opening/founders/").content.decode()


def event_words(**changes):
    """What the short form sends."""
    return {
        "key": str(uuid.uuid4()),
        "title": "Opening breakfast",
        "event_type": "breakfast",
        "starts_on": "2031-05-06",
        "starts_time": "08:30",
        "ends_time": "10:00",
        "place_name": "Our workshop",
        "capacity": "12",
        "audience": audience("members").pk,
        "act": "publish",
        **changes,
    }


def test_event_is_published_once(browser):
    words = event_words()
    for _press in range(2):
        assert browser.post("/opening/event/", words).status_code == 302
    page = EventPage.objects.get()
    date = EventDate.objects.get()
    assert (page.live, page.title_fr, date.capacity) == (True, "Opening breakfast", 12)
    assert date.starts_at.isoformat() == "2031-05-06T06:30:00+00:00"


def test_event_of_a_day_that_is_over_is_refused_where_the_club_is(browser, clock_at):
    clock_at(datetime(2031, 5, 5, 22, 30, tzinfo=UTC))
    late = browser.post("/opening/event/", event_words(starts_on="2031-05-05"))
    assert (late.status_code, "This day is over" in late.content.decode()) == (422, True)
    assert not EventPage.objects.exists()
    assert browser.post("/opening/event/", event_words()).status_code == 302


def test_event_is_kept_as_a_draft_and_what_is_wrong_keeps_what_was_typed(browser):
    bad = browser.post("/opening/event/", event_words(ends_time="07:00"))
    assert (bad.status_code, "ends before it starts" in bad.content.decode()) == (422, True)
    assert "Our workshop" in bad.content.decode()
    assert not EventPage.objects.exists()
    browser.post("/opening/event/", event_words(act="draft"))
    assert not EventPage.objects.get().live
    assert not EventDate.objects.exists()


def test_event_waits_for_the_second_person_whom_the_club_wants(browser):
    ClubSettings.objects.update(events_need_second_person=True)
    answer = browser.post("/opening/event/", event_words(), follow=True)
    assert "is kept as a draft" in answer.content.decode()
    assert not EventPage.objects.get().live


def test_opening_is_left_and_resumed(browser, administrator, client_for, company_a):
    browser.post("/opening/club/", CLUB)
    assert (
        browser.post("/opening/mail/leave/", {"act": "leave"})["Location"] == "/opening/founders/"
    )
    again = client_for(administrator)
    page = again.get("/opening/").content.decode()
    assert "Left out" in page
    states = {s.name: (s.is_done, s.is_left_out) for s in opening_steps(ClubSettings.load())}
    assert states[StepName.CLUB] == (True, False)
    assert states[StepName.MAIL] == (False, True)
    assert states[StepName.CLIENTS] == (True, False)
    assert states[StepName.TEAM] == (True, False), "the only client has an account manager"
    again.post("/opening/mail/leave/", {"act": "take-up"})
    assert not next(s for s in opening_steps(ClubSettings.load()) if s.name == "mail").is_settled


@pytest.mark.parametrize("page", ["club", "clients", "team", "founders", "event"])
def test_nul_and_nonsense_are_refused_with_a_sentence(page, browser):
    hostile = dict.fromkeys(
        [
            *CLUB,
            "name",
            "email",
            "roles",
            "manager",
            "company",
            "person",
            "title",
            "key",
            "starts_on",
            "capacity",
            "tier",
            "audience",
            "first_name",
        ],
        "\0\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    )
    for act in ("", "admit", "assign", "choose", "type", "publish"):
        assert browser.post(f"/opening/{page}/", {**hostile, "act": act}).status_code < 500
    assert browser.get(f"/opening/{page}/?q=%00&p=%00").status_code == 200


def test_pages_cost_the_same_whatever_there_is(browser, company_a, django_assert_num_queries):
    def grow(count):
        for number in range(count):
            KnownPerson.objects.create(company=company_a, email=f"p{count}-{number}@brun.example")

    grow(1)
    browser.get("/opening/founders/")
    with django_assert_num_queries(QUERIES_FOUNDERS):
        browser.get("/opening/founders/")
    grow(12)
    with django_assert_num_queries(QUERIES_FOUNDERS):
        browser.get("/opening/founders/")


#: The session, who asks, the steps, and of the page: people, their number, invitations.
QUERIES_FOUNDERS = 19
