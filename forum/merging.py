"""Two records of one person, or of one company: what they wrote."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Company, User
from accounts.registry import MergePart
from club.lib.merging import Line, Rows, foresee_rows, move_rows
from forum.models import Mention, Post, ReadState, Thread

ROWS = (
    Rows(Thread, "author", _("threads begun")),
    Rows(Post, "author", _("posts")),
    Rows(Post, "removed_by"),
    Rows(Mention, "person", _("mentions"), apart=("post",), why=_("Both were named in one post.")),
    Rows(
        ReadState,
        "user",
        _("threads followed or read"),
        apart=("thread",),
        why=_("Where the record that stays has read a thread, that holds."),
    ),
)
COMPANY_ROWS = (Rows(Post, "company", _("posts")),)


def foresee(kept: User, gone: User) -> list[Line]:
    """What goes over and what is dropped."""
    return foresee_rows(ROWS, kept, gone)


def move(kept: User, gone: User, by: Any) -> None:
    """Move it."""
    move_rows(ROWS, kept, gone)


def foresee_company(kept: Company, gone: Company) -> list[Line]:
    """How many posts go over."""
    return foresee_rows(COMPANY_ROWS, kept, gone)


def move_company(kept: Company, gone: Company, by: Any) -> None:
    """Move them."""
    move_rows(COMPANY_ROWS, kept, gone)


PERSON = MergePart("forum", 20, foresee, move)
COMPANY = MergePart("forum", 20, foresee_company, move_company)
