"""What the staff writes about the club's own tiers, sectors and tags, and their order."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import TierColour
from accounts.models import CompanyTag
from accounts.vocabulary import Word
from members.forms.fields import LineField


class SectorForm(forms.Form):
    """What a sector is called in both languages."""

    name_fr = LineField(label=_("Name in French"), max_length=60)
    name_en = LineField(label=_("Name in English"), max_length=60)


class TierForm(forms.Form):
    """What a tier is called, and in which colour it is shown."""

    name_fr = LineField(label=_("Name in French"), max_length=40)
    name_en = LineField(label=_("Name in English"), max_length=40)
    colour = forms.ChoiceField(label=_("Colour"), choices=TierColour.choices)


class TagForm(forms.Form):
    """What a tag is called."""

    name = LineField(label=_("Name"), max_length=CompanyTag._meta.get_field("name").max_length)


class OrderForm(forms.Form):
    """A place for each word; equal places keep the order that there is."""

    def __init__(self, *args: Any, rows: Sequence[Word], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for place, row in enumerate(rows, start=1):
            self.fields[f"place_{row.pk}"] = forms.IntegerField(
                label=str(row),
                min_value=1,
                max_value=999,
                initial=place,
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    def ids(self) -> list[int]:
        """The words in the order asked for."""
        placed = sorted(self.rows, key=lambda row: int(self.cleaned_data[f"place_{row.pk}"]))
        return [row.pk for row in placed]
