"""What organisers are told: who asks them to publish, what became of it, what notes are due."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.audience import viewer_for
from club.lib.urls import absolute_url
from events.enums import EventType, RequestOutcome
from events.models import EventDate, PublishRequest
from notifications.enums import Purpose
from notifications.models import OutboxMail
from notifications.registry import Verb

PUBLISH_ASKED = "event.publish_asked"
PUBLISH_SENT_BACK = "event.publish_sent_back"
PUBLISH_DONE = "event.publish_done"
NOTES_DUE = "event.notes_due"


def publish_asked_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For the other organisers, while the request is open."""
    asked = _request(mail, "")
    if asked is None:
        return None
    return {
        **_words(asked),
        "who": asked.asked_by.full_name,
        "note": asked.note,
        "action_url": absolute_url(reverse("events_desk:publish", args=[asked.page_id])),
        "action_label": _("Look at it and publish"),
        "why": _("You receive this because you are an organiser of the club."),
    }


def publish_sent_back_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For whoever asked, with what is to be changed first."""
    asked = _request(mail, RequestOutcome.SENT_BACK)
    return _answer(asked) if asked else None


def publish_done_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For whoever asked, once it is published, or waits for its hour."""
    asked = _request(mail, RequestOutcome.PUBLISHED)
    return _answer(asked) if asked else None


def notes_due_context(mail: OutboxMail) -> dict[str, Any] | None:
    """For the organiser of an expert hour that is over, as long as it has no notes."""
    event_date = mail.subject
    if not isinstance(event_date, EventDate) or not _is_organiser(mail):
        return None
    page = event_date.page
    if page.event_type != EventType.EXPERT_HOUR or page.has_notes or event_date.is_cancelled:
        return None
    return {
        "event": page,
        "title": page.heading,
        "when": event_date.when,
        "action_url": absolute_url(reverse("wagtailadmin_pages:edit", args=[page.pk])),
        "action_label": _("Write the notes"),
        "why": _("You receive this because you run this event."),
    }


def _request(mail: OutboxMail, outcome: str) -> PublishRequest | None:
    """The request that the mail is about, while it stands so and its reader is an organiser."""
    asked = mail.subject
    if not isinstance(asked, PublishRequest) or asked.outcome != outcome:
        return None
    return asked if _is_organiser(mail) else None


def _is_organiser(mail: OutboxMail) -> bool:
    return mail.person is not None and viewer_for(mail.person).is_organiser


def _words(asked: PublishRequest) -> dict[str, Any]:
    draft = asked.page.get_latest_revision_as_object()
    return {"event": draft, "title": draft.heading or draft.title}


def _answer(asked: PublishRequest) -> dict[str, Any]:
    return {
        **_words(asked),
        "who": asked.decided_by.full_name if asked.decided_by else "",
        "answer": asked.answer,
        "action_url": absolute_url(reverse("wagtailadmin_pages:edit", args=[asked.page_id])),
        "action_label": _("Open the event"),
        "why": _("You receive this because you asked a colleague to publish it."),
    }


NOTICES = (
    Verb(
        name=PUBLISH_ASKED,
        purpose=Purpose.SERVICE,
        template="events/email/publish_asked",
        context=publish_asked_context,
        label=gettext_lazy("Asked to publish"),
    ),
    Verb(
        name=PUBLISH_SENT_BACK,
        purpose=Purpose.SERVICE,
        template="events/email/publish_sent_back",
        context=publish_sent_back_context,
        label=gettext_lazy("Sent back before publishing"),
    ),
    Verb(
        name=PUBLISH_DONE,
        purpose=Purpose.SERVICE,
        template="events/email/publish_done",
        context=publish_done_context,
        label=gettext_lazy("Published by a colleague"),
    ),
    Verb(
        name=NOTES_DUE,
        purpose=Purpose.SERVICE,
        template="events/email/notes_due",
        context=notes_due_context,
        label=gettext_lazy("Notes of an expert hour"),
    ),
)
