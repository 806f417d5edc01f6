"""The form in which the club writes its charter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class CharterForm(forms.Form):
    """One rule a line, in both languages; and whether members accept it anew."""

    text_fr = forms.CharField(
        label=_("Charter in French"),
        max_length=4000,
        required=False,
        help_text=_("One rule a line, about ten lines."),
        widget=forms.Textarea({"rows": 12}),
    )
    text_en = forms.CharField(
        label=_("Charter in English"),
        max_length=4000,
        required=False,
        help_text=_("Where one language is empty, its readers see the other."),
        widget=forms.Textarea({"rows": 12}),
    )
    kind = forms.ChoiceField(
        label=_("This is"),
        choices=[
            ("correction", _("a correction of the wording: nobody is asked again")),
            ("version", _("a new version: every member reads and accepts it again")),
        ],
        initial="correction",
        widget=forms.RadioSelect,
    )

    def words(self) -> dict[str, Any]:
        """What `write_charter` takes."""
        texts = {name: self.cleaned_data[name] for name in ("text_fr", "text_en")}
        return {**texts, "asks_again": self.cleaned_data["kind"] == "version"}
