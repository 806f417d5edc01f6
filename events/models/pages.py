"""The pages: the list of events, and one event with its words and its planned dates."""

from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.models import ClubSettings
from accounts.pages import BilingualPage, RestrictedPage, RestrictedPageManager, stream_text
from club.lib import clock
from club.lib.bilingual import Bilingual
from events import rules
from events.enums import EventFormat, EventType
from events.models.agenda import build_agenda
from events.models.editing import (
    EventCopyForm,
    EventPageForm,
    HintPanel,
    MixedPanel,
    refuse_unfinished,
)
from events.models.planned import planned_dates_of
from events.models.preview import preview_modes, serve_preview_as
from events.models.programme import Programme, see_programme
from events.models.seeing import see_event
from events.models.terms import RegistrationTerms
from files.blocks import BodyBlocks


def club_zone() -> str:
    """The time zone of the club, the default of every date."""
    return str(ClubSettings.load().time_zone)


class EventIndexPage(RestrictedPage, BilingualPage, Page):
    """The list of events: each viewer finds what is meant for them. Its address is /events/."""

    objects = RestrictedPageManager()

    template = "events/event_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = ["events.EventPage"]
    max_count = 1
    admin_default_ordering = "-latest_revision_created_at"
    content_panels = BilingualPage.title_panels
    promote_panels: ClassVar[list[FieldPanel]] = []
    settings_panels = [*RestrictedPage.audience_panels, *Page.settings_panels]
    search_fields = [*Page.search_fields, *RestrictedPage.restricted_search_fields]

    class Meta:
        verbose_name = _("list of events")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One page of the list, as the query string filters it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = request.viewer  # type: ignore[attr-defined]
        return {**context, **build_agenda(viewer, request.GET, clock.now())}


