"""A second person publishes: who has to ask, who may answer, and that every door keeps to it."""

from datetime import time

import pytest
from django.urls import reverse

from accounts.enums import Role
from accounts.models import ClubSettings
from accounts.services import revoke_role
from events.models import PublishRequest
from events.services import (
    PublishRefused,
    ask_colleague,
    must_ask,
    publish_event,
    register,
    send_back,
)
from notifications.models import OutboxMail
from tests.events.made import draft, event, fresh, plan, the_date
from tests.events.test_confirmation import asking, bulk, data_of, save, told
from tests.events.test_editing import edit

pytestmark = pytest.mark.django_db


@pytest.fixture
def rule(db):
    """The club wants a second look."""
    club = ClubSettings.load()
    club.events_need_second_person = True
    club.save()


@pytest.fixture
def desk(client_for, organiser):
    return client_for(organiser)


@pytest.fixture
def other_desk(client_for, allinone):
    return client_for(allinone)


@pytest.fixture
def written(rule, organiser, allinone):
    """A draft that the organiser wrote; `allinone` is the colleague."""
    return draft(plan(30), title="Second look", by=organiser)


def revision(page) -> int:
    return fresh(page).latest_revision_id


def test_without_the_rule_everybody_publishes_their_own(organiser, allinone):
    page = draft(by=organiser)
    assert not must_ask(page, by=organiser)
    publish_event(page, revision_id=revision(page), by=organiser)
    assert fresh(page).live


def test_editor_leads_to_the_colleague_and_publishes_nothing(desk, written):
    address = reverse("wagtailadmin_pages:edit", args=[written.pk])
    assert "Ask a colleague to publish" in desk.get(address).content.decode()
    assert edit(desk, written, data_of(written))["Location"] == asking(written)
    html = desk.get(asking(written)).content.decode()
    assert "You changed this event last" in html
    assert 'value="ask"' in html
    assert 'value="publish"' not in html
    desk.post(asking(written), {"act": "publish", "revision": revision(written)})
    assert not fresh(written).live


def test_colleague_is_told_looks_and_publishes(desk, other_desk, written, outbox, organiser):
    desk.post(asking(written), {"act": "ask", "note": "The hall is booked."})
    desk.post(asking(written), {"act": "ask", "note": "Twice."})
    (mail,) = outbox()
    assert mail["To"].endswith("allinone@club.example>")
    text = mail.get_body(("plain",)).get_content()
    assert "The hall is booked." not in text
    assert "Twice." in text
    assert f"/cms/events/{written.pk}/publish/" in text
    assert "Odile Oury asks you to publish" in other_desk.get("/cms/").content.decode()
    assert "You asked your colleagues" in desk.get("/cms/").content.decode()
    html = other_desk.get(asking(written)).content.decode()
    assert 'value="publish"' in html
    assert 'value="send_back"' in html
    other_desk.post(asking(written), {"act": "publish", "revision": revision(written)})
    assert fresh(written).live
    assert PublishRequest.objects.get().outcome == "published"
    assert [mail["To"] for mail in outbox()] == ["Odile Oury <organiser@club.example>"]


def test_colleague_sends_it_back_with_a_word(desk, other_desk, written, outbox):
    desk.post(asking(written), {"act": "ask"})
    outbox()
    other_desk.post(asking(written), {"act": "send_back", "note": " "})
    assert PublishRequest.objects.open().count() == 1
    other_desk.post(asking(written), {"act": "send_back", "note": "Which <b>hall</b>?"})
    (mail,) = outbox()
    assert "Which <b>hall</b>?" in mail.get_body(("plain",)).get_content()
    assert "&lt;b&gt;hall" in mail.get_body(("html",)).get_content()
    assert not fresh(written).live
    desk.post(asking(written), {"act": "ask"})
    assert PublishRequest.objects.open().count() == 1


def test_who_changes_it_last_asks_in_turn(written, organiser, allinone):
    ask_colleague(written, by=organiser)
    page = save(written, allinone, title_en="My own words")
    with pytest.raises(PublishRefused):
        publish_event(page, revision_id=page.latest_revision_id, by=allinone)
    publish_event(page, revision_id=page.latest_revision_id, by=organiser)
    assert fresh(written).live


