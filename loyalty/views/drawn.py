"""What the quick form shows alike for every client: drawn once a day in each language.

Fields are drawn by templates within templates, which cost a third of a client's page. Of a fresh
form only the key and the people are this client's own.
"""

from datetime import date
from functools import lru_cache
from uuid import UUID

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from club.lib import clock
from loyalty.forms import ContactForm

_NO_KEY = UUID(int=0)


def drawn_fields() -> list[SafeString]:
    """The fields of a fresh form in three pieces: after the first stands the key, after the second
    the options for its people."""
    return _draw(get_language(), clock.today())


@lru_cache(maxsize=8)
def _draw(_language: str | None, _today: date) -> list[SafeString]:
    form = ContactForm(people=(), initial={"key": _NO_KEY})
    text = render_to_string("loyalty/_quick_fields.html", {"form": form})
    head, rest = text.split(str(_NO_KEY))
    middle, tail = rest.split("</select>")
    return [SafeString(piece) for piece in (head, middle, f"</select>{tail}")]
