"""Filters for the words that organisers write on home's pages."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from accounts.enums import Role
from accounts.models import ClubSettings, User

register = template.Library()


@register.filter
def emphasis(text: str) -> SafeString:
    """The text escaped, with `*words*` between asterisks in italics."""
    return mark_safe(re.sub(r"\*([^*]+)\*", r"<em>\1</em>", escape(text)))  # noqa: S308


@register.filter
def fill_in(html: str) -> SafeString:
    """[club], [supplier] and [contact] replaced by what the club's settings say.

    For HTML that is safe already: what is filled in is escaped.
    """
    club = ClubSettings.load()
    contact = escape(club.contact_email)
    link = f'<a href="mailto:{contact}">{contact}</a>' if contact else escape(club.club_name)
    words = {
        "[club]": escape(club.club_name),
        "[supplier]": escape(club.supplier_name or club.club_name),
        "[contact]": link,
    }
    for name, word in words.items():
        html = html.replace(name, word)
    return mark_safe(html)  # noqa: S308


@register.filter
def roles_of(person: User) -> list[str]:
    """What somebody of the staff does here, in words; `groups` should be prefetched."""
    names = {group.name for group in person.groups.all()}
    return [str(role.label) for role in Role if role.value in names]
