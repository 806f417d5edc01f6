"""The charter: written by the club, accepted by each member."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from members.models import CharterAcceptance, CharterVersion
from members.models.charter import split_lines
from members.rules import can_write_charter
from members.services.errors import CharterChanged, Refused

MAX_LINES = 15
MAX_LINE_LENGTH = 240


def charter_in_force() -> CharterVersion | None:
    """The version that members accept today, or None."""
    found: CharterVersion | None = CharterVersion.objects.in_force().first()
    return found


@transaction.atomic
def accept_charter(person: User, number: int, *, by: User) -> CharterAcceptance:
    """Keep that a person accepted the version of this number; the first time counts.

    Raises CharterChanged when another version is in force: nobody accepts what they did not read.
    """
    version = charter_in_force()
    if version is None or version.number != number:
        raise CharterChanged
    acceptance, _new = CharterAcceptance.objects.get_or_create(
        person=person, version=version, defaults={"accepted_at": clock.now()}
    )
    return acceptance


@transaction.atomic
def write_charter(
    *, by: User, text_fr: str, text_en: str, asks_again: bool = True
) -> CharterVersion:
    """Put a text in force: as a new version, which every member accepts anew, or as a correction.

    A version that nobody has accepted yet is written over; the same text changes nothing. Raises
    Refused for those who may not write it, and ValidationError for a text that is none.
    """
    if not can_write_charter(viewer_for(by)):
        raise Refused(_("The charter is written by organisers and administrators."))
    texts = {"text_fr": _cleaned("text_fr", text_fr), "text_en": _cleaned("text_en", text_en)}
    if not any(texts.values()):
        raise ValidationError(_("Write the charter in one language at least."))
    latest = CharterVersion.objects.select_for_update().order_by("-number").first()
    if latest is not None and texts == {name: getattr(latest, name) for name in texts}:
        return latest
    if latest is None or (asks_again and latest.acceptances.exists()):
        number = latest.number + 1 if latest else 1
        return CharterVersion.objects.create(number=number, published_by=by, **texts)
    return _correct(latest, texts)


def _correct(version: CharterVersion, texts: dict[str, str]) -> CharterVersion:
    for name, text in texts.items():
        setattr(version, name, text)
    version.corrected_at = clock.now()
    version.save(update_fields=[*texts, "corrected_at"])
    return version


def _cleaned(name: str, text: str) -> str:
    """The rules, one a line. Raises ValidationError for too many or too long ones."""
    if "\0" in text:
        raise ValidationError({name: _("The text holds a character that no text has.")})
    lines = split_lines(text)
    if len(lines) > MAX_LINES:
        sentence = _("These are %(count)s lines. Nobody reads more than %(limit)s: join some.")
        raise ValidationError({name: sentence % {"count": len(lines), "limit": MAX_LINES}})
    if any(len(line) > MAX_LINE_LENGTH for line in lines):
        sentence = _("One line is longer than %(limit)s characters: part it in two.")
        raise ValidationError({name: sentence % {"limit": MAX_LINE_LENGTH}})
    return "\n".join(lines)
