"""The pages where people answer: perhaps, guests, questions, others, and what organisers decide."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import EventQuestion, Registration
from events.services import register
from notifications.services import deliver_due
from tests.events.made import (
    crowd,
    draft,
    event,
    gold_only,
    plan,
    publish,
    status_of,
    the_date,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(page, act, date) -> str:
    return f"{reverse(f'events:{act}', args=[page.slug])}?date={date.pk}"


def state(html: str) -> str:
    return html.split('data-state="')[1].split('"')[0]


@pytest.fixture
def asking():
    page = draft(plan())
    page.questions = [
        EventQuestion(label_en="What do you eat?", label_fr="Que mangez-vous ?", is_required=True)
    ]
    page = publish(page)
    return page, the_date(page), str(page.questions.get().key)


# --- For oneself ----------------------------------------------------------------------------
def test_perhaps_and_a_word_why_not(client_for, member_a):
    page = event(plan())
    date = the_date(page)
    client = client_for(member_a)
    html = client.post(url(page, "maybe", date), headers=HTMX).content.decode()
    assert state(html) == "maybe"
    answer = client.post(url(page, "decline", date), {"reason": "At sea."})
    assert answer.status_code == 302
    row = Registration.objects.get()
    assert (row.status, row.reason) == ("declined", "At sea.")
    assert client.get(url(page, "maybe", date)).status_code == 302
    assert status_of(date, member_a) == "declined"


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_missing_answer_is_asked_for_and_nothing_typed_is_lost(
    client_for, member_a, asking, headers
):
    page, date, key = asking
    client = client_for(member_a)
    typed = {"asked": "1", f"q-{key}": "", "asks_listing": "1"}
    answer = client.post(url(page, "register", date), typed, headers=headers)
    assert answer.status_code == (200 if headers else 422)
    html = answer.content.decode()
    assert "Your answer is not complete." in html
    assert "is-invalid" in html
    assert status_of(date, member_a) == ""
    typed[f"q-{key}"] = "No <b>nuts</b>"
    client.post(url(page, "register", date), typed, headers=headers)
    assert Registration.objects.get().answers == {key: "No <b>nuts</b>"}


def test_one_tap_leads_to_the_questions(client_for, member_a, asking):
    page, date, _key = asking
    client = client_for(member_a)
    listed = client.get("/events/").content.decode()
    assert url(page, "register", date) not in listed
    assert date.get_absolute_url() in listed
    answer = client.post(url(page, "register", date), follow=True)
    assert "Please answer this first: What do you eat?" in answer.content.decode()


def test_guests_are_named_and_counted(client_for, member_a):
    page = event(plan(seats=3), guests_allowed=2)
    date = the_date(page)
    register(date, member_a, by=member_a)
    client = client_for(member_a)
    html = client.post(
        url(page, "guests", date), {"guest": ["Ada <Example>", ""]}, headers=HTMX
    ).content.decode()
    assert "Ada &lt;Example&gt;" in html
    assert the_date(page).seats_taken == 2
    html = client.post(
        url(page, "guests", date), {"guest": ["A", "B", "C"]}, headers=HTMX
    ).content.decode()
    assert "You may bring 2 guests" in html


def test_every_state_says_what_happens_next(client_for, member_a, member_c, organiser):
    page = event(plan(seats=1), company_quota=1, needs_approval=True)
    date = the_date(page)
    client = client_for(member_a)
    html = client.get(page.path_on_site).content.decode()
    assert "Ask for a seat" in html
    assert "One seat for each company." in html
    assert state(client.post(url(page, "register", date), headers=HTMX).content.decode()) == (
        "pending"
    )
    row = Registration.objects.get()
    desk = client_for(organiser)
    answer = desk.post(url(page, "decide", date), {"registration": row.pk, "act": "approve"})
    assert answer.status_code == 302
    assert state(client.get(page.path_on_site).content.decode()) == "coming"


# --- For others -----------------------------------------------------------------------------
def test_whom_one_may_register(
    client_for, member_a, colleague_a, member_b, member_c, manager, manager2, organiser, director
):
    page = event(plan())
    date = the_date(page)
    names = {p: p.full_name for p in (member_a, colleague_a, member_b, member_c)}
    found = {
        person: {n for n, name in names.items() if name in shown}
        for person, shown in (
            (who, client_for(who).get(url(page, "others", date)).content.decode())
            for who in (member_a, manager, manager2, organiser)
        )
    }
    assert found == {
        member_a: {member_a, colleague_a},  # the own name stands in the frame of the page
        manager: {member_a, colleague_a, member_c},
        manager2: {member_b},
        organiser: set(names),
    }
    assert client_for(director).get(url(page, "others", date)).status_code == 404


def test_on_behalf_with_a_note_and_the_same_mail(client_for, member_b, organiser, outbox):
    page = event(plan())
    date = the_date(page)
    client = client_for(organiser)
    words = {"person": member_b.pk, "act": "register", "staff_note": "By telephone"}
    assert client.post(url(page, "others", date), words).status_code == 302
    row = Registration.objects.get()
    assert (row.status, row.source, row.staff_note) == ("going", "staff", "By telephone")
    (mail,) = outbox()
    assert mail["To"].addresses[0].addr_spec == member_b.email
    assert "By telephone" not in mail.as_string()
    client.post(url(page, "others", date), {"person": member_b.pk, "act": "cancel"})
    assert status_of(date, member_b) == "cancelled"


def test_nobody_acts_for_whom_they_may_not(
    client_for, member_a, member_b, member_c, colleague_a, manager2, outsider, suspended_b
):
    page = event(plan(), audience=gold_only())
    date = the_date(page)
    closed = event(plan(), title="Alone", allows_colleagues=False)
    for act in ("register", "maybe", "decline", "cancel"):
        for who in (member_b, member_c, manager2, outsider, suspended_b, None):
            client = client_for(who)
            words = {"person": member_a.pk, "act": act}
            assert client.post(url(page, "others", date), words).status_code == 404, who
        words = {"person": member_b.pk, "act": act}
        assert client_for(colleague_a).post(url(page, "others", date), words).status_code == 404
    assert client_for(member_a).get(url(closed, "others", the_date(closed))).status_code == 404
    assert Registration.objects.count() == 0


# --- What organisers see and decide ---------------------------------------------------------
def test_only_organisers_decide_and_take_the_table(
    client_for, member_a, member_b, manager, administrator, suspended_b, outsider
):
    page = event(plan(), needs_approval=True)
    date = the_date(page)
    row = register(date, member_a, by=member_a)
    for who in (member_a, member_b, manager, administrator, suspended_b, outsider, None):
        client = client_for(who)
        words = {"registration": row.pk, "act": "approve"}
        assert client.post(url(page, "decide", date), words).status_code == 404
        assert client.get(url(page, "attendees-table", date)).status_code == 404
    assert status_of(date, member_a) == "pending"


def test_a_request_is_refused_with_a_reason(client_for, member_a, organiser, outbox):
    page = event(plan(), needs_approval=True)
    date = the_date(page)
    row = register(date, member_a, by=member_a)
    outbox()
    client = client_for(organiser)
    listed = client.get(url(page, "attendees", date)).content.decode()
    assert "Approve" in listed
    words = {"registration": row.pk, "act": "refuse", "reason": "Ten machines only."}
    client.post(url(page, "decide", date), words)
    (mail,) = outbox()
    assert "Ten machines only." in mail.get_body(("plain",)).get_content()
    for wrong in ("", "x", "9" * 30, "0"):
        assert client.post(url(page, "decide", date), {"registration": wrong}).status_code == 404


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(client_for, member_a, organiser, asking):
    page, date, key = asking
    register(date, member_a, by=member_a, answers={key: "=1+1"}, note='Été; "hello"')
    answer = client_for(organiser).get(url(page, "attendees-table", date))
    assert answer.content.startswith(b"\xef\xbb\xbf")
    text = answer.content.decode("utf-8-sig")
    (head, line) = csv.reader(io.StringIO(text), delimiter=";")
    row = dict(zip(head, line, strict=True))
    assert row["What do you eat?"] == "'=1+1"
    assert row["Word to the organisers"] == 'Été; "hello"'
    assert row["E-mail"] == member_a.email


def test_others_and_attendees_cost_the_same_at_two_sizes(client_for, organiser, asking):
    page, date, key = asking
    client = client_for(organiser)
    costs = []
    for size in (2, 12):
        for person in crowd(size):
            register(date, person, by=person, answers={key: "All"})
        deliver_due()
        for act in ("others", "attendees"):
            client.get(url(page, act, date))
            with CaptureQueriesContext(connection) as found:
                client.get(url(page, act, date))
            costs.append(len(found))
    assert costs[:2] == costs[2:]
