"""What the pages and the desk where they are written keep about a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail.models import ModelLogEntry, PageLogEntry
from wagtail.search import index

from accounts import words
from accounts.models import User
from accounts.registry import (
    ChangeListener,
    Kept,
    PersonalData,
    change_listeners,
    personal_data,
)


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(DESK)
    change_listeners.register(ChangeListener("home.words", 20, words_changed=_index_again))


def _acts(person: User) -> Iterable[Kept]:
    for model in (PageLogEntry, ModelLogEntry):
        for entry in model.objects.filter(user=person).order_by("-timestamp"):
            yield Kept(entry.action, entry.label, entry.timestamp)


def _forget_acts(person: User) -> None:
    """The log keeps what was done and when, and by nobody."""
    for model in (PageLogEntry, ModelLogEntry):
        model.objects.filter(user=person).update(user=None)


def _index_again(rows: Mapping[str, Sequence[Any]]) -> None:
    """The search of the desk knows the words of pages and files."""
    for label, keys in rows.items():
        model = apps.get_model(label)
        if issubclass(model, index.Indexed):
            for row in model._default_manager.filter(pk__in=keys):
                index.insert_or_update_object(getattr(row, "specific", row))


DESK = PersonalData(
    "desk",
    150,
    _("What you did where pages are written"),
    use=_("The team sees who changed what, and can go back."),
    period=_("While the page is kept; without your name once you leave."),
    seen_by=words.ORGANISERS,
    models=(
        "home.NewsPage",
        "home.NewsIndexPage",
        "home.HomePage",
        "home.StandardPage",
        "home.OpeningStep",
        "home.InvitationWave",
        "events.EventPage",
        "events.EventIndexPage",
        "wagtailcore.Page",
        "wagtailcore.Revision",
        "wagtailcore.PageLogEntry",
        "wagtailcore.ModelLogEntry",
        "wagtailcore.WorkflowState",
        "wagtailcore.TaskState",
        "wagtailcore.Comment",
        "wagtailcore.CommentReply",
        "wagtailcore.PageSubscription",
        "wagtailcore.APIToken",
        "wagtailadmin.EditingSession",
        "wagtailadmin.FormState",
        "wagtailusers.UserProfile",
        "accounts.RetentionPeriod",
    ),
    export=_acts,
    erase=_forget_acts,
)
