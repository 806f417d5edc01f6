"""Forms of the editing desk for audiences and segments. They write through the services."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin.forms import WagtailAdminModelForm

from accounts import services
from accounts.enums import CompanySize
from accounts.models import Audience, Company, CompanyTag, Sector, Segment, Tier, User
from home.forms.companies import CompaniesField

_MANY = 12


def _offer_companies(form: WagtailAdminModelForm) -> None:
    """Clients, and what the row lists already: whoever left stays on a list until taken off."""
    kept = Q(pk__in=form.instance.companies.values("pk")) if form.instance.pk else Q()
    form.fields["companies"].offer(Company.objects.filter(Q(left_on__isnull=True) | kept))


class AudienceForm(WagtailAdminModelForm):
    """Names, and whom the audience reaches: any of what is chosen."""

    companies = CompaniesField(label=_("Companies"), required=False)
    people_addresses = forms.CharField(
        label=_("People"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("E-mail addresses of members, one on each line."),
    )

    class Meta:
        model = Audience
        fields = ["name_fr", "name_en", "tiers", "segments", "companies"]
        widgets = {
            "tiers": forms.CheckboxSelectMultiple,
            "segments": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_companies(self)
        if self.instance.pk:
            self.initial["people_addresses"] = "\n".join(
                self.instance.people.order_by("email").values_list("email", flat=True)
            )

    def clean_people_addresses(self) -> list[User]:
        """The people behind the addresses. Raises ValidationError that names unknown ones."""
        wanted = {a.lower() for a in self.cleaned_data["people_addresses"].split()}
        people = list(User.objects.active_members().filter(email__in=wanted))
        unknown = sorted(wanted - {person.email for person in people})
        if unknown:
            raise ValidationError(
                ngettext(
                    "This address is no member’s: %(unknown)s",
                    "These addresses are no member’s: %(unknown)s",
                    len(unknown),
                ),
                params={"unknown": ", ".join(unknown)},
            )
        return people

    def clean(self) -> dict[str, Any]:
        """Refuse an audience that would reach nobody."""
        cleaned: dict[str, Any] = super().clean()
        named = ["tiers", "segments", "companies", "people_addresses"]
        if not self.errors and not any(cleaned.get(name) for name in named):
            raise ValidationError(
                _("Choose at least one tier, segment, company or person: nobody is named yet.")
            )
        return cleaned

    def write(self, by: User) -> Audience:
        """Create or change the audience."""
        words = dict(self.cleaned_data)
        words["people"] = words.pop("people_addresses")
        if self.instance.pk:
            return services.change_audience(
                Audience.objects.get(pk=self.instance.pk), by=by, **words
            )
        return services.create_audience(by=by, **words)


class SegmentForm(WagtailAdminModelForm):
    """Companies listed by hand, and those that fit every line of the rule."""

    sector = forms.MultipleChoiceField(
        label=_("Sectors"), required=False, widget=forms.CheckboxSelectMultiple
    )
    size = forms.MultipleChoiceField(
        label=_("Sizes"),
        required=False,
        choices=CompanySize.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.MultipleChoiceField(
        label=_("Regions"), required=False, widget=forms.SelectMultiple(attrs={"size": _MANY})
    )
    tag = forms.MultipleChoiceField(
        label=_("Tags"), required=False, widget=forms.CheckboxSelectMultiple
    )
    tier = forms.MultipleChoiceField(
        label=_("Tiers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    companies = CompaniesField(label=_("Companies"), required=False)
    rule_keys: Sequence[str] = ("tier", "sector", "size", "region", "tag")
    field_order = ["name", *rule_keys, "companies"]

    class Meta:
        model = Segment
        fields = ["name", "companies"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clients = Company.objects.current().order_by("name")
        regions = clients.exclude(region="").order_by("region").values_list("region", flat=True)
        _offer_companies(self)
        self.fields["sector"].choices = [(s.slug, str(s)) for s in Sector.objects.all()]
        self.fields["tier"].choices = [(t.slug, str(t)) for t in Tier.objects.all()]
        self.fields["tag"].choices = [(t.name, t.name) for t in CompanyTag.objects.all()]
        self.fields["region"].choices = [(region, region) for region in regions.distinct()]
        for key in self.rule_keys:
            self.initial[key] = self.instance.rule.get(key, [])
            self.fields[key].help_text = (
                _("By rule: companies that fit all of the choices.")
                if self.fields[key].choices
                else _("There are none yet to choose from.")
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a segment without a company."""
        cleaned: dict[str, Any] = super().clean()
        if not self.errors and not (cleaned.get("companies") or self._rule(cleaned)):
            raise ValidationError(_("List companies, or choose what the rule accepts."))
        return cleaned

    def fitting(self) -> "QuerySet[Company]":
        """The companies of the segment as it stands in the form, by name; nothing is written."""
        rule = {key: self._chosen(key) for key in self.rule_keys}
        listed = [row.pk for row in self.fields["companies"].chosen(self["companies"].value())]
        chosen = {key: accepted for key, accepted in rule.items() if accepted}
        found = Company.objects.fitting(chosen, listed)
        related: QuerySet[Company] = found.select_related("tier", "sector")
        return related.order_by("directory_entry__sort_name", "pk")

    def _chosen(self, key: str) -> list[str]:
        offered = {str(value) for value, _label in self.fields[key].choices}
        return [value for value in self[key].value() or [] if value in offered]

    def _rule(self, cleaned: dict[str, Any]) -> dict[str, list[str]]:
        return {key: cleaned[key] for key in self.rule_keys if cleaned.get(key)}

    def write(self, by: User) -> Segment:
        """Create or change the segment."""
        words = {
            "name": self.cleaned_data["name"],
            "companies": self.cleaned_data["companies"],
            "rule": self._rule(self.cleaned_data),
        }
        if self.instance.pk:
            return services.change_segment(Segment.objects.get(pk=self.instance.pk), by=by, **words)
        return services.create_segment(by=by, **words)
