"""The demo club, made once and looked at from all sides."""

from collections import Counter
from datetime import date, time, timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import Company, Membership, User
from club.lib import clock
from events.enums import RegistrationStatus
from events.models import EventDate, EventPage, Registration
from events.querysets import seats_differ
from home.demo import crowd, days, lives, people, words
from home.models import NewsPage
from members.models import CompanyChange, Invitation, JoinRequest
from notifications.enums import MailStatus
from notifications.models import OutboxMail
from participation.models import Actor

LOGINS = {
    "admin@club.example": {Role.ADMINISTRATOR},
    "organiser@club.example": {Role.ORGANISER},
    "manager@club.example": {Role.ACCOUNT_MANAGER},
    "manager2@club.example": {Role.ACCOUNT_MANAGER},
    "director@club.example": {Role.DIRECTOR},
    "allinone@club.example": {Role.ORGANISER, Role.ACCOUNT_MANAGER, Role.DIRECTOR},
    "member@client-a.example": {Role.MEMBER},
    "colleague@client-a.example": {Role.MEMBER, Role.CORRESPONDENT},
    "member@client-b.example": {Role.MEMBER},
    "member@client-c.example": {Role.MEMBER},
    "member@client-d.example": {Role.MEMBER},
    "suspended@client-b.example": set(),
}


def company_of(email: str) -> Company:
    return User.objects.get(email=email).memberships.get().company


def check_people() -> None:
    """Roles, portfolios, tiers, and passwords that open the door."""
    for email, roles in LOGINS.items():
        person = User.objects.get(email=email)
        assert viewer_for(person).roles == roles, email
        assert person.check_password("club-demo")
        assert not person.is_superuser
    tiers = {key: company_of(f"member@client-{key}.example").tier.slug for key in "abcd"}
    assert tiers == {"a": "gold", "b": "silver", "c": "bronze", "d": "gold"}
    managers = {
        key: company_of(f"member@client-{key}.example").account_manager.email for key in "abcd"
    }
    assert managers == {
        "a": "manager@club.example",
        "b": "manager2@club.example",
        "c": "manager@club.example",
        "d": "allinone@club.example",
    }
    assert (
        company_of("member@client-a.example").sector == company_of("member@client-b.example").sector
    )
    assert Company.objects.count() == 40
    assert 170 <= User.objects.count() <= 190
    assert User.objects.exclude(email__endswith=".example").count() == 0
    assert Company.objects.exclude(left_on=None).count() == 1
    assert Membership.objects.exclude(suspended_at=None).count() == 1


def check_events() -> None:
    """What DESIGN promises is there."""
    now = clock.now()
    upcoming = EventDate.objects.filter(starts_at__gt=now, cancelled_at=None)
    names = Counter(str(d.page.audience.name_en) for d in upcoming.select_related("page__audience"))
    assert names["Gold members"] == 1
    assert names["Everybody, visitors included"] == 1
    full = [d for d in upcoming if d.is_full]
    assert len(full) == 1
    waiting = full[0].registrations.waiting()
    assert "member@client-b.example" in {row.person.email for row in waiting}
    assert max(page.dates.count() for page in EventPage.objects.all()) == 4
    assert EventDate.objects.exclude(cancelled_at=None).count() == 1
    statuses = Registration.objects.count_by_status()
    assert statuses[RegistrationStatus.ATTENDED] > 80
    assert statuses[RegistrationStatus.NO_SHOW] > 10
    assert list(seats_differ(EventDate.objects.all())) == []
    for event_date in EventDate.objects.all():
        assert days.is_working(event_date.local_start.date())
        assert time(8) <= event_date.local_start.time() <= time(20)


def check_times() -> None:
    """Nothing is answered after the fact, nor from the future."""
    now = clock.now()
    for row in Registration.objects.select_related("date"):
        assert row.answered_at <= now
        assert row.answered_at < row.date.starts_at
        assert row.person.joined_at <= row.answered_at
    assert not OutboxMail.objects.filter(created_at__gt=now).exists()
    assert NewsPage.objects.filter(live=True, published_on__gt=now.date()).count() == 0


