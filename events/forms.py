"""What people type when they answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import AnswerKind
from events.models import EventQuestion

#: How long an answer to a question may be.
LINE_LENGTH, TEXT_LENGTH = 200, 1000


class AnswerForm(forms.Form):
    """Coming: whether others may see it, a word, and what the organisers ask.

    `given` are the answers of before, by the keys of the questions. The box of the listing counts
    only where it was shown, and `asked` says whether the questions were.
    """

    only_listing = forms.BooleanField(required=False)
    asks_listing = forms.BooleanField(required=False)
    asked = forms.BooleanField(required=False)
    is_listed = forms.BooleanField(required=False)
    note = forms.CharField(max_length=500, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        questions: Iterable[EventQuestion] = (),
        given: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data, label_suffix="", auto_id="answer-%s")
        self.questions = list(questions)
        is_shown = data is None or "asked" in data
        for question in self.questions:
            field = build_field(question, is_required=is_shown and question.is_required)
            field.initial = (given or {}).get(str(question.key), "")
            self.fields[f"q-{question.key}"] = field

    @property
    def question_fields(self) -> list[forms.BoundField]:
        """The fields of the questions, in their order."""
        return [self[f"q-{question.key}"] for question in self.questions]

    def answer(self) -> dict[str, Any]:
        """The keyword arguments for `services.register`. Only after `is_valid()`."""
        words = self.cleaned_data
        answers = {str(q.key): str(words[f"q-{q.key}"] or "") for q in self.questions}
        return {
            "is_listed": words["is_listed"] if words["asks_listing"] else None,
            "note": words["note"],
            "answers": answers if words["asked"] else None,
        }


def build_field(question: EventQuestion, *, is_required: bool) -> forms.Field:
    """The form field of a question."""
    words: dict[str, Any] = {"label": question.label, "required": is_required}
    if question.kind == AnswerKind.TEXT:
        box = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=TEXT_LENGTH, widget=box, **words)
    if question.kind == AnswerKind.LINE:
        return forms.CharField(max_length=LINE_LENGTH, **words)
    if question.kind == AnswerKind.YES_NO:
        choices: list[tuple[str, Any]] = [("yes", _("Yes")), ("no", _("No"))]
    else:
        choices = [(str(number), text) for number, text in enumerate(question.choices)]
    return forms.ChoiceField(choices=[("", "—"), *choices], **words)


class ReasonForm(forms.Form):
    """Not coming, or a date called off: why, if somebody wants to say."""

    reason = forms.CharField(
        label=_("A word to the organisers"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class OnBehalfForm(forms.Form):
    """An answer for somebody else: who, what, how it came, and whether out of the kept seats."""

    person = forms.IntegerField()
    act = forms.ChoiceField(
        choices=[(act, act) for act in ("register", "maybe", "decline", "cancel")]
    )
    staff_note = forms.CharField(max_length=500, required=False)
    keeps = forms.BooleanField(required=False)
