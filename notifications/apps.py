"""The notifications app."""

from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import register
from django.utils.translation import gettext_lazy as _

from notifications.enums import Purpose
from notifications.registry import PreferenceKind, Verb, register_due, register_verb

_DAY = 24 * 60 * 60

ACCOUNT = PreferenceKind(
    "account",
    900,
    _("Sign-in and account"),
    detail=_("Codes, one-time links, and notices about your password, address and devices."),
    always=_("They let you in, and tell you when somebody else tries to."),
)


#: What strangers may open, and why.
PUBLIC = (
    (r"demo/mail/.*", "In a demo, one needs the sign-in code before signing in."),
    (r"me/notifications/stop/[^/]+/", "The signed link in a mail is the right."),
    (
        r"calendar/[^/]+\.ics",
        "Calendar programs do not sign in: the token in the address is the right.",
    ),
)


class NotificationsConfig(AppConfig):
    """What reaches a person: the bell, the socket, mails and calendar entries."""

    name = "notifications"
    verbose_name = _("notifications")

    def ready(self) -> None:
        """Register the checks, the bell, the mails of the sign-in, and the work that repeats."""
        from accounts.mails import set_sender
        from accounts.registry import (
            ChangeListener,
            PublicPath,
            change_listeners,
            person_merges,
            public_paths,
        )
        from notifications import merging, tasks
        from notifications.checks import check_from_email, check_reply_mailbox
        from notifications.personal import register_personal_data
        from notifications.registry import live_topics, preference_kinds
        from notifications.services.access import note_access_changed, note_sessions_ended
        from notifications.services.account import VERB, queue_account_mail
        from notifications.services.bell import settle_unseeable
        from notifications.services.delivery import JOB
        from notifications.services.mailbox import JOB as MAILBOX_JOB
        from notifications.topics import BELL

        register(check_from_email)
        register(check_reply_mailbox, deploy=True)
        live_topics.register(BELL)
        person_merges.register(merging.PERSON)
        change_listeners.register(
            ChangeListener(
                "notifications.live",
                0,
                access_changed=note_access_changed,
                sessions_ended=note_sessions_ended,
            )
        )
        preference_kinds.register(ACCOUNT)
        register_verb(
            Verb(
                name=VERB,
                purpose=Purpose.SERVICE,
                template="email/account/message",
                context=_account_message,
                label=_("Sign-in and account"),
                urgent=True,
                secret=True,
                preference=ACCOUNT.name,
            )
        )
        set_sender(queue_account_mail)
        register_personal_data()
        for path in PUBLIC:
            public_paths.register(PublicPath(*path))
        register_due(JOB, 1, tasks.enqueue_delivery)
        register_due(MAILBOX_JOB, 2 if settings.DEMO else 60, tasks.enqueue_replies)
        register_due("notifications.bells", 5, settle_unseeable)
        register_due("notifications.lost_tasks", 60, tasks.close_lost_tasks)
        register_due("notifications.prune_tasks", _DAY, tasks.prune_tasks)
        register_due("notifications.prune_sessions", _DAY, tasks.prune_sessions)


def _account_message(mail: Any) -> dict[str, Any]:
    """The words that the sign-in wrote: a subject, a text, and HTML where there is some.

    HTML that is a whole document is sent as it is; a piece of one gets the frame of all mails.
    """
    html = str(mail.payload.get("html") or "")
    is_document = "<html" in html[:500].lower()
    return {
        "subject": mail.payload.get("subject", ""),
        "text": mail.payload.get("text", ""),
        "fragment": "" if is_document else html,
        "html_document": html if is_document else "",
    }
