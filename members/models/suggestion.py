"""Who is proposed to whom to meet, until when that holds, and who does not want to hear of whom."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from members.models.search import TOPIC_LENGTH

#: So long after somebody was put away it can be undone where it was done.
UNDO_FOR = timedelta(minutes=15)


class Suggestion(models.Model):
    """One reason to propose `person` to `to`, found by `services.suggestions`.

    `ground` names the reason among `meetings.grounds`; `about_id` and `topic` say what they share,
    in the way of that ground. The same pair has a row for each reason, all of one `rank`; 1 comes
    first. A row is a hint: what may be said today is asked again when it is read.
    """

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggestions"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggested"
    )
    rank = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=40)
    about_id = models.BigIntegerField(default=0)
    topic = models.CharField(max_length=TOPIC_LENGTH, blank=True)

    class Meta:
        verbose_name = _("person to meet")
        verbose_name_plural = _("people to meet")
        constraints = [
            models.UniqueConstraint(
                fields=["to", "person", "ground", "about_id", "topic"], name="suggestion_said_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.to_id} · {self.person_id} · {self.ground}"


class SuggestionDay(models.Model):
    """The day for which people were last proposed to a member; empty once something changed."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="suggestion_day"
    )
    day = models.DateField(null=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.person_id} · {self.day}"


class Dismissal(models.Model):
    """A member does not want somebody proposed to them. Nobody else learns of it."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="dismissals"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("person not to be proposed")
        verbose_name_plural = _("people not to be proposed")
        constraints = [
            models.UniqueConstraint(fields=["by", "person"], name="dismissal_once"),
            models.CheckConstraint(condition=~Q(by=F("person")), name="dismissal_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.by_id} · {self.person_id}"

    @property
    def can_be_undone(self) -> bool:
        """Whether the button that takes it back is still there."""
        return clock.now() - self.created_at < UNDO_FOR
