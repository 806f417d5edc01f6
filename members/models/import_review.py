"""What lines of client files were taken for, and the ones that staff must say."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import ImportReason, ImportSubject, ReviewStatus
from members.querysets import ImportReviewManager


class ImportedName(models.Model):
    """What a record of client files stands for, so that the next file is understood alike.

    `key` is what the record can be told by: `name:` and a folded name where it has no id of its
    own, else `id:`, `legal:` or `mail:`. Written for a record without an id when it is taken in,
    and for every decision on the review list (`is_decided`). `is_skipped`: staff wants none of it.
    """

    subject = models.CharField(max_length=10, choices=ImportSubject.choices)
    key = models.CharField(max_length=400)
    company = models.ForeignKey(
        "accounts.Company", on_delete=models.CASCADE, null=True, related_name="+"
    )
    known_person = models.ForeignKey(
        "members.KnownPerson", on_delete=models.CASCADE, null=True, related_name="+"
    )
    is_decided = models.BooleanField(default=False)
    is_skipped = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("imported name")
        verbose_name_plural = _("imported names")
        constraints = [
            models.UniqueConstraint(fields=["subject", "key"], name="imported_name_once")
        ]

    def __str__(self) -> str:
        return self.key


class ImportReview(models.Model):
    """A record of a client file that may be one that the club has: staff says.

    `rows` holds what the file says, cells by field as text with their line: enough to take it in.
    `company` is the one it may be, or for a person the one they belong to; `known_person` or
    `member` is who it may be. `manager` is the account manager whom the file names. `undo` says
    how to take a decision back.
    """

    subject = models.CharField(
        _("kind"), max_length=10, choices=ImportSubject.choices, editable=False
    )
    key = models.CharField(max_length=400, editable=False)
    reason = models.CharField(
        _("reason"), max_length=12, choices=ImportReason.choices, editable=False
    )
    title = models.CharField(_("name"), max_length=200, editable=False)
    source = models.CharField(_("file"), max_length=200, blank=True, editable=False)
    line = models.PositiveIntegerField(_("line"), editable=False)
    rows = models.JSONField(editable=False)
    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="import_reviews",
        verbose_name=_("company"),
    )
    known_person = models.ForeignKey(
        "members.KnownPerson",
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("known person"),
    )
    member = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("member"),
    )
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("account manager"),
    )
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ReviewStatus.choices,
        default=ReviewStatus.WAITING,
        editable=False,
    )
    created_at = models.DateTimeField(_("found"), default=clock.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("decided by"),
    )
    undo = models.JSONField(default=dict, editable=False)

    objects: ClassVar[ImportReviewManager] = ImportReviewManager()

    class Meta:
        verbose_name = _("line to review")
        verbose_name_plural = _("lines to review")
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["status", "created_at"], name="review_by_status")]
        constraints = [
            models.UniqueConstraint(fields=["subject", "key"], name="import_review_once")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has said yet."""
        return self.status == ReviewStatus.WAITING
