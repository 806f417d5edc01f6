"""A new event begins with what is planned, and for whom."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import Audience
from events import services
from events.defaults import TEMPLATES
from events.enums import EventType
from members.views.desk import DeskView


class NewEventForm(forms.Form):
    """What is planned, and for whom. Neither has a default."""

    audience = forms.ModelChoiceField(
        label=_("For whom is it?"),
        queryset=Audience.objects.none(),
        empty_label=_("Choose an audience"),
        help_text=_("Only these people will see it. You can change that before you publish."),
    )
    kind = forms.ChoiceField(label=_("What is planned?"), choices=EventType.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].queryset = Audience.objects.choosable()  # type: ignore[attr-defined]


class NewEvent(DeskView):
    """The kinds of events as cards; each makes a draft and opens it in the editor."""

    roles = (Role.ORGANISER,)
    template_name = "events/desk/new.html"
    page_title = _("A new event")
    header_icon = "date"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The cards."""
        return self.show(form=NewEventForm(), templates=TEMPLATES)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make the draft that was chosen."""
        form = NewEventForm(request.POST)
        if not form.is_valid():
            return self.show(status=422, form=form, templates=TEMPLATES)
        page = services.draft_event(
            form.cleaned_data["kind"], by=self.person, audience=form.cleaned_data["audience"]
        )
        messages.success(
            request,
            _("This draft is yours to fill. Nobody sees it before you publish it."),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)
