"""News of the club."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.enums import STAFF_ROLES
from accounts.pages import BilingualPage, RestrictedPage, RestrictedPageManager, stream_text
from club.lib import clock
from club.lib.bilingual import Bilingual
from files.blocks import BodyBlocks
from home.querysets import news_list, page_of


class NewsIndexPage(RestrictedPage, BilingualPage, Page):
    """The list of news, newest first; shows to each viewer what they may see."""

    objects = RestrictedPageManager()

    template = "home/news_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["home.NewsPage"]
    max_count = 1
    admin_default_ordering = "-latest_revision_created_at"
    content_panels = BilingualPage.title_panels
    promote_panels: ClassVar[list[FieldPanel]] = []
    settings_panels = [*RestrictedPage.audience_panels, *Page.settings_panels]
    search_fields = [*Page.search_fields, *RestrictedPage.restricted_search_fields]

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of the list."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        news = news_list(NewsPage.objects, request.viewer)  # type: ignore[attr-defined]
        news = news.prefetch_related("cover__renditions")
        return {**context, "news": page_of(news, request.GET.get("p"), 12)}


class NewsPage(RestrictedPage, BilingualPage, Page):
    """One piece of news."""

    published_on = models.DateField(
        _("date shown"), default=clock.today, help_text=_("Newer news stand first.")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to=Q(groups__name__in=sorted(role.value for role in STAFF_ROLES)),
        verbose_name=_("author"),
    )
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
    )
    cover_description_fr = models.CharField(
        _("what the picture shows, in French"), max_length=200, blank=True
    )
    cover_description_en = models.CharField(
        _("what the picture shows, in English"), max_length=200, blank=True
    )
    body_fr = StreamField(BodyBlocks(required=False), blank=True, verbose_name=_("text in French"))
    body_en = StreamField(BodyBlocks(required=False), blank=True, verbose_name=_("text in English"))
    body = Bilingual("body")
    cover_description = Bilingual("cover_description")

    objects = RestrictedPageManager()

    template = "home/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels = [
        *RestrictedPage.audience_panels,
        *BilingualPage.title_panels,
        MultiFieldPanel(
            ["cover", "cover_description_fr", "cover_description_en"], heading=_("Cover")
        ),
        "body_fr",
        "body_en",
        MultiFieldPanel(["published_on", "author"], heading=_("Date and author")),
    ]
    promote_panels = [FieldPanel("slug")]
    search_fields = [
        *Page.search_fields,
        *RestrictedPage.restricted_search_fields,
        *BilingualPage.bilingual_search_fields,
        index.FilterField("published_on"),
    ]

    class Meta:
        verbose_name = _("news")
        verbose_name_plural = _("news")

    def clean(self) -> None:
        """A picture says what it shows."""
        super().clean()
        if self.cover_id and not (self.cover_description_fr or self.cover_description_en):
            raise ValidationError(
                {
                    "cover_description_fr": _(
                        "Say what the picture shows, for those who cannot see it."
                    )
                }
            )

    def searchable_texts(self) -> list[str]:
        """Title, summary and text."""
        return [*super().searchable_texts(), *stream_text(self.body_fr, self.body_en)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The news and the two next to it in time that the viewer may see."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        others = news_list(NewsPage.objects, request.viewer).exclude(pk=self.pk)  # type: ignore[attr-defined]
        return {**context, "others": others.defer_streamfields()[:3]}
