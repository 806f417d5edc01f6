"""Drafts of events: of one kind, as the next edition of another one, and with several dates."""

import uuid
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Page

from accounts.enums import AudienceKey
from accounts.models import Audience, ClubSettings, Tier, User
from accounts.pages import free_slug, provisional_slug
from club.lib import clock
from club.lib.text import ascii_slug
from events.defaults import KindTemplate, template_of
from events.models import EventIndexPage, EventPage, EventQuestion, PlannedDate
from events.services.speaking import require_organiser

#: Registration opens so long after the draft was made, so that some can book earlier.
_OPENS_IN = timedelta(days=9)
#: The next edition is at least so far away: people must be invited.
_AHEAD = timedelta(days=21)
#: So many dates are added at once, and an event has, at most.
MOST_ADDED, MOST_DATES = 26, 60


@transaction.atomic
def draft_event(kind: str, *, by: User, audience: Audience | None = None) -> EventPage:
    """An unpublished event filled with what suits its kind: hours, seats, terms, questions.

    It has no title and its date no day, so that neither can be forgotten: a page without them is
    not published. Without an `audience` it is for the team. Raises RegistrationRefused for
    anybody but an organiser.
    """
    require_organiser(by)
    template = template_of(kind)
    parent = EventIndexPage.objects.get()
    page = EventPage(
        title=_("Without a title: %(kind)s") % {"kind": template.kind.label},
        slug=provisional_slug(),
        audience=audience or Audience.objects.built_in(AudienceKey.STAFF),
        owner=by,
        live=False,
        event_type=template.kind,
        format=template.format,
        agenda=list(_sessions(template)),
        **template.terms,
        **_early(template),
    )
    page.planned_dates = [_undated(template)]  # type: ignore[misc]
    page.questions = list(_questions(template))  # type: ignore[misc]
    return _add_draft(parent, page, by=by)


def _sessions(template: KindTemplate) -> Iterator[tuple[str, dict[str, Any]]]:
    for planned in template.agenda:
        words = {"title_fr": planned.fr, "title_en": planned.en, "text_fr": "", "text_en": ""}
        yield (
            "session",
            {**words, "starts": planned.starts, "ends": planned.ends, "speakers": []},
        )


def _early(template: KindTemplate) -> dict[str, Any]:
    """The highest tier books before the others."""
    highest = Tier.objects.order_by("rank").first()
    if not template.early_hours or highest is None:
        return {}
    zone = ZoneInfo(ClubSettings.load().time_zone)
    day = (clock.now() + _OPENS_IN).astimezone(zone).date()
    return {
        "early_tier": highest,
        "early_hours": template.early_hours,
        "opens_at": datetime.combine(day, time(9), tzinfo=zone),
    }


def _undated(template: KindTemplate) -> PlannedDate:
    return PlannedDate(
        starts_on=None,
        starts_time=template.starts,
        ends_time=template.ends,
        capacity=template.seats,
    )


def _questions(template: KindTemplate) -> Iterator[EventQuestion]:
    for number, asked in enumerate(template.questions):
        yield EventQuestion(
            sort_order=number,
            kind=asked.kind,
            label_fr=asked.fr,
            label_en=asked.en,
            is_required=asked.is_required,
        )


def _add_draft(parent: EventIndexPage, page: EventPage, *, by: User) -> EventPage:
    parent.add_child(instance=page)
    page.save_revision(user=by, log_action=True, clean=False)
    return page


@transaction.atomic
def duplicate_event(page: EventPage, *, by: User) -> EventPage:
    """The next edition of an event, as a draft: its words, programme, terms and questions.

    Its dates lie on the same days of the week, by whole weeks later, and are new ones: nobody is
    registered for them, and no calendar knows them. What is copied is what is published, or the
    draft of a page that never was. Raises RegistrationRefused for anybody but an organiser.
    """
    require_organiser(by)
    parent = EventIndexPage.objects.get()
    source = page if page.live else page.get_latest_revision_as_object()
    weeks = _weeks_ahead(source)
    copied = EventPage()
    for name in _copied_fields():
        setattr(copied, name, getattr(source, name))
    copied.slug = free_slug(ascii_slug(source.title, "event")[:200], parent)
    copied.owner, copied.live = by, False
    if source.opens_at:
        copied.opens_at = source.opens_at + weeks
    copied.planned_dates = [_shifted(plan, weeks) for plan in source.planned_dates.all()]  # type: ignore[misc]
    copied.questions = [_again(question) for question in source.questions.all()]  # type: ignore[misc]
    return _add_draft(parent, copied, by=by)


