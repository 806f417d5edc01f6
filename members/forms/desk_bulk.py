"""What is done to many companies or people of a list at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import bulk
from accounts.enums import Role
from accounts.models import Company, CompanyTag, Sector, Segment, Tier, User
from accounts.services import find_tag
from accounts.viewer import Viewer
from members import rules
from members.forms.desk_company import PersonField
from members.forms.fields import DatalistInput, LineField


def _shapes_segments(viewer: Viewer) -> bool:
    return viewer.has_role(Role.ORGANISER)


def _anybody(viewer: Viewer) -> bool:
    return viewer.is_staff


@dataclass(frozen=True)
class CompanyAct:
    """Something to do to many companies, for those who may.

    `field` makes the field that asks for the value; `do` takes companies, value and who does it,
    and gives how many changed.
    """

    name: str
    label: Any
    is_for: Callable[[Viewer], bool]
    field: Callable[[], forms.Field]
    do: Callable[[Sequence[Company], Any, User], int]


def _tier() -> forms.Field:
    return forms.ModelChoiceField(Tier.objects.all(), label=_("Tier"), empty_label=None)


def _sector() -> forms.Field:
    return forms.ModelChoiceField(Sector.objects.all(), label=_("Sector"), empty_label=None)


def _manager() -> forms.Field:
    people = User.objects.with_role(Role.ACCOUNT_MANAGER)
    return PersonField(people, label=_("Account manager"))


def _new_tag() -> forms.Field:
    limit = CompanyTag._meta.get_field("name").max_length
    field = LineField(label=_("Tag"), max_length=limit, widget=DatalistInput)
    proposals = list(CompanyTag.objects.values_list("name", flat=True))
    field.widget.proposals = proposals
    return field


def _known_tag() -> forms.Field:
    return forms.ModelChoiceField(CompanyTag.objects.all(), label=_("Tag"))


def _segment() -> forms.Field:
    return forms.ModelChoiceField(Segment.objects.all(), label=_("Segment"))


COMPANY_ACTS = (
    CompanyAct(
        "manager", _("Assign an account manager"), rules.can_decide, _manager,
        lambda rows, person, by: bulk.assign_companies(rows, by=by, account_manager=person),
    ),
    CompanyAct(
        "tier", _("Give a tier"), rules.can_decide, _tier,
        lambda rows, tier, by: bulk.assign_companies(rows, by=by, tier=tier),
    ),
    CompanyAct(
        "sector", _("Put in a sector"), _anybody, _sector,
        lambda rows, sector, by: bulk.place_companies(rows, sector, by=by),
    ),
    CompanyAct(
        "tag", _("Add a tag"), _anybody, _new_tag,
        lambda rows, name, by: bulk.tag_companies(rows, find_tag(name), by=by),
    ),
    CompanyAct(
        "untag", _("Take a tag off"), _anybody, _known_tag,
        lambda rows, tag, by: bulk.tag_companies(rows, tag, by=by, present=False),
    ),
    CompanyAct(
        "list", _("Put on a segment’s list"), _shapes_segments, _segment,
        lambda rows, segment, by: bulk.list_companies(rows, segment, by=by),
    ),
    CompanyAct(
        "unlist", _("Take off a segment’s list"), _shapes_segments, _segment,
        lambda rows, segment, by: bulk.list_companies(rows, segment, by=by, present=False),
    ),
)  # fmt: skip


def company_acts(viewer: Viewer) -> list[CompanyAct]:
    """Those that the viewer may do."""
    return [act for act in COMPANY_ACTS if act.is_for(viewer)]


class BulkForm(forms.Form):
    """The value, and the rows as they were shown, so that just these are changed."""

    ids = forms.CharField(widget=forms.HiddenInput, max_length=400_000)

    def __init__(self, *args: Any, act: CompanyAct, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = act.field()
