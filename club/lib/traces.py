"""Finding and taking out the words by which somebody can be told, wherever a database holds them.

Rows that belong to a person go with the person. What others wrote about them stays, but for their
name, addresses and numbers, which are replaced. Knows no model: it walks through all of them.
"""

import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

#: Columns of so few characters hold codes, not words.
_SHORT = 24
#: Rows changed in one transaction.
_BATCH = 200
#: Apps whose rows are no words about people, go by keys, or are made anew from the others.
_LEFT_OUT = {"auth", "contenttypes", "sessions", "wagtailsearch"}


@dataclass(frozen=True)
class Traces:
    """What to look for: texts of at least five characters, whole words, whatever their case."""

    words: frozenset[str]
    instead: str
    pattern: re.Pattern[str] = field(repr=False)

    @classmethod
    def of(cls, words: Iterable[str], instead: str) -> "Traces":
        """The longest first, so that an address goes before the name that it begins with."""
        wanted = sorted({w.strip() for w in words if len(w.strip()) > 4}, key=len, reverse=True)
        either = "|".join(re.escape(word).replace(r"\ ", r"[\s\u00a0]+") for word in wanted)
        pattern = re.compile(rf"(?<!\w)(?:{either or '(?!)'})(?!\w)", re.IGNORECASE)
        return cls(frozenset(wanted), instead, pattern)

    def scrubbed(self, text: str) -> str:
        """The text with every trace replaced."""
        return self.pattern.sub(lambda _found: self.instead, text)

    def scrubbed_tree(self, value: Any) -> Any:
        """The same in every text inside lists and dictionaries."""
        if isinstance(value, str):
            return self.scrubbed(value)
        if isinstance(value, list):
            return [self.scrubbed_tree(one) for one in value]
        if isinstance(value, dict):
            return {key: self.scrubbed_tree(one) for key, one in value.items()}
        return value


def sweep(
    traces: Traces, *, but: Collection[str] = (), only: Collection[str] = ()
) -> dict[str, list[Any]]:
    """Replace the traces in every text of every table; the keys of the changed rows by model.

    `but` names models that are left alone, `only` those that alone are looked at. Each table is
    read without a lock, then the rows that were found are written in small transactions.
    """
    changed: dict[str, list[Any]] = {}
    for model in apps.get_models() if traces.words else ():
        meta = model._meta
        is_meant = meta.label in only if only else meta.label not in but
        if meta.app_label in _LEFT_OUT or not meta.managed or not is_meant:
            continue
        columns = [column for column in meta.local_concrete_fields if _holds_words(column)]
        keys = list(_found_in(model, columns, traces)) if columns else []
        for start in range(0, len(keys), _BATCH):
            _scrub(model, columns, keys[start : start + _BATCH], traces)
        if keys:
            changed[meta.label] = keys
    return changed


def _holds_words(column: Any) -> bool:
    if column.choices or column.unique or column.is_relation:
        return False
    if isinstance(column, models.EmailField):
        return False
    if isinstance(column, models.TextField | models.JSONField):
        return True
    if isinstance(column, models.FileField) or not isinstance(column, models.CharField):
        return False
    return (column.max_length or _SHORT) >= _SHORT


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _as_text(column: Any) -> str:
    name = _quoted(column.column)
    return f"CAST({name} AS text)" if connection.vendor == "postgresql" else name


def _found_in(model: Any, columns: list[Any], traces: Traces) -> Iterator[Any]:
    """The keys of the rows that may hold a trace."""
    like = "ILIKE" if connection.vendor == "postgresql" else "LIKE"
    parts, parameters = [], []
    for column in columns:
        for word in _spellings(traces.words, escaped=isinstance(column, models.JSONField)):
            parts.append(f"{_as_text(column)} {like} %s ESCAPE '!'")
            parts_of = (_escaped(part) for part in word.split(" "))
            parameters.append(f"%{'%'.join(parts_of)}%")
    statement = (
        f"SELECT {_quoted(model._meta.pk.column)} FROM {_quoted(model._meta.db_table)} "  # noqa: S608
        f"WHERE {' OR '.join(parts)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        yield from (row[0] for row in cursor.fetchall())


def _spellings(words: Iterable[str], *, escaped: bool) -> set[str]:
    """As the column may hold them: JSON may write letters beyond ASCII as numbers."""
    plain = set(words)
    return plain | {json.dumps(word)[1:-1] for word in plain} if escaped else plain


def _escaped(word: str) -> str:
    for sign in "!%_":
        word = word.replace(sign, "!" + sign)
    return word


@transaction.atomic
def _scrub(model: Any, columns: list[Any], keys: list[Any], traces: Traces) -> None:
    pk, table = _quoted(model._meta.pk.column), _quoted(model._meta.db_table)
    marks = ", ".join(["%s"] * len(keys))
    names = ", ".join(_as_text(column) for column in columns)
    held = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {pk}, {names} FROM {table} WHERE {pk} IN ({marks}){held}",  # noqa: S608
            keys,
        )
        for key, *texts in cursor.fetchall():
            for column, text in zip(columns, texts, strict=True):
                now = _without(column, text, traces)
                if now != text:
                    cursor.execute(
                        f"UPDATE {table} SET {_quoted(column.column)} = %s WHERE {pk} = %s",  # noqa: S608
                        [now, key],
                    )


def _without(column: Any, text: str | None, traces: Traces) -> str | None:
    if not text:
        return text
    if isinstance(column, models.JSONField):
        tree = json.loads(text)
        now = traces.scrubbed_tree(tree)
        return text if now == tree else json.dumps(now)
    short = traces.scrubbed(text)
    return short if column.max_length is None else short[: max(column.max_length, len(text))]
