"""Invitations as they arrive: R5 and R13 to R26 of the calendar's requirements."""

import base64
import re
from datetime import timedelta
from email.utils import getaddresses

import icalendar
import pytest
import vobject
from django.core import mail

from club.lib import clock
from notifications import services
from notifications.enums import MailStatus, PartStat, SkipReason
from notifications.ical import build_download
from notifications.models import CalendarGuest, OutboxMail
from notifications.services import deliver_due
from tests.notifications.stage import NOW, START, last, sent

pytestmark = pytest.mark.django_db


def invite(entry, person, act, **more):
    services.invite_guest(entry, person, **act, **more)
    deliver_due()
    return last()


def statuses() -> list[tuple[str, str]]:
    return list(OutboxMail.objects.order_by("pk").values_list("status", "skipped_reason"))


# --- One UID, whatever happens --------------------------------------------------------------
def test_cal_r05_uid_is_the_same_in_mail_update_cancellation_and_download(entry, member_a, act):
    first = invite(entry, member_a, act)
    services.touch_entry(entry)
    services.tell_guests(entry, **act)
    services.deliver_due()
    download = icalendar.Calendar.from_ical(build_download([entry])).events[0]
    services.cancel_entry(entry, **act)
    deliver_due()
    assert {str(m.event["UID"]) for m in sent()} == {entry.uid}
    assert str(download["UID"]) == entry.uid == str(first.event["UID"])
    assert int(download["SEQUENCE"]) == 1
    assert entry.uid.endswith("@club.example")


def test_cal_r05_a_copied_event_gets_a_uid_of_its_own(entry):
    assert services.create_entry("test.date").uid != entry.uid


def test_cal_r06_stamps_are_those_of_the_database(entry, member_a, act, clock_at):
    services.invite_guest(entry, member_a, **act)
    clock_at(NOW + timedelta(hours=5))
    deliver_due()
    event = last().event
    assert event.decoded("DTSTAMP") == NOW
    assert event.decoded("CREATED") == entry.created_at == NOW
    assert event.decoded("LAST-MODIFIED") == entry.updated_at


def test_cal_r12_what_is_for_guests_is_in_the_guest_s_mail_only(entry, member_a, act):
    invited = invite(entry, member_a, act)
    assert "Join as Agathe Aubrac" in invited.event["DESCRIPTION"]
    assert b"Join as" not in build_download([entry])


# --- REQUEST --------------------------------------------------------------------------------
def test_cal_r13_the_one_attendee_is_who_the_mail_is_to(entry, member_a, act):
    message = invite(entry, member_a, act)
    assert message.method == "REQUEST"
    attendee = message.event["ATTENDEE"]
    assert not isinstance(attendee, list)
    (to,) = message.message["To"].addresses
    assert attendee.email == to.addr_spec == "member@client-a.example"
    assert attendee.params["CN"] == to.display_name == "Agathe Aubrac"
    assert attendee.params["RSVP"] == "TRUE"
    assert message.event["STATUS"] == "CONFIRMED"


def test_cal_r13_an_independent_reader_sees_the_same(entry, member_a, act):
    read = vobject.readOne(invite(entry, member_a, act).ics.decode())
    assert read.method.value == "REQUEST"
    assert read.vevent.attendee.value == "mailto:member@client-a.example"
    assert read.vevent.dtstart.value == START


def test_cal_r14_first_sequence_is_zero(entry, member_a, act):
    assert invite(entry, member_a, act).sequence == 0


def test_cal_r15_sequence_rises_with_time_and_place_only(entry, member_a, act, stage):
    first = invite(entry, member_a, act)
    stage.words["description"] = "Dix-neuf places."
    words = invite(entry, member_a, act)
    services.touch_entry(entry)
    stage.words["starts_at"] = START - timedelta(hours=1)
    moved = invite(entry, member_a, act)
    services.touch_entry(entry, time_changed=False)
    elsewhere = invite(entry, member_a, act)
    assert [m.sequence for m in (first, words, moved, elsewhere)] == [0, 0, 1, 2]
    stamps = [m.event.decoded("DTSTAMP") for m in (first, words, moved, elsewhere)]
    assert stamps == sorted(set(stamps))
    assert len({str(m.event["ORGANIZER"]) for m in sent()}) == 1


