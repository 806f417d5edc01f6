"""What the services of the members app refuse, and why."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from members.models import Rival


class Refused(ValidationError):
    """The act is not allowed now; its message tells the person who tried why and what to do."""


class InvitationGone(Exception):
    """The invitation does not exist, was used or withdrawn, has expired, or lost its ground."""


class CharterChanged(Exception):
    """Another version of the charter is in force than the one that was read."""


class TooOften(Exception):
    """Too many requests came from one place in a short time."""


class NotThere(Exception):
    """What the act is about does not exist for the one who tries; the answer is a 404."""


class Apart(Exception):
    """The companies of two people would rather not meet, which only the club's team may learn.

    `rows` are what they said of each other, for who may read it.
    """

    def __init__(self, rows: Sequence[Rival]) -> None:
        super().__init__()
        self.rows = rows
