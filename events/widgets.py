"""Form widgets for the editing desk."""

from typing import Any

from django import forms

from club.lib.zones import zone_choices


class ZoneSelect(forms.Select):
    """Every time zone, by the name of its city."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=zone_choices())
