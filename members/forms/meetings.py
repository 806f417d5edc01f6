"""Proposing to meet, answering, moving, cancelling."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from club.lib.zones import to_utc, zone_choices
from members.forms.fields import LineField
from members.models.meeting import LINE_LENGTH, MOST_TIMES, PLACE_LENGTH
from members.services.meetings import LENGTHS

_DAY = {"type": "date"}
_HOUR = {"type": "time", "step": "300"}


def _day(label: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(_DAY, format="%Y-%m-%d")
    )


def _hour(label: Any = "", *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required, widget=forms.TimeInput(_HOUR, format="%H:%M")
    )


def length_choices() -> list[tuple[int, str]]:
    """How long a meeting may last."""
    return [(minutes, gettext("%(count)d minutes") % {"count": minutes}) for minutes in LENGTHS]


def _lengths() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=_("How long"),
        coerce=int,
        initial=30,
        choices=length_choices,
    )


class _WhereForm(forms.Form):
    """How long, and where: a place, a link, or both."""

    minutes = _lengths()
    place = LineField(label=_("Place"), max_length=PLACE_LENGTH, required=False)
    link = forms.URLField(
        label=_("Link of a call"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.URLInput({"inputmode": "url"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must be there."""
        words: dict[str, Any] = super().clean() or {}
        if not (words.get("place") or words.get("link") or self.errors.get("link")):
            self.add_error("place", _("Say where: a place, or the link of a call."))
        return words

    def instant(self, number: int, zone: str) -> datetime | None:
        """The time with this number, on the clocks of `zone`; None where none was typed."""
        day: date | None = self.cleaned_data.get(f"day_{number}")
        hour = self.cleaned_data.get(f"hour_{number}")
        if day is None or hour is None:
            if day or hour:
                self.add_error(f"day_{number}", _("Give the day and the hour."))
            return None
        try:
            return to_utc(datetime.combine(day, hour), zone)
        except ValidationError as error:
            self.add_error(f"hour_{number}", error)
            return None


class ProposalForm(_WhereForm):
    """Two or three times, where, and what for."""

    line = LineField(
        label=_("What would you like to talk about?"),
        max_length=LINE_LENGTH,
        error_messages={"required": _("Say in one line what it is for.")},
        widget=forms.Textarea({"rows": 2, "data-count": ""}),
    )
    day_1, hour_1 = _day(_("First time: day")), _hour(_("Hour"))
    day_2, hour_2 = _day(_("Second time: day")), _hour(_("Hour"))
    day_3 = _day(_("Third time: day"), required=False)
    hour_3 = _hour(_("Hour"), required=False)
    zone = forms.ChoiceField(label=_("Clocks of"), choices=zone_choices)

    def times(self) -> list[datetime]:
        """The times in UTC."""
        zone = self.cleaned_data["zone"]
        found = (self.instant(number, zone) for number in range(1, MOST_TIMES + 1))
        return [moment for moment in found if moment is not None]

    def rows(self) -> list[tuple[Any, Any]]:
        """The day and the hour of each time, as the page draws them."""
        return [(self[f"day_{n}"], self[f"hour_{n}"]) for n in range(1, MOST_TIMES + 1)]


class MoveForm(_WhereForm):
    """Another time, another place."""

    day_1, hour_1 = _day(_("Day")), _hour(_("Hour"))


class ReasonForm(forms.Form):
    """Why none of the times fits, or why it is called off."""

    reason = LineField(
        label=_("A word about why (optional)"),
        max_length=LINE_LENGTH,
        required=False,
        widget=forms.TextInput(),
    )
