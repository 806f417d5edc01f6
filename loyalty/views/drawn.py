"""What the quick form shows alike for every client: drawn once a day in each language.

Fields are drawn by templates within templates, which cost a third of a client's page. Of a fresh
form only the people and the key are this client's own.
"""

from datetime import date
from functools import lru_cache

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from club.lib import clock
from loyalty.forms import ContactForm


def drawn_fields() -> dict[str, SafeString]:
    """`what`, `day` and `note` of a fresh form."""
    return _draw(get_language(), clock.today())


@lru_cache(maxsize=8)
def _draw(_language: str | None, _today: date) -> dict[str, SafeString]:
    form = ContactForm(people=())
    return {
        "what": render_to_string("loyalty/_quick_what.html", {"form": form}),
        "day": as_crispy_field(form["happened_on"]),
        "note": as_crispy_field(form["note"]),
    }
