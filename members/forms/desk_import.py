"""The form with which a client file is given in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Tier
from members.services.client_imports import DECIDED_OPTIONS, MOST_BYTES


class UploadForm(forms.Form):
    """A file, and what an import of it may do beyond filling what is empty."""

    file = forms.FileField(
        label=_("Client file"),
        help_text=_("CSV or XLSX, with the names of the columns in one line above. Nothing is "
                    "written before you have seen what it would do."),
    )  # fmt: skip
    adds_sectors = forms.BooleanField(
        label=_("Make the sectors that the club does not have yet"), required=False
    )
    moves_people = forms.BooleanField(
        label=_("Move people whom the file has at another company"), required=False
    )
    changes_functions = forms.BooleanField(
        label=_("Follow the file where a person has another function"), required=False
    )
    changes_tags = forms.BooleanField(
        label=_("Take off the tags that the file does not name"), required=False
    )
    changes_tiers = forms.BooleanField(
        label=_("Follow the file where a company has another tier"), required=False
    )
    changes_managers = forms.BooleanField(
        label=_("Follow the file where a company has another account manager"), required=False
    )
    day_first = forms.ChoiceField(
        label=_("What 03/04/2026 means"),
        required=False,
        choices=[("", _("as the columns tell")), ("1", _("3 April")), ("0", _("March 4"))],
    )
    tier = forms.ModelChoiceField(
        Tier.objects.all(),
        label=_("Tier of new companies for which the file names none"),
        required=False,
        to_field_name="slug",
        empty_label=_("the lowest one"),
    )

    def __init__(self, *args: Any, decides: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not decides:
            for name in DECIDED_OPTIONS:
                del self.fields[name]

    def clean_file(self) -> Any:
        """Raises ValidationError for a file that is larger than a page takes."""
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(
                _("This file is larger than %(limit)s MB. Cut it in parts."),
                params={"limit": MOST_BYTES // 1024 // 1024},
            )
        return upload

    def options(self) -> dict[str, Any]:
        """What `imports.Options` takes."""
        words = {k: v for k, v in self.cleaned_data.items() if k not in {"file", "tier"}}
        tier = self.cleaned_data["tier"]
        words["day_first"] = {"1": True, "0": False}.get(words["day_first"])
        return {**words, "tier": tier.slug if tier else ""}
