"""The next edition of an event, and several dates at once."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from accounts.enums import Role
from club.lib import clock
from events import services
from events.models import EventPage
from events.services.drafts import MOST_ADDED
from members.views.desk import DeskView


class OfEvent(DeskView):
    """A page of the desk about one event."""

    roles = (Role.ORGANISER,)

    @cached_property
    def event(self) -> EventPage:
        """The event, published or not. Raises Http404."""
        rows = EventPage.objects.select_related("latest_revision")
        found: EventPage = self.find_or_404(rows, pk=self.kwargs["page_id"])
        return found

    @cached_property
    def draft(self) -> EventPage:
        """What was last written of it."""
        found: EventPage = self.event.get_latest_revision_as_object()
        return found

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the event in the editor, and this page with the event's title."""
        home, *_between, here = super().get_breadcrumbs_items()
        title = str(self.draft.heading or self.draft.title)
        edit = {"url": reverse("wagtailadmin_pages:edit", args=[self.event.pk]), "label": title}
        return [home, edit, {**here, "sublabel": title}]


class Duplicate(OfEvent):
    """Copies an event as its next edition."""

    template_name = "events/desk/duplicate.html"
    page_title = gettext_lazy("The next edition")
    header_icon = "copy"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """What is copied and what is not."""
        return self.show(event=self.event)

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Make the draft."""
        page = services.duplicate_event(self.event, by=self.person)
        messages.success(
            request,
            _("This is the draft of the next edition. Check its dates before you publish it."),
        )
        return redirect("wagtailadmin_pages:edit", page.pk)


class SeriesForm(forms.Form):
    """From which day on, how often, and how many."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=AdminDateInput)
    every_weeks = forms.TypedChoiceField(
        label=gettext_lazy("How often"),
        coerce=int,
        choices=[
            (1, gettext_lazy("every week")),
            (2, gettext_lazy("every second week")),
            (4, gettext_lazy("every fourth week")),
        ],
    )
    count = forms.IntegerField(
        label=gettext_lazy("How many dates"), min_value=1, max_value=MOST_ADDED, initial=6
    )


class Series(OfEvent):
    """Adds dates to the draft of an event."""

    template_name = "events/desk/series.html"
    page_title = gettext_lazy("Several dates at once")
    header_icon = "calendar-alt"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """The form, beginning a week after the last date that there is."""
        return self._shown(SeriesForm(initial={"first": self._proposed()}))

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Add them, or say what is wrong."""
        form = SeriesForm(request.POST)
        before = len(self._days())
        if form.is_valid():
            try:
                page = services.plan_series(self.event, by=self.person, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                self._say(len(_days_of(page)) - before)
                return redirect("wagtailadmin_pages:edit", page.pk)
        return self._shown(form, status=422)

    def _say(self, added: int) -> None:
        text = ngettext(
            "%(n)s date is added to the draft.", "%(n)s dates are added to the draft.", added
        )
        messages.success(self.request, text % {"n": added})

    def _days(self) -> list[date]:
        return _days_of(self.draft)

    def _proposed(self) -> date | None:
        days = [day for day in self._days() if day >= clock.today()]
        return max(days) + timedelta(weeks=1) if days else None

    def _shown(self, form: SeriesForm, status: int = 200) -> HttpResponseBase:
        context: dict[str, Any] = {"form": form, "event": self.event, "plans": self._plans()}
        return self.show(status=status, **context)

    def _plans(self) -> list[Any]:
        return [plan for plan in self.draft.planned_dates.all() if plan.starts_on]


def _days_of(page: Any) -> list[date]:
    return [plan.starts_on for plan in page.planned_dates.all() if plan.starts_on]
