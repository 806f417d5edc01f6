"""One line of words, as several acts take it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from club.lib.text import clean_line


def check_line(text: str, *, limit: int, missing: str = "") -> str:
    """The text on one line. Raises ValidationError when it is too long, or with `missing` empty."""
    line = clean_line(text)
    if missing and not line:
        raise ValidationError(missing)
    if len(line) > limit:
        raise ValidationError(
            _("This line has %(length)s characters; %(limit)s is the limit."),
            params={"length": len(line), "limit": limit},
        )
    return line
