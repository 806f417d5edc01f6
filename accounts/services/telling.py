"""Telling the apps above what changed here, so that what they derived follows."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from accounts.registry import change_listeners


def tell_people_changed(ids: Collection[int]) -> None:
    """Names or titles of these people changed: what is derived from them must follow."""
    for listener in change_listeners:
        listener.people_changed(ids)


def tell_companies_changed(ids: Collection[int]) -> None:
    """Names or places of these companies changed: what is derived from them must follow."""
    for listener in change_listeners:
        listener.companies_changed(ids)


def tell_memberships_changed(company_ids: Collection[int]) -> None:
    """Somebody came to these companies, left, or was suspended."""
    for listener in change_listeners:
        listener.memberships_changed(company_ids)


def tell_facts_changed(company_ids: Collection[int]) -> None:
    """Other facts of these companies count than before: what is computed must follow at once."""
    for listener in change_listeners:
        listener.facts_changed(company_ids)


def tell_words_changed(rows: Mapping[str, Sequence[Any]]) -> None:
    """Somebody's name was taken out of these rows, keys by model: what finds them must follow."""
    for listener in change_listeners:
        listener.words_changed(rows)


def tell_access_changed(ids: Collection[int] | None) -> None:
    """What these people may see changed (None: perhaps everybody's): what is open must follow."""
    for listener in change_listeners:
        listener.access_changed(ids)


def tell_sessions_ended(keys: Collection[str]) -> None:
    """These sessions were signed out: what they hold open must close."""
    for listener in change_listeners:
        listener.sessions_ended(keys)
