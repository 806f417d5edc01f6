"""One registration for all dates: the same for each of them, in one transaction."""

import pytest
from django.core.exceptions import ValidationError

from accounts.audience import viewer_for
from club.lib import clock
from events.enums import RefusalCode
from events.links import answer_url
from events.models import EventDate, EventPage, Registration
from events.rules import RegistrationRefused
from events.services import (
    answer_maybe,
    approve_registration,
    build_notice,
    cancel_date,
    cancel_registration,
    check_in,
    decline,
    lapse_offers,
    refuse_registration,
    register,
    set_guests,
)
from notifications.models import CalendarGuest, OutboxMail
from notifications.services import take_mail
from participation.models import Participation
from tests.events.made import assert_seats_right, crowd, event, plan, publish
from tests.notifications import answers

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def course(*seats: int | None, **words) -> tuple[EventPage, list]:
    """An event whose dates are taken together, a week apart, with so many seats each."""
    plans = [plan(24 + 7 * number, seats=n) for number, n in enumerate(seats)]
    page = event(*plans, takes_all_dates=True, **words)
    return page, list(page.dates.all())


def statuses(dates, person) -> list[str]:
    rows = Registration.objects.filter(date__in=dates, person=person).order_by("date__starts_at")
    return [str(row.status) for row in rows]


def own(date, person) -> Registration:
    return Registration.objects.get(date=date, person=person)


def test_a_yes_takes_a_seat_on_every_date_and_a_no_gives_back_all(outbox):
    page, dates = course(2, 20, None, guests_allowed=1)
    first, second = crowd(2)
    register(dates[1], first, by=first)
    assert statuses(dates, first) == ["going"] * 3
    mails = outbox()
    assert [mail["Subject"].rsplit(" ", 3)[1:] for mail in mails] == [
        ["(1", "of", "3)"],
        ["(2", "of", "3)"],
        ["(3", "of", "3)"],
    ]
    guests = CalendarGuest.objects.filter(person=first)
    assert {guest.entry.uid for guest in guests} == {d.calendar_entry.uid for d in dates}
    assert [d.seats_taken for d in page.dates.all()] == [1, 1, 1]
    assert Participation.objects.get(person=first).kind == "event.registered"
    set_guests(own(dates[2], first), ["Anne Aubert"], by=first)
    assert [d.seats_taken for d in page.dates.all()] == [2, 2, 2]
    with pytest.raises(RegistrationRefused):
        set_guests(own(dates[1], first), ["Anne", "Bernard"], by=first)
    register(dates[0], second, by=second)
    assert statuses(dates, second) == ["waitlisted"] * 3
    (mail,) = outbox()
    assert "waiting list" in mail["Subject"]
    cancel_registration(own(dates[2], first), by=first)
    assert statuses(dates, first) == ["cancelled"] * 3
    assert statuses(dates, second) == ["offered"] * 3
    assert_seats_right()
    register(dates[2], second, by=second)
    assert statuses(dates, second) == ["going"] * 3
    kinds = Participation.objects.filter(person=first, voided_at=None)
    assert [fact.kind for fact in kinds] == ["event.cancelled"]
    answer_maybe(dates[0], second, by=second)
    assert statuses(dates, second) == ["maybe"] * 3
    decline(dates[1], second, by=second)
    assert statuses(dates, second) == ["declined"] * 3
    assert_seats_right()


def test_one_full_date_makes_the_line_for_all_and_an_offer_ends_for_all():
    _page, dates = course(5, 1)
    first, second, third = crowd(3)
    for person in (first, second, third):
        register(dates[0], person, by=person)
    assert statuses(dates, second) == ["waitlisted"] * 2
    cancel_registration(own(dates[0], first), by=first)
    assert statuses(dates, second) == ["offered"] * 2
    until = own(dates[0], second).offered_until
    assert own(dates[1], second).offered_until == until
    with clock.at(until):
        assert lapse_offers() == 1
    assert [statuses(dates, p) for p in (second, third)] == [["cancelled"] * 2, ["offered"] * 2]
    assert_seats_right()


