"""Invitations in waves: who, how many, once, paused, and how far they are."""

import pytest
from django.core.exceptions import ValidationError

from accounts.enums import Role
from accounts.models import ClubSettings
from accounts.services import revoke_role
from home.enums import WaveOrder
from home.models import InvitationWave, WavePlace
from home.services import end_wave, next_people, pause_wave, resume_wave, send_wave, write_waiting
from members.models import Invitation, KnownPerson
from notifications.enums import MailStatus, Purpose
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import CompanyFactory

pytestmark = pytest.mark.usefixtures("in_english")

PATH = "/cms/members/waves/"


@pytest.fixture
def known(company_a, company_b, company_c, member_a):
    """Two people of each client, one who has no address, one who is a member already."""
    people = [
        KnownPerson.objects.create(
            company=company, email=f"{number}@{company.slug}.example", last_name=f"N{number}"
        )
        for company in (company_c, company_b, company_a)
        for number in (1, 2)
    ]
    KnownPerson.objects.create(company=company_a, last_name="Nobody")
    KnownPerson.objects.create(company=company_a, email=member_a.email.upper(), last_name="Here")
    return people


def wave_of(people, by, number=1, order=WaveOrder.TIER):
    return send_wave([row.pk for row in people], number=number, order=order, by=by)


def test_people_come_in_the_order_that_the_club_chose(known, manager, manager2):
    slugs = {order: [row.company.slug for row in next_people(order)] for order in WaveOrder}
    assert slugs[WaveOrder.TIER] == ["client-a"] * 2 + ["client-b"] * 2 + ["client-c"] * 2
    assert slugs[WaveOrder.COMPANY] == ["client-a"] * 2 + ["client-b"] * 2 + ["client-c"] * 2
    assert slugs[WaveOrder.PORTFOLIO] == ["client-a"] * 2 + ["client-c"] * 2 + ["client-b"] * 2


def test_wave_invites_those_it_holds_and_no_others(known, organiser, outbox):
    wave = wave_of(known[:3], organiser)
    assert not Invitation.objects.exists(), "the clock writes them"
    assert write_waiting(limit=2) == 2
    assert write_waiting() == 1
    assert write_waiting() == 0
    assert sorted(message["To"] for message in outbox()) == sorted(row.email for row in known[:3])
    assert set(OutboxMail.objects.values_list("purpose", flat=True)) == {Purpose.SOLICITATION}
    assert {row.invited_by for row in Invitation.objects.all()} == {organiser}
    assert wave.places.filter(invitation=None).count() == 0
    assert [row.pk for row in next_people(WaveOrder.COMPANY)] == [
        known[4].pk,
        known[5].pk,
        known[3].pk,
    ]


def test_double_click_sends_one_wave(known, organiser, client_for):
    browser = client_for(organiser)
    words = {"number": "1", "order": "tier", "person": [str(row.pk) for row in known[:2]]}
    for _click in range(2):
        assert browser.post(f"{PATH}send/", words)["Location"] == PATH
    assert InvitationWave.objects.count() == 1
    assert WavePlace.objects.count() == 2


def test_next_wave_waits_for_the_one_before(known, organiser):
    first = wave_of(known[:2], organiser)
    with pytest.raises(ValidationError, match="not through yet"):
        wave_of(known[2:], organiser, number=2)
    with pytest.raises(ValidationError, match="sent meanwhile"):
        wave_of(known[2:], organiser, number=3)
    write_waiting()
    assert wave_of(known[2:4], organiser, number=2).places.count() == 2
    assert first.places.count() == 2


def test_sizes_have_limits(known, organiser, monkeypatch, client_for):
    with pytest.raises(ValidationError, match="Nobody of these"):
        send_wave([], number=1, order=WaveOrder.TIER, by=organiser)
    monkeypatch.setattr("home.services.waves.WAVE_LIMIT", 3)
    with pytest.raises(ValidationError, match="3 people at most"):
        wave_of(known, organiser)
    assert client_for(organiser).get(f"{PATH}?size=0&order=tier").status_code == 422
    assert client_for(organiser).get(f"{PATH}?size=201&order=tier").status_code == 422
    assert client_for(organiser).get(f"{PATH}?size=x%00&order=no").status_code == 422


def test_no_wave_goes_before_the_opening(known, organiser, closed_club):
    with pytest.raises(ValidationError, match="once the club is open"):
        wave_of(known, organiser)


