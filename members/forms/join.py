"""Forms of those who are not members yet."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import LineField


class AskForm(forms.Form):
    """A stranger asks to be let in. `fax` is a trap: people do not see it, machines fill it."""

    name = LineField(
        label=_("Your name"),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address at work"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )
    company_name = LineField(
        label=_("Your company"),
        max_length=160,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    message = forms.CharField(
        label=_("A word to us"),
        max_length=2000,
        required=False,
        help_text=_("Whom you work with here, or what you hope to find."),
        widget=forms.Textarea({"rows": 4}),
    )
    fax = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput({"tabindex": "-1", "autocomplete": "off"}),
    )

    @property
    def is_trapped(self) -> bool:
        """Whether a machine filled in what people do not see."""
        return bool(self.cleaned_data.get("fax"))