def check_mails() -> None:
    """The old ones count as sent; the last ones were."""
    assert set(OutboxMail.objects.values_list("status", flat=True)) <= {
        MailStatus.SENT,
        MailStatus.SKIPPED,
    }
    own = OutboxMail.objects.filter(person__email="member@client-a.example", status=MailStatus.SENT)
    assert own.filter(created_at__gt=clock.now() - timedelta(days=6)).exists()


def check_rest() -> None:
    """News, knocks at the door, and pages that open."""
    assert NewsPage.objects.filter(live=True).count() >= 6
    assert NewsPage.objects.filter(live=False).exclude(go_live_at=None).count() == 1
    assert JoinRequest.objects.open().count() == 2
    assert CompanyChange.objects.waiting().count() == 1
    assert Actor.objects.objecting().count() == 1
    assert Invitation.objects.open().count() == 3
    for email in ("member@client-a.example", "member@client-c.example", "organiser@club.example"):
        client = Client()
        client.force_login(User.objects.get(email=email))
        for path in ("/", "/events/", "/news/", "/members/", "/companies/", "/search/?q=edi"):
            assert client.get(path).status_code == 200, (email, path)
        for page in [*EventPage.objects.live(), *NewsPage.objects.live()]:
            sees = page.is_visible_to(viewer_for(User.objects.get(email=email)))
            assert client.get(page.get_url()).status_code == (200 if sees else 404), page


def test_the_demo_club_is_what_was_promised(demo_club):
    check_people()
    check_events()
    check_times()
    check_mails()
    check_rest()
    assert any("member@client-a.example" in address for address in demo_club)
    with pytest.raises(CommandError, match="holds a club already"):
        call_command("load_demo")
    before = User.objects.count()
    call_command("load_demo", "--if-empty")
    assert User.objects.count() == before


def test_outside_of_a_demo_it_is_refused(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert Company.objects.count() == 0


def test_a_company_already_there_is_left_alone(company_a):
    with pytest.raises(CommandError):
        call_command("load_demo")
    assert list(Company.objects.all()) == [company_a]


class TestDays:
    """The calendar of the demo."""

    @pytest.mark.parametrize("offset", range(0, 400, 13))
    def test_days_are_working_days_of_the_wanted_kind(self, offset):
        today = date(2026, 1, 1) + timedelta(days=offset)
        found = days.next_working(today, 3)
        assert found >= today
        assert found.weekday() == 3
        assert (found.month, found.day) not in days.HOLIDAYS


class TestLives:
    """The stories."""

    def test_a_client_that_blooms_and_one_that_fades(self):
        assert lives.liveliness("bloom", 365) < 0.2 < 0.8 < lives.liveliness("bloom", 0)
        assert lives.liveliness("fade", 365) > 0.7 > 0.1 > lives.liveliness("fade", 0)
        assert lives.liveliness("left", 0) == 0
        assert lives.liveliness("steady", 5000) == lives.liveliness("steady", -30)


class TestNames:
    """Invented people."""

    def test_no_pair_of_names_comes_twice(self):
        casting = people.Casting(days.Days(clock.now()), Random(1))
        pairs = [next(casting.free_names["fr"])[:2] for _n in range(200)]
        assert len(set(pairs)) == 200

    def test_a_club_fifty_times_as_large_has_names_for_its_companies(self):
        names = list(crowd.company_names())
        assert len(names) == len(set(names)) >= 100 * crowd.COMPANIES


class TestWords:
    """Marks become blocks."""

    def test_every_mark(self):
        text = "Plain **bold** & more\n# Title\n> Said\n! Note\n- 9 h 30 : start\n- 10 h : end\n- x"
        kinds = [kind for kind, _value in words.body_blocks(text, "fr")]
        assert kinds == ["paragraph", "heading", "quote", "callout", "paragraph"]

    def test_items_with_times_make_a_programme(self):
        (block,) = words.body_blocks("- 9 h 30 : café\n- 10:15: talk", "fr")
        assert block[0] == "agenda"
        assert [(e["time"], e["title"]) for e in block[1]["entries"]] == [
            (time(9, 30), "Café"),
            (time(10, 15), "Talk"),
        ]

    def test_text_is_escaped(self):
        (block,) = words.body_blocks("a <b> & **c**", "en")
        assert block[1].source == "<p>a &lt;b&gt; &amp; <b>c</b></p>"
