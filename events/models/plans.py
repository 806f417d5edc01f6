"""A date as the organiser plans it, part of the page and of each of its drafts."""

import uuid

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from club.lib import clock
from club.lib.zones import validate_zone
from events import rules
from events.models.dates import EventDate
from events.models.pages import club_zone
from events.widgets import ZoneSelect

_PAST = _(
    "This date is published and still to come: it cannot be moved into the past. Take it away to "
    "cancel it."
)


class PlannedDate(models.Model):
    """A date as the organiser writes it. `key` ties it to its `EventDate` in every revision.

    In a draft its day may still be open.
    """

    page = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="planned_dates")
    key = models.UUIDField(default=uuid.uuid4, editable=False)
    starts_on = models.DateField(_("first day"), null=True)
    starts_time = models.TimeField(
        _("from"), null=True, blank=True, help_text=_("Empty: the whole day.")
    )
    ends_on = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Empty: the same day.")
    )
    ends_time = models.TimeField(_("until"), null=True, blank=True)
    time_zone = models.CharField(
        _("clocks of"),
        max_length=64,
        default=club_zone,
        validators=[validate_zone],
        help_text=_("The times above are what clocks show there."),
    )
    capacity = models.PositiveIntegerField(
        _("seats"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit. When all are taken, people wait in line."),
    )
    kept_seats = models.PositiveIntegerField(
        _("of them kept for the club"),
        default=0,
        help_text=_("Only organisers give these away, whoever waits."),
    )

    panels = [
        FieldRowPanel(["starts_on", "starts_time"]),
        FieldRowPanel(["ends_on", "ends_time"]),
        FieldPanel("time_zone", widget=ZoneSelect),
        FieldRowPanel(["capacity", "kept_seats"]),
    ]

    class Meta:
        verbose_name = _("planned date")
        verbose_name_plural = _("planned dates")
        ordering = ["starts_on", "starts_time", "pk"]

    def __str__(self) -> str:
        return f"{self.starts_on or '?'} {self.starts_time or ''}".strip()

    def clean(self) -> None:
        """Refuse times that do not exist, a past that is made up afterwards, and too few seats."""
        super().clean()
        if self.starts_on is None or not self.time_zone:
            return
        validate_zone(self.time_zone)
        span = rules.build_span(self)  # type: ignore[arg-type]
        published = EventDate.objects.filter(page_id=self.page_id, planned_key=self.key).first()
        if published is not None and rules.moves_into_past(published, span, clock.now()):
            raise ValidationError({"starts_on": _PAST})
        self._keep_seats(published)

    def _keep_seats(self, published: EventDate | None) -> None:
        """Refuse more kept seats than there are, and fewer seats than people already have."""
        if self.kept_seats and (self.capacity is None or self.kept_seats > self.capacity):
            raise ValidationError(
                {"kept_seats": _("The club cannot keep more seats than there are.")}
            )
        if published is None or self.capacity is None:
            return
        if self.capacity < published.seats_taken:
            raise ValidationError(
                {
                    "capacity": _(
                        "%(taken)s people have a seat already: plan at least as many, or write to "
                        "them first."
                    )
                    % {"taken": published.seats_taken}
                }
            )
        members = published.seats_taken - published.kept_taken
        if not published.kept_taken <= self.kept_seats <= self.capacity - members:
            raise ValidationError(
                {
                    "kept_seats": _(
                        "%(kept)s of the kept seats are given away, and members have %(members)s: "
                        "keep at least the ones and at most what the others leave."
                    )
                    % {"kept": published.kept_taken, "members": members}
                }
            )
