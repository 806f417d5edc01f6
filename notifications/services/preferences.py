"""What people choose to be told, on their page or by the link in a mail."""

from typing import NamedTuple

from django.core import signing
from django.db import transaction

from accounts.models import User
from club.lib import clock
from notifications.enums import MailChoice
from notifications.links import read_stop_token
from notifications.models import Preference
from notifications.registry import Choice, PreferenceKind, preference_kinds


class Stop(NamedTuple):
    """Whose mails of which kind a link stops, and what they chose so far."""

    person: User
    kind: PreferenceKind
    choice: Choice


@transaction.atomic
def set_preference(
    person: User,
    kind: str,
    *,
    mail: str | None = None,
    bell: bool | None = None,
    by: User | None = None,
) -> Preference:
    """Note when the person wants the mails of a kind, and whether it rings; None leaves as it is.

    Holds for what is queued already, too. Raises LookupError for an unknown kind, ValueError for
    one that is always sent or an unknown choice.
    """
    known = preference_kinds.get(kind)
    if known.is_always:
        raise ValueError(f"“{kind}” is always sent.")
    before = Preference.objects.choice(person.pk, known)
    choice = {
        "mail": before.mail if mail is None else MailChoice(mail),
        "bell": before.bell if bell is None else bell,
        "changed_at": clock.now(),
    }
    row, _made = Preference.objects.update_or_create(person=person, kind=kind, defaults=choice)
    return row


def stop_of(token: str) -> Stop | None:
    """What the link in a mail is about; None for a token that is not ours, or has no object."""
    try:
        person_id, name = read_stop_token(token)
    except signing.BadSignature:
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    kind = preference_kinds.get(name) if name in preference_kinds else None
    if person is None or kind is None or kind.is_always:
        return None
    return Stop(person, kind, Preference.objects.choice(person_id, kind))
