"""What the club records about a person: read, taken along, objected to, and gone by itself."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.cache import cache
from django.urls import reverse

from accounts.enums import AuditKind
from accounts.models import AuditEntry, RetentionPeriod, RetentionRun, User
from accounts.registry import personal_data, retention_rules
from club.lib import clock
from loyalty.enums import LookedAt
from loyalty.models import Look
from members.services import apply_retention, periods, set_face, set_periods, update_profile
from members.tasks import enqueue_forgetting, forget_what_is_old
from notifications.models import OutboxMail
from participation.ledger import objected_at
from participation.models import Bucket, Participation
from tests.events.made import assert_seats_right, event, plan, the_date
from tests.factories.accounts import member
from tests.forum.made import reply
from tests.forum.made import thread as discussion
from tests.loyalty.made import act
from tests.members.made import picture
from tests.members.test_erasure import prove, signed_in

pytestmark = pytest.mark.django_db
QUERIES = 51


def referring_models() -> set[str]:
    """Every model with a foreign key to a person, tables between two models included."""
    return {
        model._meta.label
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.local_fields
        if column.is_relation and column.related_model is User
    }


def test_every_model_that_refers_to_a_person_says_what_it_is_for():
    covered = [label for entry in personal_data for label in entry.models]
    assert len(covered) == len(set(covered))
    own = {label for label in referring_models() if label != "accounts.User"}
    assert own - set(covered) == set(), "Name them in the `personal` module of their app"
    assert {apps.get_model(label)._meta.label for label in covered} == set(covered)


def test_every_kind_says_why_for_how_long_and_who_sees_it(in_english):
    for entry in personal_data:
        for words in (entry.label, entry.use, entry.period, entry.seen_by):
            assert len(str(words)) > 3, entry.name
        assert bool(entry.rule) == ("%(time)s" in str(entry.period)), entry.name
        assert not entry.rule or entry.rule in retention_rules


# --- The page -------------------------------------------------------------------------------
def test_page_tells_facts_and_profile_and_no_look(client_for, member_a, manager, company_a):
    update_profile(member_a, by=member_a, phone="+33 4 76 00 11 22")
    reply(discussion(member_a, title="Pallet labels"), member_a)
    for _n in range(7):
        Look.objects.create(viewer=manager, company=company_a, page=LookedAt.CLIENT)
    page = client_for(member_a, HTTP_ACCEPT_LANGUAGE="en").get(reverse("members:privacy"))
    text = page.content.decode()
    for told in ("Wrote in a discussion", "+33 4 76 00 11 22", "2 years with your name", "Pallet"):
        assert told in text
    assert "kept for audit" in text
    looks = next(s for s in page.context["sections"] if s.entry.name == "looks")
    assert (looks.rows, looks.has_more) == ([], False)
    assert manager.full_name not in text


@pytest.mark.parametrize("who", ["stranger", "outsider", "suspended_b"])
def test_page_is_for_members_and_team_only(client_for, request, who):
    browser = client_for(request.getfixturevalue(who))
    for name in ("privacy", "export", "delete"):
        assert browser.get(reverse(f"members:{name}")).status_code == 404
    assert browser.post(reverse("members:objection")).status_code == 404


@pytest.mark.parametrize("many", [2, 70])
def test_page_costs_the_same_for_many_facts(
    client_for, member_a, company_a, django_assert_num_queries, many
):
    for number in range(many):
        day = clock.today() - timedelta(days=number)
        act(company_a, "event.attended", day, person=member_a)
    browser = client_for(member_a)
    browser.get("/me/")
    with django_assert_num_queries(QUERIES):
        page = browser.get(reverse("members:privacy"))
    assert len(page.context["facts"].rows) == min(many, 30)


def test_objecting_and_taking_it_back(client_for, member_a, member_b):
    browser = client_for(member_a, HTTP_ACCEPT_LANGUAGE="en")
    here = reverse("members:objection")
    assert browser.get(here).status_code == 405
    page = browser.post(here, {"answer": "object"}, follow=True).content.decode()
    assert "Take my objection back" in page
    assert objected_at(member_a) is not None
    assert objected_at(member_b) is None
    browser.post(here, {"answer": "back"})
    assert objected_at(member_a) is None


# --- The archive ----------------------------------------------------------------------------
def test_archive_holds_everything_of_the_person_and_nothing_of_others(
    client_for, member_a, member_b, company_a
):
    set_face(member_a, picture(), by=member_a)
    thread = discussion(member_a, text="My own words on labels")
    reply(thread, member_b, "Somebody else’s answer")
    act(company_a, "event.attended", clock.today(), person=member_a)
    here = reverse("members:export")
    assert "reauthenticate" in client_for(member_a).post(here)["Location"]
    answer = signed_in(client_for, member_a).post(here)
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert packed.testzip() is None
    assert packed.namelist() == [
        "index.html",
        "page.css",
        "data.json",
        "files/profile-1.jpg",
    ]
    assert packed.read("files/profile-1.jpg")[:3] == b"\xff\xd8\xff"
    data = {kind["kind"]: kind["rows"] for kind in json.loads(packed.read("data.json"))}
    assert set(data) == {entry.name for entry in personal_data}
    assert data["posts"][0]["value"] == "My own words on labels"
    assert [row["what"] for row in data["facts"]].count("came to an event") == 1
    page = packed.read("index.html").decode()
    assert "My own words on labels" in page
    assert "Somebody else" not in page + json.dumps(data, ensure_ascii=False)
    assert answer["Cache-Control"] == "private, no-store"
    kept = AuditEntry.objects.get()
    assert (kept.kind, kept.by, kept.person) == (AuditKind.EXPORT_OWN, member_a, member_a)


def test_archive_is_in_the_readers_language_and_not_made_again_and_again(client_for, member_a):
    cache.clear()
    User.objects.filter(pk=member_a.pk).update(language="fr")
    browser = client_for(member_a)
    prove(browser, member_a)
    answers = [browser.post(reverse("members:export")) for _n in range(6)]
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answers[0].streaming_content)))
    assert "Ce que le club enregistre sur Agathe Aubrac" in packed.read("index.html").decode()
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    for answer in answers[1:5]:
        b"".join(answer.streaming_content)  # read to its end, it is closed


# --- What goes by itself --------------------------------------------------------------------
def test_facts_lose_the_name_after_two_years_and_the_counts_stay(company_a, member_a):
    old = act(company_a, "event.attended", clock.today() - timedelta(days=740), person=member_a)
    new = act(company_a, "event.attended", clock.today() - timedelta(days=700), person=member_a)
    counted = Bucket.objects.count()
    run = apply_retention()
    assert run.counts["facts.named"] == 1
    assert run.failed == []
    named = Participation.objects.filter(person=member_a).values_list("pk", flat=True)
    assert list(named) == [new.pk]
    assert Participation.objects.get(pk=old.pk).actor == new.actor
    assert Bucket.objects.count() == counted


def test_who_left_is_erased_three_years_after_the_last_act(company_b, member_b):
    day = clock.today() - timedelta(days=1100)
    gone = member(company_b, email="gone@b.example", first_name="Guy", last_name="Gone")
    lately = member(company_b, email="late@b.example", first_name="Lea", last_name="Late")
    people = User.objects.filter(pk__in=[gone.pk, lately.pk])
    people.update(joined_at=clock.now() - timedelta(days=2000))
    for person in people:
        person.memberships.update(started_on=day - timedelta(days=9), ended_on=day)
    act(company_b, "event.attended", clock.today() - timedelta(days=900), person=lately)
    assert apply_retention().counts["people.left"] == 1
    assert not User.objects.filter(pk=gone.pk).exists()
    assert User.objects.filter(pk__in=[lately.pk, member_b.pk]).count() == 2


def test_a_rule_that_fails_is_named_and_stops_no_other(member_a, monkeypatch, caplog):
    def break_down(_moment):
        raise RuntimeError

    rule = retention_rules.get("people.left")
    monkeypatch.setitem(
        retention_rules._entries, "people.left", type(rule)(**{**vars(rule), "apply": break_down})
    )
    run = apply_retention()
    assert run.failed == ["people.left"]
    assert set(run.counts) == {r.name for r in retention_rules} - {"people.left"}
    assert run.finished_at is not None


def test_clock_has_the_periods_applied_by_one_worker_at_a_time(db):
    assert [enqueue_forgetting(), enqueue_forgetting()] == [True, False]
    forget_what_is_old.func()
    assert RetentionRun.objects.count() == 1


def test_administrators_choose_the_periods_and_read_the_reports(
    client_for, administrator, organiser, manager, member_a
):
    page = reverse("members_desk:retention")
    for other in (organiser, manager, member_a):
        assert client_for(other).get(page).status_code == 404
    OutboxMail.objects.all().delete()
    apply_retention()
    desk = client_for(administrator, HTTP_ACCEPT_LANGUAGE="en")
    assert b"Nothing was old enough." in desk.get(page).content
    chosen = {name: str(days) for name, days in periods().items()}
    refused = desk.post(page, {**chosen, "facts.named": "1096"})
    assert refused.status_code == 422
    assert not RetentionPeriod.objects.exists()
    desk.post(page, {**chosen, "facts.named": "400"})
    row = RetentionPeriod.objects.get()
    assert (row.rule, row.days, row.changed_by) == ("facts.named", 400, administrator)
    with pytest.raises(ValueError, match="looks"):
        set_periods({"looks": 4000}, by=administrator)


def test_seats_are_right_after_somebody_is_erased(member_a, member_b):
    from events.services import register
    from members.services import erase_person

    date = the_date(event(plan(seats=5)))
    register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    erase_person(member_a, by=member_a)
    assert_seats_right()
