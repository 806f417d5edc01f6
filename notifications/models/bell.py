"""What stands on a person's bell, and what they want to be told."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.audience import viewer_for
from accounts.viewer import Viewer
from club.lib import clock
from notifications.enums import MailChoice
from notifications.querysets import BellItemQuerySet, BellStateQuerySet, PreferenceQuerySet


def new_epoch() -> str:
    """A value that no other epoch has."""
    return secrets.token_hex(8)


class BellItem(models.Model):
    """One thing that a person was told, until they read it and for a while after.

    `about` names what it is about, for instance `thread:7`; a person has at most one unread item
    about it: whatever more happens raises `count` and `updated_at`. The words are made when it is
    shown (`verb`, `subject`, `payload`, `caused_by`). One that does not ring (`rings`) keeps in
    mind that a mail was sent, for somebody who wants no bell for it; `mailed` lists the verbs of
    those mails.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="bell_items",
        db_index=False,
        verbose_name=_("person"),
    )
    verb = models.CharField(_("kind"), max_length=80)
    content_type = models.ForeignKey(
        ContentType, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("content_type", "object_id")
    about = models.CharField(_("about"), max_length=120)
    caused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("caused by"),
    )
    payload = models.JSONField(default=dict, blank=True)
    count = models.PositiveIntegerField(_("how often"), default=1)
    rings = models.BooleanField(default=True)
    mailed = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(_("last time"), default=clock.now)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    objects: ClassVar[BellItemQuerySet] = BellItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("item of the bell")
        verbose_name_plural = _("items of the bell")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "-updated_at", "-id"], name="bell_of_person"),
            models.Index(fields=["content_type", "object_id"], name="bell_about"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "about"],
                condition=Q(read_at__isnull=True),
                name="bell_one_unread_about",
            ),
            models.CheckConstraint(condition=~Q(about=""), name="bell_is_about_something"),
            models.CheckConstraint(condition=Q(count__gte=1), name="bell_happened"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} · {self.about}"

    @cached_property
    def viewer(self) -> Viewer:
        """What its reader may see now."""
        return viewer_for(self.person)


class BellState(models.Model):
    """The cursor of a person's bell: `last_seq` grows by one with every change, without gaps.

    `recheck` is set when the person's rights changed: their unread items are looked at again.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="bell_state",
        verbose_name=_("person"),
    )
    last_seq = models.PositiveBigIntegerField(default=0)
    recheck = models.BooleanField(default=False)

    objects: ClassVar[BellStateQuerySet] = BellStateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("state of the bell")
        verbose_name_plural = _("states of the bell")
        indexes = [
            models.Index(fields=["person"], name="bell_to_recheck", condition=Q(recheck=True))
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.last_seq}"


class Preference(models.Model):
    """What a person chose for one kind of news; without a row the kind's own defaults hold."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="preferences",
        verbose_name=_("person"),
    )
    kind = models.CharField(_("kind"), max_length=80)
    mail = models.CharField(_("mail"), max_length=8, choices=MailChoice.choices)
    bell = models.BooleanField(_("bell"))
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[PreferenceQuerySet] = PreferenceQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("preference")
        verbose_name_plural = _("preferences")
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="preference_once_per_kind"),
            models.CheckConstraint(
                condition=Q(mail__in=MailChoice.values), name="preference_mail_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.mail}"


class LiveEpoch(models.Model):
    """One row: which life of the database the numbers of the live logs belong to.

    A restored database counts on from an older number; whoever followed the newer one must begin
    anew. `manage.py renew_live` gives it another value.
    """

    value = models.CharField(max_length=32, default=new_epoch)

    class Meta:
        verbose_name = _("epoch of the live logs")
        verbose_name_plural = _("epochs of the live logs")

    def __str__(self) -> str:
        return self.value
