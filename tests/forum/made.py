"""Discussions for tests, made by the services."""

from typing import Any

from accounts.models import Audience, User
from forum import services
from forum.models import Category, Post, Thread
from tests.factories.accounts import AudienceFactory, audience, tier


def category(name: str = "Purchasing", **facts: Any) -> Category:
    """A room for all members, unless told."""
    facts.setdefault("audience", audience("members"))
    facts.setdefault("by", None)
    return services.create_category(f"{name} (fr)", name, **facts)


def gold() -> Audience:
    """Gold clients only."""
    return AudienceFactory.create(name_fr="Or", name_en="Gold", tiers=[tier("gold")])


def thread(
    by: User,
    *,
    room: Category | None = None,
    title: str = "EDI labels",
    text: str = "Who has migrated?",
) -> Thread:
    """A discussion with its question."""
    return services.create_thread(room or category(), by=by, title=title, text=text)


def reply(thread: Thread, by: User, text: str = "We have, in ten weeks.", **facts: Any) -> Post:
    """An answer."""
    return services.post_reply(thread, by=by, text=text, **facts)


def fresh(row: Any) -> Any:
    """The row as the database has it now."""
    rows = type(row).objects
    if isinstance(row, Post):
        rows = rows.select_related("thread__category")
    if isinstance(row, Thread):
        rows = rows.select_related("category")
    return rows.get(pk=row.pk)
