"""Which filters the directory offers, and in which order."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class FacetsForm(forms.Form):
    """A place for each filter; one without a place is not offered."""

    def __init__(
        self, *args: Any, titles: Mapping[str, Any], offered: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, title in titles.items():
            place = offered.index(name) + 1 if name in offered else None
            self.fields[name] = forms.IntegerField(
                label=title,
                required=False,
                min_value=1,
                max_value=99,
                initial=place,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when none is left."""
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Give a place to one filter at least."))
        return cleaned

    def names(self) -> list[str]:
        """The filters that have a place, in this order; equal places keep the order above."""
        placed = [name for name in self.fields if self.cleaned_data.get(name)]
        return sorted(placed, key=lambda name: int(self.cleaned_data[name]))
