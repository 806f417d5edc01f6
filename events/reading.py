"""What other apps are told about events."""

from collections.abc import Collection
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from club.lib import clock
from club.lib.bilingual import in_language
from club.lib.prepared import HouseNow
from events.enums import DateStatus
from events.models import EventDate, Registration
from members.meetings import Ground
from participation.registry import About


def tell_dates(viewer: Viewer, ids: Collection[int]) -> dict[int, About]:
    """The titles and addresses of those dates that the viewer may see."""
    rows = EventDate.objects.visible_to(viewer).filter(pk__in=ids).with_words()
    return {row.pk: About(str(row.page.heading), row.get_absolute_url()) for row in rows}


# --- Why two people might meet --------------------------------------------------------------
def _coming(**only: Any) -> "QuerySet[Registration, Any]":
    """Date, nothing, person: who comes to a date that is still to be."""
    rows = Registration.objects.coming().filter(
        date__ends_at__gt=clock.now(), date__status=DateStatus.SCHEDULED, date__page__live=True
    )
    shared = rows.filter(**only).annotate(
        about_id=F("date_id"), topic=Value("", output_field=CharField())
    )
    return shared.order_by().values_list("about_id", "topic", "person_id")


def _shared_event(viewer: Viewer) -> Subquery:
    """The event, where the viewer comes and may see that the other one does."""
    rows = Registration.objects.visible_to(viewer).coming()
    rows = rows.filter(date__ends_at__gt=HouseNow(), date__status=DateStatus.SCHEDULED)
    own = Registration.objects.coming().filter(date=OuterRef("date"), person_id=viewer.user_id)
    both = rows.filter(
        Exists(own), date_id=OuterRef("about_id"), person_id=OuterRef("person_id"), is_listed=True
    )
    return Subquery(both.values_list(in_language("date__page__title"))[:1])


SAME_EVENT = Ground(
    "events.date",
    30,
    4,
    wants=_coming,
    gives=lambda: _coming(is_listed=True),
    title=_shared_event,
    words=lambda title: _("You are both coming to “%(title)s”.") % {"title": title},
)
