"""On which terms people register: when, after approval, with guests, by whom, what is asked."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from accounts import services as accounts
from club.lib import clock
from events.enums import EndedBy, RefusalCode, RegistrationStatus
from events.models import EventPage, EventQuestion, Guest, Registration
from events.rules import RegistrationRefused
from events.services import (
    answer_maybe,
    approve_registration,
    cancel_registration,
    decline,
    forget_answers,
    refuse_registration,
    register,
    set_guests,
)
from notifications.models import OutboxMail
from notifications.services import deliver_due
from participation.models import Participation
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
from tests.factories.accounts import tier

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def refused(act, *args, **kwargs) -> RefusalCode:
    with pytest.raises(RegistrationRefused) as caught:
        act(*args, **kwargs)
    assert len(caught.value.sentence) > 10
    return caught.value.code


def facts(person) -> list[str]:
    rows = Participation.objects.standing().of_person(person).order_by("pk")
    return list(rows.values_list("kind", flat=True))


# --- When -----------------------------------------------------------------------------------
def test_nobody_registers_after_the_deadline_but_seats_are_given_back(member_a, organiser):
    page = event(plan(), closes_hours=48)
    date = the_date(page)
    assert date.closes_at == date.starts_at - timedelta(hours=48)
    mine, other = crowd(2)
    register(date, mine, by=mine)
    with clock.at(date.closes_at):
        assert refused(register, date, other, by=other) == RefusalCode.TOO_LATE
        assert refused(answer_maybe, date, other, by=other) == RefusalCode.TOO_LATE
        assert decline(date, other, by=other).status == RegistrationStatus.DECLINED
        assert cancel_registration(Registration.objects.get(person=mine), by=mine).ended_by
        late = register(date, member_a, by=organiser, staff_note="By telephone")
    assert late.status == RegistrationStatus.GOING


def test_gold_books_earlier(member_a, member_b, member_c):
    opens = clock.now() + timedelta(days=3)
    date = the_date(event(plan(), opens_at=opens, early_tier=tier("silver"), early_hours=48))
    with clock.at(opens - timedelta(hours=49)):
        for person in (member_a, member_b, member_c):
            assert refused(register, date, person, by=person) == RefusalCode.NOT_OPEN
    with clock.at(opens - timedelta(hours=47)):
        for person in (member_a, member_b):
            assert register(date, person, by=person).status == RegistrationStatus.GOING
        assert refused(register, date, member_c, by=member_c) == RefusalCode.NOT_OPEN
    with clock.at(opens):
        assert register(date, member_c, by=member_c).status == RegistrationStatus.GOING


def test_an_earlier_opening_needs_an_opening():
    page = EventPage(title_en="A", place_name="B", early_tier=tier("gold"))
    with pytest.raises(ValidationError) as caught:
        page.clean()
    assert "opens_at" in caught.value.message_dict


# --- Approval -------------------------------------------------------------------------------
def test_an_organiser_says_yes(member_a, organiser, manager, outbox):
    date = the_date(event(plan(seats=1), needs_approval=True))
    row = register(date, member_a, by=member_a)
    assert (row.status, fresh(date).seats_taken) == (RegistrationStatus.PENDING, 0)
    assert facts(member_a) == ["event.registered"]
    assert refused(approve_registration, row, by=manager) == RefusalCode.NOT_YOURS
    assert register(date, member_a, by=member_a).status == RegistrationStatus.PENDING
    assert approve_registration(row, by=organiser).status == RegistrationStatus.GOING
    assert approve_registration(row, by=organiser).status == RegistrationStatus.GOING
    (other,) = crowd(1)
    second = register(date, other, by=other)
    assert approve_registration(second, by=organiser).status == RegistrationStatus.WAITLISTED
    subjects = [message["Subject"].partition(":")[0] for message in outbox()]
    assert subjects == ["You are coming", "On the waiting list"]
    assert_seats_right()


def test_an_organiser_says_no_and_why(member_a, organiser, outbox):
    date = the_date(event(plan(), needs_approval=True))
    row = register(date, member_a, by=member_a)
    outbox()
    row = refuse_registration(row, by=organiser, reason="Only ten machines.")
    assert (row.status, row.ended_by) == (RegistrationStatus.CANCELLED, EndedBy.CLUB)
    assert facts(member_a) == [
        "event.registered"
    ]  # they asked: that the club refused is not theirs
    (mail,) = outbox()
    assert "Only ten machines." in mail.get_body(("plain",)).get_content()
    assert refuse_registration(row, by=organiser).pk == row.pk
    assert OutboxMail.objects.filter(verb="event.not_approved").count() == 1


def test_a_refused_seat_clears_the_calendar(member_a, organiser, outbox):
    date = the_date(event(plan()))
    row = register(date, member_a, by=member_a)
    outbox()
    refuse_registration(row, by=organiser)
    (mail,) = outbox()
    assert mail.get_body(("plain",)) is not None
    assert "method=CANCEL" in mail.as_string() or 'method="CANCEL"' in mail.as_string()
    assert fresh(date).seats_taken == 0


# --- In the name of others ------------------------------------------------------------------
def test_colleagues_register_each_other_where_the_event_allows_it(
    member_a, colleague_a, member_b, manager, manager2
):
    date = the_date(event(plan()))
    row = register(date, member_a, by=colleague_a)
    assert (row.source, row.registered_by) == ("colleague", colleague_a)
    assert refused(register, date, member_a, by=member_b) == RefusalCode.NOT_YOURS
    closed = the_date(event(plan(), title="Alone", allows_colleagues=False))
    assert refused(register, closed, member_a, by=colleague_a) == RefusalCode.NOT_YOURS
    assert register(closed, member_a, by=manager).source == "staff"
    assert refused(register, closed, member_a, by=manager2) == RefusalCode.NOT_YOURS


def test_who_was_registered_by_somebody_is_told_so(member_a, colleague_a, outbox):
    register(the_date(event(plan())), member_a, by=colleague_a)
    (mail,) = outbox()
    assert mail["To"].addresses[0].addr_spec == member_a.email
    assert "Somebody registered you" in mail.get_body(("plain",)).get_content()


def test_kept_seats_are_for_the_club_to_give(member_a, member_b, member_c, organiser):
    date = the_date(event(plan(seats=2, kept=1), company_quota=1))
    assert register(date, member_a, by=member_a).status == RegistrationStatus.GOING
    assert (fresh(date).seats_left, fresh(date).is_full) == (0, True)
    assert register(date, member_b, by=member_b).status == RegistrationStatus.WAITLISTED
    row = register(date, member_c, by=organiser, keeps=True)
    assert (row.status, row.uses_kept_seat) == (RegistrationStatus.GOING, True)
    assert (fresh(date).seats_taken, fresh(date).kept_taken) == (2, 1)
    assert status_of(date, member_b) == "waitlisted"
    (other,) = crowd(1)
    assert refused(register, date, other, by=organiser, keeps=True) == RefusalCode.NO_SEAT
    cancel_registration(row, by=member_c)
    assert (fresh(date).seats_taken, fresh(date).kept_taken) == (1, 0)
    assert status_of(date, member_b) == "waitlisted"
    assert_seats_right()


# --- Guests ---------------------------------------------------------------------------------
def test_guests_take_seats_within_what_is_allowed(member_a, member_b):
    date = the_date(event(plan(seats=4), guests_allowed=2))
    row = register(date, member_a, by=member_a)
    row = set_guests(row, ["Ada Example", " ", "Ben\nExample"], by=member_a)
    assert [guest.name for guest in row.guests.all()] == ["Ada Example", "Ben Example"]
    assert (row.guest_count, fresh(date).seats_taken) == (2, 3)
    assert refused(set_guests, row, ["A", "B", "C"], by=member_a) == RefusalCode.NO_GUESTS
    other = register(date, member_b, by=member_b)
    assert refused(set_guests, other, ["A"], by=member_b) == RefusalCode.NO_SEAT
    assert refused(set_guests, row, [], by=member_b) == RefusalCode.NOT_YOURS
    set_guests(row, ["Ada Example"], by=member_a)
    assert fresh(date).seats_taken == 3
    cancel_registration(row, by=member_a)
    assert (fresh(date).seats_taken, Guest.objects.count()) == (1, 0)
    assert_seats_right()


def test_guests_count_for_the_company_and_free_a_seat_for_the_line(member_a, member_b):
    date = the_date(event(plan(seats=2), guests_allowed=1, company_quota=1))
    row = register(date, member_a, by=member_a)
    assert refused(set_guests, row, ["A"], by=member_a) == RefusalCode.QUOTA
    wide = the_date(event(plan(seats=2), title="Wide", guests_allowed=1))
    row = register(wide, member_a, by=member_a)
    row = set_guests(row, ["A"], by=member_a)
    register(wide, member_b, by=member_b)
    set_guests(row, [], by=member_a)
    assert status_of(wide, member_b) == "offered"
    assert_seats_right()


# --- Answers --------------------------------------------------------------------------------
@pytest.fixture
def asking():
    """An event with a question that must be answered, and one that may be."""
    page = draft(plan())
    page.questions = [
        EventQuestion(label_en="What do you eat?", label_fr="Que mangez-vous ?", is_required=True),
        EventQuestion(label_en="A wish?", kind="choice", choices_en="North\nSouth"),
    ]
    page = publish(page)
    return the_date(page), [str(question.key) for question in page.questions.all()]


def test_what_must_be_answered_is_asked_of_the_person_alone(asking, member_a, colleague_a):
    date, (eats, wish) = asking
    assert refused(register, date, member_a, by=member_a) == RefusalCode.ANSWERS
    assert register(date, member_a, by=colleague_a).status == RegistrationStatus.GOING
    row = register(date, colleague_a, by=colleague_a, answers={eats: "All", wish: "1"})
    assert row.answers == {eats: "All", wish: "1"}
    cancel_registration(row, by=colleague_a)
    again = register(date, colleague_a, by=colleague_a)
    assert again.answers == {eats: "All", wish: "1"}


def test_answers_are_forgotten_a_month_after_the_event(asking, member_a):
    date, (eats, _wish) = asking
    row = register(date, member_a, by=member_a, answers={eats: "No nuts"})
    row.guests.create(name="Ada Example")
    with clock.at(date.ends_at + timedelta(days=29)):
        assert forget_answers() == 0
    with clock.at(date.ends_at + timedelta(days=30)):
        assert (forget_answers(), forget_answers()) == (2, 0)
    assert (fresh(row).answers, fresh(row).guests.count()) == ({}, 0)


def said(mail) -> str:
    """The mail's words and its calendar."""
    parts = [part for part in mail.walk() if not part.is_multipart()]
    texts = [part.get_payload(decode=True).decode() for part in parts]
    return " ".join(texts).replace("\r\n ", "")


