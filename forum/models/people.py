"""What a thread is to one person: named in it, read up to here."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from forum.enums import TellLevel
from forum.models.posts import Post
from forum.models.threads import Thread


class Mention(models.Model):
    """A person named in a post with @.

    `told_at` is when their bell rang: once, whatever is edited.
    """

    post = models.ForeignKey(
        Post, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("post")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="mentions",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    told_at = models.DateTimeField(_("told"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["post", "person"], name="mention_once_per_post"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} · {self.person_id}"


class ReadState(models.Model):
    """Up to which post a person has read a thread, and what they want to be told about it.

    `last_read_number` never falls. `takes_part`: they wrote in it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="read_states",
        verbose_name=_("person"),
    )
    thread = models.ForeignKey(
        Thread, on_delete=models.CASCADE, related_name="read_states", verbose_name=_("thread")
    )
    last_read_number = models.PositiveIntegerField(_("read up to"), default=0)
    takes_part = models.BooleanField(_("takes part"), default=False)
    level = models.CharField(
        _("told about"),
        max_length=10,
        blank=True,
        choices=TellLevel.choices,
        default=TellLevel.DEFAULT,
    )

    class Meta:
        verbose_name = _("read state")
        verbose_name_plural = _("read states")
        constraints = [
            models.UniqueConstraint(fields=["user", "thread"], name="read_state_once"),
        ]
        indexes = [
            models.Index(fields=["thread", "takes_part"], name="read_state_followers"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} · {self.thread_id} · {self.last_read_number}"
