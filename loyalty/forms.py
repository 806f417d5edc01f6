"""What an account manager types: a contact in twenty seconds, and how a complaint ended."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from accounts.models import User
from club.lib import clock
from club.lib.text import clean_line
from loyalty.enums import InteractionKind, Outcome
from members.forms.invitations import InviteForm

#: A contact older than this is history: it comes with a file, not through the quick form.
OLDEST = timedelta(days=730)
NOTE_LENGTH = 300


_KINDS = [
    (InteractionKind.CALL, _("Call")),
    (InteractionKind.VISIT, _("Visit")),
    (InteractionKind.INFORMATION, _("They told us something useful")),
    (InteractionKind.RECOMMENDATION, _("They recommended us")),
    (InteractionKind.COMPLAINT, _("Complaint")),
]


class NoteField(forms.CharField):
    """One line of text; line breaks and control characters become blanks."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return clean_line(super().to_python(value) or "")


class ContactForm(forms.Form):
    """One contact with a client. All is filled in for a call that was answered today."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=_KINDS,
        initial=InteractionKind.CALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what it was: a call, a visit…")},
    )
    outcome = forms.ChoiceField(
        label=_("Did they answer?"),
        choices=[
            (Outcome.ANSWERED, _("They answered")),
            (Outcome.NOT_ANSWERED, _("No answer")),
        ],
        initial=Outcome.ANSWERED,
        required=False,
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(label=_("With whom?"), required=False)
    happened_on = forms.DateField(
        label=_("Which day?"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("This is no date. Write it as 2026-11-26.")},
    )
    note = NoteField(
        label=_("In one line"),
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.TextInput({"autocomplete": "off", "maxlength": NOTE_LENGTH}),
        help_text=_(
            "The person may read this note. Nothing about health, opinions, religion or union "
            "membership."
        ),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        people: Iterable[User],
        initial: dict[str, Any] | None = None,
    ) -> None:
        fresh = {"happened_on": clock.today(), "key": uuid.uuid4()}
        super().__init__(data, initial={**fresh, **(initial or {})})
        self.people = {str(person.pk): person for person in people}
        nobody = [("", _("somebody else, or several people"))]
        names = [(pk, person.full_name) for pk, person in self.people.items()]
        self.fields["person"].choices = nobody + names  # type: ignore[attr-defined]
        today = clock.today()
        self.fields["happened_on"].widget.attrs["max"] = today.isoformat()

    def clean_happened_on(self) -> Any:
        """A day that has come, and not a far one."""
        day = self.cleaned_data["happened_on"]
        if day > clock.today():
            raise ValidationError(_("This day has not come yet. A contact is logged afterwards."))
        if day < clock.today() - OLDEST:
            raise ValidationError(_("This is more than two years ago. Check the year."))
        return day

    def contact(self) -> dict[str, Any]:
        """The keyword arguments for the service. Only after `is_valid()`."""
        words = self.cleaned_data
        is_call = words["kind"] == InteractionKind.CALL
        return {
            "kind": words["kind"],
            "happened_on": words["happened_on"],
            "person": self.people.get(words["person"]),
            "note": words["note"],
            "outcome": (words["outcome"] or Outcome.ANSWERED) if is_call else "",
        }

    def submission_key(self) -> str:
        """What makes the same form, sent twice, one contact."""
        key = self.cleaned_data["key"]
        return str(key) if key else ""


class CloseForm(forms.Form):
    """How a complaint ended."""

    satisfied = forms.ChoiceField(
        label=_("Is the client satisfied?"),
        choices=[
            ("yes", _("Yes, they said so")),
            ("no", _("No")),
            ("unknown", _("Not known yet")),
        ],
        required=False,
        widget=forms.RadioSelect,
        initial="unknown",
    )

    def is_satisfied(self) -> bool | None:
        """True, False, or None while it is not known."""
        return {"yes": True, "no": False}.get(self.cleaned_data["satisfied"])


class InviteSomebodyForm(InviteForm):
    """Somebody of a client whom no record names."""

    function = forms.ChoiceField(
        label=_("Part in the dealings with us"),
        choices=JobFunction.choices,
        initial=JobFunction.OTHER,
    )
