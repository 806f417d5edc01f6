"""Queries whose SQL is made once.

Django makes the SQL of a query anew each time, which for a short query with conditions on several
tables costs many times what the database needs to answer it. What is asked again and again is
worth keeping: the query is written like every other, with a `Param` where a value goes, and its
text is kept per kind of database and language.
"""

import json
from collections.abc import Callable, Collection, Hashable, Sequence
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
)
from django.utils.translation import get_language

from club.lib import clock

M = TypeVar("M", bound=Model)

#: Beyond this no database keeps a whole number.
_FAR = 2**63
#: Of one query so many texts are kept, the newest: readers choose what some of them depend on.
TEXTS_KEPT = 100


class _Place(Expression):
    """Where a value goes that is known when the query runs."""

    def given(self, values: dict[str, Any]) -> Any:
        """What is sent to the database in this place."""
        raise NotImplementedError


class Param(_Place):
    """The place of a value that is given when the query runs."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def __eq__(self, other: object) -> bool:
        """Raises TypeError for an id: the answer would be kept for every other value too."""
        if isinstance(other, int):
            raise TypeError(f"“{self.name}” has no value yet while the query is written.")
        return super().__eq__(other)

    __hash__ = Expression.__hash__

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder, with itself as the value to be replaced."""
        return "%s", (self,)

    def given(self, values: dict[str, Any]) -> Any:
        """The value of this name. Raises KeyError without one.

        A number that no column holds is sent as NULL, which nothing equals.
        """
        value = values[self.name]
        if isinstance(value, int) and not -_FAR <= value < _FAR:
            return None
        return self.output_field.get_db_prep_value(value, connection)


class Params(Param):
    """The place of any number of ids or of texts, for `__in`."""

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A query of them, which are sent as one value."""
        if connection.vendor == "sqlite":
            return "SELECT value FROM json_each(%s)", (self,)
        kind = "text" if isinstance(self.output_field, CharField) else "bigint"
        return f"SELECT unnest(%s::{kind}[])", (self,)

    def given(self, values: dict[str, Any]) -> Any:
        """All of them in one value."""
        given: Collection[Any] = values[self.name]
        return json.dumps(list(given)) if connection.vendor == "sqlite" else list(given)


class _Asked(_Place):
    """What the clock says, asked each time the query runs.

    A plain value would be the moment at which the query was written; in a prepared one, or in one
    that is kept and run later, that moment is over.
    """

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, tuple[Any, ...]]:
        """A placeholder."""
        return "%s", (self if _preparing.get() else self.given({}),)


class HouseToday(_Asked):
    """The current day on the clocks of the house, asked each time the query runs."""

    def __init__(self) -> None:
        super().__init__(output_field=DateField())

    def given(self, values: dict[str, Any]) -> Any:
        """The day."""
        return connection.ops.adapt_datefield_value(clock.house_today())


class HouseNow(_Asked):
    """The current instant, asked each time the query runs."""

    def __init__(self) -> None:
        super().__init__(output_field=DateTimeField())

    def given(self, values: dict[str, Any]) -> Any:
        """The instant."""
        return connection.ops.adapt_datetimefield_value(clock.now())


_preparing: ContextVar[bool] = ContextVar("preparing", default=False)


@dataclass(frozen=True, slots=True)
class _Made:
    """A query that was written, with its text; `sql` is empty where it finds nothing ever."""

    queryset: "QuerySet[Any, Any]"
    compiler: Any
    sql: str
    params: tuple[Any, ...]

    def fill(self, values: dict[str, Any]) -> list[Any]:
        """What is sent to the database with the text."""
        return [one.given(values) if isinstance(one, _Place) else one for one in self.params]


class Prepared:
    """A query of plain columns, run by calling it with its parameters' values.

    `build` returns a queryset after `values_list()`. Its rows come as the driver gives them: whole
    numbers, texts and truth values only, as nothing converts them. No value in it may depend on
    the moment or on the person: that is what parameters are for, `HouseToday` and `HouseNow`; while
    it is built, the clock and the database do not answer. What else its text depends on is given
    to `build` in order and makes a text of its own, of which the newest ones are kept.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"]) -> None:
        self._build = build
        self._made: dict[tuple[Hashable, ...], _Made] = {}

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        """The rows. Raises KeyError for a parameter without value."""
        return self._run(self._statement(shape), values)

    def _run(self, made: _Made, values: dict[str, Any]) -> list[Any]:
        if not made.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(made.sql, made.fill(values))
            rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows

    def _statement(self, shape: tuple[Hashable, ...]) -> _Made:
        key = (connection.vendor, get_language(), *shape)
        made = self._made.get(key)
        if made is None:
            token = _preparing.set(True)
            try:
                made = self._made[key] = self._make(shape)
            finally:
                _preparing.reset(token)
            for oldest in list(self._made)[:-TEXTS_KEPT]:
                self._made.pop(oldest, None)
        return made

    def _make(self, shape: tuple[Hashable, ...]) -> _Made:
        with clock.unread(), connection.execute_wrapper(_refuse):
            queryset = self._build(*shape)
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            sql, params = "", ()
        _forget_conditions(compiler)
        return _Made(queryset, compiler, sql, tuple(params))


