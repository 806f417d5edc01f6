"""The forms of the welcome, one a step."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from accounts.models import Membership, User
from club.lib.text import clean_line, fold
from members.forms.fields import LANGUAGES, LineField
from members.forms.profile import ProfileForm
from members.models import Profile
from members.models.profile import split_topics
from notifications.enums import MailChoice
from notifications.registry import preference_kinds

FUNCTIONS = [
    (JobFunction.DECIDES, _("I decide")),
    (JobFunction.USES, _("I use what we buy")),
    (JobFunction.BUYS, _("I buy")),
    (JobFunction.ADVISES, _("I advise")),
    (JobFunction.OTHER, _("something else")),
]
TOPICS_LENGTH = 400
TOPIC_LENGTH = 80


class WhoForm(forms.Form):
    """Who I am. What the inviter or the supplier's records said stands there already."""

    first_name = LineField(
        label=_("First name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "given-name"}),
    )
    last_name = LineField(
        label=_("Last name"),
        max_length=80,
        widget=forms.TextInput({"autocomplete": "family-name"}),
    )
    job_title = LineField(
        label=_("Job title"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    function = forms.ChoiceField(
        label=_("In the dealings with us"), choices=FUNCTIONS, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(
        label=_("Language of the site and of the mails"),
        choices=LANGUAGES,
        widget=forms.RadioSelect,
    )
    face = forms.FileField(
        label=_("Picture of your face"),
        required=False,
        help_text=_("JPEG, PNG or WebP. Where and when it was taken is removed from the file."),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )

    def __init__(self, *args: Any, person: User, membership: Membership, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "first_name": person.first_name,
            "last_name": person.last_name,
            "job_title": membership.job_title,
            "function": membership.function,
            "language": person.language or (get_language() or "fr")[:2],
        }
        super().__init__(*args, **kwargs)


class ChipsField(forms.MultipleChoiceField):
    """Words to tap. What was proposed a moment ago may be tapped, whoever has taken it back."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        """Whether the word could be a subject."""
        is_one = split_topics(clean_line(value)) == [value]
        return is_one and len(value) <= TOPIC_LENGTH


class TopicsForm(forms.Form):
    """What I can help with and look for: subjects in use in the club to tap, and one's own."""

    helps = ChipsField(label=_("I can help with"), required=False)
    helps_more = LineField(
        label=_("Other subjects I can help with"), max_length=TOPICS_LENGTH, required=False
    )
    looks = ChipsField(label=_("I am looking for"), required=False)
    looks_more = LineField(
        label=_("Other subjects I am looking for"), max_length=TOPICS_LENGTH, required=False
    )

    def __init__(self, *args: Any, profile: Profile, proposals: list[str], **kwargs: Any) -> None:
        own = {"helps": profile.help_topics, "looks": profile.wanted_topics}
        kwargs["initial"] = own
        super().__init__(*args, **kwargs)
        for name, topics in own.items():
            typed = self.data.getlist(name) if self.is_bound else []  # type: ignore[attr-defined]
            words = _once([*topics, *proposals, *typed])
            self.fields[name].choices = [(word, word) for word in words]  # type: ignore[attr-defined]
            if not words:  # a young club: there is nothing to tap, so the line asks it all
                self.fields[f"{name}_more"].label = self.fields[name].label

    def clean(self) -> dict[str, Any]:
        """Join what was tapped and what was typed, each subject once."""
        data = super().clean() or {}
        for name in ("helps", "looks"):
            words = [*data.get(name, []), *split_topics(data.get(f"{name}_more", ""))]
            data[name] = ", ".join(_once(words))
            if len(data[name]) > TOPICS_LENGTH:
                sentence = _("These are more subjects than fit. Leave some out.")
                self.add_error(f"{name}_more", ValidationError(sentence))
        return data


class ShownForm(ProfileForm):
    """What is shown to whom: the choices of one's own page, and whether to be found at all."""

    SHOWN = (
        "email_visible_to",
        "phone",
        "phone_visible_to",
        "can_help_with_visible_to",
        "looks_for_visible_to",
        "shows_attendance",
    )
    hides = forms.BooleanField(
        label=_("Hide me"),
        required=False,
        help_text=_(
            "You are in no list, search or count, and nobody can ask you for contact. You can "
            "come back at any time."
        ),
    )

    mails = forms.ChoiceField(
        label=_("When something concerns me"),
        help_text=_("What belongs to your sign-in and your seats always comes by mail."),
        choices=[
            (MailChoice.AT_ONCE, _("write to me at once")),
            (MailChoice.NEVER, _("no mail, I look here")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, mails: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - {*self.SHOWN, "hides", "mails"}:
            del self.fields[name]
        self.initial["mails"] = mails
        if all(kind.is_always for kind in preference_kinds):
            del self.fields["mails"]
        for name in ("email_visible_to", "phone_visible_to"):
            self.fields[name].help_text = ""
        self.initial["hides"] = kwargs["profile"].hidden_at is not None

    def changes(self) -> dict[str, Any]:
        """What `update_profile` takes."""
        return {name: self.cleaned_data[name] for name in self.SHOWN}


def _once(words: list[str]) -> list[str]:
    """Each word once, whatever its accents and capitals; the first spelling stays."""
    kept: dict[str, str] = {}
    for word in words:
        kept.setdefault(fold(word), word)
    return list(kept.values())
