"""Fills an empty club with a year of its life."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from accounts.enums import Role
from accounts.models import ClubSettings, Company, User
from club.lib import clock
from home.demo.comings import come_and_go
from home.demo.contacts import Contacts
from home.demo.crowd import add_crowd
from home.demo.data import read
from home.demo.days import Days
from home.demo.gatherings import Gatherings, Happening
from home.demo.known import import_known_people
from home.demo.pages import Desk, write_news
from home.demo.people import PASSWORD, Cast, Casting, part_ways, suspend
from home.demo.relations import Relations
from home.demo.talks import Talks
from home.demo.touch import Touch
from home.enums import StepName
from home.services import leave_step_out
from loyalty.services import rebuild_history
from members.models import CharterVersion, Invitation
from members.services import (
    accept_invitation,
    invite,
    name_rival,
    request_to_join,
    suggest_to_all,
)
from notifications.bulk import settle_before
from notifications.models import OutboxMail
from notifications.services import deliver_due

#: The same seed gives the same club on the same day.
SEED = 20241
#: Mails older than that count as sent long ago and are not kept for /demo/mail/.
MAILS_KEPT = timedelta(days=5)

Tell = Callable[[str], None]


class AlreadyLoaded(Exception):
    """The database holds a club already."""


@dataclass(frozen=True)
class Loaded:
    """What was made."""

    companies: int
    people: int
    events: int
    threads: int
    news: int
    mails: int


def load(tell: Tell = lambda _line: None, *, scale: int = 1) -> Loaded:
    """Make the demo club, all of it or nothing, `scale` times as large. Raises AlreadyLoaded."""
    if Company.objects.exists():
        raise AlreadyLoaded
    days, chance = Days(clock.now()), Random(SEED)
    with transaction.atomic():
        counts = _live_a_year(days, chance, tell, scale)
    tell("Search")
    call_command("update_index", verbosity=0)
    tell("People to meet")
    suggest_to_all()
    tell("Signals")
    rebuild_history()
    tell("Mails of the last days")
    mails = deliver_mails()
    return Loaded(Company.objects.count(), User.objects.count(), *counts, mails)


def _live_a_year(days: Days, chance: Random, tell: Tell, scale: int) -> tuple[int, int, int]:
    """All that happened. Returns how many events, discussions and news there are."""
    name_club()
    tell("People and companies")
    cast = Casting(days, chance).fill()
    for step in StepName:  # the demo was opened long ago
        leave_step_out(step, by=cast.organiser)
    tell("Events and who came")
    desk = Desk(days, cast.organiser)
    happenings = [
        Happening(days.office_hour(days.day(-75), 0.3), part_ways),
        Happening(days.office_hour(days.day(-40), 0.4), suspend),
    ]
    gatherings = Gatherings(days, chance, cast, desk)
    events = gatherings.hold_all(happenings, lambda number: tell(f"Event {number}"))
    tell("Discussions")
    threads = Talks(days, chance, cast, desk.audiences).hold_all()
    tell("Contacts, calls and visits")
    Contacts(days, chance, cast).make_all()
    Touch(days, cast).tell_all()
    Relations(days, chance, cast).log_all()
    import_known_people(days, cast)
    tell("News, requests and invitations")
    news = write_news(desk)
    keep_apart(cast)
    knock(days, cast)
    arrive(days, cast)
    come_and_go(days, cast)
    settle_before(days.now - MAILS_KEPT)
    if scale > 1:
        tell("The crowd")
        add_crowd(scale, days, chance, cast)
    return events, threads, news


def name_club() -> None:
    """The supplier of the demo, who does not exist."""
    club = ClubSettings.load()
    club.club_name, club.supplier_name = "Le Cercle", "Aldane"
    club.contact_email = "bonjour@club.example"
    club.tagline_fr = "Le club des clients d’Aldane"
    club.tagline_en = "The club of Aldane’s clients"
    club.opened_at = clock.now() - timedelta(days=365)
    club.save()
    CharterVersion.objects.update(published_at=club.opened_at - timedelta(days=1))


def keep_apart(cast: Cast) -> None:
    """Companies that named a competitor: one by its correspondent, one by its account manager."""
    for row in read("relations")["rival"]:
        company = cast.companies[row["company"]]
        by = company.account_manager
        if row["by"] == "correspondent":
            people = User.objects.with_role(Role.CORRESPONDENT)
            by = people.filter(memberships__company=company).first()
        if by is not None:
            name_rival(company, cast.companies[row["rival"]], by=by)


def knock(days: Days, cast: Cast) -> None:
    """Requests to join that wait for an answer, and invitations that were not accepted yet."""
    rows: dict[str, Any] = read("requests")
    for row in rows["join_request"]:
        with clock.at(days.now - timedelta(hours=row["hours_ago"])):
            request_to_join(
                name=row["name"],
                email=row["email"],
                company_name=row["company"],
                message=row["message"],
                language=row["language"],
            )
    for row in rows["invitation"]:
        with clock.at(days.office_hour(days.day(-row["days_ago"]), 0.4)):
            invite(
                row["email"],
                cast.companies[row["company"]],
                by=cast.staff[row["by"]],
                first_name=row["first"],
                last_name=row["last"],
                job_title=row["job"],
                language=row["language"],
            )


def arrive(days: Days, cast: Cast) -> None:
    """Somebody who joined an hour ago: the charter and the welcome are still to come."""
    row = read("requests")["newcomer"]
    with clock.at(days.now - timedelta(days=1)):
        invitation = invite(
            row["email"],
            cast.companies[row["company"]],
            by=cast.staff[row["by"]],
            first_name=row["first"],
            last_name=row["last"],
            job_title=row["job"],
            language=row["language"],
        )
    with clock.at(days.now - timedelta(hours=1)):
        person = accept_invitation(queued_token(invitation))
    person.password = make_password(PASSWORD)
    person.save(update_fields=["password"])


def queued_token(invitation: Invitation) -> str:
    """The token of an invitation whose mail waits; it stands nowhere else."""
    waiting = OutboxMail.objects.filter(address=invitation.email).latest("pk")
    return str(waiting.payload["token"])


def deliver_mails() -> int:
    """Send what is due, here and now; what fails stays with the worker."""
    total = 0
    while (counts := deliver_due()).sent:
        total += counts.sent
    return total
