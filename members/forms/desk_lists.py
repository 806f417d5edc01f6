"""What the desk's lists of companies and people are narrowed and sorted by.

Nothing here knows of a signal, an alert or a call: a list that could be sorted by them would say
what they are.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from accounts.enums import CompanySize, JobFunction
from accounts.models import Company, CompanyTag, Membership, Sector, Segment, Tier, User
from accounts.querysets import in_segment_q
from accounts.viewer import Viewer
from members.models.search import companies_matching_q, memberships_matching_q
from members.querysets import handled_companies, handled_memberships, team_q

NOBODY = "0"


@dataclass(frozen=True)
class Head:
    """A column of a list; one with a `key` can be sorted by."""

    label: Any
    key: str = ""


class ListFilter(forms.Form):
    """A search box, choices, and an order; what does not fit is as if it were not there."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    heads: tuple[Head, ...] = ()
    #: Columns of the database for each key, without direction.
    orders: Mapping[str, tuple[Any, ...]] = {}
    first_order = "name"

    def __init__(self, data: Any, viewer: Viewer) -> None:
        super().__init__(data)
        self.viewer = viewer
        for name, choices in self.choices().items():
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.is_valid()

    def choices(self) -> dict[str, Iterable[tuple[Any, Any]]]:
        """What each of the choices offers. Costs a query or so for each."""
        return {}

    @property
    def chosen(self) -> dict[str, str]:
        """What is chosen, as an address holds it."""
        words = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        return {name: word for name, word in words.items() if word}

    @property
    def order(self) -> str:
        """The key by which the list is sorted; a minus in front turns it round."""
        asked = str(self.data.get("sort", ""))
        return (
            asked
            if asked.lstrip("-") in self.orders and asked.count("-") <= 1
            else (self.first_order)
        )

    def sorted(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """The rows in the order asked for; what has no value stands last."""
        down = self.order.startswith("-")
        columns = [
            F(c).desc(nulls_last=True) if down else F(c).asc(nulls_last=True)
            for c in self.orders[self.order.lstrip("-")]
        ]
        return rows.order_by(*columns, "pk")


def _select(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False)


class CompanyFilter(ListFilter):
    """Companies by name, city or CRM id; tier, sector, size, region, tag, segment, manager."""

    tier = _select(_("Tier"))
    sector = _select(_("Sector"))
    size = _select(_("Size"))
    region = _select(_("Region"))
    tag = _select(_("Tag"))
    segment = _select(_("Segment"))
    manager = _select(_("Account manager"))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[("", _("clients")), ("left", _("former clients")), ("all", _("all"))],
    )
    heads = (
        Head(_("Company"), "name"),
        Head(_("Tier"), "tier"),
        Head(_("Sector")),
        Head(_("Place"), "city"),
        Head(_("Account manager"), "manager"),
        Head(_("Members"), "people"),
        Head(_("Renewal"), "renewal"),
    )
    orders = {
        "name": ("directory_entry__sort_name",),
        "tier": ("tier__rank", "directory_entry__sort_name"),
        "city": ("city", "directory_entry__sort_name"),
        "manager": ("account_manager__last_name", "directory_entry__sort_name"),
        "people": ("people",),
        "renewal": ("renewal_on", "directory_entry__sort_name"),
    }

    def choices(self) -> dict[str, Iterable[tuple[Any, Any]]]:
        """The club's own rows, and the regions that companies have."""
        handled = handled_companies(self.viewer)
        regions = handled.exclude(region="").order_by("region").values_list("region", flat=True)
        managers = User.objects.filter(managed_companies__in=handled).distinct()
        return {
            "tier": [(t.slug, t) for t in Tier.objects.all()],
            "sector": [(s.slug, s) for s in Sector.objects.all()],
            "size": CompanySize.choices,
            "region": [(region, region) for region in regions.distinct()],
            "tag": [(t.name, t.name) for t in CompanyTag.objects.all()],
            "segment": [(s.pk, s.name) for s in Segment.objects.all()],
            "manager": [
                (NOBODY, _("nobody")),
                *((person.pk, person.full_name) for person in managers),
            ],
        }

    def rows(self) -> "QuerySet[Company]":
        """The companies that fit, among those that the viewer handles, in order."""
        found = handled_companies(self.viewer)
        for name, narrow in _COMPANY_FILTERS.items():
            value = self.cleaned_data.get(name, "")
            found = found.filter(narrow(value)) if value else found
        status = self.cleaned_data.get("status", "")
        if status != "all":
            found = found.filter(left_on__isnull=status != "left")
        query = self.cleaned_data.get("q", "")
        if query:
            found = found.filter(
                companies_matching_q(query)
                | Q(external_id__iexact=query)
                | Q(legal_id__iexact=query)
            )
        related = found.select_related("tier", "sector", "account_manager")
        return self.sorted(related.annotate(people=_members()))


