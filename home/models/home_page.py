"""The page at the root: what the club is for a stranger, the own day for its people."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.audience import Viewer, stranger
from accounts.enums import AudienceKey
from accounts.models import Audience, ClubSettings
from accounts.pages import BilingualPage, RestrictedPage, RestrictedPageManager
from club.lib.bilingual import Bilingual
from events.models import EventDate
from files.blocks import BodyBlocks
from home import blocks, day, welcome
from home.models.news import NewsPage

_HEADLINE_HELP = _("Put *asterisks* around the words to set in italics.")


class HomePage(RestrictedPage, BilingualPage, Page):
    """The root of the site. Its words are the public page; members and staff get their own day."""

    headline_fr = models.CharField(
        _("headline in French"), max_length=120, blank=True, help_text=_HEADLINE_HELP
    )
    headline_en = models.CharField(
        _("headline in English"), max_length=120, blank=True, help_text=_HEADLINE_HELP
    )
    promises = StreamField(blocks.points(3), blank=True, verbose_name=_("what happens here"))
    body_fr = StreamField(BodyBlocks(required=False), blank=True, verbose_name=_("text in French"))
    body_en = StreamField(BodyBlocks(required=False), blank=True, verbose_name=_("text in English"))
    rules = StreamField(blocks.points(5), blank=True, verbose_name=_("rules of the house"))
    headline = Bilingual("headline")
    body = Bilingual("body")

    objects = RestrictedPageManager()

    template = "home/public_page.html"
    day_template = "home/day_page.html"
    soon_template = "home/opens_soon.html"
    unnamed_template = "home/being_prepared.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    max_count = 1
    preview_modes = [("public", _("As a visitor")), ("day", _("My own day"))]
    content_panels = [
        MultiFieldPanel(
            ["title_fr", "headline_fr", "summary_fr"], heading=_("Top of the page, in French")
        ),
        MultiFieldPanel(
            ["title_en", "headline_en", "summary_en"], heading=_("Top of the page, in English")
        ),
        "promises",
        "body_fr",
        "body_en",
        "rules",
    ]
    promote_panels: ClassVar[list[FieldPanel]] = []
    settings_panels = [*RestrictedPage.audience_panels, *Page.settings_panels]
    search_fields = [*Page.search_fields, *RestrictedPage.restricted_search_fields]

    class Meta:
        verbose_name = _("home page")

    def clean(self) -> None:
        """The front door stays open: its audience is everybody."""
        super().clean()
        everybody = Audience.objects.built_in(AudienceKey.PUBLIC)
        if self.audience_id and self.audience_id != everybody.pk:
            raise ValidationError(
                {"audience": _("The home page is for everybody: strangers ask to join here.")}
            )

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        """The public page, or the day; before the opening a page that says no more than that."""
        if not _shown_to(request).is_stranger:
            return self.day_template
        club = ClubSettings.load(request_or_site=request)
        if club.is_open or getattr(request, "is_preview", False):
            return self.template
        return self.soon_template if club.supplier_name else self.unnamed_template

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the page shows to the one who asks."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = _shown_to(request)
        if viewer.is_stranger:
            shown = welcome.build_welcome(NewsPage.objects, EventDate.objects, viewer)
        else:
            shown = day.build_day(request, viewer)
        return {**context, "viewer": viewer, **shown}

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """Preview as a visitor whatever the organiser may see, or as the organiser's own day."""
        if mode_name == "public":
            request.shown_to = stranger()  # type: ignore[attr-defined]
        response: HttpResponse = super().serve_preview(request, mode_name)
        return response


def _shown_to(request: HttpRequest) -> Viewer:
    shown_to: Viewer = getattr(request, "shown_to", None) or request.viewer  # type: ignore[attr-defined]
    return shown_to