def test_wave_is_paused_resumed_and_ended(known, organiser):
    wave = wave_of(known[:4], organiser)
    write_waiting(limit=1)
    pause_wave(wave, by=organiser)
    assert write_waiting() == 0
    resume_wave(wave, by=organiser)
    assert write_waiting(limit=1) == 1
    end_wave(wave, by=organiser)
    assert write_waiting() == 0
    assert wave.places.count() == 2
    assert next_people(WaveOrder.TIER).filter(pk__in=[row.pk for row in known]).count() == 4


def test_progress_says_who_arrived_refused_or_was_not_reached(known, organiser):
    ClubSettings.objects.update(language="en")
    wave = wave_of(known, organiser)
    KnownPerson.objects.filter(pk=known[5].pk).update(email="")
    write_waiting()
    deliver_due(limit=50)
    first, second, third, *_rest = list(Invitation.objects.order_by("pk"))
    Invitation.objects.filter(pk=first.pk).update(accepted_at=wave.created_at)
    Invitation.objects.filter(pk=second.pk).update(refused_at=wave.created_at)
    OutboxMail.objects.filter(object_id=third.pk).update(status=MailStatus.DEAD, sent_at=None)
    row = InvitationWave.objects.with_progress().get()
    numbers = (row.total, row.unwritten, row.sent, row.undelivered, row.arrived, row.declined)
    assert numbers == (6, 0, 4, 1, 1, 1)
    assert (row.impossible, row.is_running) == (1, False)
    assert "meanwhile" in wave.places.get(invitation=None).refusal


def test_who_lost_the_role_sends_nothing_more(known, organiser):
    wave = wave_of(known[:2], organiser)
    ClubSettings.objects.update(language="en")
    revoke_role(organiser, Role.ORGANISER)
    write_waiting()
    assert not Invitation.objects.exists()
    assert set(wave.places.values_list("refusal", flat=True)) == {
        "You cannot invite people of this company."
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("organiser", 200),
        ("administrator", 200),
        ("manager", 404),
        ("director", 404),
        ("member_a", 404),
        (None, 404),
    ],
)
def test_waves_are_for_organisers_and_administrators(who, status, known, client_for, request):
    client = client_for(request.getfixturevalue(who) if who else None)
    assert client.get(PATH).status_code == status
    assert client.get(f"{PATH}sample/?person={known[0].pk}").status_code == status
    if status == 404:
        words = {"number": "1", "order": "tier", "person": [known[0].pk]}
        for act in ("send/", "sample/", "1/pause/"):
            assert client.post(f"{PATH}{act}", words).status_code == 404
        assert not InvitationWave.objects.exists()


def test_sample_is_shown_and_sent_to_oneself_alone(known, organiser, client_for, outbox):
    browser = client_for(organiser)
    shown = browser.get(f"{PATH}sample/?person={known[0].pk}").content.decode()
    assert known[0].company.name in shown
    browser.post(f"{PATH}sample/", {"person": known[0].pk})
    (message,) = outbox()
    assert message["To"] == organiser.email
    body = message.get_body(("plain",)).get_content()
    assert "/join/" not in body
    assert not Invitation.objects.exists()


def test_sample_comes_back_to_the_wave_that_was_shown(known, organiser, client_for):
    browser = client_for(organiser)
    shown = browser.get(f"{PATH}?size=2&order=company").content.decode()
    assert '<input type="hidden" name="size" value="2">' in shown
    words = {"person": known[4].pk, "size": "2", "order": "company"}
    assert browser.post(f"{PATH}sample/", words)["Location"] == f"{PATH}?size=2&order=company"
    for nonsense in ({"size": "0", "order": "company"}, {"size": "2", "order": "\0"}, {}):
        answer = browser.post(f"{PATH}sample/", {"person": known[4].pk, **nonsense})
        assert answer["Location"] == PATH


def test_wave_of_no_size_shows_nobody_to_send_to(known, organiser, client_for):
    page = client_for(organiser).get(f"{PATH}?size=0&order=tier")
    assert page.context["chosen"] == []
    assert "Send this wave" not in page.content.decode()


def test_page_shows_who_comes_next_and_every_wave_at_one_cost(
    known, organiser, client_for, django_assert_num_queries
):
    browser = client_for(organiser)
    page = browser.get(f"{PATH}?size=2&order=tier").content.decode()
    assert known[4].email in page
    assert known[0].email not in page
    wave_of(known[:1], organiser)
    write_waiting()
    browser.get(PATH)
    with django_assert_num_queries(QUERIES):
        browser.get(PATH)
    wave_of(known[1:3], organiser, number=2)
    write_waiting()
    CompanyFactory.create()
    with django_assert_num_queries(QUERIES):
        browser.get(PATH)


#: Session, person, viewer (2), the desk's frame, club, people (2), waves.
QUERIES = 20
