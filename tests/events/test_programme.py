"""Programme, documents and notes: who reads what, and who is linked to whom."""

import json
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts.audience import viewer_for
from club.lib import clock
from events.blocks import AgendaBlocks, SessionBlock
from events.hooks import find_events
from events.models import EventDate
from events.services import ask_for_notes, cancel_date, cancel_registration, check_in, register
from files.services import add_document
from members.services import hide_person
from notifications.models import OutboxMail
from tests.events.made import draft, event, fresh, gold_only, plan, publish, the_date
from tests.events.test_drafts import a_session
from tests.factories.accounts import audience
from tests.files.made import pdf, upload

pytestmark = pytest.mark.django_db


def speaker(name: str, **facts) -> dict:
    return {"name": name, "role_fr": "", "role_en": "", "member": None, "portrait": None, **facts}


def with_agenda(*sessions: dict, **facts):
    page = draft(**facts)
    page.agenda = [("part", {"title_fr": "", "title_en": "Morning"})]
    page.agenda.extend([("session", session) for session in sessions])
    return publish(page)


def seen(client, page) -> str:
    answer = client.get(page.path_on_site)
    assert answer.status_code == 200
    return answer.content.decode()


def profile_of(person) -> str:
    return f'href="/members/{person.pk}/"'


def test_programme_shows_sessions_and_speakers(client_for, member_a, member_b):
    talk = a_session(
        "What is <new>",
        text_en="In three steps.",
        speakers=[
            speaker("Béatrice B.", member=member_b, role_en="Bastide & Fils"),
            speaker("A guest", role_en="From outside"),
        ],
    )
    html = seen(client_for(member_a), with_agenda(talk))
    assert "What is &lt;new&gt;" in html
    assert "In three steps." in html
    assert "09:00" in html
    assert "to 10:00" in " ".join(html.split())
    assert f'<a class="name" {profile_of(member_b)}>Béatrice B.</a>' in html
    assert '<span class="name">A guest</span>' in html


def test_hidden_speaker_is_only_the_name_that_was_typed(client_for, member_a, member_b, stranger):
    page = with_agenda(
        a_session("Talk", speakers=[speaker("The speaker", member=member_b)]),
    )
    assert profile_of(member_b) in seen(client_for(member_a), page)
    hide_person(member_b, by=member_b)
    html = seen(client_for(member_a), page)
    assert "The speaker" in html
    assert profile_of(member_b) not in html
    assert "Béatrice" not in html


def test_stranger_reads_a_public_programme_without_links(client_for, member_b):
    page = with_agenda(
        a_session("Talk", speakers=[speaker("The speaker", member=member_b)]),
        audience=audience("public"),
    )
    html = seen(client_for(), page)
    assert "The speaker" in html
    assert "/members/" not in html


@pytest.mark.indexes
def test_search_finds_the_programme_and_not_the_notes(viewer_a):
    page = with_agenda(a_session("Cantilever", speakers=[speaker("Doe Jane")]))
    page.notes_en = [("paragraph", "Gyroscope")]
    publish(page)
    for word, found in (("cantilever", 1), ("jane", 1), ("gyroscope", 0)):
        assert len(list(find_events(viewer_a, word, 5))) == found, word


@pytest.fixture
def viewer_a(member_a):
    return viewer_for(member_a)


def test_queries_do_not_grow_with_the_programme(
    client_for, member_a, member_b, member_c, django_assert_max_num_queries
):
    people = [member_b, member_c]

    def count(sessions: int) -> int:
        page = with_agenda(
            *[
                a_session(f"Talk {n}", speakers=[speaker("X", member=people[n % 2])])
                for n in range(sessions)
            ],
            title=f"Day {sessions}",
        )
        client = client_for(member_a)
        seen(client, page)
        with django_assert_max_num_queries(99) as captured:
            seen(client, page)
        return len(captured)

    assert count(2) == count(9)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"title_en": ""}, "title_fr"), ({"ends": time(8)}, "ends"), ({"starts": None}, "starts")],
)
def test_session_that_makes_no_sense_is_refused(facts, field):
    block = SessionBlock()
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({**a_session("Talk"), "starts": "09:00:00", **plain(facts)}))
    assert field in refused.value.block_errors


def plain(facts: dict) -> dict:
    return {name: str(value) if isinstance(value, time) else value for name, value in facts.items()}


def test_speakers_are_kept_in_every_version(member_b):
    page = with_agenda(a_session("Talk", speakers=[speaker("B", member=member_b)]))
    kept = json.loads(json.dumps(page.latest_revision.content["agenda"]))
    assert "member" in str(kept)
    block = page.get_latest_revision_as_object().agenda[1]
    assert block.value["speakers"][0]["member"] == member_b
    assert isinstance(page.agenda.stream_block, AgendaBlocks)


