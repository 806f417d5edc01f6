"""What belongs to an event beside its text: programme, documents, and notes for those who came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import time
from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from accounts.models import User
from accounts.viewer import Viewer
from club.lib.bilingual import Bilingual, pick
from events.blocks import AgendaBlocks, DocumentBlocks
from files.blocks import BodyBlocks
from files.models import ClubDocument, ClubImage

#: The sizes in which a speaker's portrait is offered.
_PORTRAITS = ("fill-112x112", "fill-56x56", "fill-224x224")


class Programme(models.Model):
    """Sessions with their speakers, documents, and notes that only participants read.

    Words of the page like its text: each draft has its own, and nothing here is state.
    """

    agenda = StreamField(
        AgendaBlocks(required=False), blank=True, verbose_name=_("sessions and speakers")
    )
    documents = StreamField(DocumentBlocks(required=False), blank=True, verbose_name=_("documents"))
    notes_fr = StreamField(
        BodyBlocks(required=False), blank=True, verbose_name=_("notes in French")
    )
    notes_en = StreamField(
        BodyBlocks(required=False), blank=True, verbose_name=_("notes in English")
    )
    notes = Bilingual("notes")

    programme_panels: ClassVar[list[Any]] = [
        FieldPanel("agenda", heading=_("Programme")),
        FieldPanel(
            "documents",
            heading=_("Documents"),
            help_text=_(
                "Each document has an audience of its own: whoever is not in it does not see it."
            ),
        ),
    ]
    notes_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            ["notes_fr", "notes_en"],
            heading=_("Notes for those who came"),
            help_text=_(
                "Shown on the page once a date is over, to those who registered for it and to "
                "the team; the search does not find them."
            ),
        )
    ]

    class Meta:
        abstract = True

    @property
    def has_notes(self) -> bool:
        """Whether notes are written in one language at least."""
        return bool(self.notes_fr or self.notes_en)

    def agenda_texts(self) -> list[str]:
        """Titles, texts and names of the programme, for the search."""
        return [
            str(text)
            for block in self.agenda or ()
            for text in block.block.get_searchable_content(block.value)
        ]


@dataclass(frozen=True)
class SpeakerSight:
    """Somebody who speaks: the name as it was typed, with what the viewer may know besides."""

    name: str
    role: str
    person: User | None = None
    portrait: ClubImage | None = None

    @property
    def url(self) -> str:
        """The profile, '' for whom the viewer cannot find there."""
        return reverse("members:person-detail", args=[self.person.pk]) if self.person else ""


@dataclass(frozen=True)
class SessionSight:
    """A line of the programme; one that `is_part` is a title between sessions."""

    title: str
    starts: time | None = None
    ends: time | None = None
    text: str = ""
    speakers: list[SpeakerSight] = field(default_factory=list)

    @property
    def is_part(self) -> bool:
        """Whether it is a title between sessions."""
        return self.starts is None


@dataclass(frozen=True)
class ProgrammeSight:
    """What one viewer sees of an event's programme, documents and notes."""

    sessions: list[SessionSight]
    documents: list[ClubDocument]
    shows_notes: bool


def see_programme(page: Any, viewer: Viewer, *, came: bool) -> ProgrammeSight:
    """Programme, documents and notes in the eyes of a viewer, who `came` or had a seat at least.

    Members are linked where the directory shows them to the viewer. Costs a fixed number of queries
    for each kind of thing that there is.
    """
    blocks = list(page.agenda or ())
    speakers = [s for block in blocks for s in block.value.get("speakers", ())]
    people = _people(viewer, (s["member"].pk for s in speakers if s.get("member")))
    portraits = _portraits(viewer, (s["portrait"].pk for s in speakers if s.get("portrait")))
    documents = [block.value for block in page.documents or ()]
    return ProgrammeSight(
        sessions=[_session(block.value, people, portraits) for block in blocks],
        documents=[d for d in documents if d is not None and d.is_visible_to(viewer)],
        shows_notes=bool(page.has_notes and (came or viewer.is_staff)),
    )


def _people(viewer: Viewer, ids: Iterable[int]) -> dict[int, User]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = User.objects.visible_to(viewer).select_related("profile")
    return {person.pk: person for person in rows.filter(pk__in=wanted)}


def _portraits(viewer: Viewer, ids: Iterable[int]) -> dict[int, ClubImage]:
    wanted = set(ids)
    if not wanted:
        return {}
    rows = ClubImage.objects.visible_to(viewer).filter(pk__in=wanted)
    return {image.pk: image for image in rows.prefetch_renditions(*_PORTRAITS)}


def _session(value: Any, people: dict[int, User], portraits: dict[int, ClubImage]) -> SessionSight:
    if "starts" not in value:
        return SessionSight(title=_words(value, "title"))
    return SessionSight(
        title=_words(value, "title"),
        starts=value["starts"],
        ends=value["ends"],
        text=_words(value, "text"),
        speakers=list(_speakers(value["speakers"], people, portraits)),
    )


def _speakers(
    values: Iterable[Any], people: dict[int, User], portraits: dict[int, ClubImage]
) -> Iterator[SpeakerSight]:
    for value in values:
        member, portrait = value["member"], value["portrait"]
        yield SpeakerSight(
            name=str(value["name"]),
            role=_words(value, "role"),
            person=people.get(member.pk) if member else None,
            portrait=portraits.get(portrait.pk) if portrait else None,
        )


def _words(value: Any, name: str) -> str:
    return pick(value[f"{name}_fr"] or "", value[f"{name}_en"] or "")
