"""Forms that invite people."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from accounts.models import Company
from members.forms.fields import LANGUAGES, CompanyField, LineField

NO_MAIL, OWN_WORDS = "none", "own"
#: What somebody reads who is not let in, by reason.
REASON_WORDS = {
    "clients": _(
        "Thank you for your interest. The club is open to people of companies that work with us; "
        "we found no such company under the name that you gave. If that is a mistake, tell your "
        "contact with us."
    ),
    "colleague": _(
        "Thank you for your interest. Your company chooses itself who comes to the club: please "
        "ask the colleague who looks after it there."
    ),
    "full": _(
        "Thank you for your interest. The places of your company are taken at the moment. Your "
        "contact with us knows of your wish."
    ),
}
DECLINE_REASONS = [
    (NO_MAIL, _("Nothing: no mail is sent")),
    ("clients", _("The company is no client of ours")),
    ("colleague", _("A colleague of theirs decides")),
    ("full", _("All places of the company are taken")),
    (OWN_WORDS, _("My own words, below")),
]


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
    answer = forms.CharField(
        label=_("A word to the person"),
        max_length=1000,
        required=False,
        help_text=_("It stands in the mail, above the button."),
        widget=forms.Textarea({"rows": 3}),
    )

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
    """Why a request is declined: to the person by mail, and for the team alone."""

    reason = forms.ChoiceField(label=_("What the person reads"), choices=DECLINE_REASONS)
    answer = forms.CharField(
        label=_("In your own words"),
        max_length=1000,
        required=False,
        help_text=_("Instead of the sentence chosen above."),
        widget=forms.Textarea({"rows": 3}),
    )
    note = forms.CharField(
        label=_("Note for the team"),
        max_length=1000,
        required=False,
        help_text=_("Nobody else reads it."),
        widget=forms.Textarea({"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """The words are the team's own, else those of the reason. Own words are asked for where
        that is what was chosen.
        """
        words: dict[str, Any] = super().clean() or self.cleaned_data
        if words.get("reason") == OWN_WORDS and not words.get("answer"):
            self.add_error("answer", _("Write what the person is to read."))
        return words

    def words_in(self, language: str) -> str:
        """What the person reads, in their language; '' where no mail is wanted."""
        chosen = self.cleaned_data["reason"]
        if chosen == NO_MAIL:
            return ""
        with translation.override(language):
            return self.cleaned_data["answer"] or str(REASON_WORDS[chosen])