# --- What is hidden -------------------------------------------------------------------------
@pytest.mark.indexes
def test_a_hidden_address_is_for_those_who_come(member_a, member_b, client_for, outbox):
    page = event(plan(), hides_address=True, address="14, rue des Forges")
    date = the_date(page)
    register(date, member_a, by=member_a)
    (mail,) = outbox()
    assert "rue des Forges" in said(mail)
    for person, sees in ((member_a, True), (member_b, False)):
        client = client_for(person)
        shown = client.get(page.path_on_site).content.decode()
        file = client.get(f"{page.path_on_site}event.ics").content.decode().replace("\r\n ", "")
        found = client.get("/search/?q=Forges").content.decode()
        assert ("rue des Forges" in shown) == sees
        assert ("rue des Forges" in file) == sees
        assert "Line 9" not in found
    answer_maybe(date, member_b, by=member_b)
    (mail,) = outbox()
    assert "rue des Forges" not in said(mail)


def test_terms_of_somebody_suspended_do_not_matter(member_a, organiser):
    date = the_date(event(plan(), needs_approval=True))
    row = register(date, member_a, by=member_a)
    accounts.suspend_membership(member_a.memberships.get())
    assert refused(approve_registration, row, by=organiser) == RefusalCode.HIDDEN
    deliver_due()
    assert set(OutboxMail.objects.values_list("status", flat=True)) == {"skipped"}


def test_perhaps_counts_once_and_holds_nothing(member_a):
    date = the_date(event(plan(seats=1)))
    answer_maybe(date, member_a, by=member_a)
    answer_maybe(date, member_a, by=member_a)
    assert (facts(member_a), fresh(date).seats_taken) == (["event.maybe"], 0)
    register(date, member_a, by=member_a)
    assert facts(member_a) == ["event.registered"]
    answer_maybe(date, member_a, by=member_a)
    assert (facts(member_a), fresh(date).seats_taken) == (["event.maybe"], 0)
    decline(date, member_a, by=member_a)
    assert facts(member_a) == ["event.declined"]


@pytest.mark.usefixtures("in_english")
def test_opening_is_in_the_words_of_the_place():
    opens = datetime(2027, 3, 30, 9, tzinfo=PARIS)
    date = the_date(event(plan(), opens_at=opens))
    assert date.later_words == "Opens on 30 March, 09:00"
