"""Pages of plain words: legal notice, privacy, rules, help."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from accounts.pages import (
    BilingualPage,
    BilingualPageForm,
    RestrictedPage,
    RestrictedPageManager,
    stream_text,
)
from club.lib.bilingual import Bilingual
from files.blocks import BodyBlocks
from home.rules import is_fixed

_BODY_HELP = _("[club], [supplier] and [contact] stand for what the club's settings say.")


class KeepsAddressForm(BilingualPageForm):
    """The form of a page whose address stays, where the site relies on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_fixed(self.instance):
            self.fields.pop("slug", None)


class StandardPage(RestrictedPage, BilingualPage, Page):
    """A text, and links to the pages below it."""

    body_fr = StreamField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("text in French"),
        help_text=_BODY_HELP,
    )
    body_en = StreamField(
        BodyBlocks(required=False),
        blank=True,
        verbose_name=_("text in English"),
        help_text=_BODY_HELP,
    )
    body = Bilingual("body")

    objects = RestrictedPageManager()

    base_form_class = KeepsAddressForm
    template = "home/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.StandardPage"]
    subpage_types: ClassVar[list[str]] = ["home.StandardPage"]
    content_panels = [
        *RestrictedPage.audience_panels,
        *BilingualPage.title_panels,
        "body_fr",
        "body_en",
    ]
    promote_panels = [FieldPanel("slug")]
    search_fields = [
        *Page.search_fields,
        *RestrictedPage.restricted_search_fields,
        *BilingualPage.bilingual_search_fields,
    ]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def searchable_texts(self) -> list[str]:
        """Title, summary and text."""
        return [*super().searchable_texts(), *stream_text(self.body_fr, self.body_en)]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The text and the pages below that the viewer may see."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        below = StandardPage.objects.child_of(self).visible_to(request.viewer)  # type: ignore[attr-defined]
        return {**context, "below": below.defer_streamfields()}