# --- Documents ------------------------------------------------------------------------------
def test_documents_are_listed_to_their_own_audience_only(client_for, organiser, member_a, member_b):
    figures = add_document(
        upload(pdf(), "figures.pdf"), title="Gold figures", audience=gold_only(), by=organiser
    )
    page = draft()
    page.documents = [("document", figures)]
    page = publish(page)
    assert "Gold figures" in seen(client_for(member_a), page)
    html = seen(client_for(member_b), page)
    assert "Gold figures" not in html
    assert "h-docs" not in html


# --- Notes ----------------------------------------------------------------------------------
@pytest.fixture
def noted(organiser, member_a, member_b, member_c):
    """An expert hour that is over; A came, B gave the seat back, C never answered."""
    page = event(plan(2), event_type="expert_hour", by=organiser)
    for person in (member_a, member_b):
        register(the_date(page), person, by=person)
    row = the_date(page).registrations.get(person=member_b)
    cancel_registration(row, by=member_b)
    page.notes_en = [("paragraph", "<p>Answered: everything.</p>")]
    return publish(page)


def test_notes_wait_until_it_is_over(noted, client_for, member_a, clock_at):
    assert "Answered" not in seen(client_for(member_a), noted)
    clock_at(clock.now() + timedelta(days=3))
    assert "Answered" in seen(client_for(member_a), noted)


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("member_a", True),
        ("member_b", False),
        ("member_c", False),
        ("colleague_a", False),
        ("organiser", True),
        ("manager", True),
    ],
)
def test_notes_are_for_those_who_came_and_the_team(
    who, reads, request, noted, client_for, clock_at
):
    person = request.getfixturevalue(who)
    clock_at(clock.now() + timedelta(days=3))
    assert ("Answered" in seen(client_for(person), noted)) == reads


def test_organiser_is_reminded_of_missing_notes_once(organiser, member_a, outbox, clock_at):
    page = event(plan(2), event_type="expert_hour", by=organiser)
    quiet = event(plan(2), event_type="expert_hour", title="Nobody came", by=organiser)
    other = event(plan(2), event_type="dinner", title="Dinner", by=organiser)
    for chosen in (page, other):
        register(the_date(chosen), member_a, by=member_a)
    outbox()
    assert ask_for_notes() == 0
    clock_at(clock.now() + timedelta(days=3, hours=12))
    check_in(the_date(page).registrations.get(), by=organiser)
    assert ask_for_notes() == 1
    assert ask_for_notes() == 0
    (mail,) = outbox()
    assert mail["To"] == "Odile Oury <organiser@club.example>"
    assert f"/cms/pages/{page.pk}/edit/" in mail.get_body(("plain",)).get_content()
    assert EventDate.objects.get(page=quiet).notes_asked_at is None


def test_no_reminder_where_notes_are_or_nothing_took_place(noted, organiser, member_a, clock_at):
    off = event(plan(2), event_type="expert_hour", title="Called off", by=organiser)
    register(the_date(off), member_a, by=member_a)
    cancel_date(the_date(off), by=organiser)
    OutboxMail.objects.all().delete()
    clock_at(clock.now() + timedelta(days=4))
    assert ask_for_notes() == 0
    assert not OutboxMail.objects.filter(verb="event.notes_due").exists()
    clock_at(clock.now() + timedelta(days=30))
    assert fresh(off).live


# --- Choosing a speaker ---------------------------------------------------------------------
CHOOSER = "/cms/events/people/"


def test_chooser_offers_whom_the_directory_shows(
    client_for, organiser, member_a, member_b, manager
):
    desk = client_for(organiser)
    hide_person(member_b, by=member_b)
    html = desk.get(f"{CHOOSER}results/").content.decode()
    assert "Agathe Aubrac" in html
    assert "Atelier Aubrac" in html
    assert "Bastide" not in html
    assert "Maurel" not in html
    assert desk.get(f"{CHOOSER}results/?q=ate").content.decode().count("Agathe") == 1
    assert "Agathe" not in desk.get(f"{CHOOSER}results/?q=zz").content.decode()
    assert desk.get(f"{CHOOSER}chosen/{member_a.pk}/").status_code == 200
    for bad in (member_b.pk, manager.pk, 0, "x", "9" * 30):
        assert desk.get(f"{CHOOSER}chosen/{bad}/").status_code == 404
    assert desk.get(f"{CHOOSER}create/").status_code == 404


def test_editor_does_not_name_who_hides(client_for, organiser, member_b):
    page = with_agenda(a_session("Talk", speakers=[speaker("B", member=member_b)]))
    desk = client_for(organiser)
    address = f"/cms/pages/{page.pk}/edit/"
    assert "Bastide" in desk.get(address).content.decode()
    hide_person(member_b, by=member_b)
    assert "Bastide" not in desk.get(address).content.decode()


@pytest.mark.parametrize("who", ["manager", "director", "administrator", "member_a", "outsider"])
def test_nobody_else_chooses(who, request, client_for, member_b):
    client = client_for(request.getfixturevalue(who))
    for path in ("", "results/", f"chosen/{member_b.pk}/", f"chosen-multiple/?id={member_b.pk}"):
        answer = client.get(f"{CHOOSER}{path}")
        assert answer.status_code == 404
        assert "Bastide" not in answer.content.decode()
