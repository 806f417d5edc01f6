"""Rows of another table in one column of a query."""

from typing import Any

from django.db.models import Aggregate, JSONField


class JsonRows(Aggregate):
    """All values of an expression as one JSON list, in no order; null without any.

    With `JSONArray` of some columns in a subquery, the rows that belong to one row come with it in
    the same statement. Within it JSON knows no days: they come as `2026-11-27`, and a column that
    holds JSON has to be cast to text, as not every database nests it.
    """

    function = "JSON_GROUP_ARRAY"
    output_field = JSONField()

    def as_postgresql(self, compiler: Any, connection: Any, **words: Any) -> Any:
        """The same, as PostgreSQL calls it."""
        return self.as_sql(compiler, connection, function="JSONB_AGG", **words)