def test_saving_it_unchanged_makes_nobody_its_editor(written, organiser, allinone):
    fresh(written).get_latest_revision_as_object().save_revision(user=allinone)
    assert must_ask(fresh(written), by=organiser)
    assert not must_ask(fresh(written), by=allinone)


def test_list_and_hour_and_older_version_keep_to_the_rule(desk, written, organiser, member_a):
    assert "has a question" in bulk(desk, written).content.decode()
    data = data_of(written, go_live_at="2030-01-01 08:00")
    assert edit(desk, written, data)["Location"] == asking(written)
    assert fresh(written).latest_revision.approved_go_live_at is None
    address = reverse("wagtailadmin_pages:revisions_revert", args=[written.pk, revision(written)])
    answer = desk.post(address, {**data_of(written), "action-publish": "1"})
    assert answer["Location"] == asking(written)
    assert not fresh(written).live


def test_copy_cannot_be_published_by_the_way(desk, rule, organiser, allinone):
    page = event(plan(30), by=allinone)
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    parent = page.get_parent().pk
    data = {"new_title": "C", "new_slug": "c", "new_parent_page": parent, "publish_copies": "on"}
    desk.post(address, data)
    copy = type(page).objects.get(slug="c")
    assert not copy.live
    assert must_ask(copy, by=organiser)


def test_second_person_still_confirms_who_is_told(
    desk, other_desk, rule, organiser, allinone, member_a
):
    page = event(plan(seats=5), by=organiser)
    register(the_date(page), member_a, by=member_a)
    save(page, organiser, starts_time=time(10))
    desk.post(asking(page), {"act": "ask"})
    assert told() == 0
    assert "1 person will be told" in other_desk.get(asking(page)).content.decode()
    other_desk.post(asking(page), {"act": "publish", "revision": revision(page)})
    assert told() == 1


def test_alone_there_is_nobody_to_ask(rule, organiser, in_english):
    page = draft(plan(30), by=organiser)
    with pytest.raises(PublishRefused, match="no other organiser"):
        ask_colleague(page, by=organiser)
    assert OutboxMail.objects.count() == 0


def test_unfinished_draft_is_asked_of_nobody(written, organiser):
    with pytest.raises(PublishRefused):
        ask_colleague(save(written, organiser, place_name=""), by=organiser)


def test_one_takes_back_what_one_asked(desk, other_desk, written, outbox):
    desk.post(asking(written), {"act": "ask"})
    other_desk.post(asking(written), {"act": "withdraw"})
    assert PublishRequest.objects.open().count() == 1
    desk.post(asking(written), {"act": "withdraw"})
    assert PublishRequest.objects.get().outcome == "withdrawn"
    assert outbox() == []


def test_own_request_is_not_sent_back_by_oneself(written, organiser):
    ask_colleague(written, by=organiser)
    with pytest.raises(PublishRefused):
        send_back(written, by=organiser, note="No")


def test_mail_is_not_sent_to_who_is_no_organiser_any_more(written, organiser, allinone, outbox):
    ask_colleague(written, by=organiser)
    revoke_role(allinone, Role.ORGANISER)
    assert outbox() == []


@pytest.mark.parametrize("who", ["manager", "director", "administrator", "member_a"])
def test_nobody_else_sees_what_waits(who, request, client_for, written, organiser):
    ask_colleague(written, by=organiser)
    client = client_for(request.getfixturevalue(who))
    assert "Second look" not in client.get("/cms/").content.decode()
    for act in ("publish", "ask", "send_back", "withdraw"):
        data = {"act": act, "note": "x", "revision": revision(written)}
        assert client.post(asking(written), data).status_code == 404
    assert PublishRequest.objects.open().count() == 1
    assert not fresh(written).live


def test_administrator_sets_the_rule(administrator, client_for):
    path = f"/cms/settings/accounts/clubsettings/{ClubSettings.load().pk}/"
    data = {
        "club_name": "Le Salon",
        "supplier_name": "",
        "contact_email": "",
        "tagline_fr": "",
        "tagline_en": "",
        "time_zone": "Europe/Paris",
        "language": "fr",
        "events_need_second_person": "on",
    }
    client_for(administrator).post(path, data)
    assert ClubSettings.objects.get().events_need_second_person
