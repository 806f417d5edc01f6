"""Fields that several forms share."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Company
from club.lib.text import clean_line, fold

LANGUAGES = [("fr", "Français"), ("en", "English")]


class LineField(forms.CharField):
    """One line of text; line breaks and control characters become blanks."""

    def to_python(self, value: Any) -> str:
        """The text on one line."""
        return clean_line(super().to_python(value) or "")


class DatalistInput(forms.TextInput):
    """A line with proposals that the browser searches while one types."""

    template_name = "members/widgets/datalist.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"autocomplete": "off", **(attrs or {})})
        self.proposals: Sequence[str] = ()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Adds the proposals and the id that ties them to the line."""
        context = super().get_context(name, value, attrs)
        list_id = f"{context['widget']['attrs'].get('id', name)}-list"
        context["widget"]["attrs"]["list"] = list_id
        context["widget"]["list_id"] = list_id
        context["widget"]["proposals"] = self.proposals
        return context


class CompanyField(forms.CharField):
    """One of the companies, found by typing its name; its slug follows where two have one name."""

    widget = DatalistInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=260, **kwargs)
        self._by_label: dict[str, Company] = {}

    def offer(self, companies: QuerySet[Company]) -> None:
        """Set the companies to choose among."""
        rows = sorted(companies, key=lambda row: fold(row.name))
        names = Counter(fold(row.name) for row in rows)
        labels = [
            row.name if names[fold(row.name)] == 1 else f"{row.name} ({row.slug})" for row in rows
        ]
        self._by_label = {fold(label): row for label, row in zip(labels, rows, strict=True)}
        self.widget.proposals = labels

    def label_of(self, text: str) -> str:
        """The name of the company that `text` names, or ''."""
        company = self._by_label.get(fold(text.strip()))
        return company.name if company else ""

    def clean(self, value: Any) -> Any:
        """The company. Raises ValidationError when none of the offered ones is named so."""
        text = super().clean(value)
        if not text:
            return None
        company = self._by_label.get(fold(text.strip()))
        if company is None:
            raise ValidationError(
                _("No company is called “%(name)s”. Choose one of the list."),
                params={"name": text},
            )
        return company
