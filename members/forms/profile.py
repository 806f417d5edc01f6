"""The form of one's own page."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import Membership, User
from club.lib.pictures import Crop
from club.lib.zones import validate_zone, zone_choices
from members.enums import Field, FieldVisibility, Tongue
from members.forms.fields import LANGUAGES, LineField
from members.models import Profile

_DRAWN = ("crop_x", "crop_y", "crop_size")
_PLACES = {"start": 0.0, "middle": 0.5, "end": 1.0}
#: What is asked only of those who have a page in the directory.
_OF_A_PAGE = (
    "job_title",
    "about",
    "can_help_with",
    "looks_for",
    "languages",
    "phone",
    "shows_attendance",
    *(field.choice for field in Field),
)


def _shown_to(label: Any, help_text: Any) -> forms.ChoiceField:
    """The choice of who sees one thing, with what it changes."""
    return forms.ChoiceField(label=label, help_text=help_text, choices=FieldVisibility.choices)


class ProfileForm(forms.Form):
    """What a person says about themselves. The staff, who have no page, are asked for less."""

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
        help_text=_("Under your name everywhere; others find you by its words."),
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    face = forms.FileField(
        label=_("Picture of your face"),
        required=False,
        help_text=_(
            "People who met you recognise you. JPEG, PNG or WebP. Where and when it was taken is "
            "removed from the file."
        ),
        widget=forms.FileInput({"accept": "image/jpeg,image/png,image/webp"}),
    )
    face_part = forms.ChoiceField(
        label=_("Where your face is in the picture"),
        required=False,
        initial="middle",
        choices=[
            ("middle", _("in the middle")),
            ("start", _("at the top, or on the left")),
            ("end", _("at the bottom, or on the right")),
        ],
        help_text=_("A square of the picture is shown; the rest of it is not kept."),
    )
    crop_x = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)
    crop_y = forms.FloatField(required=False, min_value=0, max_value=1, widget=forms.HiddenInput)
    crop_size = forms.FloatField(
        required=False, min_value=0.05, max_value=1, widget=forms.HiddenInput
    )
    remove_face = forms.BooleanField(
        label=_("Remove the picture; my initials stand there again"), required=False
    )
    about = forms.CharField(
        label=_("About me"),
        max_length=1000,
        required=False,
        help_text=_("Two or three sentences that make it easy to talk to you."),
        widget=forms.Textarea({"rows": 4, "data-count": ""}),
    )
    can_help_with = forms.CharField(
        label=_("I can help with"),
        max_length=400,
        required=False,
        help_text=_(
            "Subjects, separated by commas: “EDI, customs, energy contracts”. Others find "
            "you by them."
        ),
        widget=forms.Textarea({"rows": 2, "data-topics": reverse_lazy("members:topics")}),
    )
    looks_for = forms.CharField(
        label=_("I am looking for"),
        max_length=400,
        required=False,
        help_text=_("Subjects on which you would like to meet somebody."),
        widget=forms.Textarea({"rows": 2, "data-topics": reverse_lazy("members:topics")}),
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages I speak"),
        required=False,
        choices=Tongue.choices,
        help_text=_("They stand on your page, and others can look for people who speak theirs."),
        widget=forms.CheckboxSelectMultiple,
    )
    phone = LineField(
        label=_("Phone"),
        max_length=30,
        required=False,
        help_text=_("Your contacts call you at this number, if you show it to them below."),
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    email_visible_to = _shown_to(
        _("My e-mail address"),
        _("The address with which you sign in, on your page and in the mail to new contacts."),
    )
    phone_visible_to = _shown_to(
        _("My phone number"),
        _("On your page."),
    )
    about_visible_to = _shown_to(
        _("What I write about me"),
        _("The sentences under your name."),
    )
    can_help_with_visible_to = _shown_to(
        _("What I can help with"),
        _(
            "On your page and in lists. Who may not see these subjects does not find you by them, "
            "and you are not counted under them."
        ),
    )
    looks_for_visible_to = _shown_to(
        _("What I am looking for"),
        _("The same: who may not see these subjects does not find you by them."),
    )
    shows_attendance = forms.BooleanField(
        label=_("Name me among those who come to an event"),
        required=False,
        help_text=_("You can say otherwise each time you take a seat."),
    )
    language = forms.ChoiceField(
        label=_("Language of the site and of the mails"),
        required=False,
        choices=[("", _("as my browser asks")), *LANGUAGES],
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), required=False, choices=[("", _("the club's"))]
    )

    def __init__(
        self,
        *args: Any,
        person: User,
        profile: Profile,
        membership: Membership | None,
        **kwargs: Any,
    ) -> None:
        kwargs["initial"] = _initial(person, profile, membership)
        super().__init__(*args, **kwargs)
        zone = self.fields["time_zone"]
        zone.choices = [("", _("the club's")), *zone_choices()]  # type: ignore[attr-defined]
        zone.validators.append(validate_zone)
        if membership is None:
            for name in _OF_A_PAGE:
                del self.fields[name]
        if not profile.face:
            del self.fields["remove_face"]

    def changes(self) -> dict[str, Any]:
        """What `update_profile` takes."""
        left_out = {"face", "face_part", *_DRAWN, "remove_face"}
        return {k: v for k, v in self.cleaned_data.items() if k not in left_out}

    def crop(self) -> Crop:
        """The square of the picture that shows the face: the drawn one, or the part said."""
        drawn: list[Any] = [self.cleaned_data.get(name) for name in _DRAWN]
        if None not in drawn:
            return Crop(*drawn)
        place = _PLACES[self.cleaned_data.get("face_part") or "middle"]
        return Crop(x=place, y=place)


def _initial(person: User, profile: Profile, membership: Membership | None) -> dict[str, Any]:
    of_person = ("first_name", "last_name", "language", "time_zone")
    return {
        **{name: getattr(person, name) for name in of_person},
        **{name: getattr(profile, name) for name in _OF_A_PAGE if name != "job_title"},
        "languages": profile.spoken,
        "job_title": membership.job_title if membership else "",
    }
