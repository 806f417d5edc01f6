"""Which reminders were written, so that none is written twice."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from events.enums import ReminderKind
from events.models.registrations import Registration


class Reminder(models.Model):
    """One reminder to one person of one start: a date that moves is reminded of anew.

    Written in the transaction that puts its mail into the outbox.
    """

    registration = models.ForeignKey(
        Registration,
        on_delete=models.CASCADE,
        related_name="reminders",
        db_index=False,
        verbose_name=_("registration"),
    )
    kind = models.CharField(_("kind"), max_length=4, choices=ReminderKind.choices)
    starts_at = models.DateTimeField(_("starts"))
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "starts_at"], name="reminder_once_per_start"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=ReminderKind.values), name="reminder_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} · {self.kind} · {self.starts_at:%Y-%m-%d %H:%M} UTC"
