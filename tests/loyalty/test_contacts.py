"""Logging a contact: what it changes, in place and without JavaScript; mistakes, twice, undone."""

import uuid
from datetime import timedelta

import pytest

from club.lib import clock
from loyalty.models import Interaction
from loyalty.services import log_interaction
from participation.models import Participation
from tests.loyalty.clients import known

pytestmark = pytest.mark.django_db
LOG = "/portfolio/client-a/log/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(client_for, manager, company_a, member_a):
    return client_for(manager)


def words(**facts):
    return {
        "kind": "call",
        "outcome": "answered",
        "happened_on": clock.today().isoformat(),
        "person": "",
        "note": "",
        "key": str(uuid.uuid4()),
        **facts,
    }


def test_the_form_is_filled_in_for_a_call_answered_today(client, member_a):
    form = client.get(LOG).context["form"]
    assert [form[n].value() for n in ("kind", "outcome")] == ["call", "answered"]
    assert form["happened_on"].value() == clock.today()
    assert [label for _pk, label in form.fields["person"].choices][1:] == ["Agathe Aubrac"]
    html = client.get(LOG).content.decode()
    assert "Nothing about health, opinions, religion or union membership" in html
    assert client.get(f"{LOG}?kind=visit").context["form"]["kind"].value() == "visit"
    assert client.get(f"{LOG}?kind=%00").context["form"]["kind"].value() == "call"


def test_without_scripts_it_leads_back_to_the_client_and_says_what_came_of_it(client, member_a):
    answer = client.post(LOG, words(person=member_a.pk, note="Comes on the 16th."), follow=True)
    assert answer.redirect_chain == [("/portfolio/client-a/", 302)]
    html = answer.content.decode()
    assert "Noted: Call, answered." in html
    assert "Comes on the 16th." in html
    entry = Interaction.objects.get()
    assert (entry.by.email, entry.person, entry.outcome) == (
        "manager@club.example",
        member_a,
        "answered",
    )
    kinds = set(Participation.objects.standing().values_list("kind", flat=True))
    assert kinds >= {"relation.called", "relation.call_answered"}


def test_in_place_the_whole_sheet_comes_back_with_an_undo(client):
    answer = client.post(LOG, words(), headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count('id="sheet"') == 1
    assert "<html" not in html
    entry = Interaction.objects.get()
    assert f"/portfolio/client-a/contacts/{entry.pk}/undo/" in html
    undone = client.post(f"/portfolio/client-a/contacts/{entry.pk}/undo/", headers=HTMX)
    assert "Taken back" in undone.content.decode()
    assert client.get("/portfolio/client-a/").context["sheet"].journal == []
    assert Participation.objects.standing().filter(kind__startswith="relation.").count() == 0


def test_sent_twice_it_is_logged_once(client):
    sent = words()
    for _time in range(2):
        assert client.post(LOG, sent).status_code == 302
    assert Interaction.objects.count() == 1
    client.post(LOG, words())
    assert Interaction.objects.count() == 2


def test_undone_twice_it_stays_undone(client):
    client.post(LOG, words())
    path = f"/portfolio/client-a/contacts/{Interaction.objects.get().pk}/undo/"
    assert client.get(path).status_code == 405
    assert [client.post(path).status_code for _time in range(2)] == [302, 302]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"happened_on": "1999-01-01"}, "happened_on"),
        ({"happened_on": "the day before"}, "happened_on"),
        ({"kind": "gift"}, "kind"),
        ({"kind": ""}, "kind"),
        ({"outcome": "maybe"}, "outcome"),
        ({"note": "x" * 301}, "note"),
        ({"person": "999999"}, "person"),
    ],
)
def test_a_mistake_is_said_and_nothing_typed_is_lost(client, facts, field):
    sent = words(**{"note": "Kept as typed.", **facts})
    for headers in ({}, HTMX):
        answer = client.post(LOG, sent, headers=headers)
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert sent["note"] in answer.content.decode()
    assert answer.headers["HX-Retarget"] == "#quick"
    assert Interaction.objects.count() == 0


def test_people_of_other_clients_cannot_be_named(client, member_b):
    answer = client.post(LOG, words(person=member_b.pk))
    assert answer.status_code == 422
    assert Interaction.objects.count() == 0


def test_further_fields_change_nothing(client, company_c, director):
    extra = {"company": company_c.pk, "by": director.pk, "undone_at": "2020-01-01", "revision": 9}
    client.post(LOG, {**words(), **extra})
    entry = Interaction.objects.get()
    assert (entry.company.slug, entry.by.email) == ("client-a", "manager@club.example")
    assert (entry.undone_at, entry.revision) == (None, 1)


def test_signs_that_no_line_holds_become_blanks(client):
    assert client.post(LOG, words(note="one\x00two\nthree\u2028four")).status_code == 302
    assert Interaction.objects.get().note == "one two three four"


