"""The places of mails in the CMS: those that did not arrive, and answers to look at."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from notifications.models import CalendarReply, OutboxMail
from notifications.views import answers, undelivered


class CountedItem(MenuItem):
    """A door that says how many things wait behind it, to those who may look at them."""

    def __init__(
        self, *args: Any, count: Callable[[], int], counted: Callable[[int], str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.count, self.counted = count, counted

    def is_shown(self, request: HttpRequest) -> bool:
        """Organisers and administrators only."""
        return bool(request.viewer.has_role(*undelivered.ROLES))  # type: ignore[attr-defined]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The item, with the number first, where the side bar does not cut it off."""
        waiting = self.count()
        return LinkMenuItem(
            self.name,
            self.counted(waiting) if waiting else str(self.label),
            str(self.url),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


def _undelivered_words(dead: int) -> str:
    return ngettext("%(count)d mail not delivered", "%(count)d mails not delivered", dead) % {
        "count": dead
    }


def _answers_words(waiting: int) -> str:
    return ngettext("%(count)d answer to look at", "%(count)d answers to look at", waiting) % {
        "count": waiting
    }


@hooks.register("register_admin_urls")
def undelivered_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("mails/", undelivered.mail_list, name="undelivered-mails"),
        path("mails/answers/", answers.reply_list, name="calendar-answers"),
        path("mails/answers/<int:pk>/done/", answers.reply_done, name="calendar-answer-done"),
        path("mails/<int:pk>/retry/", undelivered.mail_retry, name="undelivered-mail-retry"),
        path("mails/<int:pk>/give-up/", undelivered.mail_give_up, name="undelivered-mail-give-up"),
    ]


@hooks.register("register_admin_menu_item")
def undelivered_item() -> CountedItem:
    """The door to mails that did not arrive."""
    return CountedItem(
        _("Mails not delivered"),
        reverse_lazy("undelivered-mails"),
        name="undelivered-mails",
        icon_name="mail",
        order=8500,
        count=lambda: OutboxMail.objects.dead().count(),
        counted=_undelivered_words,
    )


@hooks.register("register_admin_menu_item")
def answers_item() -> CountedItem:
    """The door to answers that need somebody."""
    return CountedItem(
        _("Answers to look at"),
        reverse_lazy("calendar-answers"),
        name="calendar-answers",
        icon_name="calendar-check",
        order=8510,
        count=lambda: CalendarReply.objects.to_look_at().count(),
        counted=_answers_words,
    )
