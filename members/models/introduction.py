"""Two people whom a third one brings together, if both want it."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.enums import IntroductionAnswer, IntroductionState
from members.models.managers import IntroductionManager

#: How long both have to answer.
STANDS = timedelta(days=30)
LINE_LENGTH = 300


class Introduction(models.Model):
    """`by` proposes to `one` and `other` that they get in contact, with a line for each.

    Each answers without knowing what the other says. It is MADE when both agreed, and FAILED when
    one did not, or when thirty days went by: nobody is told which. `connection` is the contact
    that came of it.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="introductions_made",
        verbose_name=_("introduced by"),
    )
    one = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="introductions_as_one",
        verbose_name=_("first person"),
    )
    other = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="introductions_as_other",
        verbose_name=_("second person"),
    )
    line_to_one = models.CharField(_("line to the first"), max_length=LINE_LENGTH)
    line_to_other = models.CharField(_("line to the second"), max_length=LINE_LENGTH)
    answer_of_one = models.CharField(
        max_length=3,
        choices=IntroductionAnswer.choices,
        default=IntroductionAnswer.NONE,
        blank=True,
    )
    answer_of_other = models.CharField(
        max_length=3,
        choices=IntroductionAnswer.choices,
        default=IntroductionAnswer.NONE,
        blank=True,
    )
    state = models.CharField(
        _("state"),
        max_length=6,
        choices=IntroductionState.choices,
        default=IntroductionState.OPEN,
    )
    created_at = models.DateTimeField(_("proposed"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)
    connection = models.OneToOneField(
        "members.Connection",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="introduction",
        verbose_name=_("contact"),
    )

    objects: ClassVar[IntroductionManager] = IntroductionManager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["one", "state"], name="introduction_by_one"),
            models.Index(fields=["other", "state"], name="introduction_by_other"),
            models.Index(fields=["by", "created_at"], name="introduction_by_day"),
            models.Index(fields=["state", "created_at"], name="introduction_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(one=F("other")) & ~Q(by=F("one")) & ~Q(by=F("other")),
                name="introduction_of_three_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.one_id} · {self.other_id}"

    @property
    def expires_at(self) -> datetime:
        """Until when both can answer."""
        return self.created_at + STANDS

    def is_open_at(self, now: datetime) -> bool:
        """Whether it can still be answered."""
        return self.state == IntroductionState.OPEN and now < self.expires_at

    def counterpart(self, person_id: int | None) -> int:
        """The id of whom this person is to meet."""
        return self.other_id if self.one_id == person_id else self.one_id

    def line_for(self, person_id: int | None) -> str:
        """What the introducer wrote to this person."""
        return self.line_to_one if self.one_id == person_id else self.line_to_other

    def answer_of(self, person_id: int | None) -> IntroductionAnswer:
        """What this person said."""
        given = self.answer_of_one if self.one_id == person_id else self.answer_of_other
        return IntroductionAnswer(given)