def _copied_fields() -> list[str]:
    """The fields of an event that are its words and terms, and the title that Wagtail shows."""
    tree = {field.name for field in Page._meta.get_fields()}
    own = [field.name for field in EventPage._meta.concrete_fields if field.name not in tree]
    return [*(name for name in own if name not in {"page_ptr", "notes_fr", "notes_en"}), "title"]


def _weeks_ahead(source: Any) -> timedelta:
    """By how many whole weeks the dates move: after the last of them, and far enough ahead."""
    days = [plan.starts_on for plan in source.planned_dates.all() if plan.starts_on]
    if not days:
        return timedelta()
    last = max(
        plan.ends_on or plan.starts_on for plan in source.planned_dates.all() if plan.starts_on
    )
    earliest = max(clock.today() + _AHEAD, last + timedelta(days=1))
    weeks = -(-(earliest - min(days)).days // 7)
    return timedelta(weeks=max(weeks, 1))


def _shifted(plan: PlannedDate, weeks: timedelta) -> PlannedDate:
    """The same hours and seats on another day, under a key of its own."""
    return PlannedDate(
        starts_on=plan.starts_on + weeks if plan.starts_on else None,
        starts_time=plan.starts_time,
        ends_on=plan.ends_on + weeks if plan.ends_on else None,
        ends_time=plan.ends_time,
        time_zone=plan.time_zone,
        capacity=plan.capacity,
        kept_seats=plan.kept_seats,
    )


def _again(question: EventQuestion) -> EventQuestion:
    """The same question under a key of its own."""
    names = ("sort_order", "kind", "label_fr", "label_en", "choices_fr", "choices_en")
    return EventQuestion(
        key=uuid.uuid4(),
        is_required=question.is_required,
        **{name: getattr(question, name) for name in names},
    )


@transaction.atomic
def plan_series(
    page: EventPage, *, first: date, every_weeks: int, count: int, by: User
) -> EventPage:
    """Add dates to the draft of an event: on the same day of the week, every so many weeks.

    Hours and seats are those of its first date. Days on which it has a date already are left out.
    Nothing is published. Raises RegistrationRefused for anybody but an organiser, ValidationError
    for a day that is over, numbers out of reach, or more dates than a page can hold.
    """
    require_organiser(by)
    EventPage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    draft = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    plans = list(draft.planned_dates.all())
    if first < clock.today():
        raise ValidationError({"first": _("This day is over.")})
    if not (1 <= every_weeks <= 52 and 1 <= count <= MOST_ADDED):
        raise ValidationError(
            {"count": _("Add between 1 and %(most)s dates.") % {"most": MOST_ADDED}}
        )
    model = next(iter(plans), None) or _undated(template_of(draft.event_type))
    taken = {plan.starts_on for plan in plans}
    days = [first + timedelta(weeks=every_weeks * number) for number in range(count)]
    added = [_on_day(model, day) for day in days if day not in taken]
    kept = [plan for plan in plans if plan.starts_on is not None]
    if len(kept) + len(added) > MOST_DATES:
        raise ValidationError(
            {"count": _("An event has at most %(most)s dates.") % {"most": MOST_DATES}}
        )
    draft.planned_dates = [*kept, *added]
    draft.save_revision(user=by, log_action=True, clean=False)
    found: EventPage = draft
    return found


def _on_day(model: PlannedDate, day: date) -> PlannedDate:
    """The model's hours and seats on this day; a date of several days stays as long."""
    again = _shifted(model, timedelta())
    if model.starts_on and model.ends_on:
        again.ends_on = day + (model.ends_on - model.starts_on)
    again.starts_on = day
    return again
