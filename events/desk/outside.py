"""People who registered for a published event and see it no more: who, and what becomes of them."""

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from events import services
from events.desk.copies import OfEvent
from events.desk.publishing import chosen_outside, words_of
from events.enums import Outside


class OutsidePeople(OfEvent):
    """Who they are, and the two answers."""

    template_name = "events/desk/outside.html"
    page_title = _("Registered, and out of the audience")
    header_icon = "group"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """The people, and the question. Raises Http404 for an event that is not published."""
        if not self.event.live:
            raise Http404
        rows = services.find_outside(self.event, self.event.audience).select_related("date")
        return self.show(
            event=self.event,
            rows=rows.with_people(),  # type: ignore[attr-defined]
            n=services.count_outside(self.event, self.event.audience),
            outside_choices=Outside.choices,
        )

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Do what was chosen. Raises Http404 without a choice."""
        outside = chosen_outside(request)
        if outside is None or not self.event.live:
            raise Http404
        done = services.settle_outside(
            self.event, outside, by=self.person, reason=words_of(request, "reason")
        )
        if outside == Outside.KEEP:
            text = ngettext(
                "%(n)s person keeps what they have, and sees the event.",
                "%(n)s people keep what they have, and see the event.",
                done,
            )
        else:
            text = ngettext("%(n)s person is told by mail.", "%(n)s people are told by mail.", done)
        messages.success(request, text % {"n": done})
        return redirect("wagtailadmin_home")
