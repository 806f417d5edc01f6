"""An audience that became smaller: who registered is counted, and somebody decides about them."""

import pytest
from django.urls import reverse

from accounts.audience import viewer_for
from accounts.services import change_audience, suspend_membership
from events.enums import Outside
from events.models import EventPage, Registration
from events.rules import RegistrationRefused
from events.services import (
    PublishRefused,
    build_notice,
    count_outside,
    pages_with_outside,
    publish_event,
    register,
    settle_outside,
)
from notifications.models import OutboxMail
from tests.events.made import assert_seats_right, event, fresh, gold_only, plan, status_of, the_date
from tests.factories.accounts import AudienceFactory, tier

pytestmark = pytest.mark.django_db


@pytest.fixture
def narrowed(organiser, member_a, member_b, member_c, suspended_b):
    """An event for two tiers with B in its only seat and A in line; its draft is for gold."""
    wide = AudienceFactory.create(tiers=[tier("gold"), tier("silver"), tier("bronze")])
    page = event(plan(seats=1), audience=wide)
    date = the_date(page)
    for person in (member_b, member_a, member_c):
        register(date, person, by=person)
    draft = EventPage.objects.get(pk=page.pk)
    draft.audience = gold_only()
    draft.save_revision(user=organiser)
    return EventPage.objects.get(pk=page.pk), date


def decide(page, organiser, outside, reason=""):
    return publish_event(
        page, revision_id=page.latest_revision_id, by=organiser, outside=outside, reason=reason
    )


def test_publishing_asks_and_nothing_happens_without_an_answer(narrowed, client, organiser):
    page, _date = narrowed
    notice = build_notice(page.get_latest_revision_as_object())
    assert (notice.outside, notice.told, notice.asks) == (2, 0, True)
    client.force_login(organiser)
    desk = client.get(reverse("events_desk:publish", args=[page.pk]))
    assert desk.content.count(b'name="outside"') == 2
    with pytest.raises(PublishRefused):
        decide(page, organiser, None)
    assert fresh(page).audience_id == page.audience_id


def test_what_they_have_is_taken_back_and_they_are_told(
    narrowed, organiser, member_a, member_b, outbox
):
    page, date = narrowed
    outbox()
    decide(page, organiser, Outside.RELEASE, "Only those who use line 9.")
    assert status_of(date, member_b) == "cancelled"
    assert status_of(date, member_a) == "offered"
    told = OutboxMail.objects.filter(verb="event.closed_to_you")
    assert sorted(told.values_list("person__email", "calendar_method")) == [
        ("member@client-b.example", "CANCEL"),
        ("member@client-c.example", ""),
    ]
    mails = {mail["To"].addresses[0].addr_spec: mail for mail in outbox()}
    assert len(mails) == 3
    words = mails["member@client-c.example"].get_body(("plain",)).get_content()
    assert "Only those who use line 9." in words
    assert page.path_on_site not in words
    assert_seats_right()
    assert build_notice(fresh(page)).asks is False


def test_they_keep_it_and_see_the_event(narrowed, organiser, member_b, colleague_a, suspended_b):
    page, date = narrowed
    gold = page.get_latest_revision_as_object().audience
    decide(page, organiser, Outside.KEEP)
    page = fresh(page)
    assert status_of(date, member_b) == "going"
    assert page.is_visible_to(viewer_for(member_b))
    assert page.is_visible_to(viewer_for(colleague_a))
    assert not page.is_visible_to(viewer_for(suspended_b))
    assert page.audience.archived_at is not None
    assert not gold.people.exists()
    assert page.get_latest_revision_as_object().audience_id == page.audience_id
    assert not OutboxMail.objects.filter(verb="event.closed_to_you").exists()


def test_an_audience_that_changes_elsewhere_is_a_matter_for_the_desk(
    client, organiser, manager, member_b, member_c
):
    wide = AudienceFactory.create(tiers=[tier("silver"), tier("bronze")])
    page = event(audience=wide)
    date = the_date(page)
    for person in (member_b, member_c):
        register(date, person, by=person)
    assert pages_with_outside() == {}
    change_audience(wide, by=organiser, tiers=[tier("bronze")])
    assert pages_with_outside() == {page.pk: 1}
    address = reverse("events_desk:outside", args=[page.pk])
    client.force_login(organiser)
    assert address in client.get(reverse("wagtailadmin_home")).content.decode()
    assert member_b.full_name in client.get(address).content.decode()
    client.force_login(manager)
    assert client.get(address).status_code == 404
    with pytest.raises(RegistrationRefused):
        settle_outside(page, Outside.KEEP, by=manager)
    client.force_login(organiser)
    client.post(address, {"outside": "release"})
    assert status_of(date, member_b) == "cancelled"
    assert status_of(date, member_c) == "going"
    assert pages_with_outside() == {}
    suspend_membership(member_c.memberships.get(), by=organiser)
    change_audience(wide, by=organiser, tiers=[tier("gold")])
    assert count_outside(fresh(page), fresh(wide)) == 0
    assert Registration.objects.filter(date=date).count() == 2
