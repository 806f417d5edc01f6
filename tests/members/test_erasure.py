"""After an erasure neither a dump of the database nor the stored files name the person."""

import re
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.enums import AuditKind
from accounts.models import AuditEntry, User
from club.lib import clock
from events.models import Registration
from events.services import register
from forum.models import Post, PostWord
from forum.services import spread_due
from members.models import ImportReview, Invitation, JoinRequest, KnownPerson
from members.services import EraseRefused, erase_person, set_face, update_profile
from members.services.contacts import accept_contact, request_contact
from notifications.models import KeptMail, OutboxMail
from participation.models import Actor, Bucket, Participation
from tests.events.made import event, plan, the_date
from tests.factories.accounts import member
from tests.forum.made import reply
from tests.forum.made import thread as discussion
from tests.members.made import picture

pytestmark = pytest.mark.django_db
PHONE = "+33 6 12 99 88 77"
TRACES = ("zéphyrine", "vauquelin", "zephyrine", "99 88 77", "99887")


@pytest.fixture
def person(company_b):
    """A member who left traces wherever the club lets one."""
    return member(
        company_b, email="zephyrine@bastide.example", first_name="Zéphyrine", last_name="Vauquelin"
    )


def dump() -> str:
    """Every value of every table, as a dump of the database would hold it, in lower case."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                parts += [readable(value) for value in row if value is not None]
    return "\n".join(parts).lower()


def readable(value) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).decode("utf-8", "replace")
    text = str(value)
    return re.sub(r"\\u([0-9a-f]{4})", lambda found: chr(int(found[1], 16)), text)


def test_dump_and_media_hold_nothing_of_who_was_erased(
    person, member_a, member_c, manager, organiser, outbox, company_b, client_for
):
    update_profile(person, by=person, phone=PHONE, about="Zéphyrine Vauquelin, logistique")
    set_face(person, picture(), by=person)
    known = KnownPerson.objects.create(
        company=company_b,
        email=person.email,
        first_name="Zéphyrine",
        last_name="Vauquelin",
        phone="0612998877",
        person=person,
    )
    Invitation.objects.create(
        company=company_b,
        email=person.email,
        token_hash="z",
        accepted_by=person,
        first_name="Zéphyrine",
        last_name="Vauquelin",
    )
    JoinRequest.objects.create(name="Zéphyrine Vauquelin", email=person.email, company_name="B")
    ImportReview.objects.create(
        subject="person",
        key="name:zephyrine vauquelin",
        reason="name",
        title="Vauquelin Zéphyrine",
        line=3,
        rows={"email": person.email, "name": "Zéphyrine Vauquelin"},
        company=company_b,
    )
    asked = request_contact(person, by=member_a, why="Bonjour Zéphyrine Vauquelin")
    accept_contact(asked, by=person)
    thread = discussion(person, text="Signé Zéphyrine Vauquelin")
    reply(thread, member_a, "Merci @Zéphyrine Vauquelin (zephyrine@bastide.example) !")
    event_date = the_date(event(plan(seats=1)))
    register(event_date, person, by=person, note="Zéphyrine Vauquelin arrive tard")
    waiting = register(event_date, member_c, by=member_c)
    while spread_due():
        pass
    outbox()
    KeptMail.objects.create(raw="Subject: x\n\nZéphyrine Vauquelin".encode(), to="a@b.example")
    browser = client_for(person)
    browser.get("/me/privacy/")
    written = dump()
    assert all(trace in written for trace in TRACES[:4])
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    facts = Participation.objects.of_person(person).count()
    counted = Bucket.objects.count()

    erased = erase_person(User.objects.get(pk=person.pk), by=person)

    left = dump()
    assert [left[left.find(trace) - 80 :][:200] for trace in TRACES if trace in left] == []
    assert erased.texts > 0
    assert not erased.name_was_shared
    assert not User.objects.filter(pk=person.pk).exists()
    assert not KnownPerson.objects.filter(pk=known.pk).exists()
    assert not OutboxMail.objects.filter(person_id=person.pk).exists()
    assert facts == 3
    assert Bucket.objects.count() == counted
    assert Actor.objects.filter(person=None, forgotten_on=clock.today()).count() == 1
    waiting.refresh_from_db()
    assert waiting.status == "offered"
    assert Registration.objects.filter(date=event_date).count() == 1
    assert browser.get("/me/privacy/").status_code == 404

    page = client_for(member_a).get(thread.get_absolute_url()).content.decode()
    assert "ancien membre" in page or "Ancien membre" in page
    answer = Post.objects.get(thread=thread, number=2)
    assert answer.body_html == "<p>Merci <b>@ancien membre</b> (ancien membre) !</p>"
    assert not PostWord.objects.filter(word__startswith="vauq").exists()


@pytest.mark.django_db(transaction=True)
def test_picture_leaves_the_store(person):
    set_face(person, picture(), by=person)
    stored = Path(settings.MEDIA_ROOT)
    assert [path for path in stored.rglob("*") if path.is_file()]
    erase_person(User.objects.get(pk=person.pk), by=person)
    assert not [path for path in stored.rglob("*") if path.is_file()]


def test_name_that_somebody_else_bears_stays_in_others_words(person, company_b, member_a):
    member(company_b, email="other@b.example", first_name="zéphyrine", last_name="Vauquelin")
    thread = discussion(member_a, text="Zéphyrine Vauquelin, " + PHONE)
    update_profile(person, by=person, phone=PHONE)
    assert erase_person(person, by=person).name_was_shared
    assert Post.objects.get(thread=thread).body_md == "Zéphyrine Vauquelin, ancien membre"


def test_team_is_not_deleted_from_outside(manager):
    with pytest.raises(EraseRefused):
        erase_person(manager, by=manager)


# --- The page -------------------------------------------------------------------------------
def signed_in(client_for, person) -> Client:
    """A browser that has proved a moment ago who sits before it."""
    browser = client_for(person, HTTP_ACCEPT_LANGUAGE="en")
    prove(browser, person)
    return browser


def prove(browser: Client, person: User) -> None:
    session = browser.session
    session["account_authentication_methods_user"] = str(person.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session.save()


def test_deleting_asks_who_one_is_and_for_the_address(client_for, person, company_b):
    page = reverse("members:delete")
    asked = client_for(person).get(page)
    assert (asked.status_code, "reauthenticate" in asked["Location"]) == (302, True)
    browser = signed_in(client_for, person)
    assert b"What stays" in browser.get(page).content
    refused = browser.post(page, {"address": "somebody@else.example"})
    assert refused.status_code == 422
    assert User.objects.filter(pk=person.pk).exists()
    gone = browser.post(page, {"address": " Zephyrine@Bastide.example "}, follow=True)
    assert gone.redirect_chain == [(reverse("members:deleted"), 302)]
    assert b"Your account is deleted" in gone.content
    assert not User.objects.filter(pk=person.pk).exists()
    kept = AuditEntry.objects.get()
    assert (kept.kind, kept.company, kept.details) == (AuditKind.ERASED, company_b, {"own": True})
    assert (kept.by, kept.person) == (None, None)


def test_staff_read_that_their_account_ends_otherwise(client_for, organiser):
    browser = signed_in(client_for, organiser)
    page = reverse("members:delete")
    assert b"What goes" not in browser.get(page).content
    assert browser.post(page, {"address": organiser.email}).status_code == 422
    assert User.objects.filter(pk=organiser.pk).exists()
