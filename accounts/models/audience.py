"""Who may see a thing: audiences and the segments they are made of."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.enums import AudienceKey
from accounts.models.company import Company, Tier
from accounts.models.user import User
from accounts.querysets import AudienceManager, UserQuerySet
from club.lib.bilingual import Bilingual


class Segment(models.Model):
    """A named set of companies: those listed, and those that fit the rule.

    `rule` maps `tier`, `sector`, `size`, `region` or `tag` to a list of accepted slugs, codes or
    names. A company fits when every key accepts it. An empty rule accepts none.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    companies = models.ManyToManyField(
        Company, blank=True, related_name="segments", verbose_name=_("companies")
    )
    rule = models.JSONField(_("rule"), default=dict, blank=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """Says who may see something: any union of tiers, companies, segments and people.

    Three rows are built in (`key`). An audience is archived, never deleted: an archived one is
    offered no more for new things, and what has it stays visible to whom it names.
    """

    key = models.CharField(
        max_length=10,
        unique=True,
        null=True,
        blank=True,
        editable=False,
        choices=AudienceKey.choices,
    )
    name_fr = models.CharField(_("name in French"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    tiers = models.ManyToManyField(Tier, blank=True, related_name="+", verbose_name=_("tiers"))
    companies = models.ManyToManyField(
        Company, blank=True, related_name="+", verbose_name=_("companies")
    )
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="+", verbose_name=_("segments")
    )
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("people")
    )
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    name = Bilingual("name")

    objects: ClassVar[AudienceManager] = AudienceManager()

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.name)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: what it restricted would lose its rule."""
        raise models.ProtectedError("An audience is archived, never deleted.", {self})

    def members(self) -> UserQuerySet:
        """The people whom this audience reaches today, staff left out unless it is theirs."""
        people: UserQuerySet = User.objects.reached_by(self)
        return people