def test_cal_r16_last_sequence_is_kept_per_guest(entry, member_a, member_b, act):
    invite(entry, member_a, act)
    services.touch_entry(entry)
    invite(entry, member_b, act)
    kept = dict(CalendarGuest.objects.values_list("person__email", "last_sequence"))
    assert kept == {"member@client-a.example": 0, "member@client-b.example": 1}
    guest = CalendarGuest.objects.get(person=member_a)
    assert (guest.last_method, guest.last_sent_at, guest.holds_event) == ("REQUEST", NOW, True)
    assert guest.address == "member@client-a.example"


def test_cal_r16_a_queued_mail_bumps_nothing(entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    entry.refresh_from_db()
    assert entry.sequence == 0
    assert CalendarGuest.objects.get().last_sequence is None


def test_cal_r17_late_guest_gets_an_invitation_of_their_own(entry, member_a, member_b, act):
    invite(entry, member_a, act)
    services.touch_entry(entry)
    late = invite(entry, member_b, act)
    assert len(mail.outbox) == 2
    assert (late.method, late.sequence) == ("REQUEST", 1)
    assert late.event["ATTENDEE"].email == "member@client-b.example"


def test_cal_r17_removed_guest_alone_gets_the_cancellation(entry, member_a, member_b, act):
    invite(entry, member_a, act)
    invite(entry, member_b, act)
    services.withdraw_guest(entry, member_a, **act)
    deliver_due()
    assert len(mail.outbox) == 3
    gone = last()
    assert (gone.method, gone.sequence) == ("CANCEL", 1)
    assert "STATUS" not in gone.event
    assert gone.message["To"].addresses[0].addr_spec == "member@client-a.example"
    assert invite(entry, member_b, act).sequence == 0, "the others' SEQUENCE must not move"


def test_cal_r17_a_guest_invited_again_gets_a_higher_sequence(entry, member_a, act):
    invite(entry, member_a, act, partstat=PartStat.ACCEPTED)
    organizer = str(last().event["ORGANIZER"])
    for expected in (1, 3):
        services.withdraw_guest(entry, member_a, **act)
        deliver_due()
        assert (last().method, last().sequence) == ("CANCEL", expected)
        back = invite(entry, member_a, act)
        assert (back.method, back.sequence) == ("REQUEST", expected + 1)
    assert back.event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    services.touch_entry(entry)
    assert invite(entry, member_a, act).sequence == 5
    assert {str(m.event["ORGANIZER"]) for m in sent()} == {organizer}


def test_cal_r18_answer_is_kept_until_the_time_changes(entry, member_a, act):
    def partstat():
        return last().event["ATTENDEE"].params["PARTSTAT"]

    invite(entry, member_a, act, partstat=PartStat.ACCEPTED)
    assert partstat() == "ACCEPTED"
    invite(entry, member_a, act)
    assert partstat() == "ACCEPTED"
    services.touch_entry(entry, time_changed=False)
    invite(entry, member_a, act)
    assert partstat() == "ACCEPTED"
    services.touch_entry(entry)
    invite(entry, member_a, act)
    assert partstat() == "NEEDS-ACTION"


# --- CANCEL ---------------------------------------------------------------------------------
def test_cal_r19_cancellation_repeats_the_invitation_with_a_higher_sequence(entry, member_a, act):
    invited = invite(entry, member_a, act)
    assert services.cancel_entry(entry, **act) == 1
    deliver_due()
    gone = last()
    assert (gone.method, gone.sequence) == ("CANCEL", 1)
    assert gone.event["STATUS"] == "CANCELLED"
    for name in ("UID", "ORGANIZER"):
        assert str(gone.event[name]) == str(invited.event[name])
    assert gone.event["ATTENDEE"].email == invited.event["ATTENDEE"].email


def test_cal_r20_cancellation_is_sent_once(entry, member_a, act):
    invite(entry, member_a, act)
    assert services.cancel_entry(entry, **act) == 1
    assert services.cancel_entry(entry, **act) == 0
    assert services.withdraw_guest(entry, member_a, **act) is None
    deliver_due()
    assert [m.method for m in sent()] == ["REQUEST", "CANCEL"]


def test_cal_r20_withdrawn_before_it_went_out_both_are_skipped(entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    services.withdraw_guest(entry, member_a, **act)
    deliver_due()
    assert mail.outbox == []
    assert statuses() == [("skipped", "withdrawn"), ("skipped", "withdrawn")]
    assert invite(entry, member_a, act).sequence == 0, "nothing had been sent"


def test_cal_r20_event_off_before_the_invitation_went_out_is_told_without_calendar(
    entry, member_a, member_b, act
):
    invite(entry, member_a, act)
    services.invite_guest(entry, member_b, **act)
    assert services.cancel_entry(entry, **act) == 2
    deliver_due()
    told = {m.message["To"].addresses[0].addr_spec: m.method for m in sent()[1:]}
    assert told == {"member@client-a.example": "CANCEL", "member@client-b.example": ""}


def test_cal_r20_cancellation_waits_for_an_invitation_that_is_being_sent(entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    taken = services.delivery.claim_next(NOW)
    services.withdraw_guest(entry, member_a, **act)
    assert services.delivery.claim_next(NOW) is None
    services.delivery._mark_sent(taken, NOW)
    deliver_due()
    assert last().method == "CANCEL"


def test_cal_r20_cancellation_of_an_invitation_that_died_is_not_sent(entry, member_a, act):
    services.invite_guest(entry, member_a, **act)
    taken = services.delivery.claim_next(NOW)
    services.withdraw_guest(entry, member_a, **act)
    OutboxMail.objects.filter(pk=taken.pk).update(
        status=MailStatus.DEAD, lease_until=None, lease_token=None
    )
    deliver_due()
    assert mail.outbox == []
    assert statuses()[1] == ("skipped", SkipReason.NEVER_INVITED)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL"])
def test_cal_r20_nothing_is_sent_for_what_is_over(entry, member_a, act, method):
    if method == "CANCEL":
        invite(entry, member_a, act)
    count = len(mail.outbox)
    with clock.at(START + timedelta(hours=3)):
        if method == "CANCEL":
            services.cancel_entry(entry, **act)
        else:
            services.invite_guest(entry, member_a, **act)
        deliver_due()
    assert len(mail.outbox) == count
    assert statuses()[-1] == ("skipped", SkipReason.PAST)


def test_cal_r20_no_invitation_to_what_is_cancelled(entry, member_a, act):
    services.cancel_entry(entry, **act)
    services.invite_guest(entry, member_a, **act)
    deliver_due()
    assert mail.outbox == []
    assert statuses() == [("skipped", SkipReason.EVENT_OFF)]


# --- MIME -----------------------------------------------------------------------------------
@pytest.fixture
def message(entry, member_a, act):
    """An invitation that arrived."""
    return invite(entry, member_a, act)


def test_cal_r21_calendar_is_the_last_alternative(message):
    assert message.message.get_content_type() == "multipart/mixed"
    alternative, attachment = message.message.iter_parts()
    assert alternative.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in alternative.iter_parts()]
    assert kinds == ["text/plain", "text/html", "text/calendar"]
    assert attachment.get_content_type() == "application/ics"


def test_cal_r21_method_matches_and_charset_stands_once(message):
    part = message.part("text/calendar")
    assert part.get_param("method") == message.method == "REQUEST"
    (header,) = [v for k, v in part.raw_items() if k == "Content-Type"]
    assert re.findall(r"(\w+)=", header) == ["method", "charset"]
    assert part.get_content_charset() == "utf-8"
    assert part["Content-Disposition"] is None
    assert part["Content-Id"] is None


def test_cal_r22_the_file_holds_the_same_bytes(message):
    file = message.part("application/ics")
    assert file.get_filename() == "invite.ics"
    assert file["Content-Disposition"].content_disposition == "attachment"
    assert base64.b64decode(file.get_payload()) == message.ics


def test_cal_r23_lines_end_as_mail_wants(message):
    assert b"\r\r\n" not in message.raw
    assert re.search(rb"(?<!\r)\n", message.raw) is None
    assert re.search(rb"\r(?!\n)", message.raw) is None
    assert message.ics.endswith(b"END:VCALENDAR\r\n")


def test_cal_r24_answers_come_to_a_mailbox_of_ours(message):
    (sender,) = message.message["From"].addresses
    (reply_to,) = message.message["Reply-To"].addresses
    organizer = message.event["ORGANIZER"]
    assert organizer.email == reply_to.addr_spec
    assert organizer.params["CN"] == sender.display_name == "Le Cercle"
    assert reply_to.domain == sender.domain == "club.example"
    assert reply_to.username.split("+")[0] == sender.username


def test_cal_r25_one_mail_per_guest_and_nobody_else_s_address(
    entry, member_a, member_b, member_c, act
):
    people = [member_a, member_b, member_c]
    for person in people:
        services.invite_guest(entry, person, **act)
    deliver_due()
    assert len(mail.outbox) == 3
    for person, message in zip(people, sent(), strict=True):
        addresses = set(
            re.findall(r"[\w.+-]+@[\w.-]+", message.raw.decode() + message.ics.decode())
        )
        assert not {p.email for p in people if p != person} & addresses
        assert [a for _n, a in getaddresses([message.message["To"]])] == [person.email]
        assert message.message["Cc"] is message.message["Bcc"] is None


# --- The reply address ----------------------------------------------------------------------
def test_cal_r26_reply_address_cannot_be_guessed_and_fits_in_a_mailbox(entry, member_a, act):
    address = str(invite(entry, member_a, act).event["ORGANIZER"].email)
    local, _at, domain = address.partition("@")
    assert re.fullmatch(r"club\+r\.[a-z2-7]{10}\.[a-z2-7]{26,}", local)
    assert len(local) <= 64
    assert domain == "club.example"
    assert address == CalendarGuest.objects.get().reply_address == address.lower()


def test_cal_r26_reply_addresses_differ_by_guest_and_by_event(entry, member_a, member_b, act):
    other = services.create_entry("test.date")
    for where, who in ((entry, member_a), (entry, member_b), (other, member_a)):
        services.invite_guest(where, who, **act)
    addresses = set(CalendarGuest.objects.values_list("reply_address", flat=True))
    assert len(addresses) == 3


def test_cal_r26_organizer_is_for_ever(entry, member_a, act, settings):
    before = str(invite(entry, member_a, act).event["ORGANIZER"])
    settings.SECRET_KEY = "another key"
    settings.FROM_EMAIL = "Le Cercle <other@club.example>"
    member_a.email = "agathe@client-a.example"
    member_a.save()
    services.touch_entry(entry)
    after = invite(entry, member_a, act)
    assert str(after.event["ORGANIZER"]) == before
    assert after.event["ATTENDEE"].email == "agathe@client-a.example"
    assert after.message["To"].addresses[0].addr_spec == "agathe@client-a.example"


# --- Many guests ----------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 4])
def test_telling_all_takes_the_same_number_of_queries(
    entry, member_a, member_b, member_c, colleague_a, act, count, django_assert_num_queries
):
    for person in (member_a, member_b, member_c, colleague_a)[:count]:
        services.invite_guest(entry, person, **act)
    deliver_due()
    with django_assert_num_queries(6):  # with the savepoint's two
        assert services.tell_guests(entry, **act) == count


def test_inviting_a_new_guest_takes_few_queries(entry, member_a, act, django_assert_num_queries):
    services.create_entry("test.date")
    with django_assert_num_queries(6):  # guest, mail, and two savepoints
        services.invite_guest(entry, member_a, **act)


def test_download_holds_every_event_that_still_exists(entry, stage):
    other = services.create_entry("test.date")
    events = icalendar.Calendar.from_ical(build_download([entry, other])).events
    assert [str(e["UID"]) for e in events] == [entry.uid, other.uid]
    stage.is_gone = True
    assert icalendar.Calendar.from_ical(build_download([entry])).events == []
