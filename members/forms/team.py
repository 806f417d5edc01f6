"""The form with which somebody's departure is noted."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class LeaveForm(forms.Form):
    """The first day without the person: past, today or to come."""

    from_on = forms.DateField(
        label=pgettext_lazy("day", "From"),
        help_text=_("The first day on which they are not of the company any more."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("from_on", today)
