"""The club's own lists: tiers, sectors and tags, with how many companies have each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts import vocabulary
from accounts.enums import Role
from accounts.models import Company, CompanyTag, Sector, Tier
from accounts.vocabulary import Holder, Word
from members import rules
from members.forms.desk_words import OrderForm, SectorForm, TagForm, TierForm
from members.views.desk import DeskView

ROLES = (Role.ORGANISER, Role.ADMINISTRATOR)
_LIST = "members_desk:words"
#: So many of the companies that have a word are named.
NAMED = 12


@dataclass(frozen=True)
class WordList:
    """One of the lists: its words for the pages, and the filter of companies that it answers to.

    `key` gives the filter's value. `moves` says how companies are given another word; `is_decided`
    that this is for directors and administrators.
    """

    model: type[Word]
    title: Any
    new: Any
    hint: Any
    form: type[forms.Form]
    filter: str
    key: str
    moves: Any
    is_ordered: bool = True
    is_decided: bool = False


LISTS: Mapping[str, WordList] = {
    "tiers": WordList(
        Tier,
        gettext_lazy("Tiers"),
        gettext_lazy("Add a tier"),
        gettext_lazy(
            "Every company has one. The first one honours: other members see it. Companies for "
            "which nobody says another one get the last."
        ),
        TierForm,
        "tier",
        "slug",
        gettext_lazy(
            "To remove it, open these companies, tick them all and choose “Give a tier” below the "
            "list."
        ),
        is_decided=True,
    ),
    "sectors": WordList(
        Sector,
        gettext_lazy("Sectors"),
        gettext_lazy("Add a sector"),
        gettext_lazy("The trades of the companies, as members filter by them."),
        SectorForm,
        "sector",
        "slug",
        gettext_lazy(
            "To remove it, open these companies, tick them all and choose “Put in a sector” below "
            "the list."
        ),
    ),
    "tags": WordList(
        CompanyTag,
        gettext_lazy("Tags"),
        gettext_lazy("Add a tag"),
        gettext_lazy("Free words on companies, of which segments are made; only the staff sees "
                     "them."),
        TagForm,
        "tag",
        "name",
        gettext_lazy(
            "To remove it, open these companies, tick them all and choose “Take a tag off” below "
            "the list."
        ),
        is_ordered=False,
    ),
}  # fmt: skip


class WordsView(DeskView):
    """A page about one of the lists. Raises Http404 for a list that there is not."""

    roles = ROLES
    header_icon = "list-ol"
    list: WordList
    name: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say which list first."""
        self.name = kwargs.get("name", "")
        if self.name not in LISTS:
            raise Http404
        self.list = LISTS[self.name]
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> Any:
        """Its words, each with how many companies have it, former clients apart."""
        companies, left = Q(companies__left_on=None), Q(companies__left_on__isnull=False)
        counted = self.list.model._default_manager.annotate(
            current=Count("companies", filter=companies), former=Count("companies", filter=left)
        )
        return counted.order_by(*(self.list.model._meta.ordering or ()))

    def companies_url(self, row: Word) -> str:
        """The list of all companies that have the word."""
        value = getattr(row, self.list.key)
        query = urlencode({self.list.filter: value, "status": "all"})
        return f"{reverse('members_desk:companies')}?{query}"

    def back(self) -> HttpResponseBase:
        """The list."""
        return redirect(_LIST, self.name)


