"""How a view comes to the event that its address names."""

from django.http import Http404, HttpRequest

from accounts.audience import require_member_or_staff
from club.lib import clock
from events.models import EventDate
from events.rules import choose_date


def get_date_or_404(request: HttpRequest, slug: str, *, for_club: bool = True) -> EventDate:
    """The date that `slug` and `?date=` mean, with its page, if the viewer may see it.

    `for_club` keeps strangers out, of public events too. Raises Http404 alike for what is missing
    and what is not theirs to see.
    """
    viewer = request.viewer  # type: ignore[attr-defined]
    if for_club:
        require_member_or_staff(viewer)
    rows = EventDate.objects.visible_to(viewer).filter(page__slug=slug).select_related("page")
    chosen = choose_date(list(rows), request.GET.get("date"), clock.now())
    if chosen is None:
        raise Http404
    event_date: EventDate = chosen
    return event_date
