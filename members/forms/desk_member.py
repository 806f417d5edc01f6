"""What the staff corrects about a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from members.forms.fields import LineField


class MemberForm(forms.Form):
    """Name, job title and function; the address and all else are the member's own."""

    first_name = LineField(label=_("First name"), max_length=80)
    last_name = LineField(label=_("Last name"), max_length=80)
    job_title = LineField(label=_("Job title"), max_length=120, required=False)
    function = forms.ChoiceField(
        label=_("Part in the dealings with us"), choices=JobFunction.choices
    )
