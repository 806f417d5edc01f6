"""The welcome of somebody who joined: its steps, its end, and the greeting on the day."""

from typing import Any

from django.db import transaction

from accounts.enums import JobFunction
from accounts.models import Company, Membership, User
from club.lib import clock
from members.models import Arrival
from members.models.arrival import STEPS
from members.services.suggestions import suggest_anew, suggest_to
from notifications.enums import MailChoice
from notifications.models import Preference
from notifications.registry import preference_kinds
from notifications.services import notify
from notifications.services.preferences import set_preference

VERB_WELCOME = "members.welcome"


def start_arrival(person: User, company: Company) -> Arrival:
    """Begin the welcome of somebody who has just joined a company, and write them once.

    Who comes back, or changes company, is welcomed anew.
    """
    fresh = {
        "started_at": clock.now(),
        "step": STEPS[0],
        "finished_at": None,
        "greeting_dismissed_at": None,
    }
    arrival, _new = Arrival.objects.update_or_create(person=person, defaults=fresh)
    notify(VERB_WELCOME, person=person, subject=company)
    return arrival


def arrival_of(person: Any) -> Arrival | None:
    """How far a person has come; None for those who joined before there was a welcome."""
    found: Arrival | None = Arrival.objects.filter(person_id=person.pk).first()
    return found


@transaction.atomic
def go_to_step(arrival: Arrival, step: int, *, by: User) -> Arrival:
    """Remember the step to resume at; beyond the last one the welcome is finished.

    A finished welcome stays so. Raises ValueError for a step before the first.
    """
    if step < STEPS[0]:
        raise ValueError("The welcome begins with its first step.")
    row: Arrival = Arrival.objects.select_for_update().get(pk=arrival.pk)
    if row.finished_at is None and step > STEPS[-1]:
        row.finished_at = clock.now()
        suggest_to([row.person_id])  # the day that comes next shows people to meet
    elif row.finished_at is None:
        row.step = step
    row.save(update_fields=["step", "finished_at"])
    return row


def dismiss_greeting(person: User, *, by: User) -> None:
    """Put the account manager's greeting away."""
    Arrival.objects.filter(person=person, greeting_dismissed_at__isnull=True).update(
        greeting_dismissed_at=clock.now()
    )


def set_function(person: User, function: JobFunction, *, by: User) -> None:
    """Say which part a member has in the dealings with the supplier."""
    Membership.objects.open().filter(person=person).update(function=function)
    suggest_anew(person)


def mails_of(person: User) -> str:
    """Whether a person gets mails of what concerns them: never, where every kind is put off."""
    choices = Preference.objects.choices_of(person.pk)
    mails = [choices[kind.name].mail for kind in preference_kinds if not kind.is_always]
    return MailChoice.NEVER if mails and set(mails) == {MailChoice.NEVER} else MailChoice.AT_ONCE


@transaction.atomic
def set_mails(person: User, mail: str, *, by: User) -> None:
    """Choose for all kinds of news together, as somebody does who has seen none of them yet.

    Whoever leaves it as it was keeps what they chose kind by kind.
    """
    if mail == mails_of(person):
        return
    for kind in preference_kinds:
        if not kind.is_always:
            set_preference(person, kind.name, mail=mail, by=by)
