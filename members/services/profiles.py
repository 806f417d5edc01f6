"""What people change about themselves."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Membership, User
from accounts.services import tell_people_changed
from club.lib import clock
from club.lib.pictures import Crop, clean_square
from members.enums import Field, Tongue
from members.models import Profile
from members.services.suggestions import suggest_anew

#: A face is never shown larger; phones with dense screens included.
FACE_SIDE = 480
_PERSON_FIELDS = ("first_name", "last_name", "language", "time_zone")
_SUBJECTS = frozenset({Field.CAN_HELP_WITH.value, Field.LOOKS_FOR.value})
_PROFILE_FIELDS = (
    "about",
    "can_help_with",
    "looks_for",
    "languages",
    "phone",
    "shows_attendance",
    *(field.choice for field in Field),
)


def profile_of(person: User) -> Profile:
    """The person's profile, made when it is first needed."""
    profile: Profile | None = getattr(person, "profile", None)
    if profile is None:
        profile, _new = Profile.objects.get_or_create(person=person)
        person.profile = profile
    return profile


@transaction.atomic
def update_profile(
    person: User, *, by: User, job_title: str | None = None, **changes: Any
) -> Profile:
    """Change what is given, of the person, the open membership's title and the profile.

    Takes first_name, last_name, language, time_zone, about, can_help_with, looks_for, languages
    (codes of `enums.Tongue`, in any order), phone, shows_attendance, and email_visible_to and the
    like for each of `enums.Field`; None leaves a thing as it is. Raises ValidationError for a value
    that does not fit, and TypeError for a name that is none of these.
    """
    unknown = set(changes) - {*_PERSON_FIELDS, *_PROFILE_FIELDS}
    if unknown:
        raise TypeError(f"A profile has no {', '.join(sorted(unknown))}.")
    if changes.get("languages") is not None:
        changes["languages"] = _join_languages(changes["languages"])
    profile = profile_of(person)
    _write(person, _PERSON_FIELDS, changes)
    written = _write(profile, _PROFILE_FIELDS, changes)
    if written:
        _touch(profile)
    if _SUBJECTS.intersection(written):
        suggest_anew(person)
    if job_title is not None:
        _write_title(person, job_title)
    tell_people_changed([person.pk])
    profile.refresh_from_db(fields=["sort_name"])
    return profile


def _join_languages(codes: Iterable[str]) -> str:
    """The codes as they are kept, in the order of the list. Raises ValidationError."""
    spoken = set(codes)
    if spoken - set(Tongue.values):
        raise ValidationError(_("Choose among the languages of the list."))
    return ",".join(code for code in Tongue.values if code in spoken)


def _write(row: Any, fields: tuple[str, ...], changes: dict[str, Any]) -> list[str]:
    """Set and save the fields that are given, after checking them; the names that were set."""
    given = [name for name in fields if changes.get(name) is not None]
    if not given:
        return []
    for name in given:
        setattr(row, name, changes[name])
    row.clean_fields(exclude={f.name for f in row._meta.fields} - set(given))
    row.save(update_fields=given)
    return given


def _write_title(person: User, job_title: str) -> None:
    membership = Membership.objects.open().filter(person=person).first()
    if membership is not None:
        _write(membership, ("job_title",), {"job_title": job_title})


def _touch(profile: Profile) -> None:
    profile.updated_at = clock.now()
    profile.save(update_fields=["updated_at"])


@transaction.atomic
def hide_person(person: User, *, by: User) -> Profile:
    """Take the person out of every list, search, count and choice of people, from now on.

    Contacts keep them, the team of the company too; what they wrote stays signed.
    """
    return _set_hidden(person, hidden=True)


@transaction.atomic
def show_person(person: User, *, by: User) -> Profile:
    """Let the person be found again."""
    return _set_hidden(person, hidden=False)


def _set_hidden(person: User, *, hidden: bool) -> Profile:
    profile = profile_of(person)
    if hidden != (profile.hidden_at is not None):
        profile.hidden_at = clock.now() if hidden else None
        profile.save(update_fields=["hidden_at"])
    return profile


@transaction.atomic
def set_face(person: User, upload: File, *, by: User, crop: Crop | None = None) -> Profile:
    """Show a square of this picture of the person, cleaned, the middle one unless told; nothing
    outside it is kept, and the picture before is thrown away.

    Raises ValidationError, with a sentence for the sender, for what is no usable picture.
    """
    picture = clean_square(upload, side=FACE_SIDE, crop=crop or Crop())
    profile = profile_of(person)
    _throw_away(profile)
    profile.face.save(picture.name, picture, save=False)
    profile.updated_at = clock.now()
    profile.save(update_fields=["face", "updated_at"])
    return profile


@transaction.atomic
def remove_face(person: User, *, by: User) -> Profile:
    """Show the person's initials again."""
    profile = profile_of(person)
    _throw_away(profile)
    profile.face = ""
    profile.updated_at = clock.now()
    profile.save(update_fields=["face", "updated_at"])
    return profile


def _throw_away(profile: Profile) -> None:
    """Delete the file of the present face once the change is kept."""
    if profile.face:
        storage, name = profile.face.storage, str(profile.face.name)
        transaction.on_commit(lambda: storage.delete(name))
