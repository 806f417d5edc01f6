"""Form widgets for the editing desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import BaseChooser

from accounts.models import User
from accounts.querysets import listed_q
from club.lib.zones import zone_choices


class ZoneSelect(forms.Select):
    """Every time zone, by the name of its city."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=zone_choices())


class PersonChooser(BaseChooser):
    """Chooses a member in a window of the desk; what it offers is in `events.viewsets`."""

    model = User
    choose_one_text = _("Choose a member")
    choose_another_text = _("Choose another member")
    clear_choice_text = _("No member")
    chooser_modal_url_name = "event_people:choose"
    icon = "user"
    show_edit_link = False

    def get_value_data(self, value: Any) -> dict[str, Any] | None:
        """The name of who was chosen, unless the directory does not show them (any more)."""
        data: dict[str, Any] | None = super().get_value_data(value)
        if data and not User.objects.active_members().filter(listed_q(), pk=data["id"]).exists():
            data["title"] = str(_("Somebody whom the directory does not show"))
        return data
