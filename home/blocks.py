"""Blocks that only the public page uses."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StreamBlock, StructBlock, StructValue, TextBlock

from club.lib.bilingual import pick


class PointValue(StructValue):
    """A title and a text in the active language."""

    @property
    def title(self) -> str:
        """The title."""
        return pick(self["title_fr"], self["title_en"])

    @property
    def text(self) -> str:
        """The text below it."""
        return pick(self["text_fr"], self["text_en"])


class PointBlock(StructBlock):
    """One point that the club makes about itself."""

    title_fr = CharBlock(label=_("title in French"), max_length=80)
    text_fr = TextBlock(label=_("text in French"), max_length=400, rows=2)
    title_en = CharBlock(label=_("title in English"), max_length=80, required=False)
    text_en = TextBlock(label=_("text in English"), max_length=400, rows=2, required=False)

    class Meta:
        icon = "pick"
        value_class = PointValue
        label = _("point")


def points(most: int, **kwargs: Any) -> StreamBlock:
    """Up to `most` points."""
    return StreamBlock([("point", PointBlock())], max_num=most, required=False, **kwargs)
