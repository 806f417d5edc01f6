"""Models of the events app, one subject a file."""

from events.models.dates import EventDate
from events.models.pages import EventIndexPage, EventPage
from events.models.plans import PlannedDate
from events.models.registrations import Guest, Registration
from events.models.reminders import Reminder
from events.models.reviews import PublishRequest
from events.models.terms import EventQuestion, RegistrationTerms

__all__ = [
    "EventDate",
    "EventIndexPage",
    "EventPage",
    "EventQuestion",
    "Guest",
    "PlannedDate",
    "PublishRequest",
    "Registration",
    "RegistrationTerms",
    "Reminder",
]
