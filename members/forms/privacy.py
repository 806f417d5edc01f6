"""Confirming that an account is to be deleted."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.registry import retention_rules


class DeleteForm(forms.Form):
    """The own e-mail address, typed: nobody deletes an account by a slip of the finger."""

    address = forms.CharField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Type it to confirm."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_address(self) -> str:
        """The address of this account. Raises ValidationError for any other text."""
        typed = str(self.cleaned_data["address"]).strip().lower()
        if typed != self.person.email:
            raise ValidationError(_("This is not the address of your account."))
        return typed


class RetentionForm(forms.Form):
    """A number of days for each rule of retention; `known` are those in force."""

    def __init__(self, *args: Any, known: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in retention_rules:
            bounds = {"least": rule.least, "longest": rule.longest, "days": rule.days}
            limits = _("%(least)s to %(longest)s days; %(days)s unless changed.") % bounds
            self.fields[rule.name] = forms.IntegerField(
                label=rule.label,
                help_text=f"{rule.detail} {limits}",
                min_value=rule.least,
                max_value=rule.longest,
                initial=known[rule.name],
            )
