"""Client companies, their tiers, and who belongs to them when."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.enums import CompanySize, JobFunction, TierColour
from accounts.querysets import CompanyManager, MembershipManager
from club.lib import clock
from club.lib.bilingual import Bilingual
from club.lib.text import initials, short_hash


class Tier(models.Model):
    """A level of the club. Rank 1 is the highest."""

    slug = models.SlugField(unique=True)
    name_fr = models.CharField(_("name in French"), max_length=40)
    name_en = models.CharField(_("name in English"), max_length=40)
    rank = models.PositiveSmallIntegerField(_("rank"), unique=True)
    colour = models.CharField(_("colour"), max_length=10, choices=TierColour.choices)
    name = Bilingual("name")

    class Meta:
        verbose_name = _("tier")
        verbose_name_plural = _("tiers")
        ordering = ["rank"]

    def __str__(self) -> str:
        return str(self.name)


class Sector(models.Model):
    """A trade, as the club names it. Until the club puts its sectors in an order, `place` is 0."""

    slug = models.SlugField(unique=True)
    name_fr = models.CharField(_("name in French"), max_length=60)
    name_en = models.CharField(_("name in English"), max_length=60)
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    name = Bilingual("name")

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["place", "slug"]

    def __str__(self) -> str:
        return str(self.name)


class CompanyTag(models.Model):
    """A free word on companies, for segments. In files, commas and semicolons part tags."""

    name = models.CharField(
        _("name"),
        max_length=40,
        unique=True,
        validators=[
            RegexValidator("^[^,;]*$", _("A tag has neither a comma nor a semicolon.")),
        ],
    )

    class Meta:
        verbose_name = _("company tag")
        verbose_name_plural = _("company tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Company(models.Model):
    """A client account of the supplier."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(max_length=80, unique=True)
    legal_id = models.CharField(_("legal id"), max_length=40, blank=True)
    external_id = models.CharField(
        _("id in the CRM"), max_length=80, blank=True, null=True, unique=True
    )
    sector = models.ForeignKey(
        Sector,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="companies",
        verbose_name=_("sector"),
    )
    size = models.CharField(_("size"), max_length=3, blank=True, choices=CompanySize.choices)
    region = models.CharField(_("region"), max_length=80, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    website = models.URLField(_("website"), blank=True)
    about_fr = models.TextField(_("presentation in French"), blank=True)
    about_en = models.TextField(_("presentation in English"), blank=True)
    tier = models.ForeignKey(
        Tier, on_delete=models.PROTECT, related_name="companies", verbose_name=_("tier")
    )
    tags = models.ManyToManyField(
        CompanyTag, blank=True, related_name="companies", verbose_name=_("tags")
    )
    account_manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="managed_companies",
        verbose_name=_("account manager"),
    )
    client_since_on = models.DateField(_("client since"), null=True, blank=True)
    renewal_on = models.DateField(_("renewal"), null=True, blank=True)
    left_on = models.DateField(_("client until"), null=True, blank=True)
    member_limit = models.PositiveSmallIntegerField(
        _("people whom its correspondent may invite"), default=10
    )
    logo = models.ImageField(_("logo"), upload_to="logos", blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    about = Bilingual("about")

    objects: ClassVar[CompanyManager] = CompanyManager()

    class Meta:
        verbose_name = _("company")
        verbose_name_plural = _("companies")
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["name"], name="company_by_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its page in the directory."""
        return reverse("members:company-detail", args=[self.slug])

    @property
    def logo_url(self) -> str:
        """The address of its logo, which changes with the picture; '' without one."""
        if not self.logo:
            return ""
        address = reverse("members:company-logo", args=[self.slug])
        return f"{address}?v={short_hash(str(self.logo.name))}"

    @property
    def initials(self) -> str:
        """At most two letters for the monogram."""
        return initials(*self.name.split())


class Membership(models.Model):
    """A person in a company from a day to a day.

    Active: not ended and not suspended. A suspended one keeps seats and facts, and is refused
    everywhere. A founder gets in before the club opens to all. `ended_on` and `leaves_on` are the
    first day on which the person is not of the company any more; the latter is to come, or is
    carried out within the minute.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    company = models.ForeignKey(
        Company,
        on_delete=models.PROTECT,
        related_name="memberships",
        verbose_name=_("company"),
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    function = models.CharField(
        _("function"),
        max_length=10,
        choices=JobFunction.choices,
        default=JobFunction.OTHER,
    )
    started_on = models.DateField(_("since"))
    ended_on = models.DateField(_("until"), null=True, blank=True)
    leaves_on = models.DateField(_("leaves on"), null=True, blank=True)
    suspended_at = models.DateTimeField(_("suspended"), null=True, blank=True)
    is_founder = models.BooleanField(_("founder"), default=False)

    objects: ClassVar[MembershipManager] = MembershipManager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_on__isnull=True),
                name="membership_one_open_per_person",
            )
        ]
        indexes = [
            models.Index(
                fields=["leaves_on"],
                name="membership_to_end",
                condition=Q(ended_on__isnull=True, leaves_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.company}"

    @property
    def is_active(self) -> bool:
        """Whether it opens the club's doors."""
        has_left = self.leaves_on is not None and self.leaves_on <= clock.house_today()
        return self.ended_on is None and self.suspended_at is None and not has_left
