"""What people choose to be told."""

from accounts.models import User
from club.lib import clock
from notifications.enums import MailChoice
from notifications.models import Preference
from notifications.registry import preference_kinds


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
