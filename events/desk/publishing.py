"""Before an event is published: who will be told, in which words, and who has to look at it."""

from typing import Any

from django.contrib import messages as plain_messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from club.lib import clock
from events import services
from events.desk.copies import OfEvent
from events.desk.words import told_of
from events.enums import Outside
from events.models import EventPage, PublishRequest
from events.rules import RegistrationRefused
from events.services import PublishRefused

MOST_WORDS = 500


class Publish(OfEvent):
    """The draft that was saved, what publishing it means, and the buttons that do it."""

    template_name = "events/desk/publish.html"
    page_title = gettext_lazy("Before it is published")
    header_icon = "upload"

    def get(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """What is about to happen; nothing of it has."""
        if self.event.latest_revision is None:
            raise Http404
        notice = services.build_notice(self.draft)
        asked = self._asked()
        return self.show(
            event=self.event,
            draft=self.draft,
            revision=self.event.latest_revision,
            notice=notice,
            told=told_of(notice.changes, self.draft),
            asked=asked,
            outside_choices=Outside.choices,
            must_ask=services.must_ask(self.event, by=self.person),
            can_send_back=asked is not None and asked.asked_by_id != self.person.pk,
            is_scheduled=_is_scheduled(self.draft),
            is_published=_is_published(self.event),
            back=reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
        )

    def _asked(self) -> PublishRequest | None:
        rows = PublishRequest.objects.visible_to(self.viewer).open().filter(page=self.event)
        return rows.select_related("asked_by").first()

    def post(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """Do what the button says. Raises Http404 for a button that there is not."""
        act = self._acts.get(request.POST.get("act", ""))
        if act is None:
            raise Http404
        try:
            answer: HttpResponseBase = act()
            return answer
        except (PublishRefused, RegistrationRefused) as refusal:
            messages.error(request, str(refusal))
            return redirect("events_desk:publish", self.event.pk)

    @cached_property
    def _acts(self) -> dict[str, Any]:
        return {
            "publish": self._publish,
            "ask": self._ask,
            "send_back": self._send_back,
            "withdraw": self._withdraw,
        }

    def _publish(self) -> HttpResponseBase:
        given = self.request.POST.get("revision", "")
        revision = int(given) if given.isdecimal() and len(given) < 18 else 0
        done = services.publish_event(
            self.event,
            revision_id=revision,
            by=self.person,
            outside=chosen_outside(self.request),
            reason=words_of(self.request, "reason"),
        )
        text = _("This is published already; nobody is told twice.")
        if done is not None:
            text = published_words(self.draft, done.told)
        edit = messages.button(reverse("wagtailadmin_pages:edit", args=[self.event.pk]), _("Edit"))
        messages.success(self.request, text, buttons=[edit])
        return redirect("wagtailadmin_explore", self.event.get_parent().pk)

    def _ask(self) -> HttpResponseBase:
        services.ask_colleague(self.event, by=self.person, note=self._words())
        messages.success(
            self.request, _("Your colleagues are asked by mail, and find it on their desk.")
        )
        return redirect("wagtailadmin_home")

    def _send_back(self) -> HttpResponseBase:
        note = self._words()
        if not note:
            plain_messages.error(self.request, _("Say what is to be changed."))
            return redirect("events_desk:publish", self.event.pk)
        services.send_back(self.event, by=self.person, note=note)
        messages.success(self.request, _("It is sent back, with your words."))
        return redirect("wagtailadmin_home")

    def _withdraw(self) -> HttpResponseBase:
        services.withdraw_request(self.event, by=self.person)
        messages.success(self.request, _("Nobody is asked any more."))
        return redirect("wagtailadmin_pages:edit", self.event.pk)

    def _words(self) -> str:
        return words_of(self.request, "note")


def words_of(request: HttpRequest, name: str) -> str:
    """A text that was typed, as far as it is kept."""
    return request.POST.get(name, "").replace("\0", "").strip()[:MOST_WORDS]


def chosen_outside(request: HttpRequest) -> Outside | None:
    """What was chosen for those who see the event no more; None for nothing."""
    given = request.POST.get("outside", "")
    return Outside(given) if given in Outside.values else None


def _is_published(event: EventPage) -> bool:
    """Whether the newest draft is what people see, or waits for its hour already."""
    latest = event.latest_revision
    if latest is None:
        return False
    return bool(latest.approved_go_live_at or (event.live and event.live_revision_id == latest.pk))


def _is_scheduled(draft: EventPage) -> bool:
    return bool(draft.go_live_at and draft.go_live_at > clock.now())


def published_words(draft: EventPage, told: int) -> str:
    """What was done, and how many people hear of it."""
    title = str(draft.heading or draft.title)
    if _is_scheduled(draft):
        return _("“%(title)s” is published at its hour.") % {"title": title}
    if not told:
        return _("“%(title)s” is published.") % {"title": title}
    text = ngettext(
        "“%(title)s” is published, and %(n)s person is told.",
        "“%(title)s” is published, and %(n)s people are told.",
        told,
    )
    return text % {"title": title, "n": told}
