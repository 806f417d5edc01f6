"""What a correspondent changes of the own company's page, and what the club answers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from members.forms.fields import LineField
from members.models.company_change import REASON_LENGTH

ABOUT_LENGTH = 2000


class CompanyForm(forms.Form):
    """The words of the company, shown at once, and the name and the logo that the club approves."""

    about_fr = forms.CharField(
        label=_("Who you are, in French"),
        max_length=ABOUT_LENGTH,
        required=False,
        help_text=_("What you make and for whom. Members read it before they write to you."),
        widget=forms.Textarea({"rows": 6, "lang": "fr", "data-count": ""}),
    )
    about_en = forms.CharField(
        label=_("Who you are, in English"),
        max_length=ABOUT_LENGTH,
        required=False,
        help_text=_("Shown to those who read the site in English; without it, the French text."),
        widget=forms.Textarea({"rows": 6, "lang": "en", "data-count": ""}),
    )
    website = forms.URLField(
        label=_("Website"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("A link on your page."),
    )
    name = LineField(
        label=_("Name of the company"),
        max_length=160,
        help_text=_("It stands beside each of your people, everywhere in the club."),
    )
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        help_text=_("JPEG, PNG or WebP; it takes the place of the monogram."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, company: Company, asked_name: str = "", **kwargs: Any) -> None:
        kwargs["initial"] = {
            "about_fr": company.about_fr,
            "about_en": company.about_en,
            "website": company.website,
            "name": asked_name or company.name,
        }
        super().__init__(*args, **kwargs)

    def words(self) -> dict[str, str]:
        """What `describe_company` takes."""
        return {name: self.cleaned_data[name] for name in ("about_fr", "about_en", "website")}


class RefusalForm(forms.Form):
    """Why a new name or logo is refused; the company reads it."""

    reason = forms.CharField(
        label=_("Why not"),
        max_length=REASON_LENGTH,
        help_text=_("The correspondent who asked receives these words."),
        widget=forms.Textarea({"rows": 3}),
    )