def test_the_club_decides_for_all_and_who_came_stays_recorded(organiser):
    page, dates = course(5, 5, needs_approval=True)
    first, second = crowd(2)
    for person in (first, second):
        register(dates[0], person, by=person)
    approve_registration(own(dates[1], first), by=organiser)
    assert statuses(dates, first) == ["going"] * 2
    refuse_registration(own(dates[1], second), by=organiser)
    assert statuses(dates, second) == ["cancelled"] * 2
    with clock.at(dates[0].starts_at):
        check_in(own(dates[0], first), by=organiser)
        cancel_registration(own(dates[0], first), by=first)
    assert statuses(dates, first) == ["attended", "cancelled"]
    with clock.at(dates[0].ends_at), pytest.raises(RegistrationRefused) as refused:
        register(dates[1], second, by=second)
    assert refused.value.code == RefusalCode.TOO_LATE
    cancel_date(dates[0], by=organiser)
    register(dates[0], second, by=organiser)
    assert statuses(dates, second) == ["cancelled", "going"]
    assert [d.seats_taken for d in page.dates.all()] == [1, 1]
    assert_seats_right()


def test_a_no_of_a_calendar_to_one_date_takes_nothing_back(member_a, outbox):
    _page, dates = course(5, 5)
    register(dates[0], member_a, by=member_a)
    outbox()
    guest = CalendarGuest.objects.get(person=member_a, entry=dates[1].calendar_entry)
    for said in ("DECLINED", "TENTATIVE"):
        take_mail(answers.google(answers.said_by(guest, said)))
        assert statuses(dates, member_a) == ["going"] * 2
    mail = OutboxMail.objects.filter(verb="event.answer_refused").first()
    assert (mail.guest_id, mail.payload["keeps"]) == (None, True)
    assert "give all of them back" in outbox()[0].get_body(("plain",)).get_content()


def test_it_is_settled_once_somebody_has_registered(member_a):
    page, dates = course(5, 5)
    register(dates[0], member_a, by=member_a)
    page.takes_all_dates = False
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert list(refused.value.message_dict) == ["takes_all_dates"]
    draft = EventPage.objects.get(pk=page.pk)
    draft.planned_dates.add(plan(60))
    assert len(build_notice(draft).complaints) == 1
    cancel_registration(own(dates[0], member_a), by=member_a)
    assert build_notice(draft).complaints == []
    page.full_clean()
    publish(page)


def test_one_full_date_is_a_full_event_for_the_link_in_a_mail_and_for_the_filter(client, member_a):
    page, dates = course(1, 20)
    (first,) = crowd(1)
    link = answer_url(page.slug, dates[1].pk, member_a.pk)

    def offered() -> tuple[bool, list[int]]:
        html = client.get(link, headers=ENGLISH).content.decode()
        free = EventDate.objects.with_room_for(viewer_for(member_a), clock.now())
        return "Join the waiting list" in html, [date.pk for date in free.order_by("pk")]

    assert offered() == (False, [date.pk for date in dates])
    register(dates[0], first, by=first)
    assert offered() == (True, [])


def test_the_pages_say_it(client, member_a, member_c, organiser):
    page, dates = course(5, 1)
    register(dates[0], member_c, by=member_c)
    client.force_login(member_a)
    html = client.get(page.path_on_site, headers=ENGLISH).content.decode()
    assert html.count("/register/") == 2  # one form, for browsers with and without scripts
    assert "One registration counts for all 2 dates" in html
    assert "Join the waiting list" in html
    client.post(f"{page.path_on_site}register/?date={dates[1].pk}")
    assert statuses(dates, member_a) == ["waitlisted"] * 2
    client.force_login(member_c)
    html = client.get(f"{page.path_on_site}cancel/", headers=ENGLISH).content.decode()
    assert "on all dates that are still to come" in html
    client.force_login(organiser)
    html = client.get(f"{page.path_on_site}attendees/", headers=ENGLISH).content.decode()
    assert "One registration counts for all dates" in html
