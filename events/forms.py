"""What people type when they answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """Coming: whether others may see it, and a word. The box counts only where it was shown."""

    only_listing = forms.BooleanField(required=False)
    asks_listing = forms.BooleanField(required=False)
    is_listed = forms.BooleanField(required=False)
    note = forms.CharField(max_length=500, required=False)

    def answer(self) -> dict[str, Any]:
        """The keyword arguments for `services.register`. Only after `is_valid()`."""
        asked = self.cleaned_data["asks_listing"]
        return {
            "is_listed": self.cleaned_data["is_listed"] if asked else None,
            "note": self.cleaned_data["note"],
        }


class ReasonForm(forms.Form):
    """Not coming, or a date called off: why, if somebody wants to say."""

    reason = forms.CharField(
        label=_("A word to the organisers"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
