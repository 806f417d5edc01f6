"""The club's own name and words."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting

from club.lib.bilingual import Bilingual
from club.lib.prepared import PreparedRows
from club.lib.zones import validate_zone


class ClubSettings(BaseGenericSetting):
    """What this installation is called and who runs it. One row.

    Until `opened_at` only staff and founders get in. `directory_facets` and `company_facets` name
    the filters of the lists of people and of companies in their order; an empty list means those
    that the house proposes.
    """

    club_name = models.CharField(_("name of the club"), max_length=60, default="Le Cercle")
    supplier_name = models.CharField(_("name of the supplier"), max_length=80, blank=True)
    tagline_fr = models.CharField(_("tagline in French"), max_length=160, blank=True)
    tagline_en = models.CharField(_("tagline in English"), max_length=160, blank=True)
    contact_email = models.EmailField(_("address for questions"), blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        default="Europe/Paris",
        validators=[validate_zone],
    )
    language = models.CharField(
        _("language of mails"),
        max_length=2,
        default="fr",
        choices=[("fr", _("French")), ("en", _("English"))],
        help_text=_("For people of whom the club does not know which one they read."),
    )
    events_need_second_person = models.BooleanField(
        _("a second person publishes events"),
        default=False,
        help_text=_(
            "Whoever changed an event last asks a colleague to look at it; only somebody else can "
            "publish it. It takes two organisers at least."
        ),
    )
    directory_facets = models.JSONField(default=list, blank=True, editable=False)
    company_facets = models.JSONField(default=list, blank=True, editable=False)
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True, editable=False)
    tagline = Bilingual("tagline")

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("club_name"),
                FieldPanel("supplier_name"),
                FieldPanel("contact_email"),
            ],
            heading=_("The club"),
        ),
        MultiFieldPanel([FieldPanel("tagline_fr"), FieldPanel("tagline_en")], heading=_("Tagline")),
        FieldPanel("events_need_second_person"),
        FieldPanel("language"),
        FieldPanel("time_zone"),
    ]

    class Meta:
        verbose_name = _("the club")

    def __str__(self) -> str:
        return self.club_name

    @classmethod
    def _get_or_create(cls) -> "ClubSettings":
        """The row; asked by every page, and therefore prepared."""
        rows = _the_row()
        found: ClubSettings = rows[0] if rows else super()._get_or_create()
        return found

    @property
    def is_open(self) -> bool:
        """Whether every member gets in, not only founders."""
        return self.opened_at is not None


@PreparedRows
def _the_row() -> Any:
    return ClubSettings.objects.order_by("pk")[:1]
