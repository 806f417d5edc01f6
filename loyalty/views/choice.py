"""What the address of the portfolio asks for: words, a state, a tier, a manager, an order."""

from dataclasses import dataclass

from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Which clients of the portfolio are shown."""

    FALLING = "falling", _("Drifting away")
    RISING = "rising", _("Rising")
    COMPLAINT = "complaint", _("Open complaint")
    RENEWAL = "renewal", _("Renewal soon")
    NO_DECIDER = "no-decider", _("Nobody who decides")
    NOT_INVITED = "not-invited", _("Nobody invited")
    UNRATED = "unrated", _("Not yet rated")


class Sort(TextChoices):
    """In which order."""

    URGENCY = "urgency", _("what changed")
    SIGNAL = "signal", _("signal, lowest first")
    RENEWAL = "renewal", _("renewal, next first")
    CONTACT = "contact", _("last contact, oldest first")
    NAME = "name", _("name")


@dataclass(frozen=True)
class Choice:
    """Which part of the portfolio is shown, and in which order. Unknown values choose nothing."""

    query: str = ""
    state: str = ""
    tier: str = ""
    manager: int | None = None
    sort: str = Sort.URGENCY.value

    @classmethod
    def of(cls, asked: QueryDict) -> "Choice":
        """Read the query string, within sensible lengths."""
        state, sort = asked.get("state", ""), asked.get("sort", "")
        return cls(
            query=asked.get("q", "").replace("\0", "")[:200].strip(),
            state=state if state in State.values else "",
            tier=asked.get("tier", "").replace("\0", "")[:50],
            manager=_number(asked.get("manager", "")),
            sort=sort if sort in Sort.values else Sort.URGENCY.value,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing narrows the list."""
        return not (self.query or self.state or self.tier or self.manager)


def _number(text: str) -> int | None:
    """A row's number, no longer than a database can look for."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
