"""The mixins that every page type carries: seen by its audience only, written in two languages."""

import re
import secrets
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Any, ClassVar, Self

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from accounts.audience import Viewer, restricted_q
from accounts.models import Audience
from club.lib.bilingual import Bilingual
from club.lib.text import ascii_slug, fold

_SUMMARY_HELP = _("One or two sentences, shown in lists and below the title.")


class RestrictedPageQuerySet(PageQuerySet[Any]):
    """Pages with an audience."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Published pages that the viewer may see."""
        visible: Self = self.live().filter(restricted_q(viewer))
        return visible


RestrictedPageManager = PageManager.from_queryset(RestrictedPageQuerySet)


class RestrictedPage(models.Model):
    """Put before `Page` among the bases of each page type."""

    audience = models.ForeignKey(
        "accounts.Audience",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("audience"),
        help_text=_("Who may see this page. For everybody else it does not exist."),
    )

    private_page_options: ClassVar[list[str]] = []
    audience_panels: ClassVar[list[FieldPanel]] = [FieldPanel("audience")]
    restricted_search_fields: ClassVar[list[index.BaseField]] = [
        index.FilterField("audience"),
        index.FilterField("audience_id"),
    ]

    class Meta:
        abstract = True

    def is_visible_to(self, viewer: Viewer) -> bool:
        """Whether this page's audience includes the viewer."""
        return self.audience_id in viewer.audience_ids

    def check_request_method(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | None:
        """Asked first, and the only one to be asked where the page itself is not served: OPTIONS,
        or a method that it does not take. Raises Http404 for outsiders.
        """
        if not self.is_visible_to(request.viewer):  # type: ignore[attr-defined]
            raise Http404
        refusal: HttpResponse | None = super().check_request_method(  # type: ignore[misc]
            request, *args, **kwargs
        )
        return refusal

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer the audience; for others the page does not exist. Raises Http404."""
        if not self.is_visible_to(request.viewer):  # type: ignore[attr-defined]
            raise Http404
        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        return response


class BilingualPageForm(WagtailAdminPageForm):
    """Asks for a title in one language at least, and derives what Wagtail itself wants to know."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            if is_provisional(self.instance.slug):
                self.initial["slug"] = ""
        if "audience" in self.fields:
            choosable = Audience.objects.choosable(kept=self.instance.audience_id)
            self.fields["audience"].queryset = choosable

    def clean_slug(self) -> str:
        """Number a taken address: the form proposes the same one for each page of one title.

        Until the page is published: the form of a saved draft still shows what it proposed.
        """
        slug: str = self.cleaned_data.get("slug") or ""
        published = self.instance.first_published_at is not None
        proposed = slug and not published and not self._is_reserved(slug)
        return self._free_slug(slug) if proposed else slug

    def clean(self) -> dict[str, Any]:
        """Fill title and slug; refuse an address that the site needs for itself."""
        cleaned: dict[str, Any] = super().clean()
        title = cleaned.get("title_fr") or cleaned.get("title_en") or ""
        can_wait = self.is_deferred_validation and self.instance.title
        if not title and not can_wait:
            self.add_error(
                "title_fr",
                _("Write a title in French, in English, or in both languages."),
            )
        self.instance.title = title or self.instance.title
        if "slug" in self.fields:
            self._clean_address(cleaned, title)
        return cleaned

    def _clean_address(self, cleaned: dict[str, Any], title: str) -> None:
        """Make a slug where none was written, and keep the root addresses of the site free.

        A draft that has no title yet keeps its provisional one.
        """
        if not cleaned.get("slug") and not title and is_provisional(self.instance.slug):
            cleaned["slug"] = self.instance.slug
        elif not cleaned.get("slug") and "slug" not in self.errors:
            cleaned["slug"] = self._free_slug(ascii_slug(title, "page")[:200])
        changed = cleaned.get("slug") != self.instance.slug
        if changed and self._is_reserved(cleaned.get("slug")):
            self.add_error("slug", _("The site uses this address itself. Choose another one."))

    def _free_slug(self, base: str) -> str:
        return free_slug(base, self.parent_page, self.instance)

    def _is_reserved(self, slug: str | None) -> bool:
        parent = self.parent_page or self.instance.get_parent()
        return bool(parent and parent.depth <= 2) and slug in reserved_slugs()


def free_slug(base: str, parent: Any, page: Any | None = None) -> str:
    """`base`, or the first of `base-2`, `base-3`, … that no other page below `parent` has."""
    slugs = chain((base,), (f"{base}-{number}" for number in count(2)))
    return next(slug for slug in slugs if Page._slug_is_available(slug, parent, page))


def provisional_slug() -> str:
    """An address for a draft that has no title yet; the first title makes a better one."""
    return f"draft-{secrets.token_hex(4)}"


def is_provisional(slug: str | None) -> bool:
    """Whether an address is one of those."""
    return re.fullmatch(r"draft-[0-9a-f]{8}", slug or "") is not None


def reserved_slugs() -> frozenset[str]:
    """The first parts of every ordinary address of the site, which no page may take."""
    return frozenset(_first_parts(get_resolver().url_patterns))


def _first_parts(patterns: Iterable[Any]) -> Iterator[str]:
    for pattern in patterns:
        first = str(pattern.pattern).lstrip("^").partition("/")[0].rstrip("$")
        if first.isascii() and re.fullmatch(r"[\w-]+", first):
            yield first
        elif not first and hasattr(pattern, "url_patterns"):
            yield from _first_parts(pattern.url_patterns)


class BilingualPage(models.Model):
    """Words of a page in French and in English; put between `RestrictedPage` and `Page`.

    `heading` and `summary` read in the active language, or in the other one where that is empty.
    Wagtail's own `title`, which only the editing desk shows, follows. What the search finds is
    kept without accents (`search_words`), so that it finds the same on every database.
    """

    title_fr = models.CharField(_("title in French"), max_length=160, blank=True)
    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    summary_fr = models.TextField(
        _("summary in French"), max_length=400, blank=True, help_text=_SUMMARY_HELP
    )
    summary_en = models.TextField(
        _("summary in English"), max_length=400, blank=True, help_text=_SUMMARY_HELP
    )
    heading = Bilingual("title")
    summary = Bilingual("summary")

    base_form_class = BilingualPageForm
    title_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [TitleFieldPanel("title_fr", classname="", placeholder=False), "summary_fr"],
            heading=_("In French"),
        ),
        MultiFieldPanel(["title_en", "summary_en"], heading=_("In English")),
    ]
    bilingual_search_fields: ClassVar[list[index.BaseField]] = [
        index.AutocompleteField("search_words"),
    ]

    class Meta:
        abstract = True

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Let the title follow the words before anything is checked or saved."""
        self._follow_title()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        """The same for a draft."""
        self._follow_title()
        super().minimal_clean()  # type: ignore[misc]

    def _follow_title(self) -> None:
        self.title = self.title_fr or self.title_en or getattr(self, "title", "")

    def searchable_texts(self) -> list[str]:
        """Everything that the search may find this page by; page types add their own words."""
        return [self.title_fr, self.title_en, self.summary_fr, self.summary_en]

    def search_words(self) -> str:
        """The same as one text in lower case without accents."""
        return fold(" ".join(text for text in self.searchable_texts() if text))


def find_pages(pages: RestrictedPageQuerySet, query: str, limit: int) -> list[Any]:
    """Among `pages`, those with every word of `query` at the beginning of one of theirs.

    Best first. Accents, capitals and a plural's last letter make no difference.
    """
    words = query_words(query)
    if not words:
        return []
    return list(pages.autocomplete(" ".join(words))[:limit])


def query_words(query: str) -> list[str]:
    """The words of a query as `find_pages` looks for them: at most eight, folded, singular."""
    words = re.findall(r"\w+", fold(query))[:8]
    return [re.sub(r"(?<=\w{3})[sx]$", "", word) for word in words]


def stream_text(*streams: Any) -> list[str]:
    """The plain words of StreamField values, for `searchable_texts`."""
    return [
        str(text)
        for stream in streams
        if stream
        for text in stream.stream_block.get_searchable_content(stream)
    ]
