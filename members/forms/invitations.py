"""Forms that invite people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from accounts.models import Company
from members.forms.fields import LANGUAGES, CompanyField, LineField


class InviteForm(forms.Form):
    """Whom to invite. Only the address is needed."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    first_name = LineField(label=_("First name"), max_length=80, required=False)
    last_name = LineField(label=_("Last name"), max_length=80, required=False)
    job_title = LineField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)


class DeskInviteForm(InviteForm):
    """The same for the staff, who choose the company too."""

    company = CompanyField(label=_("Company"))
    function = forms.ChoiceField(
        label=_("Part in the dealings with us"),
        choices=JobFunction.choices,
        initial=JobFunction.OTHER,
    )
    field_order = ["company", "email"]

    def __init__(self, *args: Any, companies: QuerySet[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].offer(companies)  # type: ignore[attr-defined]


class AdmitForm(forms.Form):
    """The staff's answer to a request: an invitation to one of the companies."""

    company = CompanyField(label=_("Company"))
    first_name = LineField(label=_("First name"), max_length=80, required=False)
    last_name = LineField(label=_("Last name"), max_length=80, required=False)
    job_title = LineField(label=_("Job title"), max_length=120, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(
        self,
        *args: Any,
        companies: QuerySet[Company],
        company_name: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field: CompanyField = self.fields["company"]  # type: ignore[assignment]
        field.offer(companies)
        self.initial.setdefault("company", field.label_of(company_name))


class DeclineForm(forms.Form):
    """Why a request is declined, for the staff alone."""

    note = forms.CharField(
        label=_("Note for the team"),
        max_length=1000,
        required=False,
        help_text=_("Nobody else reads it, and no mail is sent."),
        widget=forms.Textarea({"rows": 3}),
    )
