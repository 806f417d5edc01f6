"""The link in a mail with which its reader answers without signing in."""

from django.core import signing
from django.urls import reverse

from club.lib.urls import absolute_url

_SALT = "events.answer"


def answer_url(slug: str, date_id: int, person_id: int | None) -> str:
    """Where this person answers to this date; '' for nobody. Opening it changes nothing."""
    if person_id is None:
        return ""
    token = signing.Signer(salt=_SALT).sign_object([date_id, person_id])
    return absolute_url(reverse("events:answer", args=[slug, token]))


def read_answer_token(token: str) -> tuple[int, int]:
    """Which date, and who answers. Raises BadSignature for what we did not write."""
    date_id, person_id = signing.Signer(salt=_SALT).unsign_object(token)
    return int(date_id), int(person_id)
