"""How the editing desk takes in an event: what a draft may leave open, and how it is copied."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.panels import Panel

from accounts.pages import BilingualPageForm
from events.defaults import template_of
from members.models.rival import SMALL, Rival, rivals_among
from members.rules import can_see_rivals


class EventPageForm(BilingualPageForm):
    """Lets a draft be unfinished; asks for everything when it is published."""

    def _post_clean(self) -> None:
        self.instance.is_unfinished = self.is_deferred_validation
        super()._post_clean()


class EventCopyForm(CopyForm):
    """A copy is always a draft, and a page of its own.

    Published at once, it would pass by what publishing asks; as an alias it would have no dates.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_copies", "alias"):
            self.fields.pop(name, None)


class HintPanel(Panel):
    """One line above the fields: what makes an event of this kind worth coming to."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": gettext_lazy("What makes it worth coming"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The line for one event."""

        template_name = "events/desk/hint.html"

        def is_shown(self) -> bool:
            """Whether there is anything to say about this kind."""
            return super().is_shown() and bool(template_of(self.instance.event_type).hint)

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            """Adds the line."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "hint": template_of(self.instance.event_type).hint}


class MixedPanel(Panel):
    """A warning: a small audience brings companies together that would rather not meet.

    Who is on whose list is said only to those who may read that list; others learn whom to ask.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": gettext_lazy("Before you invite"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        """The warning for one event."""

        template_name = "events/desk/mixed.html"

        @cached_property
        def rows(self) -> list[Rival]:
            """Which companies of the saved audience named which."""
            return rivals_among(self.instance.audience) if self.instance.audience_id else []

        def is_shown(self) -> bool:
            """Whether there is anything to warn of."""
            return super().is_shown() and bool(self.rows)

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            """Adds whom to ask, and the pairs that the viewer may know."""
            context: dict[str, Any] = super().get_context_data(parent_context)
            managers = {row.company.account_manager for row in self.rows}
            viewer = self.request.viewer
            return {
                **context,
                "managers": sorted(one.full_name for one in managers if one is not None),
                "known": [row for row in self.rows if can_see_rivals(viewer, row.company)],
                "limit": SMALL,
            }


def refuse_unfinished(page: Any) -> None:
    """Raise ValidationError for an event without a title, or with a date that has no day yet.

    The editor's form asks for both itself; this is for what is published by another door.
    """
    if not (page.title_fr or page.title_en):
        raise ValidationError(
            {"title_fr": _("Write a title in French, in English, or in both languages.")}
        )
    if any(plan.starts_on is None for plan in page.planned_dates.all()):
        raise ValidationError(_("Say on which day it takes place, for each of its dates."))
