"""The events app."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EventsConfig(AppConfig):
    """Events, their dates, and who comes."""

    name = "events"
    verbose_name = _("events")

    def ready(self) -> None:
        """Tell the house what events add to it."""
        from wagtail.signals import page_published

        from accounts.registry import PublicPath, leaving_parts, public_paths
        from events.hooks import register_hooks
        from events.ical import ENTRY_KIND, FEED, facts, facts_of_many
        from events.kinds import KINDS
        from events.mails import REMINDERS, SEATS, VERBS
        from events.models import EventPage
        from events.notices import NOTICES
        from events.reading import tell_dates
        from events.services import ask_for_notes, move_lines, send_reminders
        from events.services.calendar import REPLIES
        from events.services.leaving import LEAVING
        from notifications.registry import (
            calendar_replies,
            feed_sources,
            preference_kinds,
            register_calendar_source,
            register_due,
            register_verb,
        )
        from participation.kinds import register_kind
        from participation.registry import SubjectSource, subject_sources

        for kind in KINDS:
            register_kind(kind)
        subject_sources.register(SubjectSource("events.eventdate", 10, tell_dates))
        for kind_of_news in (REMINDERS, SEATS):
            preference_kinds.register(kind_of_news)
        for verb in (*VERBS, *NOTICES):
            register_verb(verb)
        register_calendar_source(ENTRY_KIND, facts, facts_of_many)
        feed_sources.register(FEED)
        for name, seconds, work in (
            ("events.offers", 60, move_lines),
            ("events.notes", 1800, ask_for_notes),
            ("events.reminders", 60, send_reminders),
        ):
            register_due(name, seconds, work)
        calendar_replies.register(REPLIES)
        leaving_parts.register(LEAVING)
        _register_records()
        public_paths.register(
            PublicPath(
                r"events/[a-z0-9-]+/answer/[^/]+/",
                "The signed link in a mail says who answers; phones are signed out.",
            )
        )
        register_hooks()
        page_published.connect(_publish, sender=EventPage, dispatch_uid="events.publish_dates")


def _register_records() -> None:
    """What is kept of people, and what becomes of it when two records are merged."""
    from accounts.registry import company_merges, person_merges
    from events import merging
    from events.personal import register_personal_data

    person_merges.register(merging.PERSON)
    company_merges.register(merging.COMPANY)
    register_personal_data()


def _publish(sender: Any, instance: Any, revision: Any = None, **_kwargs: Any) -> None:
    """A page was published, by hand or by the clock: its dates follow.

    The framework sends this for a page that was only scheduled, too; that one is not live yet.
    """
    from events.services import publish_dates

    if instance.live:
        publish_dates(instance, by=revision.user if revision else None)
