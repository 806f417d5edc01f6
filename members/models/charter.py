"""The charter of the club, and who accepted which version when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.bilingual import Bilingual
from members.querysets import CharterVersionManager


class CharterVersion(models.Model):
    """The rules of the house: a few short lines, one rule each. The highest number is in force.

    A new version is accepted anew by every member. A correction of the wording keeps the number,
    and with it what was accepted.
    """

    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    text_fr = models.TextField(_("charter in French"), max_length=4000, blank=True)
    text_en = models.TextField(_("charter in English"), max_length=4000, blank=True)
    published_at = models.DateTimeField(_("in force since"), default=clock.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("published by"),
    )
    corrected_at = models.DateTimeField(_("wording corrected"), null=True, editable=False)
    text = Bilingual("text")

    objects: ClassVar[CharterVersionManager] = CharterVersionManager()

    class Meta:
        verbose_name = _("version of the charter")
        verbose_name_plural = _("versions of the charter")
        ordering = ["-number"]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def lines(self) -> list[str]:
        """The rules in the active language, one each."""
        return split_lines(self.text)


class CharterAcceptance(models.Model):
    """A person accepted a version of the charter at a moment."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="charter_acceptances",
        verbose_name=_("person"),
    )
    version = models.ForeignKey(
        CharterVersion,
        on_delete=models.PROTECT,
        related_name="acceptances",
        verbose_name=_("version"),
    )
    accepted_at = models.DateTimeField(_("accepted"), default=clock.now)

    class Meta:
        verbose_name = _("acceptance of the charter")
        verbose_name_plural = _("acceptances of the charter")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "version"], name="charter_accepted_once_per_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.version}"


def split_lines(text: str) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in (" ".join(part.split()) for part in text.splitlines()) if line]
