"""The filters of the lists of people and of companies, and which of them the club offers."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from accounts.enums import CompanySize, JobFunction
from members.enums import Tongue
from members.models.search import fold_topic
from members.registry import directory_facets
from members.views.facets import FacetKind

_OWN = (
    FacetKind("helps", _("Can help with"), is_ranked=True, clean=fold_topic),
    FacetKind("looks", _("Is looking for"), is_ranked=True, clean=fold_topic),
    FacetKind("sector", _("Sector")),
    FacetKind("function", _("Function"), dict(JobFunction.choices)),
    FacetKind("size", _("Size of the company"), dict(CompanySize.choices)),
    FacetKind("region", _("Region")),
    FacetKind("speaks", _("Speaks"), dict(Tongue.choices), is_ranked=True),
    FacetKind("tier", _("Tier, where it honours")),
)
#: What is offered until the club chooses; other apps' filters come after these.
_AT_FIRST = ("helps", "looks", "sector", "function", "size", "region", "speaks")


_OF_COMPANIES = (
    FacetKind("sector", _("Sector")),
    FacetKind("size", _("Size"), dict(CompanySize.choices)),
    FacetKind("region", _("Region")),
    FacetKind("helps", _("Can help with"), is_ranked=True, clean=fold_topic),
    FacetKind("looks", _("Is looking for"), is_ranked=True, clean=fold_topic),
    FacetKind("speaks", _("Speaks"), dict(Tongue.choices), is_ranked=True),
    FacetKind("tier", _("Tier, where it honours")),
)
_OF_COMPANIES_AT_FIRST = ("sector", "size", "region")


def company_facets() -> Mapping[str, FacetKind]:
    """Every filter of the list of companies, by its name."""
    return {kind.name: kind for kind in _OF_COMPANIES}


def company_names_offered(chosen: Sequence[str]) -> list[str]:
    """The names of those that are offered there; `chosen` is the club's choice, if any."""
    known = company_facets()
    return [name for name in chosen or _OF_COMPANIES_AT_FIRST if name in known]


def offered_company_facets(chosen: Sequence[str]) -> list[FacetKind]:
    """What is offered there, in its order."""
    known = company_facets()
    return [known[name] for name in company_names_offered(chosen)]


def all_facets() -> Mapping[str, FacetKind]:
    """Every filter that there is, by its name."""
    others = [FacetKind(facet.name, facet.title, is_ranked=True) for facet in directory_facets]
    return {kind.name: kind for kind in (*_OWN, *others)}


def names_offered(chosen: Sequence[str]) -> list[str]:
    """The names of what is offered, in their order; `chosen` is the club's choice, if any."""
    known = all_facets()
    others = [facet.name for facet in directory_facets]
    return [name for name in chosen or (*_AT_FIRST, *others) if name in known]


def offered_facets(chosen: Sequence[str]) -> list[FacetKind]:
    """What is offered, in its order."""
    known = all_facets()
    return [known[name] for name in names_offered(chosen)]