def test_hostile_words_are_inert(client):
    client.post(LOG, words(note="<script>alert(1)</script> {{ 7|add:7 }}"))
    html = client.get("/portfolio/client-a/").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_contact_is_corrected_in_the_same_form(client, member_a):
    client.post(LOG, words(note="Wrong."))
    path = f"/portfolio/client-a/contacts/{Interaction.objects.get().pk}/"
    form = client.get(path).context["form"]
    assert form["note"].value() == "Wrong."
    client.post(path, words(kind="visit", note="Right.", person=member_a.pk))
    entry = Interaction.objects.get()
    assert (entry.kind, entry.note, entry.outcome) == ("visit", "Right.", "")
    kinds = set(Participation.objects.standing().values_list("kind", flat=True))
    assert "relation.call_answered" not in kinds
    assert client.post(path, words(happened_on="")).status_code == 422


@pytest.mark.parametrize(
    ("answer", "satisfied", "said"),
    [
        ("yes", True, "the client is satisfied"),
        ("no", False, "not confirmed by the client"),
        ("unknown", False, "not confirmed by the client"),
    ],
)
def test_a_complaint_is_closed_with_or_without_the_client_being_satisfied(
    client, manager, company_a, answer, satisfied, said
):
    day = clock.today() - timedelta(days=20)
    entry = log_interaction(company_a, by=manager, kind="complaint", happened_on=day, note="Lot 9")
    page = client.get("/portfolio/client-a/").content.decode()
    assert "Open for 20 days" in page
    path = f"/portfolio/client-a/contacts/{entry.pk}/close/"
    assert "Lot 9" in client.get(path).content.decode()
    assert client.post(path, {"satisfied": "perhaps"}).status_code == 422
    html = client.post(path, {"satisfied": answer}, follow=True).content.decode()
    assert said in html
    entry.refresh_from_db()
    assert entry.closed_on == clock.today()
    assert bool(entry.satisfied_on) is satisfied


def test_only_a_complaint_can_be_closed(client):
    client.post(LOG, words())
    entry = Interaction.objects.get()
    assert client.get(f"/portfolio/client-a/contacts/{entry.pk}/close/").status_code == 404


def test_what_a_call_changed_is_said_with_both_numbers(client, monkeypatch):
    from loyalty.views import changes
    from tests.loyalty.clients import signal

    company = Interaction.company.field.related_model.objects.get(slug="client-a")
    before = signal(company, 6.1, day=clock.today() - timedelta(days=1), share=0.5)
    after = signal(company, 6.4, share=0.6)
    told = iter([before, after])
    monkeypatch.setattr(changes.signals, "latest_signal", lambda _company: next(told))
    html = client.post(LOG, words(), headers=HTMX).content.decode()
    assert "6 → 6.5: Call, answered" in html
    assert "Response 1.50 → 1.80 of 3.00" in html


def test_all_contacts_have_a_page_with_as_many_queries_for_many(
    client, manager, company_a, django_assert_num_queries
):
    def log(count):
        for number in range(count):
            log_interaction(
                company_a,
                by=manager,
                kind="visit",
                happened_on=clock.today() - timedelta(days=number),
            )

    log(2)
    client.get("/portfolio/client-a/contacts/")
    for _size in range(2):
        with django_assert_num_queries(7):
            page = client.get("/portfolio/client-a/contacts/")
        log(8)
    assert len(page.context["entries"]) == 10


# --- Inviting -------------------------------------------------------------------------------
INVITE = "/portfolio/client-a/invite/"


def test_people_of_the_records_are_ticked_and_invited(client, company_a, company_b, outbox):
    ada = known(company_a, "Ada Known")
    foreign = known(company_b, "Bob Foreign")
    mute = known(company_a, "Cora Mute", email="")
    html = client.get(INVITE).content.decode()
    assert "Ada Known" in html
    assert "Bob Foreign" not in html
    sent = {"who": [ada.pk, foreign.pk, mute.pk, "x", "9" * 30]}
    html = client.post(INVITE, sent, follow=True).content.decode()
    assert "1 invitation is on its way." in html
    assert [mail["to"] for mail in outbox()] == [ada.email]
    ada.refresh_from_db()
    assert ada.invitation is not None
    assert client.post(INVITE, {"who": []}).status_code == 422


def test_somebody_whom_no_record_names_is_invited_by_address(client, outbox):
    facts = {"email": "new@client-a.example", "first_name": "Nina", "function": "decides"}
    assert client.post(INVITE, {**facts, "other": "1"}).status_code == 422
    facts["language"] = "en"
    html = client.post(INVITE, {**facts, "other": "1"}, follow=True).content.decode()
    assert "Nina" in html
    assert [mail["to"] for mail in outbox()] == ["new@client-a.example"]
    again = client.post(INVITE, {**facts, "email": "member@client-a.example", "other": "1"})
    assert again.status_code == 422
    assert 'value="Nina"' in again.content.decode()
