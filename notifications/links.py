"""The links that mails carry to the choices of their reader."""

from django.core import signing
from django.urls import reverse

from club.lib.urls import absolute_url

_SALT = "notifications.stop"


def choices_url() -> str:
    """Where a person chooses what they are told."""
    return absolute_url(reverse("notifications:preferences"))


def stop_url(person_id: int, kind: str) -> str:
    """Where the mails of one kind can be stopped without signing in; opening it changes nothing."""
    token = signing.dumps([person_id, kind], salt=_SALT)
    return absolute_url(reverse("notifications:stop", args=[token]))


def read_stop_token(token: str) -> tuple[int, str]:
    """Whose mails, and of which kind. Raises BadSignature for what we did not write."""
    person_id, kind = signing.loads(token, salt=_SALT)
    return int(person_id), str(kind)
