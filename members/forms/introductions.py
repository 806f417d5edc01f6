"""Bringing two people together."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership
from members.forms.fields import LineField
from members.models.introduction import LINE_LENGTH


def _line() -> LineField:
    return LineField(
        max_length=LINE_LENGTH,
        error_messages={"required": _("Write a line to each of them.")},
        widget=forms.Textarea({"rows": 2, "data-count": ""}),
    )


class PersonChoice(forms.ModelChoiceField):
    """One of the people, by name and company."""

    def label_from_instance(self, obj: Any) -> str:
        """“Agathe Aubrac, Atelier Aubrac”."""
        return f"{obj.person.full_name}, {obj.company.name}"


class IntroductionForm(forms.Form):
    """Whom to introduce to whom, and a line to each."""

    other = PersonChoice(
        queryset=Membership.objects.none(), to_field_name="person_id", empty_label=_("Choose…")
    )
    line_to_one = _line()
    line_to_other = _line()

    def __init__(
        self, *args: Any, people: QuerySet[Membership], labels: dict[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = people  # type: ignore[attr-defined]
        for name, label in labels.items():
            self.fields[name].label = label
