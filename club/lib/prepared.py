"""Queries whose SQL is made once.

Django makes the SQL of a query anew each time, which for a short query with conditions on several
tables costs many times what the database needs to answer it. What every single request asks is
worth keeping: the query is written like every other, with a `Param` where a value goes, and its
text is kept per kind of database.
"""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import Expression, Field, QuerySet


class Param(Expression):
    """The place of a value that is given when the query runs."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder, with itself as the value to be replaced."""
        return "%s", (self,)


class Prepared:
    """A query of plain columns, run by calling it with its parameters' values.

    `build` returns a queryset after `values_list()`. Its rows come as the driver gives them: whole
    numbers, texts and truth values only, as nothing converts them. No value in it may depend on
    the moment or on the person: that is what parameters are for.
    """

    def __init__(self, build: Callable[[], "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._made: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows. Raises KeyError for a parameter without value."""
        sql, params = self._statement()
        given = [values[p.name] if isinstance(p, Param) else p for p in params]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        made = self._made.get(connection.vendor)
        if made is None:
            compiler = self._build().query.get_compiler(connection=connection)
            made = self._made[connection.vendor] = compiler.as_sql()
        return made
