"""What discussions keep about a person."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import (
    ChangeListener,
    Kept,
    PersonalData,
    change_listeners,
    personal_data,
)
from forum.models import Mention, Post, ReadState, Thread
from forum.services import unname_mentions
from forum.services.spreading import index_posts


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    personal_data.register(POSTS)
    personal_data.register(READING)
    change_listeners.register(ChangeListener("forum.words", 10, words_changed=_index_again))


def _posts(person: User) -> Iterable[Kept]:
    rows = Post.objects.filter(author=person).select_related("thread__category")
    for post in rows.order_by("-created_at", "-pk").iterator(chunk_size=500):
        state = "" if post.is_shown else f" ({post.get_state_display()})"
        what = f"{post.thread.title}{state}"
        yield Kept(what, post.body_md, post.created_at, change=post.get_absolute_url())


def _reading(person: User) -> Iterable[Kept]:
    named = Mention.objects.filter(person=person).select_related("post__thread")
    for mention in named.order_by("-post__created_at"):
        yield Kept(_("Named in a discussion"), mention.post.thread.title, mention.post.created_at)
    states = ReadState.objects.filter(user=person).select_related("thread")
    for state in states.order_by("-pk"):
        value = f"{state.thread.title} · {state.last_read_number}"
        yield Kept(_("Read up to a post"), value)


def _unname(person: User) -> None:
    unname_mentions(person)


def _index_again(rows: Mapping[str, Sequence[Any]]) -> None:
    """The search knows the words of posts: those that changed, and those of changed titles."""
    posts = set(rows.get(Post._meta.label, ()))
    threads = rows.get(Thread._meta.label, ())
    posts |= set(Post.objects.filter(thread__in=threads, number=1).values_list("pk", flat=True))
    if posts:
        index_posts(posts)


POSTS = PersonalData(
    "posts",
    50,
    _("What you wrote"),
    use=_("Discussions are read by those who have the same question."),
    period=_("While the discussion is kept; signed “former member” once you have left."),
    seen_by=_("The members for whom the discussion is, and the club’s team."),
    models=("forum.Post", "forum.Thread"),
    export=_posts,
    erase=_unname,
    change="/forum/",
)
READING = PersonalData(
    "reading",
    110,
    _("Where you were named, and how far you have read"),
    use=_("You are told when somebody names you, and see what is new."),
    period=_("While the discussion is kept, at most with your account."),
    seen_by=words.ONLY_YOU,
    models=("forum.Mention", "forum.ReadState"),
    export=_reading,
)
