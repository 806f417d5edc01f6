"""Small words of the events' templates. Nothing here queries."""

import re
from datetime import date
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.enums import AudienceKey
from club.lib import dates
from events import words
from events.forms import AnswerForm

register = template.Library()

_TURN = re.compile(r"^(.{3,}?(?:,|[\s\u00a0]?:|[\s\u00a0]–))[\s\u00a0]+(.{3,})$", re.DOTALL)
#: An event for more tiers than this is not an honour.
_FEW = 2


@register.filter
def turned(title: Any) -> SafeString | str:
    """The title with its second half, after the first comma or colon, in italics."""
    parts = _TURN.match(str(title))
    if parts is None:
        return str(title)
    return format_html("{} <em>{}</em>", parts.group(1), parts.group(2))


@register.filter
def honoured_tiers(page: Any) -> list[Any]:
    """The tiers that an event is for, where it is for one or two of them alone.

    Costs no query where `audience__tiers` was fetched before; else one or two.
    """
    audience = page.audience if page.audience_id else None
    if audience is None or audience.key in AudienceKey.values:
        return []
    tiers = list(audience.tiers.all())
    return tiers if len(tiers) <= _FEW else []


@register.filter
def shortmonth(day: date) -> str:
    """`déc.` or `Dec`."""
    return dates.short_month_name(day)


@register.simple_tag(takes_context=True)
def keep_query(context: template.Context, **changes: Any) -> str:
    """The query string of this page with some values set, or left out where they are empty."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"


@register.simple_tag
def answer_form(sight: Any, typed: AnswerForm | None = None) -> AnswerForm:
    """The form of a yes: what was typed just now, else with what the viewer answered before."""
    if typed:
        return typed
    return AnswerForm(questions=sight.questions, given=sight.own.answers if sight.own else None)


@register.simple_tag
def answers_of(registration: Any, questions: list[Any]) -> list[tuple[str, str]]:
    """The questions with the registration's answers, in words."""
    return words.answered(registration, questions)
