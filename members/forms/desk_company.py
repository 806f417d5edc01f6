"""What the staff writes about a client company."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import CompanySize, Role
from accounts.models import Company, CompanyTag, Sector, Tier, User
from club.lib.text import fold
from members.crm import values
from members.crm.values import Unfit
from members.forms.fields import LineField
from members.models import CompanyEntry

#: What only directors and administrators decide.
DECIDED = ("tier", "account_manager", "member_limit")
#: No company was a client before, and no contract runs longer.
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


class PersonField(forms.ModelChoiceField):
    """Somebody of the staff, by full name."""

    def label_from_instance(self, obj: Any) -> str:
        """First and last name."""
        return str(obj.full_name)


class CompanyForm(forms.Form):
    """All that the club keeps of a company, but its logo and its words about itself."""

    name = LineField(label=_("Name"), max_length=160)
    city = LineField(label=_("City"), max_length=80, required=False)
    region = LineField(label=_("Region"), max_length=80, required=False)
    sector = forms.ModelChoiceField(
        Sector.objects.all(), label=_("Sector"), required=False, empty_label="–"
    )
    size = forms.ChoiceField(
        label=_("Size"), required=False, choices=[("", "–"), *CompanySize.choices]
    )
    website = LineField(label=_("Website"), max_length=200, required=False)
    external_id = LineField(label=_("Id in the CRM"), max_length=80, required=False)
    legal_id = LineField(label=_("Legal id"), max_length=40, required=False)
    client_since_on = forms.DateField(
        label=_("Client since"), required=False, widget=forms.DateInput({"type": "date"})
    )
    renewal_on = forms.DateField(
        label=_("Renewal"), required=False, widget=forms.DateInput({"type": "date"})
    )
    tags = LineField(
        label=_("Tags"),
        max_length=400,
        required=False,
        help_text=_("Separated by commas. Segments can be made of them."),
    )
    tier = forms.ModelChoiceField(Tier.objects.all(), label=_("Tier"), empty_label=None)
    account_manager = PersonField(
        User.objects.none(), label=_("Account manager"), required=False, empty_label="–"
    )
    member_limit = forms.IntegerField(
        label=_("People whom its correspondent may invite"),
        min_value=0,
        max_value=10_000,
        initial=10,
    )
    is_another = forms.BooleanField(
        label=_("It is another company of that name"), required=False, widget=forms.HiddenInput
    )

    def __init__(
        self, data: Any = None, *, company: Company | None, decides: bool, **kwargs: Any
    ) -> None:
        self.company, self.decides = company, decides
        super().__init__(data, initial=_initial(company), **kwargs)
        self._offer_managers()
        if not decides:
            for name in DECIDED:
                del self.fields[name]
            if company is None:
                self.fields["tier"] = forms.ModelChoiceField(
                    Tier.objects.order_by("-rank")[:1], widget=forms.HiddenInput, required=False
                )

    def _offer_managers(self) -> None:
        managers = User.objects.with_role(Role.ACCOUNT_MANAGER)
        kept = self.company.account_manager_id if self.company else None
        self.fields["account_manager"].queryset = (  # type: ignore[attr-defined]
            User.objects.filter(Q(pk__in=managers.values("pk")) | Q(pk=kept))
        )

    def clean_website(self) -> str:
        """With https:// where the scheme is missing. Raises ValidationError."""
        return self._read(self.cleaned_data["website"], values.website)

    def clean_external_id(self) -> str | None:
        """None for none: ids are unique. Raises ValidationError where another company has it."""
        wanted = self.cleaned_data["external_id"] or None
        other = self._others().filter(external_id=wanted).first() if wanted else None
        if other is not None:
            raise ValidationError(_("%(name)s has this id already."), params={"name": other.name})
        return wanted

    def clean_legal_id(self) -> str:
        """Letters and digits only. Raises ValidationError."""
        return self._read(self.cleaned_data["legal_id"], values.legal_id)

    def clean_client_since_on(self) -> date | None:
        """Raises ValidationError for a year that is a slip of the pen."""
        return _checked_day(self.cleaned_data["client_since_on"])

    def clean_renewal_on(self) -> date | None:
        """The same."""
        return _checked_day(self.cleaned_data["renewal_on"])

    def clean_tags(self) -> list[str]:
        """The distinct words, capitals and accents alike. Raises ValidationError for a long one."""
        names = (" ".join(name.split()) for name in self.cleaned_data["tags"].split(","))
        kept = list({fold(name): name for name in names if name}.values())
        limit = CompanyTag._meta.get_field("name").max_length or 0
        if any(len(name) > limit for name in kept):
            raise ValidationError(
                _("A tag has at most %(limit)s characters."), params={"limit": limit}
            )
        return kept

    def clean(self) -> dict[str, Any]:
        """Ask before a second company gets the name or the legal id of one that is there."""
        cleaned: dict[str, Any] = super().clean() or {}
        twin = None if cleaned.get("is_another") else self._twin(cleaned)
        if twin is not None:
            self.fields["is_another"].widget = forms.CheckboxInput()
            place = f" ({twin.city})" if twin.city else ""
            raise ValidationError(
                _("The club has a company like this one already: %(name)s. Tick below if it is "
                  "another one."),
                params={"name": f"{twin.name}{place}"},
            )  # fmt: skip
        return cleaned

    def _twin(self, cleaned: dict[str, Any]) -> Company | None:
        named = str(cleaned.get("name", ""))
        if self.company is not None and values.words(named) == values.words(self.company.name):
            return None
        spellings = {fold(named)[:160], values.words(named)} - {""}
        same = CompanyEntry.objects.filter(sort_name__in=spellings)
        found = Q(pk__in=same.values("company_id"))
        if cleaned.get("legal_id"):
            found |= Q(legal_id=cleaned["legal_id"])
        twin: Company | None = self._others().filter(found).order_by("pk").first()
        return twin

    def _others(self) -> Any:
        return Company.objects.exclude(pk=self.company.pk if self.company else 0)

    def _read(self, text: str, reader: Any) -> str:
        try:
            return str(reader(text)) if text else ""
        except Unfit as error:
            sentence = error.sentence
            raise ValidationError(sentence[:1].upper() + sentence[1:]) from None

    def words(self) -> dict[str, Any]:
        """What the services take: the company's fields, without tags."""
        left_out = {"tags", "is_another"}
        return {name: v for name, v in self.cleaned_data.items() if name not in left_out}


def _checked_day(day: date | None) -> date | None:
    if day is not None and not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValidationError(_("Look at the year again."))
    return day


def _initial(company: Company | None) -> dict[str, Any]:
    if company is None:
        return {"tier": Tier.objects.order_by("-rank").first()}
    names: Iterable[str] = company.tags.values_list("name", flat=True)
    plain = ("name", "city", "region", "size", "website", "external_id", "legal_id",
             "client_since_on", "renewal_on", "member_limit")  # fmt: skip
    return {
        **{name: getattr(company, name) for name in plain},
        "sector": company.sector_id,
        "tier": company.tier_id,
        "account_manager": company.account_manager_id,
        "tags": ", ".join(names),
    }
