"""Competitors: which companies do not want to meet which."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Membership
from club.lib import clock
from members.querysets import RivalManager

#: A company that names more than so many would cut itself off from the club.
MOST_RIVALS = 20
#: Among so many people nobody can keep out of another one's way.
SMALL = 15


class Rival(models.Model):
    """A company named another one as its competitor.

    One such row works both ways (`querysets.rivals_q`), and the named one never learns of it. The
    Wagtail admin does not know this model, so no revision, log or index holds a copy.
    """

    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.CASCADE,
        related_name="rivals",
        verbose_name=_("company"),
    )
    rival = models.ForeignKey(
        "accounts.Company",
        on_delete=models.CASCADE,
        related_name="rival_of",
        verbose_name=_("competitor"),
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("named by"),
    )
    created_at = models.DateTimeField(_("named"), default=clock.now, editable=False)

    objects: ClassVar[RivalManager] = RivalManager()

    class Meta:
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")
        ordering = ["rival__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["company", "rival"], name="rival_named_once"),
            models.CheckConstraint(condition=~Q(company=F("rival")), name="rival_is_another"),
        ]

    def __str__(self) -> str:
        return f"{self.company} · {self.rival}"


def rivals_among(audience: Audience) -> list[Rival]:
    """Which of the companies that a small audience reaches named which; none in a larger one."""
    people = audience.members()
    if people[:SMALL].count() >= SMALL:
        return []
    companies = Membership.objects.active().filter(person__in=people.values("pk"))
    reached = companies.values("company_id")
    rows = Rival.objects.filter(company__in=reached, rival__in=reached)
    return list(rows.select_related("company__account_manager", "rival"))