class EventPage(RegistrationTerms, Programme, RestrictedPage, BilingualPage, Page):
    """The words of one event. When it is and who comes stands in its dates, `EventDate`."""

    event_type = models.CharField(
        _("kind"), max_length=12, choices=EventType.choices, default=EventType.OTHER
    )
    format = models.CharField(
        _("where people are"),
        max_length=10,
        choices=EventFormat.choices,
        default=EventFormat.ON_SITE,
    )
    place_name = models.CharField(
        _("name of the place"),
        max_length=120,
        blank=True,
        help_text=_("As people say it: “Saint-Égrève workshop”."),
    )
    address = models.CharField(
        _("address"), max_length=240, blank=True, help_text=_("Street, number and town.")
    )
    join_link = models.URLField(
        _("link to join online"),
        max_length=500,
        blank=True,
        help_text=_("Shown only to those who are coming, on the page and in their calendar."),
    )
    cover = models.ForeignKey(
        settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cover picture"),
        help_text=_("A place, an object, people at work. No picture is better than a stock one."),
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
    #: Set while a draft is saved or previewed: what is left open then is not an error yet.
    is_unfinished = False
    cover_description = Bilingual("cover_description")

    objects = RestrictedPageManager()

    template = "events/event_page.html"
    parent_page_types: ClassVar[list[str]] = ["events.EventIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = EventPageForm
    copy_form_class = EventCopyForm
    content_panels = [
        HintPanel(),
        MultiFieldPanel(
            [*RestrictedPage.audience_panels, "event_type"], heading=_("For whom, and what")
        ),
        MixedPanel(),
        *BilingualPage.title_panels,
        InlinePanel(
            "planned_dates",
            heading=_("Dates"),
            label=_("Date"),
            min_num=1,
            help_text=_(
                "Calendars of those who come follow when you publish a change of time or place; "
                "a corrected word sends nothing. Taking a date away cancels it, and everybody "
                "who registered is told."
            ),
        ),
        MultiFieldPanel(
            [
                "format",
                FieldRowPanel(["place_name", "address"]),
                "hides_address",
                "join_link",
            ],
            heading=_("Where"),
        ),
        *RegistrationTerms.terms_panels,
        InlinePanel(
            "questions",
            heading=_("Questions to those who register"),
            label=_("Question"),
            help_text=_(
                "For instance what they eat, or what they want to see. Only organisers read the "
                "answers, and they are erased a month after the event."
            ),
        ),
        MultiFieldPanel(
            ["cover", FieldRowPanel(["cover_description_fr", "cover_description_en"])],
            heading=_("Cover"),
        ),
        "body_fr",
        "body_en",
        *Programme.programme_panels,
        *Programme.notes_panels,
    ]
    promote_panels = [FieldPanel("slug")]
    search_fields = [
        *Page.search_fields,
        *RestrictedPage.restricted_search_fields,
        *BilingualPage.bilingual_search_fields,
        index.FilterField("event_type"),
    ]

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def clean(self) -> None:
        """A picture says what it shows, and people know where to go."""
        super().clean()
        errors: dict[str, Any] = {}
        if self.cover_id and not (self.cover_description_fr or self.cover_description_en):
            errors["cover_description_fr"] = _(
                "Say what the picture shows, for those who cannot see it."
            )
        if self.pk and self._switches_dates():
            errors["takes_all_dates"] = _(
                "People have registered already: whether one registration counts for all dates "
                "cannot be changed any more."
            )
        if not self.is_unfinished:
            errors |= self._missing()
        if errors:
            raise ValidationError(errors)

    def _switches_dates(self) -> bool:
        """Whether registrations would suddenly count for more dates than one, or for fewer."""
        published = type(self).objects.filter(pk=self.pk, live=True)
        is_other = published.exclude(takes_all_dates=self.takes_all_dates).exists()
        return is_other and self.dates.is_answered().exists()

    def _missing(self) -> dict[str, Any]:
        """What a draft may leave open and a published event may not."""
        errors: dict[str, Any] = {}
        if self.format != EventFormat.ONLINE and not self.place_name:
            errors["place_name"] = _("Say where it takes place, or choose “Online”.")
        appears_at = max(clock.now(), self.go_live_at or clock.now())
        is_new = self.first_published_at is None
        if is_new and self.early_tier_id and self.opens_at and self.opens_at <= appears_at:
            errors["opens_at"] = _(
                "Registration would open for all at once. Choose a later moment, so that others "
                "can book earlier."
            )
        return errors | self.clean_terms()

    def save(self, clean: bool = True, **kwargs: Any) -> None:
        """Whatever door it comes through, what is published is finished. Raises ValidationError."""
        if clean and self.live:
            refuse_unfinished(self)
        super().save(clean=clean, **kwargs)  # type: ignore[call-arg]

    @property
    def path_on_site(self) -> str:
        """Its address, without the host and without a query."""
        return reverse("events:page", args=[self.slug])

    @property
    def open_address(self) -> str:
        """Street and town as far as everybody who sees the page may know them."""
        return "" if self.hides_address or self.format == EventFormat.ONLINE else self.address

    def searchable_texts(self) -> list[str]:
        """Title, summary, place and text; never the link to join, nor a hidden address."""
        body = stream_text(self.body_fr, self.body_en)
        own = [self.place_name, self.open_address, *body, *self.agenda_texts()]
        return [*super().searchable_texts(), *own]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the viewer sees of the date that the address chooses. Raises Http404 without it."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        viewer = request.viewer  # type: ignore[attr-defined]
        preview = bool(getattr(request, "is_preview", False))
        event_dates = planned_dates_of(self) if preview else list(self.dates.all())
        wanted = None if preview else request.GET.get("date")
        chosen = rules.choose_date(event_dates, wanted, clock.now())
        if wanted is not None and chosen is None:
            raise Http404
        person = getattr(request, "preview_person", request.user)
        sight = see_event(self, event_dates, chosen, viewer, person)
        programme = see_programme(self, viewer, came=sight.came)
        return {**context, "sight": sight, "programme": programme}

    @cached_property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """As whom a draft can be looked at: the team, a member of each tier, a stranger."""
        return preview_modes()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as somebody else sees it, or what they see in its place."""
        return serve_preview_as(self, request, mode_name, super().serve_preview)