class WordsHome(DeskView):
    """Leads to the first list."""

    roles = ROLES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Tiers."""
        return redirect(_LIST, next(iter(LISTS)))


class WordsList(WordsView):
    """The words of one list, their numbers and their order."""

    template_name = "members/desk/words.html"

    def get_page_title(self) -> str:
        """The list."""
        return str(self.list.title)

    def get_header_buttons(self) -> list[Any]:
        """The way to add one."""
        url = reverse("members_desk:word-new", args=[self.name])
        return [HeaderButton(str(self.list.new), url, icon_name="plus")]

    def get(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """The list."""
        rows = list(self.rows())
        return self._page(rows, OrderForm(rows=rows))

    def post(self, request: HttpRequest, name: str) -> HttpResponseBase:
        """Keep the order, or say what is wrong. Raises Http404 where the list has none."""
        if not self.list.is_ordered:
            raise Http404
        rows = list(self.rows())
        form = OrderForm(request.POST, rows=rows)
        if not form.is_valid():
            return self._page(rows, form, status=422)
        vocabulary.order_words(self.list.model, form.ids(), by=self.person)  # type: ignore[arg-type]
        messages.success(request, _("The order is kept."))
        return self.back()

    def _page(self, rows: list[Any], form: OrderForm, status: int = 200) -> HttpResponseBase:
        lines = [
            {
                "row": row,
                "companies_url": self.companies_url(row),
                "place": form[f"place_{row.pk}"] if self.list.is_ordered else None,
            }
            for row in rows
        ]
        lists = [(name, words.title, name == self.name) for name, words in LISTS.items()]
        return self.show(
            status=status, name=self.name, list=self.list, lists=lists, lines=lines, form=form
        )


class WordEdit(WordsView):
    """A new word of a list, or one that is there already."""

    template_name = "members/desk/word.html"
    row: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the word first. Raises Http404."""
        words = LISTS.get(kwargs.get("name", ""))
        if words and "pk" in kwargs:
            self.row = self.find_or_404(words.model._default_manager.all(), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The list stands above."""
        items = list(super().get_breadcrumbs_items())
        crumb = {"url": reverse(_LIST, args=[self.name]), "label": self.list.title}
        return [*items[:-1], crumb, items[-1]]

    def get_page_title(self) -> str:
        """The word, or what is added."""
        return str(self.row or self.list.new)

    def get(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        initial = vars(self.row) if self.row else None
        return self._page(self.list.form(initial=initial))

    def post(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponseBase:
        """Write it, or say what is wrong."""
        form = self.list.form(request.POST)
        if form.is_valid():
            try:
                row = self._write(form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("%(name)s is saved.") % {"name": row})
                return self.back()
        return self._page(form, status=422)

    def _write(self, words: dict[str, Any]) -> Word:
        if self.row is None:
            return vocabulary.add_word(self.list.model, by=self.person, **words)
        return vocabulary.change_word(self.row, by=self.person, **words)

    def _page(self, form: forms.Form, status: int = 200) -> HttpResponseBase:
        return self.show(status=status, form=form, row=self.row, name=self.name)


class WordRemove(WordEdit):
    """Removing a word that nothing has; else what has it, and how to give that another one."""

    template_name = "members/desk/word_remove.html"

    def get_page_title(self) -> str:
        """The question."""
        return _("Remove “%(name)s”") % {"name": self.row}

    def get(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponseBase:
        """The question, or what stands in the way."""
        return self._ask()

    def post(self, request: HttpRequest, name: str, pk: int | None = None) -> HttpResponseBase:
        """Remove it, or say why not."""
        try:
            vocabulary.remove_word(self.row, by=self.person)
        except ValidationError as error:
            return self._ask(status=422, problem=" ".join(error.messages))
        messages.success(request, _("“%(name)s” is removed.") % {"name": self.row})
        return self.back()

    def _ask(self, *, status: int = 200, problem: str = "") -> HttpResponseBase:
        holders = vocabulary.holders_of(self.row)
        return self.show(
            status=status,
            problem=problem,
            row=self.row,
            name=self.name,
            list=self.list,
            companies=_companies(holders),
            others=[{"label": h.label, "count": h.rows.count(), "names": _names(h)}
                    for h in holders if h.model is not Company],
            companies_url=self.companies_url(self.row),
            may_move=not self.list.is_decided or rules.can_decide(self.viewer),
        )  # fmt: skip


def _companies(holders: list[Holder]) -> dict[str, Any] | None:
    """The first of the companies that have it, and how many there are."""
    found = next((holder.rows for holder in holders if holder.model is Company), None)
    if found is None:
        return None
    count = found.count()
    return {"rows": found[:NAMED], "count": count, "more": max(0, count - NAMED)}


def _names(holder: Holder) -> list[str]:
    """What to look for, in the order of the kind."""
    return [str(row) for row in holder.rows[:NAMED]]
