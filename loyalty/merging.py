"""Two records of one person, or of one company: what account managers noted.

The signal of the past is that of the two records apart: it is dropped, and made anew from the facts
of both.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.registry import MergePart
from club.lib.merging import Line, Rows, foresee_rows, move_rows
from loyalty.models import Interaction, Look, Signal

ROWS = (Rows(Interaction, "person", _("notes of account managers")),)
COMPANY_ROWS = (
    Rows(Interaction, "company", _("notes of account managers")),
    Rows(Look, "company", _("looks at the signal, for the log")),
    Rows(
        Signal,
        "company",
        _("days of the signal"),
        derived=True,
        why=_("It is worked out anew from the facts of both."),
    ),
)


def foresee(kept: User, gone: User) -> list[Line]:
    """What goes over."""
    return foresee_rows(ROWS, kept, gone)


def move(kept: User, gone: User, by: Any) -> None:
    """Move it."""
    move_rows(ROWS, kept, gone)


def foresee_company(kept: Company, gone: Company) -> list[Line]:
    """What goes over and what is made anew."""
    return foresee_rows(COMPANY_ROWS, kept, gone)


def move_company(kept: Company, gone: Company, by: Any) -> None:
    """Move it. What the record that stays had of the past is made anew too."""
    move_rows(COMPANY_ROWS, kept, gone)


PERSON = MergePart("loyalty", 50, foresee, move)
COMPANY = MergePart("loyalty", 50, foresee_company, move_company)
