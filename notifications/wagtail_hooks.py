"""The places of mails in the CMS: those that did not arrive, and answers to look at."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from accounts.desk_menu import DeskItem, register_items
from notifications.models import CalendarReply, OutboxMail
from notifications.views import answers, undelivered


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


register_items(
    [
        DeskItem(
            _("Mails not delivered"),
            reverse_lazy("undelivered-mails"),
            name="undelivered-mails",
            icon_name="mail",
            order=8500,
            roles=undelivered.ROLES,
            count=lambda _viewer: OutboxMail.objects.dead().count(),
            counted=_undelivered_words,
        ),
        DeskItem(
            _("Answers to look at"),
            reverse_lazy("calendar-answers"),
            name="calendar-answers",
            icon_name="calendar-check",
            order=8510,
            roles=undelivered.ROLES,
            count=lambda _viewer: CalendarReply.objects.to_look_at().count(),
            counted=_answers_words,
        ),
    ]
)
