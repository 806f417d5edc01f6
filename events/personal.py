"""What events keep about a person."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import (
    Kept,
    PersonalData,
    RetentionRule,
    personal_data,
    retention_rules,
)
from events.models import PublishRequest, Registration
from events.services import forget_answers, release_person
from events.services.forgetting import KEPT


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(ENTRY)
    retention_rules.register(
        RetentionRule(
            "events.answers",
            20,
            _("Answers to an event’s questions, names of guests"),
            _("Counted from the end of the event."),
            days=KEPT.days,
            longest=365,
            apply=_forget_answers,
        )
    )


def _forget_answers(moment: datetime) -> int:
    return forget_answers(moment)


def _registrations(person: User) -> Iterable[Kept]:
    rows = Registration.objects.filter(person=person).select_related("date__page")
    for row in rows.prefetch_related("guests", "date__page__questions").order_by("-answered_at"):
        details = [row.get_status_display(), row.date.local_start.strftime("%Y-%m-%d %H:%M")]
        details += [row.note, row.reason, row.staff_note]
        labels = {str(question.key): question.label for question in row.date.page.questions.all()}
        details += [f"{labels.get(key, key)}: {said}" for key, said in row.answers.items()]
        details += [str(_("guest: %(name)s")) % {"name": guest.name} for guest in row.guests.all()]
        value = " · ".join(str(part) for part in details if part)
        yield Kept(str(row.date.page), value, row.answered_at)
    for asked in PublishRequest.objects.filter(asked_by=person).order_by("-asked_at"):
        yield Kept(_("Asked a colleague to publish"), asked.note, asked.asked_at)


def _release(person: User) -> None:
    with transaction.atomic():
        release_person(person)


ENTRY = PersonalData(
    "registrations",
    40,
    _("Your answers to events"),
    use=_("Seats, lists at the door, and what an organiser must know to receive you."),
    period=_("While the event is kept; answers to questions and names of guests for %(time)s."),
    seen_by=words.ORGANISERS,
    models=("events.Registration", "events.PublishRequest"),
    export=_registrations,
    erase=_release,
    change="/events/",
    rule="events.answers",
)
