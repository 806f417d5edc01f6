"""Pictures, documents and formatted text in templates, as far as the reader may see them."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django import template
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images.models import SourceImageIOError

from club.lib.dates import clock_time
from files.links import viewer_in
from files.models import ClubDocument, ClubImage
from files.richtext import render_rich_text
from files.sizes import sizes_around

register = template.Library()

_ATTRIBUTES = frozenset({"class", "id", "sizes", "loading", "fetchpriority"})


@register.simple_tag(takes_context=True)
def picture(
    context: Mapping[str, Any],
    image: ClubImage | None,
    spec: str,
    alt: str | None = None,
    **attributes: Any,
) -> SafeString | str:
    """`{% picture page.cover "width-800" alt=page.cover_description class="cover" %}`

    An `<img>` with its size, loaded when it comes near, in up to three widths around `spec`
    (`width-800`, `fill-800x450`, `max-800x800`). Nothing when the reader may not see the picture.
    `alt` is the picture's own description unless given; `alt=""` says that it only decorates.
    """
    unknown = set(attributes) - _ATTRIBUTES
    if unknown:
        raise template.TemplateSyntaxError(f"picture takes no {', '.join(sorted(unknown))}.")
    viewer = viewer_in(context)
    if image is None or viewer is None or not image.is_visible_to(viewer):
        return ""
    try:
        renditions = list(image.get_renditions(*sizes_around(spec, image.width)).values())
    except (SourceImageIOError, FileNotFoundError):
        return ""
    text = image.description if alt is None else alt
    return format_html("<img{}>", flatatt(_img_attributes(renditions, text, attributes)))


def _img_attributes(renditions: list[Any], alt: str, attributes: dict[str, Any]) -> dict[str, Any]:
    """The first rendition is the one asked for; the others are there to choose from."""
    first = renditions[0]
    result = {"src": first.url, "width": first.width, "height": first.height, "alt": alt}
    widths = {rendition.width: rendition.url for rendition in renditions}
    if len(widths) > 1:
        result["srcset"] = ", ".join(f"{widths[width]} {width}w" for width in sorted(widths))
        result["sizes"] = f"(min-width: {first.width}px) {first.width}px, 100vw"
    return {**result, "loading": "lazy", "decoding": "async", **attributes}


@register.inclusion_tag("files/_document.html", takes_context=True)
def document_link(context: Mapping[str, Any], document: ClubDocument | None) -> dict[str, Any]:
    """A document's name, kind and size, to download; nothing when the reader may not see it."""
    viewer = viewer_in(context)
    seen = document is not None and viewer is not None and document.is_visible_to(viewer)
    return {"document": document if seen else None}


@register.simple_tag(takes_context=True)
def rich_text(context: Mapping[str, Any], value: Any) -> SafeString:
    """Formatted text of the CMS, a field's or a block's value, safe and for this reader."""
    source = getattr(value, "source", value) or ""
    return render_rich_text(str(source), viewer_in(context), context.get("request"))


@register.filter
def hour(moment: time | None) -> str:
    """`9 h 45` or `09:45` of a time without a day."""
    return clock_time(datetime.combine(date.min, moment)) if moment else ""
