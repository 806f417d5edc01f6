"""Before a change is published: who will be told, in which words, and no way around it."""

import re
from datetime import date, time, timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.models import PageLogEntry

from club.lib import clock
from events.models import EventDate, EventIndexPage, EventPage
from events.services import (
    PublishRefused,
    answer_maybe,
    build_notice,
    cancel_registration,
    decline,
    publish_event,
    register,
)
from events.services.dates import TOLD
from notifications.models import OutboxMail
from tests.events.made import (
    crowd,
    draft,
    event,
    fresh,
    gold_only,
    plan,
    publish,
    status_of,
    the_date,
)
from tests.events.test_editing import a_date, edit, form

pytestmark = pytest.mark.django_db
CHANGE = date(2027, 3, 28)


@pytest.fixture
def desk(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def full(organiser, member_a, member_b, member_c):
    """An event with one seat, which `member_a` has; two others wait."""
    page = publish(draft(plan(seats=1), by=organiser), by=organiser)
    for person in (member_a, member_b, member_c):
        register(the_date(page), person, by=person)
    OutboxMail.objects.all().delete()
    return page


def save(page: EventPage, by, **facts) -> EventPage:
    """A draft of the page with these changes, of its words or its only date."""
    page = fresh(page)
    (planned,) = page.planned_dates.all()
    for name, value in facts.items():
        setattr(planned if hasattr(planned, name) else page, name, value)
    page.planned_dates = [planned]
    page.save_revision(user=by, clean=False)
    return fresh(page)


def data_of(page: EventPage, **facts) -> dict:
    """The editor's form as it is, with these changes of the date and the words."""
    planned = page.planned_dates.get()
    day = {"starts_on": planned.starts_on.isoformat(), "capacity": str(planned.capacity)}
    day |= {name: value for name, value in facts.items() if hasattr(planned, name)}
    words = {"title_fr": page.title_fr, "title_en": page.title_en, "address": page.address}
    words |= {k: v for k, v in facts.items() if not hasattr(planned, k)}
    return form(a_date(id=planned.pk, **day), initial=1, slug=page.slug, **words)


def asking(page: EventPage) -> str:
    return f"/cms/events/{page.pk}/publish/"


def told() -> int:
    return OutboxMail.objects.filter(verb__startswith="event.date_").count()


# --- The question ---------------------------------------------------------------------------
def test_moved_date_asks_first_and_nothing_is_lost(desk, full):
    answer = edit(desk, full, data_of(full, starts_time="10:00", title_en="Also new"))
    assert answer["Location"] == asking(full)
    assert told() == 0
    assert the_date(full).local_start.hour == 9
    assert fresh(full).get_latest_revision_as_object().title_en == "Also new"
    page = desk.get(asking(full)).content.decode()
    assert "3 people will be told" in page
    assert "Publish and tell them" in page
    assert "Back to the draft" in page
    (compared,) = re.findall(r'href="(/cms/[^"]*/compare/[^"]*)"', page)
    assert desk.get(compared).status_code == 200
    assert "The event moves" in page
    assert "L’événement est déplacé" in page
    assert "09:00 to 12:30" in page
    assert "10:00 to 12:30" in page
    assert "10 h à 12 h 30" in page.replace("\xa0", " ")


def test_confirmed_it_is_published_and_told_to_as_many(desk, full):
    edit(desk, full, data_of(full, starts_time="10:00"))
    revision = fresh(full).latest_revision_id
    answer = desk.post(asking(full), {"act": "publish", "revision": revision}, follow=True)
    assert "3 people are told" in answer.content.decode()
    assert told() == 3
    assert the_date(full).local_start.hour == 10
    assert (fresh(full).live_revision_id, the_date(full).calendar_entry.sequence) == (revision, 1)


def test_confirmed_twice_it_is_told_once(desk, full):
    edit(desk, full, data_of(full, starts_time="10:00"))
    data = {"act": "publish", "revision": fresh(full).latest_revision_id}
    desk.post(asking(full), data)
    answer = desk.post(asking(full), data, follow=True)
    assert "nobody is told twice" in answer.content.decode()
    html = desk.get(asking(full)).content.decode()
    assert "All of it is published" in html
    assert 'value="publish"' not in html
    assert told() == 3


def test_draft_that_changed_since_is_looked_at_again(desk, full, organiser):
    edit(desk, full, data_of(full, starts_time="10:00"))
    seen = fresh(full).latest_revision_id
    save(full, organiser, starts_time=time(11))
    answer = desk.post(asking(full), {"act": "publish", "revision": seen}, follow=True)
    assert "Somebody changed this event meanwhile" in answer.content.decode()
    assert told() == 0
    for bad in ("", "x", "9" * 30):
        desk.post(asking(full), {"act": "publish", "revision": bad})
    assert told() == 0


def test_corrected_word_and_more_seats_are_published_at_once(desk, full, member_b):
    answer = edit(desk, full, data_of(full, title_en="Line nine"))
    assert answer["Location"] != asking(full)
    text = "Nobody is told: neither time nor place changed."
    assert text in desk.get("/cms/").content.decode()
    assert OutboxMail.objects.count() == 0
    edit(desk, fresh(full), data_of(fresh(full), capacity="2", title_en="Line nine"))
    assert status_of(the_date(full), member_b) == "offered"
    assert "1 person who waited is offered a seat" in desk.get("/cms/").content.decode()
    assert told() == 0


def test_taken_away_date_asks_with_the_words_of_the_cancellation(desk, full, organiser):
    page = fresh(full)
    page.planned_dates = [plan(40)]
    page.save_revision(user=organiser)
    html = desk.get(asking(full)).content.decode()
    assert "Cancelled:" in html
    assert "This event is cancelled" in html
    publish_event(full, revision_id=fresh(full).latest_revision_id, by=organiser)
    assert told() == 3
    assert [d.status for d in full.dates.order_by("pk")] == ["cancelled", "scheduled"]


@pytest.mark.parametrize(
    "facts",
    [{"place_name": "Grenoble"}, {"address": "1, rue Haute"}, {"join_link": "https://x.example/9"}],
)
def test_other_place_address_or_link_asks(facts, full, organiser):
    notice = build_notice(save(full, organiser, **facts).get_latest_revision_as_object())
    assert (notice.told, notice.asks) == (3, True)


# --- The number is the truth ----------------------------------------------------------------
def test_number_is_of_those_who_are_really_told(organiser, outbox, member_a, member_b, member_c):
    page = event(plan(seats=6), by=organiser)
    date = the_date(page)
    register(date, member_a, by=member_a)
    answer_maybe(date, member_b, by=member_b)
    decline(date, member_c, by=member_c)
    gone, lost = crowd(2)
    for person in (gone, lost):
        register(date, person, by=person)
    cancel_registration(date.registrations.get(person=gone), by=gone)
    lost.memberships.update(suspended_at=clock.now())
    outbox()
    draft_of = save(page, organiser, starts_time=time(10))
    number = build_notice(draft_of.get_latest_revision_as_object()).told
    publish_event(page, revision_id=draft_of.latest_revision_id, by=organiser)
    receivers = [mail["To"] for mail in outbox()]
    assert len(receivers) == number == 2
    entry = PageLogEntry.objects.get(page=page, action=TOLD)
    assert (entry.user, entry.data) == (organiser, {"told": 2, "offered": 0})


def test_history_says_how_many_were_told(desk, full):
    edit(desk, full, data_of(full, starts_time="10:00"))
    desk.post(asking(full), {"act": "publish", "revision": fresh(full).latest_revision_id})
    history = desk.get(reverse("wagtailadmin_pages:history", args=[full.pk])).content.decode()
    assert "3 people were told" in history


def test_hidden_address_is_in_no_mail_of_who_waits(organiser, full):
    page = save(full, organiser, hides_address=True, starts_time=time(10))
    publish_event(page, revision_id=page.latest_revision_id, by=organiser)
    assert told() == 3


# --- No way around --------------------------------------------------------------------------
def bulk(desk, *pages, below: bool = False):
    ids = "&".join(f"id={page.pk}" for page in pages)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    data = {"include_descendants": "on"} if below else {}
    return desk.post(f"{address}?{ids}", data, follow=True)


def test_list_publishes_only_what_has_no_question(desk, full, organiser):
    save(full, organiser, starts_time=time(10))
    other = draft(plan(30), title="Quiet one", by=organiser)
    assert "has a question" in bulk(desk, full, other).content.decode()
    assert (told(), fresh(other).live) == (0, False)
    bulk(desk, other)
    assert fresh(other).live


def test_list_asks_for_what_lies_below_too(desk, full, organiser):
    full.unpublish()
    save(full, organiser, starts_time=time(10))
    bulk(desk, EventIndexPage.objects.get(), below=True)
    assert (told(), fresh(full).live) == (0, False)


def test_older_version_asks_too(desk, full, organiser):
    older = fresh(full).live_revision_id or fresh(full).latest_revision_id
    page = save(full, organiser, starts_time=time(10))
    publish_event(page, revision_id=page.latest_revision_id, by=organiser)
    OutboxMail.objects.all().delete()
    address = reverse("wagtailadmin_pages:revisions_revert", args=[full.pk, older])
    answer = desk.post(address, {**data_of(full), "action-publish": "1"})
    assert answer["Location"] == asking(full)
    assert told() == 0


def test_interface_for_programs_publishes_nothing(desk, full, organiser):
    page = save(full, organiser, starts_time=time(10))
    for act in ("publish", "copy", "revert_to_page_revision"):
        path = f"/cms/api/main/pages/{page.pk}/action/{act}/"
        data = {"revision_id": page.live_revision_id, "keep_live": True}
        assert desk.post(path, data).status_code == 404
    assert (told(), EventPage.objects.count()) == (0, 1)


def test_what_cannot_ask_tells_all_the_same_and_is_logged(full, organiser):
    save(full, organiser, starts_time=time(10)).latest_revision.publish(user=organiser)
    assert told() == 3
    assert PageLogEntry.objects.get(action=TOLD).user == organiser


# --- At its hour ----------------------------------------------------------------------------
def test_hour_of_its_own_is_confirmed_when_it_is_set(desk, full, organiser):
    hour = clock.now() + timedelta(days=2)
    data = data_of(full, starts_time="10:00", go_live_at=f"{hour:%Y-%m-%d %H:%M}")
    assert edit(desk, full, data)["Location"] == asking(full)
    assert fresh(full).latest_revision.approved_go_live_at is None
    html = desk.get(asking(full)).content.decode()
    assert "Publish at its hour" in html
    assert "3 people will be told" in html
    desk.post(asking(full), {"act": "publish", "revision": fresh(full).latest_revision_id})
    assert told() == 0
    revision = fresh(full).latest_revision
    assert revision.approved_go_live_at is not None
    assert publish_event(full, revision_id=revision.pk, by=organiser) is None
    type(revision).objects.filter(pk=revision.pk).update(
        approved_go_live_at=clock.now() - timedelta(hours=1),
        content={**revision.content, "go_live_at": None},
    )
    call_command("publish_scheduled")
    assert told() == 3


# --- What cannot be -------------------------------------------------------------------------
def test_date_to_come_is_not_moved_into_the_past(desk, full, organiser):
    day = (clock.now().date() - timedelta(days=3)).isoformat()
    html = edit(desk, full, data_of(full, starts_on=day)).content.decode()
    assert "it cannot be moved into the past" in html
    page = save(full, organiser, starts_on=clock.today() - timedelta(days=3))
    notice = build_notice(page.get_latest_revision_as_object())
    assert notice.complaints
    with pytest.raises(PublishRefused):
        publish_event(page, revision_id=page.latest_revision_id, by=organiser)
    assert "has a question" in bulk(desk, page).content.decode()
    assert told() == 0


def test_date_that_would_be_over_at_its_hour_is_refused(full, organiser, in_english):
    hour = clock.now() + timedelta(days=10)
    page = save(full, organiser, starts_on=clock.today() + timedelta(days=5), go_live_at=hour)
    with pytest.raises(PublishRefused, match="over by the time"):
        publish_event(page, revision_id=page.latest_revision_id, by=organiser)


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"capacity": 0}, "people have a seat already"),
        ({"place_name": ""}, "Say where it takes place"),
        ({"starts_on": None}, "Say on which day"),
    ],
)
def test_draft_that_makes_no_sense_says_so_and_is_not_published(
    facts, sentence, desk, full, organiser
):
    page = save(full, organiser, **facts)
    html = desk.get(asking(page)).content.decode()
    assert "It cannot be published yet" in html
    assert sentence in html
    assert "Publish and tell them" not in html
    with pytest.raises(PublishRefused):
        publish_event(page, revision_id=page.latest_revision_id, by=organiser)


@pytest.mark.parametrize(("starts", "ends", "hours"), [((1, 0), (4, 0), 2), ((0, 30), (1, 30), 1)])
def test_clock_change_during_the_event_is_told_in_instants(starts, ends, hours, organiser):
    """On 28 March 2027 clocks in Paris jump from 2 to 3."""
    page = event(plan(CHANGE, time(*starts), time(*ends)), by=organiser)
    date = the_date(page)
    assert date.ends_at - date.starts_at == timedelta(hours=hours)
    assert build_notice(fresh(page)).asks is False


def test_button_that_there_is_not_and_page_that_there_is_not(desk, full):
    assert desk.post(asking(full), {"act": "explode"}).status_code == 404
    assert desk.get("/cms/events/999999/publish/").status_code == 404
    news = EventIndexPage.objects.get()
    assert desk.get(f"/cms/events/{news.pk}/publish/").status_code == 404


def test_narrower_audience_is_not_told_of_what_it_does_not_see(organiser, full, member_b):
    page = save(full, organiser, starts_time=time(10), audience=gold_only())
    assert build_notice(page.get_latest_revision_as_object()).told == 1
    assert EventDate.objects.count() == 1
    assert publish(page).live
