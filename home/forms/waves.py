"""How large the next wave is, and who comes first."""

from django import forms
from django.utils.translation import gettext_lazy as _

from home.enums import WaveOrder
from home.services.waves import WAVE_LIMIT

USUAL = 20


class WaveForm(forms.Form):
    """The next wave, before it is sent."""

    size = forms.IntegerField(
        label=_("How many people"), min_value=1, max_value=WAVE_LIMIT, initial=USUAL
    )
    order = forms.ChoiceField(
        label=_("In which order"), choices=WaveOrder.choices, initial=WaveOrder.TIER
    )

    def choice(self) -> tuple[int, WaveOrder]:
        """What was chosen; nobody where that cannot be, the usual where nothing was asked."""
        if not self.is_bound:
            return USUAL, WaveOrder.TIER
        if not self.is_valid():
            return 0, WaveOrder.TIER
        return self.cleaned_data["size"], WaveOrder(self.cleaned_data["order"])
