"""What people type. Lengths and words are checked where they are written, with a sentence each."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from forum.enums import TellLevel
from forum.markdown import MAX_LENGTH
from forum.rules import TITLE_LENGTH

_EDITOR = {"rows": 6, "data-editor": "", "autocomplete": "off", "class": "form-control"}


class TextField(forms.CharField):
    """Text as it was typed. What no text needs is taken out later, not refused."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(strip=False, required=False, **kwargs)
        self.validators = []  # NUL is taken out, not refused: nothing typed is lost

    def to_python(self, value: Any) -> str:
        """The text without NUL."""
        return str(super().to_python(value) or "").replace("\0", "")


class PostForm(forms.Form):
    """An answer, or another text for a post. `key` was made when the writing began."""

    text = TextField(
        label=_("Your answer"), widget=forms.Textarea({**_EDITOR, "maxlength": MAX_LENGTH})
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_key(self) -> uuid.UUID | None:
        """The key; what is none is as good as a new one."""
        try:
            return uuid.UUID(self.cleaned_data["key"].strip())
        except ValueError:
            return None


class ThreadForm(PostForm):
    """A title and the first post."""

    title = TextField(
        label=_("Title"),
        help_text=_("What you ask or tell, in one line."),
        widget=forms.TextInput({"maxlength": TITLE_LENGTH, "autocomplete": "off"}),
    )
    field_order = ["title", "text", "key"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Your text")
        self.fields["text"].widget.attrs["rows"] = 10


class LevelForm(forms.Form):
    """What one wants to be told about a thread."""

    level = forms.ChoiceField(choices=TellLevel.choices, required=False)
