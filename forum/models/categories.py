"""Rooms of the discussions."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.bilingual import Bilingual
from forum.querysets import CategoryManager


class Category(models.Model):
    """A room with a subject and an audience. It is archived, never deleted.

    In an archived one everything stays readable, and nothing is written any more. In one for
    announcements only the staff begins threads and writes.
    """

    slug = models.SlugField(_("address"), max_length=60, unique=True, allow_unicode=False)
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    description_fr = models.CharField(_("description in French"), max_length=240, blank=True)
    description_en = models.CharField(_("description in English"), max_length=240, blank=True)
    audience = models.ForeignKey(
        "accounts.Audience",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("audience"),
        help_text=_("Who may read and write here. For everybody else the category does not exist."),
    )
    order = models.PositiveSmallIntegerField(
        _("order"), default=100, help_text=_("Small numbers come first.")
    )
    is_announcements = models.BooleanField(
        _("announcements only"),
        default=False,
        help_text=_("Members read here, and only the club writes."),
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    name = Bilingual("name")
    description = Bilingual("description")

    objects: ClassVar[CategoryManager] = CategoryManager()

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        """The list of its threads."""
        return reverse("forum:category", args=[self.slug])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: what was written in it would be lost."""
        raise models.ProtectedError("A category is archived, never deleted.", {self})

    @property
    def is_archived(self) -> bool:
        """Whether nothing is written here any more."""
        return self.archived_at is not None
