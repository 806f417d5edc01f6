"""The forms of an opening. Each keeps what was typed; the services refuse what cannot be."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import AudienceKey, Role
from accounts.models import Audience, ClubSettings, Company, Tier, User
from club.lib.zones import zone_choices
from events.enums import EventType
from home.services.events import EventWords
from members.forms.fields import LANGUAGES, CompanyField, LineField
from members.models import CharterVersion

#: The team's roles, in the order in which a club needs them.
TEAM_ROLES = (Role.ACCOUNT_MANAGER, Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """Show what a service refused at its field, or above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, errors in error.error_dict.items():
        form.add_error(name if name in form.fields else None, errors)


class ClubForm(forms.Form):
    """What the club is called, who runs it, and its charter."""

    club_name = LineField(label=_("Name of the club"), max_length=60)
    supplier_name = LineField(
        label=_("Your company"),
        max_length=80,
        help_text=_("The supplier whose clients meet here."),
    )
    tagline_fr = LineField(
        label=_("One line about the club, in French"), max_length=160, required=False
    )
    tagline_en = LineField(label=_("The same in English"), max_length=160, required=False)
    contact_email = forms.EmailField(
        label=_("Address for questions"),
        max_length=254,
        help_text=_("Members write there; somebody of you reads it."),
    )
    language = forms.ChoiceField(
        label=_("Language of mails"),
        choices=LANGUAGES,
        help_text=_("For people of whom the club does not know which one they read."),
    )
    time_zone = forms.ChoiceField(label=_("Time zone"))
    charter_fr = forms.CharField(
        label=_("Charter in French"),
        max_length=4000,
        required=False,
        help_text=_("About ten lines, one rule each. Every member reads and accepts them."),
        widget=forms.Textarea({"rows": 10}),
    )
    charter_en = forms.CharField(
        label=_("Charter in English"),
        max_length=4000,
        required=False,
        widget=forms.Textarea({"rows": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zone_choices()  # type: ignore[attr-defined]

    @staticmethod
    def known(club: ClubSettings, charter: CharterVersion | None) -> dict[str, Any]:
        """What is written already."""
        names = [name for name in ClubForm.base_fields if not name.startswith("charter")]
        words = {name: getattr(club, name) for name in names}
        words["charter_fr"] = charter.text_fr if charter else ""
        words["charter_en"] = charter.text_en if charter else ""
        return words

    def clean(self) -> dict[str, Any]:
        """One language of the charter will do, none will not."""
        data: dict[str, Any] = super().clean() or {}
        if not (data.get("charter_fr", "").strip() or data.get("charter_en", "").strip()):
            self.add_error("charter_fr", _("Write the charter in one language at least."))
        return data


class ImportForm(forms.Form):
    """A file of clients, or the same pasted from a spreadsheet."""

    file = forms.FileField(
        label=_("A file"),
        required=False,
        allow_empty_file=True,
        help_text=_("CSV or XLSX, as your CRM or spreadsheet exports it."),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    text = forms.CharField(
        label=_("Or paste the cells here, headings included"),
        required=False,
        strip=False,
        max_length=2_000_000,
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not data.get("file") and not data.get("text", "").strip():
            self.add_error("file", _("Choose a file, or paste some lines below."))
        return data


class ClientForm(forms.Form):
    """One client, typed by hand, with somebody who works there."""

    name = LineField(label=_("Company"), max_length=160)
    tier = forms.ModelChoiceField(Tier.objects.all(), label=_("Tier"), empty_label=None)
    city = LineField(label=_("City"), max_length=80, required=False)
    first_name = LineField(label=_("First name"), max_length=80, required=False)
    last_name = LineField(label=_("Last name"), max_length=80, required=False)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        help_text=_("Of somebody there whom you know. Nobody is written to yet."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["tier"].initial = Tier.objects.order_by("-rank").first()

    def contact(self) -> dict[str, str]:
        """The person, or nothing when no field of theirs was filled."""
        words = {name: self.cleaned_data[name] for name in ("first_name", "last_name", "email")}
        return words if any(words.values()) else {}


class StaffForm(forms.Form):
    """Somebody of the team and what they do."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    first_name = LineField(label=_("First name"), max_length=80, required=False)
    last_name = LineField(label=_("Last name"), max_length=80, required=False)
    roles = forms.MultipleChoiceField(
        label=_("Part in the club"),
        choices=[(role.value, role.label) for role in TEAM_ROLES],
        initial=[Role.ACCOUNT_MANAGER.value],
        widget=forms.CheckboxSelectMultiple,
    )


class AssignForm(forms.Form):
    """Clients for an account manager: those chosen, or all that have none."""

    manager = forms.ModelChoiceField(
        User.objects.none(), label=_("Account manager"), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers = User.objects.with_role(Role.ACCOUNT_MANAGER)
        self.fields["manager"].queryset = managers.order_by("last_name", "email")  # type: ignore[attr-defined]


class FounderForm(forms.Form):
    """A founder of whom the records say nothing yet."""

    company = CompanyField(label=_("Company"))
    email = forms.EmailField(label=_("E-mail address"), max_length=254)
    first_name = LineField(label=_("First name"), max_length=80, required=False)
    last_name = LineField(label=_("Last name"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language of the mail"), choices=LANGUAGES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].offer(Company.objects.current())  # type: ignore[attr-defined]


class EventForm(forms.Form):
    """A first event: what, when, where, and for how many."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    title = LineField(label=_("Title"), max_length=160)
    summary = forms.CharField(
        label=_("In two sentences"),
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    event_type = forms.ChoiceField(
        label=_("Kind"), choices=EventType.choices, initial=EventType.OTHER
    )
    starts_on = forms.DateField(
        label=_("Day"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    starts_time = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    ends_time = forms.TimeField(
        label=_("Until"), required=False, widget=forms.TimeInput({"type": "time"}, format="%H:%M")
    )
    place_name = LineField(
        label=_("Place"), max_length=120, help_text=_("As people say it: “Our workshop”.")
    )
    address = LineField(label=_("Street and town"), max_length=240, required=False)
    capacity = forms.IntegerField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: no limit."),
    )
    audience = forms.ModelChoiceField(
        Audience.objects.all(),
        label=_("For whom"),
        empty_label=None,
        help_text=_("For everybody else the event does not exist."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = Audience.objects.choosable()  # type: ignore[attr-defined]
        self.fields["audience"].initial = Audience.objects.built_in(AudienceKey.MEMBERS)

    def words(self) -> EventWords:
        """What the service takes."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "key"}
        return EventWords(**data)
