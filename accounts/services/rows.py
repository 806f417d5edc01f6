"""How the services write what of a row was given."""

from typing import Any


def write_fields(row: Any, fields: list[str], changes: dict[str, Any]) -> None:
    """Take over what is given of these fields. Raises ValidationError for what does not fit."""
    given = [name for name in fields if name in changes]
    for name in given:
        setattr(row, name, changes[name])
    row.full_clean()
    row.save(update_fields=given)
