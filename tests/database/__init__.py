"""The database that tests begin with: migrated once, then copied."""

from pathlib import Path

from django.db import connection

from tests.database.postgresql import PostgresTemplate
from tests.database.sqlite import SqliteTemplate

Template = SqliteTemplate | PostgresTemplate


def template(kept_in: Path) -> Template:
    """The template for the database that the settings name; files are kept in `kept_in`."""
    kind = SqliteTemplate if connection.vendor == "sqlite" else PostgresTemplate
    return kind(kept_in)