def _forget_conditions(compiler: Any) -> None:
    """Drop what is in the text by now: seven times as much as is needed to read the rows."""
    compiler.where = compiler.having = compiler.qualify = None
    query = compiler.query
    query.where, query.group_by, query.combined_queries = type(query.where)(), None, ()


class PreparedRows(Prepared):
    """The same for a query of model rows, with what it selects and prefetches beside them, or of
    columns that have to be converted.
    """

    def _run(self, made: _Made, values: dict[str, Any]) -> list[Any]:
        if not made.sql:
            return []
        written = made.queryset
        query: Any = _Written(made, values)
        rows: Any = QuerySet(written.model, query=query)
        for name in ("_iterable_class", "_fields", "_prefetch_related_lookups"):
            setattr(rows, name, getattr(written, name))
        return list(rows)


class Columns(list[tuple[Any, ...]]):
    """Rows as the driver gives them, to be compared or counted; `read` makes values of them."""

    def __init__(self, rows: Sequence[tuple[Any, ...]], compiler: Any = None) -> None:
        super().__init__(rows)
        self._compiler = compiler

    def read(self) -> list[tuple[Any, ...]]:
        """The rows with moments as moments, and so on."""
        if not self:
            return []
        compiler = copy(self._compiler)
        compiler.connection = connection
        converters = compiler.get_converters([each[0] for each in compiler.select])
        return [tuple(row) for row in compiler.apply_converters(self, converters)]


class PreparedColumns(Prepared):
    """The same where whoever asks decides later whether the columns have to be converted."""

    def _run(self, made: _Made, values: dict[str, Any]) -> Columns:
        return Columns(super()._run(made, values), made.compiler)


class _Written:
    """Stands where Django expects a query: the compiler that it gives has the text already."""

    def __init__(self, made: _Made, values: dict[str, Any]) -> None:
        self._made, self._values = made, values

    def get_compiler(self, *_args: Any, **_words: Any) -> Any:
        """The compiler of the written query for the connection of this thread."""
        compiler = copy(self._made.compiler)
        compiler.connection = connection
        filled = (self._made.sql, self._made.fill(self._values))
        compiler.as_sql = lambda *_args, **_words: filled
        return compiler


def make_row(model: type[M], columns: Sequence[Any]) -> M:
    """A row of the model out of its columns, all of them in order, as `Prepared` gives them."""
    fields = model._meta.concrete_fields
    values = []
    for field, value in zip(fields, columns, strict=True):
        column: Any = field.cached_col
        converters = connection.ops.get_db_converters(column)
        for convert in (*converters, *field.get_db_converters(connection)):
            value = convert(value, column, connection)
        values.append(value)
    return model.from_db(connection.alias, [field.attname for field in fields], values)


def _refuse(*_args: Any) -> NoReturn:
    raise RuntimeError("A query that is kept is written without asking the database.")
