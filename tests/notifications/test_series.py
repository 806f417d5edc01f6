"""Series in mails and files: R38 and R39, and what a guest is told of single dates."""

from datetime import timedelta

import icalendar
import pytest

from club.lib import clock
from club.lib.recurrence import Frequency, Moved, Rule, Series
from notifications import services
from notifications.ical import build_download, ends_at, facts_of
from notifications.models import CalendarGuest, OutboxMail
from notifications.services import deliver_due
from tests.notifications.stage import START, last, sent

pytestmark = pytest.mark.django_db
WEEK = timedelta(weeks=1)
MOVED = Moved(
    START + WEEK, START + WEEK + timedelta(days=1), START + WEEK + timedelta(days=1, hours=2)
)
DROPPED = START + 2 * WEEK


@pytest.fixture
def weekly(entry, stage):
    """The event on the stage, five weeks long; `weekly(dropped=..., moved=...)` changes it."""

    def change(**changes):
        rule = Rule(Frequency.WEEKLY, count=5)
        stage.words.update(series=Series(rule, **changes), time_zone="Europe/Paris")
        return entry

    change()
    return change


def queue() -> list[tuple[str, str]]:
    """Method and date of each mail written, in their order."""
    return [(m.calendar_method, str(m.planned or "")) for m in OutboxMail.objects.order_by("pk")]


def test_cal_r38_series_is_invited_to_by_one_mail_and_each_moved_date_follows(
    weekly, entry, member_a, act
):
    weekly(moved=(MOVED,))
    services.invite_guest(entry, member_a, **act, partstat="ACCEPTED")
    assert services.tell_moved_dates(entry, person=member_a, **act) == 1
    deliver_due()
    whole, moved = sent()
    assert whole.event["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=5;BYDAY=WE"
    assert "RECURRENCE-ID" not in whole.event
    assert moved.event["RECURRENCE-ID"].dt == START + WEEK
    assert moved.event.start == MOVED.starts_at
    assert "RRULE" not in moved.event
    assert whole.event["UID"] == moved.event["UID"]
    answers = [m.event["ATTENDEE"].params["PARTSTAT"] for m in (whole, moved)]
    assert answers == ["ACCEPTED", "NEEDS-ACTION"], "the yes was not to the new time"


def test_cal_r38_one_changed_date_leaves_the_others_and_what_is_queued(
    weekly, entry, member_a, member_b, act
):
    for person in (member_a, member_b):
        services.invite_guest(entry, person, **act, partstat="ACCEPTED")
    weekly(moved=(MOVED,))
    services.touch_entry(entry, time_changed=False)
    assert services.tell_date(entry, MOVED.planned, **act) == 2
    assert len(queue()) == 4
    deliver_due()
    assert [m.method for m in sent()] == ["REQUEST"] * 4
    assert (last().sequence, last().event["RECURRENCE-ID"].dt) == (1, START + WEEK)
    kept = set(CalendarGuest.objects.values_list("partstat", "holds_event", "is_invited"))
    assert kept == {("ACCEPTED", True, True)}


def test_cal_r39_dropped_date_is_cancelled_and_the_rest_stays_in_the_calendar(
    weekly, entry, member_a, act
):
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    weekly(dropped=(DROPPED,))
    services.touch_entry(entry, time_changed=False)
    assert services.cancel_one_date(entry, DROPPED, **act) == 1
    deliver_due()
    assert (last().method, last().event["STATUS"]) == ("CANCEL", "CANCELLED")
    assert last().event["RECURRENCE-ID"].dt == DROPPED
    guest = CalendarGuest.objects.get()
    assert (guest.holds_event, guest.is_invited, guest.last_method) == (True, True, "CANCEL")
    services.cancel_entry(entry, **act)
    deliver_due()
    assert last().method == "CANCEL"
    assert "RECURRENCE-ID" not in last().event
    assert not CalendarGuest.objects.get().holds_event


def test_cal_r39_one_date_for_one_guest_only(weekly, entry, member_a, member_b, act):
    for person in (member_a, member_b):
        services.invite_guest(entry, person, **act)
    assert services.cancel_one_date(entry, DROPPED, person=member_b, **act) == 1
    deliver_due()
    assert [m.method for m in sent()] == ["REQUEST", "REQUEST", "CANCEL"]
    assert "STATUS" not in last().event
    assert last().message["To"].addresses[0].addr_spec == member_b.email


def test_file_of_a_series_holds_its_moved_dates(weekly, entry):
    weekly(dropped=(DROPPED,), moved=(MOVED,))
    calendar = icalendar.Calendar.from_ical(build_download([entry]))
    master, moved = calendar.events
    assert master["EXDATE"].dts[0].dt == DROPPED
    assert moved["RECURRENCE-ID"].dt == MOVED.planned
    assert master["UID"] == moved["UID"] == entry.uid
    assert len(calendar.walk("VTIMEZONE")) == 1


def test_series_is_over_with_its_last_date_and_a_date_with_itself(weekly, entry, member_a, act):
    end = START + 4 * WEEK + timedelta(hours=3)
    assert ends_at(facts_of(entry)) == end
    weekly(dropped=(START + 4 * WEEK,))
    assert ends_at(facts_of(entry)) == end - WEEK
    weekly()
    with clock.at(START + WEEK):
        services.invite_guest(entry, member_a, **act)
        services.tell_date(entry, START, **act)
        services.tell_date(entry, START + WEEK, **act)
        services.tell_date(entry, START + timedelta(hours=1), **act)
        deliver_due()
    reasons = list(OutboxMail.objects.order_by("pk").values_list("skipped_reason", flat=True))
    assert reasons == ["", "past", "", "gone"]
    with clock.at(end):
        services.invite_guest(entry, member_a, **act)
        deliver_due()
    assert OutboxMail.objects.latest("pk").skipped_reason == "past"
