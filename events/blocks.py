"""The blocks of a programme: its parts, its sessions, and who speaks."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChooserBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    TimeBlock,
)
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from accounts.models import User
from events.widgets import PersonChooser

MOST_SPEAKERS = 8


class PersonChooserBlock(ChooserBlock):
    """A member of the club, as the directory shows them."""

    target_model = User
    widget = PersonChooser()

    class Meta:
        icon = "user"


class SpeakerBlock(StructBlock):
    """Somebody who speaks: a guest from outside, or a member, who is then linked."""

    name = CharBlock(label=_("name"), max_length=120)
    role_fr = CharBlock(label=_("who that is, in French"), max_length=160, required=False)
    role_en = CharBlock(label=_("who that is, in English"), max_length=160, required=False)
    member = PersonChooserBlock(
        label=_("member of the club"),
        required=False,
        help_text=_(
            "The name then leads to the profile, for those who may see it; for others it stays "
            "as you write it."
        ),
    )
    portrait = ImageChooserBlock(label=_("portrait"), required=False)

    class Meta:
        icon = "user"
        label = _("speaker")


class _Titled(StructBlock):
    """Something with a title in one language at least."""

    def clean(self, value: Any) -> Any:
        """Raises StructBlockValidationError where there is no title."""
        cleaned = super().clean(value)
        if not (cleaned["title_fr"] or cleaned["title_en"]):
            error = ValidationError(_now("Write a title in French, in English, or in both."))
            raise StructBlockValidationError(block_errors={"title_fr": error})
        return cleaned


class PartBlock(_Titled):
    """A title between sessions: a day, a morning, a second room."""

    title_fr = CharBlock(label=_("title in French"), max_length=120, required=False)
    title_en = CharBlock(label=_("title in English"), max_length=120, required=False)

    class Meta:
        icon = "title"
        label = _("part of the programme")


class SessionBlock(_Titled):
    """One session: from when to when, what, and who speaks."""

    starts = TimeBlock(label=_("from"))
    ends = TimeBlock(label=_("until"), required=False)
    title_fr = CharBlock(label=_("title in French"), max_length=120, required=False)
    title_en = CharBlock(label=_("title in English"), max_length=120, required=False)
    text_fr = TextBlock(label=_("text in French"), max_length=400, rows=2, required=False)
    text_en = TextBlock(label=_("text in English"), max_length=400, rows=2, required=False)
    speakers = ListBlock(
        SpeakerBlock(), label=_("speakers"), default=[], min_num=0, max_num=MOST_SPEAKERS
    )

    class Meta:
        icon = "time"
        label = _("session")
        label_format = "{starts} {title_fr}"

    def clean(self, value: Any) -> Any:
        """Raises StructBlockValidationError for an end that is not after the start."""
        cleaned = super().clean(value)
        if cleaned["ends"] and cleaned["ends"] <= cleaned["starts"]:
            error = ValidationError(_now("The session ends before it starts."))
            raise StructBlockValidationError(block_errors={"ends": error})
        return cleaned


class AgendaBlocks(StreamBlock):
    """What happens when."""

    part = PartBlock()
    session = SessionBlock()


class DocumentBlocks(StreamBlock):
    """Files that belong to an event. Each has an audience of its own."""

    document = DocumentChooserBlock(label=_("document"))
