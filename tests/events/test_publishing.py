"""From the plan of a page to its dates: what changes, what is told, what is never overwritten."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models import ProtectedError

from club.lib import clock
from events.models import EventDate, EventPage
from events.services import cancel_date, cancel_registration, publish_dates, register
from notifications.models import CalendarEntry, OutboxMail
from tests.events.made import (
    assert_seats_right,
    crowd,
    draft,
    event,
    fresh,
    plan,
    publish,
    status_of,
    the_date,
)

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, str]]:
    rows = OutboxMail.objects.exclude(verb="event.going").order_by("pk")
    return list(rows.values_list("verb", "calendar_method"))


def change(page: EventPage, **facts) -> EventPage:
    """Change the only plan of a page, or its words, and publish."""
    page = EventPage.objects.get(pk=page.pk)
    (planned,) = page.planned_dates.all()
    for name, value in facts.items():
        setattr(planned if hasattr(planned, name) and name != "page" else page, name, value)
    page.planned_dates = [planned]
    return publish(page)


def test_draft_has_no_dates(db):
    page = draft()
    assert page.dates.count() == 0
    assert CalendarEntry.objects.count() == 0


def test_cal_r05_publishing_makes_a_date_with_an_entry_of_its_own():
    date = the_date(event(plan(date_of(2027, 1, 13))))
    assert date.starts_at.isoformat() == "2027-01-13T08:00:00+00:00"
    assert date.ends_at.isoformat() == "2027-01-13T11:30:00+00:00"
    assert (date.time_zone, date.capacity) == ("Europe/Paris", 20)
    assert (date.place, date.address) == ("Saint-Égrève", "14, rue des Forges")
    assert date.closes_at == date.ends_at
    assert (date.calendar_entry.kind, date.calendar_entry.sequence) == ("events.date", 0)


def date_of(*parts: int) -> date:
    return date(*parts)


def test_publishing_again_changes_nothing(member_a):
    page = event()
    before = EventDate.objects.values().get()
    register(the_date(page), member_a, by=member_a)
    publish(page)
    after = EventDate.objects.values().get()
    assert {**before, "seats_taken": 1} == after
    assert told() == []


def test_cal_r15_corrected_word_is_told_to_nobody(member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    change(page, title_en="Line 9 from the inside", summary_en="Another sentence.")
    assert the_date(page).calendar_entry.sequence == 0
    assert told() == []


def test_cal_r15_moved_date_raises_the_sequence_and_is_told(member_a, member_b):
    page = event(plan(seats=1))
    old = the_date(page)
    register(old, member_a, by=member_a)
    register(old, member_b, by=member_b)
    change(page, starts_time=time(10))
    date = the_date(page)
    assert (date.pk, date.calendar_entry.uid) == (old.pk, old.calendar_entry.uid)
    assert date.calendar_entry.sequence == 1
    assert date.starts_at == old.starts_at + timedelta(hours=1)
    assert told() == [
        ("event.waitlisted", ""),
        ("event.date_changed", "REQUEST"),
        ("event.date_changed", ""),
    ]
    assert status_of(date, member_a) == "going"


def test_cal_r15_other_place_and_other_link_are_told(member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    change(page, place_name="Grenoble")
    change(page, join_link="https://meet.example.org/9")
    assert the_date(page).calendar_entry.sequence == 2
    assert [verb for verb, _method in told()] == ["event.date_changed"] * 2
    entry = the_date(page).calendar_entry
    assert entry.guests.get().partstat == "ACCEPTED"
    change(page, ends_time=time(13))
    assert entry.guests.get().partstat == "NEEDS-ACTION"


def test_cal_r15_same_instant_on_other_clocks_is_no_change_for_calendars(member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    change(page, time_zone="Europe/Berlin")
    assert the_date(page).time_zone == "Europe/Berlin"
    assert the_date(page).calendar_entry.sequence == 0
    assert told() == []


def test_cal_r20_nobody_is_told_of_what_is_over(member_a):
    page = event(plan(3))
    register(the_date(page), member_a, by=member_a)
    with clock.at(clock.now() + timedelta(days=30)):
        change(page, starts_time=time(8))
    assert told() == []


def test_removed_plan_without_registrations_goes():
    page = event(plan(10), plan(20))
    _first, second = page.dates.all()
    page.planned_dates = [p for p in page.planned_dates.all() if p.key == second.planned_key]
    publish(page)
    assert list(page.dates.all()) == [second]


def test_removed_plan_with_registrations_is_cancelled_and_told(member_a):
    page = event(plan(10), plan(20))
    first, second = page.dates.all()
    register(first, member_a, by=member_a)
    page.planned_dates = [p for p in page.planned_dates.all() if p.key == second.planned_key]
    publish(page)
    assert [d.status for d in page.dates.all()] == ["cancelled", "scheduled"]
    assert ("event.date_cancelled", "") in told()
    assert fresh(first).calendar_entry.status == "cancelled"


def test_removed_plan_of_what_is_over_changes_nothing(member_a):
    page = event(plan(10), plan(60))
    first, second = page.dates.all()
    register(first, member_a, by=member_a)
    with clock.at(clock.now() + timedelta(days=30)):
        page.planned_dates = [p for p in page.planned_dates.all() if p.key == second.planned_key]
        publish(page)
    assert fresh(first).status == "scheduled"
    assert told() == []


def test_older_draft_does_not_bring_back_what_happened_since(member_a, member_b):
    page = event(plan(seats=5))
    older = page.save_revision()
    date = the_date(page)
    for person in (member_a, member_b):
        register(date, person, by=person)
    change(page, capacity=10)
    cancel_date(date, by=None, reason="Works")
    older.publish()
    now = the_date(page)
    assert (now.status, now.cancel_reason, now.seats_taken) == ("cancelled", "Works", 2)
    assert_seats_right()


def test_capacity_never_goes_below_the_seats_taken():
    page = event(plan(seats=3))
    older = page.save_revision()
    change(page, capacity=6)
    date = the_date(page)
    for person in crowd(5):
        register(date, person, by=person)
    older.publish()
    assert (the_date(page).capacity, the_date(page).seats_taken) == (5, 5)
    assert_seats_right()


def test_more_seats_let_in_those_who_wait():
    page = event(plan(seats=1))
    people = crowd(4)
    for person in people:
        register(the_date(page), person, by=person)
    change(page, capacity=3)
    assert [status_of(the_date(page), p) for p in people] == [
        "going",
        "offered",
        "offered",
        "waitlisted",
    ]
    change(page, capacity=None)
    assert the_date(page).seats_taken == 4
    assert_seats_right()


def test_cal_r19_cancelled_date_is_told_to_all_and_stays(member_a, member_b):
    page = event(plan(seats=1))
    date = the_date(page)
    register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    OutboxMail.objects.update(status="sent", sent_at=clock.now(), closed_at=clock.now())
    date.calendar_entry.guests.update(holds_event=True)
    cancel_date(date, by=None, reason="Works")
    cancel_date(date, by=None, reason="Again")
    assert fresh(date).cancel_reason == "Works"
    assert told()[1:] == [("event.date_cancelled", "CANCEL"), ("event.date_cancelled", "")]
    assert fresh(date).calendar_entry.sequence == 1
    assert (status_of(date, member_a), fresh(date).seats_taken) == ("going", 1)
    assert_seats_right()


def test_cancelled_date_promotes_nobody(member_a, member_b):
    page = event(plan(seats=1))
    date = the_date(page)
    row = register(date, member_a, by=member_a)
    register(date, member_b, by=member_b)
    cancel_date(date, by=None)
    change(page, capacity=5)
    assert status_of(date, member_b) == "waitlisted"
    assert row.pk


def test_cancelled_date_does_not_move_any_more(member_a):
    page = event()
    date = the_date(page)
    register(date, member_a, by=member_a)
    cancel_date(date, by=None)
    count = OutboxMail.objects.count()
    change(page, starts_time=time(10), place_name="Grenoble", capacity=3)
    now = the_date(page)
    assert (now.starts_at, now.place, now.capacity) == (date.starts_at, date.place, 20)
    assert now.calendar_entry.sequence == 1
    assert OutboxMail.objects.count() == count


def test_cal_r05_copied_page_has_dates_and_entries_of_its_own(member_a):
    page = event()
    date = the_date(page)
    register(date, member_a, by=member_a)
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=False)
    assert EventDate.objects.filter(page=copy).count() == 0
    copied = the_date(publish(EventPage.objects.get(pk=copy.pk)))
    assert copied.calendar_entry.uid != date.calendar_entry.uid
    assert copied.planned_key == date.planned_key
    assert (copied.seats_taken, fresh(date).seats_taken) == (0, 1)
    assert told() == []


def test_copy_published_at_once_has_dates_too():
    page = event()
    copy = page.copy(update_attrs={"slug": "copy", "title": "Copy"}, keep_live=True)
    assert the_date(copy).calendar_entry.uid != the_date(page).calendar_entry.uid


def test_cal_r16_unpublishing_and_publishing_again_leaves_calendars_alone(member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    page.unpublish()
    publish(page)
    assert the_date(page).calendar_entry.sequence == 0
    assert told() == []


def test_scheduled_event_has_its_dates_at_the_hour(clock_at):
    page = draft()
    page.go_live_at = clock.now() + timedelta(minutes=5)
    page.save_revision().publish()
    assert EventDate.objects.count() == 0
    page = fresh(page)
    assert page.live is False
    page.go_live_at = clock.now() - timedelta(seconds=1)
    revision = page.save_revision(approved_go_live_at=page.go_live_at)
    assert revision.approved_go_live_at is not None
    call_command("publish_scheduled")
    assert fresh(page).live is True
    assert the_date(page).calendar_entry.sequence == 0


def test_plan_that_means_no_time_is_refused():
    page = draft(plan(date_of(2027, 3, 28), time(2, 30), time(4)))
    with pytest.raises(ValidationError):
        publish_dates(page, by=None)
    assert EventDate.objects.count() == 0


def test_page_with_registrations_cannot_be_deleted(member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    with pytest.raises(ProtectedError):
        page.delete()
    cancel_registration(the_date(page).registrations.get(), by=member_a)
    with pytest.raises(ProtectedError):
        page.delete()


def test_page_that_nobody_answered_can_be_deleted():
    page = event()
    page.delete()
    assert EventDate.objects.count() == 0


def test_plan_knows_its_date_by_key_not_by_row(member_a):
    page = event()
    date = the_date(page)
    register(date, member_a, by=member_a)
    planned = page.planned_dates.get()
    again = plan()
    again.key = planned.key
    page.planned_dates = [again]
    publish(page)
    assert the_date(page).pk == date.pk
    other = plan()
    other.key = uuid4()
    page.planned_dates = [other]
    publish(page)
    assert [d.status for d in page.dates.order_by("pk")] == ["cancelled", "scheduled"]
