"""Who stands at the door, and which doors there are."""

from django.conf import settings

from accounts.models import User

_PROVIDERS = {"google": "Google", "microsoft": "Microsoft"}


def person_at(email: str) -> User | None:
    """The person who has this address, whether or not they may come in."""
    found: User | None = User.objects.filter(email=email.strip().lower()).first()
    return found


def guest_at(email: str) -> User | None:
    """The person who has this address and may prove it.

    One query whatever the answer: a membership in order or a role among the staff, as in
    `accounts.audience.viewer_for`. Whether the club is open to them yet is told after the proof.
    """
    welcome = User.objects.standing_members() | User.objects.staff()
    found: User | None = welcome.filter(email=email.strip().lower()).first()
    return found


def configured_providers() -> list[dict[str, str]]:
    """The other accounts that one may sign in with: id and name."""
    known = settings.SOCIALACCOUNT_PROVIDERS
    return [{"id": key, "name": name} for key, name in _PROVIDERS.items() if key in known]
