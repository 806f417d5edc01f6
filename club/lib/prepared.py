"""Queries whose SQL is made once.

Django makes the SQL of a query anew each time, which for a short query with conditions on several
tables costs many times what the database needs to answer it. What every single request asks is
worth keeping: the query is written like every other, with a `Param` where a value goes, and its
text is kept per kind of database.
"""

from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.models import DateField, Expression, Field, QuerySet

from club.lib import clock


class Param(Expression):
    """The place of a value that is given when the query runs."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder, with itself as the value to be replaced."""
        return "%s", (self,)


class HouseToday(Expression):
    """The current day on the clocks of the house, asked each time the query runs.

    A plain value would be the day on which the query was written; in a prepared one, or in one that
    is kept and run later, that day is over.
    """

    def __init__(self) -> None:
        super().__init__(output_field=DateField())

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder for a date."""
        return "%s", (_Later() if _preparing.get() else _day(),)


class _Later:
    """Stands in the text of a prepared query for the day on which it will run."""


def _day() -> Any:
    return connection.ops.adapt_datefield_value(clock.house_today())


_preparing: ContextVar[bool] = ContextVar("preparing", default=False)


class Prepared:
    """A query of plain columns, run by calling it with its parameters' values.

    `build` returns a queryset after `values_list()`. Its rows come as the driver gives them: whole
    numbers, texts and truth values only, as nothing converts them. No value in it may depend on
    the moment or on the person: that is what parameters are for, and `HouseToday`.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows. Raises KeyError for a parameter without value."""
        sql, params = self._statement()
        given = [_fill(p, values) for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        made = self._made.get(connection.vendor)
        if made is None:
            token = _preparing.set(True)
            try:
                compiler = self._build().query.get_compiler(connection=connection)
                made = self._made[connection.vendor] = compiler.as_sql()
            finally:
                _preparing.reset(token)
        return made


def _fill(param: Any, values: dict[str, Any]) -> Any:
    """What is sent to the database in this place."""
    if isinstance(param, Param):
        return values[param.name]
    return _day() if isinstance(param, _Later) else param