def _members() -> Any:
    rows = Membership.objects.active().filter(company=OuterRef("pk")).order_by()
    counted = rows.values("company").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def _managed_q(value: str) -> Q:
    return Q(account_manager__isnull=True) if value == NOBODY else Q(account_manager_id=value)


_COMPANY_FILTERS: dict[str, Callable[[str], Q]] = {
    "tier": lambda value: Q(tier__slug=value),
    "sector": lambda value: Q(sector__slug=value),
    "size": lambda value: Q(size=value),
    "region": lambda value: Q(region=value),
    "tag": lambda value: Q(pk__in=Company.tags.through.objects.filter(
        companytag__name=value).values("company_id")),
    "segment": lambda value: in_segment_q(Segment.objects.get(pk=value)),
    "manager": _managed_q,
}  # fmt: skip


class PeopleFilter(ListFilter):
    """Members by name, title or company; tier, function, status, account manager."""

    tier = _select(_("Tier"))
    function = _select(_("Function"))
    segment = _select(_("Segment"))
    manager = _select(_("Account manager"))
    company = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("all")),
            ("active", _("active people")),
            ("suspended", _("suspended people")),
        ],
    )
    heads = (
        Head(_("Name"), "name"),
        Head(_("Company"), "company"),
        Head(_("Function"), "function"),
        Head(_("Since"), "since"),
        Head(_("Status")),
    )
    orders = {
        "name": ("person__profile__sort_name", "person__last_name"),
        "company": ("company__directory_entry__sort_name", "person__last_name"),
        "function": ("function", "person__last_name"),
        "since": ("started_on",),
    }

    def choices(self) -> dict[str, Iterable[tuple[Any, Any]]]:
        """The club's own rows."""
        handled = handled_companies(self.viewer)
        managers = User.objects.filter(managed_companies__in=handled).distinct()
        return {
            "tier": [(t.slug, t) for t in Tier.objects.all()],
            "function": JobFunction.choices,
            "segment": [(s.pk, s.name) for s in Segment.objects.all()],
            "manager": [(person.pk, person.full_name) for person in managers],
        }

    def rows(self) -> "QuerySet[Membership]":
        """The memberships that fit, among those that the viewer may know of, in order."""
        found = handled_memberships(self.viewer)
        for name, narrow in _PEOPLE_FILTERS.items():
            value = self.cleaned_data.get(name, "")
            found = found.filter(narrow(value)) if value else found
        query = self.cleaned_data.get("q", "")
        if query:
            # An address finds only those whose address the viewer sees by office.
            by_address = Q(person__email__icontains=query) & team_q(self.viewer)
            found = found.filter(memberships_matching_q(query, self.viewer) | by_address)
        related = found.select_related("person__profile", "company__tier")
        return self.sorted(related)


_PEOPLE_FILTERS: dict[str, Callable[[str], Q]] = {
    "tier": lambda value: Q(company__tier__slug=value),
    "function": lambda value: Q(function=value),
    "segment": lambda value: Q(
        company__in=Company.objects.filter(in_segment_q(Segment.objects.get(pk=value)))
    ),
    "manager": lambda value: Q(company__account_manager_id=value),
    "company": lambda value: Q(company__slug=value),
    "status": lambda value: Q(suspended_at__isnull=value == "active"),
}
