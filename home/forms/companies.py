"""Some of two thousand clients: found by typing, shown as chips, or named one on each line."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import Company
from club.lib.text import clean_line, fold

#: A typed name among the ids of a value; no id begins so.
_TYPED = "\n"
#: What is typed at once; a longer list is a rule.
_MOST_TYPED = 500
_LONGEST_ID = 18
_BATCH = 500
_PLACE = re.compile(r"^(.+\S)\s*\(([^()]+)\)$")


class CompanyPicker(forms.Widget):
    """The chosen ids in one hidden field, whatever their number, with a box on each chip that takes
    it off, and a text for names to add. `pick.js` makes chips to click and a search of it.
    """

    template_name = "home/cms/_company_picker.html"
    offered: "QuerySet[Company]"

    class Media:
        js = (forms.Script("js/pick.js", type="module"),)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """The chosen ids without those taken off, then the typed names."""
        given = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        off = data.getlist(f"{name}_off") if hasattr(data, "getlist") else []
        chosen = ",".join(str(part) for part in given).split(",")
        lines = (clean_line(line) for line in data.get(f"{name}_named", "").splitlines())
        named = [line for line in lines if line][:_MOST_TYPED]
        return [
            *dict.fromkeys(pk for pk in chosen if pk and pk not in off),
            *(f"{_TYPED}{line}" for line in dict.fromkeys(named)),
        ]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: none chosen sends an empty field."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With a chip for each company, those that were typed included; the rest stays typed."""
        context = super().get_context(name, value, attrs)
        found, named = read_value(value or [], self.offered)
        chips = sorted({*found, *named.found}, key=lambda row: fold(row.name))
        left = [*named.unknown, *named.ambiguous]
        context["widget"] |= {
            "chips": chips,
            "ids": ",".join(str(row.pk) for row in chips),
            "named": "\n".join(left),
        }
        return context


class CompaniesField(forms.Field):
    """Some of the companies offered."""

    widget = CompanyPicker

    def offer(self, companies: "QuerySet[Company]") -> None:
        """Set the companies to choose among."""
        self.companies = self.widget.offered = companies

    def prepare_value(self, value: Any) -> list[str]:
        """Ids, of rows as well."""
        return [str(getattr(one, "pk", one)) for one in value or []]

    def chosen(self, value: Any) -> list[Company]:
        """The companies of a value, without what is none."""
        found, named = read_value(self.prepare_value(value), self.companies)
        return [*found, *named.found]

    def clean(self, value: Any) -> list[Company]:
        """The companies. Raises ValidationError that names what is none, or more than one."""
        found, named = read_value(value or [], self.companies)
        problems = []
        if named.unknown:
            problems.append(
                ngettext(
                    "No client is called so: %(names)s. Search for it, or write its name as the "
                    "list of companies does.",
                    "No clients are called so: %(names)s. Search for them, or write their names as "
                    "the list of companies does.",
                    len(named.unknown),
                )
                % {"names": ", ".join(named.unknown)}
            )
        if named.ambiguous:
            problems.append(
                _("Several clients are called so: %(names)s. Write the city behind the name, in "
                  "brackets.")
                % {"names": ", ".join(named.ambiguous)}
            )  # fmt: skip
        if problems:
            raise ValidationError([str(problem) for problem in problems])
        return list({row.pk: row for row in [*found, *named.found]}.values())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether other companies are chosen."""
        return set(self.prepare_value(initial)) != set(data or [])


class Named:
    """What typed names mean: companies, names that are nobody's, and names of several."""

    def __init__(self, names: Sequence[str], companies: "QuerySet[Company]") -> None:
        self.found: list[Company] = []
        self.unknown: list[str] = []
        self.ambiguous: list[str] = []
        known = list(_possible(names, companies)) if names else []
        for name in names:
            self._place(name, [row for row in known if _is_called(row, name)])

    def _place(self, name: str, fitting: list[Company]) -> None:
        if len(fitting) == 1:
            self.found += fitting
        elif fitting:
            self.ambiguous.append(name)
        else:
            self.unknown.append(name)


def read_value(value: Iterable[str], companies: "QuerySet[Company]") -> tuple[list[Company], Named]:
    """The companies of the ids, by name, and what the typed names mean."""
    parts = [str(part) for part in value]
    named = [part.removeprefix(_TYPED) for part in parts if part.startswith(_TYPED)]
    ids = [int(p) for p in parts if p.isascii() and p.isdigit() and len(p) <= _LONGEST_ID]
    rows = (companies.filter(pk__in=ids[n : n + _BATCH]) for n in range(0, len(ids), _BATCH))
    return [row for batch in rows for row in batch], Named(named, companies)


def _possible(names: Sequence[str], companies: "QuerySet[Company]") -> "QuerySet[Company]":
    """Companies of these names, with or without a city behind, or of these ids in the CRM."""
    bare = [match[1] for match in map(_PLACE.match, names) if match]
    folded = [fold(name)[:160] for name in [*names, *bare]]
    return companies.filter(
        Q(directory_entry__sort_name__in=folded) | Q(external_id__in=names)
    ).select_related("directory_entry")


def _is_called(company: Company, name: str) -> bool:
    if company.external_id == name or fold(company.name) == fold(name):
        return True
    match = _PLACE.match(name)
    return match is not None and (
        (fold(company.name), fold(company.city)) == (fold(match[1]), fold(match[2]))
    )
