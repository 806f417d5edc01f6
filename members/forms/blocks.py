"""Telling the club about somebody, and what its team answers."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import ReportReason
from members.models.block import NOTE_LENGTH


class ReportForm(forms.Form):
    """What is wrong, and what happened."""

    reason = forms.ChoiceField(
        label=_("What is it?"), choices=ReportReason.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("What happened?"),
        max_length=NOTE_LENGTH,
        help_text=_("Where and when, in your words. The club’s team reads it, nobody else."),
        error_messages={"required": _("Say in a few words what happened.")},
        widget=forms.Textarea({"rows": 5, "data-count": ""}),
    )
    block = forms.BooleanField(label=_("Block this person too"), required=False, initial=True)


class ReportAnswerForm(forms.Form):
    """What the team decided."""

    note = forms.CharField(
        label=_("Note for the team"),
        max_length=NOTE_LENGTH,
        help_text=_("What was found and done. Neither of the two reads it."),
        widget=forms.Textarea({"rows": 4}),
    )
