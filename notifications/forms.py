"""The choices of a person, as a form: two for each kind of news."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.enums import AlarmTime, MailChoice
from notifications.registry import Choice, PreferenceKind, preference_kinds


class KindRow(NamedTuple):
    """A kind with its two fields."""

    kind: PreferenceKind
    mail: forms.BoundField
    bell: forms.BoundField | None


class PreferencesForm(forms.Form):
    """For every kind that can be refused: by mail at once or never; on the bell or not."""

    def __init__(self, *args: Any, choices: Mapping[str, Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = [kind for kind in preference_kinds if not kind.is_always]
        for kind in self.kinds:
            chosen = choices[kind.name]
            self.fields[f"mail-{kind.name}"] = forms.ChoiceField(
                label=_("By mail"),
                choices=MailChoice.choices,
                initial=chosen.mail,
                widget=forms.Select({"class": "form-select"}),
            )
            if not kind.rings:
                continue
            self.fields[f"bell-{kind.name}"] = forms.BooleanField(
                label=_("On the bell"),
                required=False,
                initial=chosen.bell,
                widget=forms.CheckboxInput({"class": "form-check-input"}),
            )

    def rows(self) -> Iterator[KindRow]:
        """The kinds in their order, each with its fields."""
        for kind in self.kinds:
            bell = self[f"bell-{kind.name}"] if kind.rings else None
            yield KindRow(kind, self[f"mail-{kind.name}"], bell)

    def chosen(self) -> Iterator[tuple[str, str, bool]]:
        """What was chosen: kind, mail, bell."""
        for kind in self.kinds:
            words = self.cleaned_data
            bell = words.get(f"bell-{kind.name}", kind.default_bell)
            yield kind.name, words[f"mail-{kind.name}"], bell


class FeedForm(forms.Form):
    """What the subscribed calendar holds, and when it rings."""

    holds_open = forms.BooleanField(
        label=_("Also the events that are open to me"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
        help_text=_("They are marked “Open to you” and leave your time free."),
    )
    alarm = forms.TypedChoiceField(
        label=_("Alarm for my seats"),
        choices=AlarmTime.choices,
        coerce=int,
        initial=AlarmTime.NONE,
        widget=forms.Select({"class": "form-select"}),
        help_text=_("Some programs ring at other times or not at all, Google Calendar among them."),
    )

    def choices(self) -> dict[str, Any]:
        """The keyword arguments for `services.set_feed_choices`. Only after `is_valid()`."""
        return {
            "holds_open": self.cleaned_data["holds_open"],
            "alarm": self.cleaned_data["alarm"],
        }
