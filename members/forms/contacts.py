"""Asking somebody for contact."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.forms.fields import LineField
from members.models.connection import WHY_LENGTH


class ContactForm(forms.Form):
    """One line of why; what was typed stays when it is refused."""

    why = LineField(
        label=_("One line: why you two?"),
        max_length=WHY_LENGTH,
        error_messages={"required": _("Say in one line why you would like to be in contact.")},
        widget=forms.Textarea({"rows": 2, "data-count": ""}),
    )
