"""The blocks of which the words of events, news and other pages are made.

Each has a template in `files/blocks/` that shows a picture, a document or a link only to whom it is
for: an audience of the page does not open what the page holds.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    TimeBlock,
)
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from files.links import visible_page_url
from files.richtext import FEATURES

Value = Mapping[str, Any]


class HeadingBlock(StructBlock):
    """A title between paragraphs."""

    text = CharBlock(label=_("title"), max_length=120)
    level = ChoiceBlock(
        label=_("level"), choices=[("2", _("section")), ("3", _("part of a section"))], default="2"
    )

    class Meta:
        icon = "title"
        label = _("title")
        template = "files/blocks/heading.html"


class QuoteBlock(StructBlock):
    """What somebody said."""

    text = TextBlock(label=_("quote"), max_length=600, rows=3)
    who = CharBlock(label=_("who said it"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("quote")
        template = "files/blocks/quote.html"


class PictureBlock(StructBlock):
    """A picture, with the words for those who do not see it."""

    image = ImageChooserBlock(label=_("picture"))
    description = CharBlock(
        label=_("description"),
        max_length=250,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    caption = CharBlock(label=_("caption"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("picture")
        template = "files/blocks/picture.html"


class CalloutBlock(StructBlock):
    """Something to know, set apart."""

    title = CharBlock(label=_("title"), max_length=120)
    text = RichTextBlock(label=_("text"), features=FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("to know")
        template = "files/blocks/callout.html"


class AgendaEntryBlock(StructBlock):
    """One point of a programme."""

    time = TimeBlock(label=_("time"))
    title = CharBlock(label=_("title"), max_length=120)
    text = TextBlock(label=_("text"), max_length=600, rows=2, required=False)

    class Meta:
        icon = "time"
        label = _("point")


class AgendaBlock(StructBlock):
    """What happens when."""

    title = CharBlock(label=_("title"), max_length=120, required=False)
    entries = ListBlock(AgendaEntryBlock(), label=_("points"), min_num=1, max_num=40)

    class Meta:
        icon = "list-ol"
        label = _("programme")
        template = "files/blocks/agenda.html"


class ButtonBlock(StructBlock):
    """A link that asks to be followed: to a page of this site, or to another site."""

    label = CharBlock(label=_("words on the button"), max_length=60)
    page = PageChooserBlock(label=_("page of this site"), required=False)
    url = CharBlock(
        label=_("or address of another site"),
        max_length=500,
        required=False,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("Begins with https://"),
    )

    class Meta:
        icon = "link"
        label = _("button")
        template = "files/blocks/button.html"

    def clean(self, value: Any) -> Any:
        """Either a page or an address. Raises StructBlockValidationError."""
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["url"]):
            error = ValidationError(_now("Choose a page or write an address, one of the two."))
            raise StructBlockValidationError(block_errors={"url": error})
        return cleaned

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Adds where the button leads, empty when the reader may not go there."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        href = visible_page_url(value["page"], context) if value["page"] else value["url"]
        return {**context, "href": href or ""}


class BodyBlocks(StreamBlock):
    """The words of a page.

    In a template: `<div class="body">{% include_block page.body_en %}</div>`.
    """

    heading = HeadingBlock()
    paragraph = RichTextBlock(
        icon="pilcrow",
        label=_("paragraph"),
        features=FEATURES,
        template="files/blocks/paragraph.html",
    )
    quote = QuoteBlock()
    picture = PictureBlock()
    document = DocumentChooserBlock(label=_("document"), template="files/blocks/document.html")
    callout = CalloutBlock()
    agenda = AgendaBlock()
    button = ButtonBlock()

    class Meta:
        template = "files/blocks/body.html"
