"""Drafts of events: of each kind, as the next edition, and with several dates at once."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from club.lib import clock
from events.defaults import TEMPLATES
from events.enums import EventType
from events.models import EventDate, EventPage, EventQuestion
from events.rules import RegistrationRefused
from events.services import draft_event, duplicate_event, plan_series, register
from notifications.models import CalendarEntry, OutboxMail
from tests.events.made import draft, event, fresh, gold_only, plan, publish, the_date
from tests.factories.accounts import audience, tier

pytestmark = pytest.mark.django_db
NEW = "/cms/events/new/"
STAFF_BUT_ORGANISERS = ["manager", "director", "administrator"]


@pytest.fixture
def desk(client_for, organiser):
    return client_for(organiser)


def test_every_kind_has_one_template():
    assert [template.kind for template in TEMPLATES] == list(EventType)


@pytest.mark.parametrize("kind", EventType.values)
def test_draft_of_each_kind_opens_in_the_editor(kind, desk, gold_audience):
    answer = desk.post(NEW, {"kind": kind, "audience": gold_audience.pk})
    page = EventPage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.event_type, page.audience) == (False, kind, gold_audience)
    assert EventDate.objects.count() == 0


def test_draft_opens_in_the_editor(desk, gold_audience):
    answer = desk.post(NEW, {"kind": "preview", "audience": gold_audience.pk}, follow=True)
    assert answer.status_code == 200


@pytest.fixture
def gold_audience(db):
    return gold_only()


def test_preview_is_filled_with_what_suits_it(organiser):
    page = draft_event("preview", by=organiser)
    planned = page.planned_dates.get()
    assert (planned.starts_on, planned.starts_time, planned.capacity) == (None, time(9), 20)
    assert (page.company_quota, page.early_tier, page.early_hours) == (2, tier("gold"), 48)
    assert page.opens_at > clock.now()
    assert page.agenda[0].value["title_fr"] == "Accueil et café"
    assert page.audience == audience("staff")


def test_expert_hour_asks_for_the_question(organiser):
    page = draft_event("expert_hour", by=organiser)
    question = page.questions.get()
    assert (question.label_en, question.is_required) == ("Your question to the expert", True)
    assert page.format == "online"


def test_forgotten_title_and_day_are_refused_in_words(organiser, in_english):
    page = draft_event("dinner", by=organiser)
    assert page.title == "Without a title: Dinner"
    revision = page.latest_revision
    with pytest.raises(ValidationError, match="Write a title"):
        revision.publish(user=organiser)
    page.title_en, page.place_name = "Dinner with the founders", "Lyon"
    with pytest.raises(ValidationError, match="Say on which day"):
        page.save_revision(user=organiser).publish(user=organiser)
    assert not EventPage.objects.get().live
    assert EventDate.objects.count() == 0


def test_choice_needs_an_audience_and_a_kind(desk):
    for data in ({"kind": "dinner"}, {"audience": audience("members").pk}, {"kind": "circus"}):
        answer = desk.post(NEW, data)
        assert answer.status_code == 422
        assert "This field is required." in answer.content.decode()
    assert EventPage.objects.count() == 0


@pytest.mark.parametrize("who", [*STAFF_BUT_ORGANISERS, "member_a", "outsider"])
def test_nobody_else_makes_drafts(who, request, client_for, organiser):
    page = event(by=organiser)
    person = request.getfixturevalue(who)
    client, count = client_for(person), EventPage.objects.count()
    paths = [NEW, *(f"/cms/events/{page.pk}/{act}/" for act in ("duplicate", "dates", "publish"))]
    for path in paths:
        data = {"kind": "dinner", "audience": audience("members").pk, "act": "publish"}
        assert client.get(path).status_code == 404
        assert client.post(path, data).status_code == 404
    with pytest.raises(RegistrationRefused):
        draft_event("dinner", by=person)
    with pytest.raises(RegistrationRefused):
        duplicate_event(page, by=person)
    assert EventPage.objects.count() == count


# --- The next edition -----------------------------------------------------------------------
def past_event(organiser, **facts):
    page = draft(plan(10), by=organiser, place_name="Lyon", company_quota=2, **facts)
    page.agenda = [("session", a_session("Welcome"))]
    page.questions = [EventQuestion(label_en="What do you eat?")]
    return publish(page, by=organiser)


def a_session(title: str, **facts) -> dict:
    words = {"title_fr": "", "title_en": title, "text_fr": "", "text_en": ""}
    return {**words, "starts": time(9), "ends": time(10), "speakers": [], **facts}


def test_next_edition_takes_the_words_and_leaves_the_people(organiser, member_a):
    page = past_event(organiser)
    register(the_date(page), member_a, by=member_a)
    with clock.at(clock.now() + timedelta(days=30)):
        copy = duplicate_event(page, by=organiser)
        planned, source = copy.planned_dates.get(), page.planned_dates.get()
        assert planned.starts_on >= clock.today() + timedelta(days=21)
        assert planned.starts_on < clock.today() + timedelta(days=28)
    assert planned.starts_on.weekday() == source.starts_on.weekday()
    assert (planned.starts_time, planned.capacity) == (source.starts_time, source.capacity)
    assert planned.key != source.key
    assert copy.questions.get().label_en == "What do you eat?"
    assert copy.questions.get().key != page.questions.get().key
    assert [block.value["title_en"] for block in copy.agenda] == ["Welcome"]
    assert (copy.title, copy.company_quota, copy.live) == (page.title, 2, False)
    assert (copy.slug, copy.owner) != (page.slug, None)
    assert CalendarEntry.objects.count() == EventDate.objects.count() == 1


def test_next_edition_of_what_is_to_come_lies_after_it(organiser):
    page = event(plan(40), plan(54), by=organiser)
    copy = duplicate_event(page, by=organiser)
    old = sorted(p.starts_on for p in page.planned_dates.all())
    new = sorted(p.starts_on for p in copy.planned_dates.all())
    assert new[0] > old[-1]
    assert new[1] - new[0] == old[1] - old[0]


def test_next_edition_takes_what_is_published_and_no_notes(organiser):
    page = past_event(organiser)
    page.notes_en = [("paragraph", "What was said.")]
    page = publish(page, by=organiser)
    page.title_en = "Not published yet"
    page.save_revision(user=organiser)
    copy = duplicate_event(EventPage.objects.get(pk=page.pk), by=organiser)
    assert copy.title_en == "Line 9, from the inside"
    assert not copy.has_notes


def test_button_makes_the_next_edition(desk, organiser):
    page = event(by=organiser)
    address = f"/cms/events/{page.pk}/duplicate/"
    assert address in desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Make the draft" in desk.get(address).content.decode()
    assert EventPage.objects.count() == 1
    desk.post(address)
    assert EventPage.objects.filter(live=False).count() == 1


def test_copy_of_the_cms_stays_a_draft_with_programme_and_questions(desk, organiser):
    page = past_event(organiser)
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    shown = desk.get(address).content.decode()
    assert "publish_copies" not in shown
    assert "alias" not in shown
    parent = page.get_parent().pk
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent}
    desk.post(address, {**data, "publish_copies": "on", "alias": "on"})
    copy = EventPage.objects.get(slug="copy")
    assert (copy.live, copy.alias_of) == (False, None)
    assert [block.value["title_en"] for block in copy.agenda] == ["Welcome"]
    assert copy.questions.get().pk != page.questions.get().pk
    assert EventDate.objects.count() == 1


# --- Several dates at once ------------------------------------------------------------------
def test_series_adds_dates_to_the_draft_only(organiser, member_a):
    page = event(plan(date_in(7), seats=9), by=organiser)
    register(the_date(page), member_a, by=member_a)
    first = date_in(14)
    plan_series(page, first=first, every_weeks=1, count=6, by=organiser)
    planned = fresh(page).get_latest_revision_as_object().planned_dates.all()
    days = sorted(p.starts_on for p in planned)
    assert days == [date_in(7), *(first + timedelta(weeks=n) for n in range(6))]
    assert {p.capacity for p in planned} == {9}
    assert len({p.key for p in planned}) == 7
    assert EventDate.objects.count() == 1
    publish(fresh(page).get_latest_revision_as_object(), by=organiser)
    assert EventDate.objects.count() == 7
    assert set(OutboxMail.objects.values_list("verb", flat=True)) == {"event.going"}


def date_in(days: int) -> date:
    return clock.today() + timedelta(days=days)


def test_series_leaves_out_days_that_are_taken_and_fills_an_open_one(organiser):
    page = draft_event("breakfast", by=organiser)
    plan_series(page, first=date_in(7), every_weeks=2, count=2, by=organiser)
    plan_series(page, first=date_in(7), every_weeks=1, count=2, by=organiser)
    planned = fresh(page).get_latest_revision_as_object().planned_dates.all()
    assert sorted(p.starts_on for p in planned) == [date_in(7), date_in(14), date_in(21)]
    assert {p.starts_time for p in planned} == {time(8, 30)}


@pytest.mark.parametrize(
    "facts", [{"count": 0}, {"count": 27}, {"every_weeks": 0}, {"first": date(2020, 1, 1)}]
)
def test_series_out_of_reach_is_refused(facts, organiser):
    page = event(by=organiser)
    wanted = {"first": date_in(7), "every_weeks": 1, "count": 3, **facts}
    with pytest.raises(ValidationError):
        plan_series(page, by=organiser, **wanted)
    assert fresh(page).get_latest_revision_as_object().planned_dates.count() == 1


def test_series_from_the_desk(desk, organiser):
    page = event(plan(date_in(7)), by=organiser)
    address = f"/cms/events/{page.pk}/dates/"
    assert f'value="{date_in(14).isoformat()}"' in desk.get(address).content.decode()
    bad = desk.post(address, {"first": "soon", "every_weeks": "1", "count": "999"})
    assert bad.status_code == 422
    data = {"first": date_in(14).isoformat(), "every_weeks": "2", "count": "3"}
    assert desk.post(address, data).status_code == 302
    assert fresh(page).get_latest_revision_as_object().planned_dates.count() == 4
