"""The floor of each page: a plain view that reads the same rows and writes as much text.

It checks the database session and that is all: no permissions, translation, CMS or frame around
it. What a page costs beyond its floor is what the club adds.
"""

from collections.abc import Iterable
from functools import cache
from inspect import iscoroutinefunction
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, F
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.decorators import sync_and_async_middleware
from django.views.decorators.csrf import csrf_exempt

from accounts.models import Membership
from club.lib import clock
from events.models import EventDate, Registration
from home.models import NewsPage
from notifications.models import CalendarGuest, OutboxMail
from participation.models import Participation

TEXT = """<!doctype html>
<html lang="en"><head><title>{{ title }}</title></head><body><main><h1>{{ title }}</h1>
{% for head, text in rows %}<article><h2>{{ head }}</h2><p>{{ text }}</p></article>
{% endfor %}<p>{{ rest }}</p></main></body></html>"""


@sync_and_async_middleware
def floor_addresses(get_response: Any) -> Any:
    """Middleware: only the addresses of this file."""
    if iscoroutinefunction(get_response):

        async def answer_soon(request: HttpRequest) -> HttpResponse:
            request.urlconf = __name__
            response: HttpResponse = await get_response(request)
            return response

        return answer_soon

    def answer(request: HttpRequest) -> HttpResponse:
        request.urlconf = __name__
        response: HttpResponse = get_response(request)
        return response

    return answer


MIDDLEWARE = [
    f"{__name__}.floor_addresses",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


@cache
def template() -> Any:
    """The one template of all floors."""
    return engines["django"].from_string(TEXT)


def show(request: HttpRequest, title: str, rows: Iterable[tuple[object, object]]) -> HttpResponse:
    """The rows, and other text until it is as long as `?bytes=` says."""
    listed = list(rows)
    known = len(title) * 2 + sum(len(str(a)) + len(str(b)) + 45 for a, b in listed) + 120
    rest = "o" * max(0, int(request.GET.get("bytes", 0)) - known)
    return HttpResponse(template().render({"title": title, "rows": listed, "rest": rest}))


def directory(request: HttpRequest) -> HttpResponse:
    """Counts by trade and region, and twenty people."""
    assert request.user.pk
    people = Membership.objects.filter(
        ended_on=None, suspended_at=None, person__last_name__istartswith="durand"
    )
    counts = people.values_list("company__sector__slug", "company__region")
    groups = list(counts.annotate(count=Count("pk")).order_by())
    rows = people.select_related("person__profile", "company__sector", "company__tier")
    some = rows.filter(company__sector__slug="trade-1").order_by("person__profile__sort_name")
    title = f"{request.user} {sum(group[2] for group in groups)}"
    return show(request, title, [(m.person.full_name, m.company.name) for m in some[:20]])


def events(request: HttpRequest) -> HttpResponse:
    """Counts by type, how many there are, and thirty dates."""
    assert request.user.pk
    coming = EventDate.objects.filter(ends_at__gt=clock.now())
    kinds = list(coming.values_list("page__event_type").annotate(count=Count("pk")).order_by())
    rows = coming.select_related("page__audience").order_by("starts_at")[:30]
    title = f"{request.user} {coming.count()} {len(kinds)}"
    return show(request, title, [(d.page.title, d.starts_at) for d in rows])


def event_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A date, the own answer, and who comes."""
    date = EventDate.objects.select_related("page", "calendar_entry").get(pk=pk)
    own = Registration.objects.filter(date=date, person=request.user.pk).first()
    guests = Registration.objects.filter(date=date, is_listed=True).select_related(
        "person__profile", "company"
    )[:12]
    rows = [(guest.person.full_name, guest.company.name) for guest in guests]
    return show(request, f"{date.page.title} {own}", rows)


def home(request: HttpRequest) -> HttpResponse:
    """The own answers, the next dates, some people, some news."""
    own = list(Registration.objects.filter(person=request.user.pk).select_related("date__page")[:5])
    dates = EventDate.objects.filter(ends_at__gt=clock.now()).select_related("page")[:5]
    people = Membership.objects.filter(ended_on=None).select_related("person__profile", "company")
    news = NewsPage.objects.filter(live=True).order_by("-first_published_at")[:3]
    rows = [
        *((r.date.page.title, r.status) for r in own),
        *((d.page.title, d.starts_at) for d in dates),
        *((m.person.full_name, m.company.name) for m in people[:6]),
        *((page.title, page.slug) for page in news),
    ]
    return show(request, str(request.user), rows)


@csrf_exempt
def take_seat(request: HttpRequest, pk: int) -> HttpResponse:
    """One seat: the rows that have to be written, and no rule."""
    person = request.user
    with transaction.atomic():
        date = EventDate.objects.select_for_update().get(pk=pk)
        Registration.objects.filter(date=date, person=person.pk).exists()
        own = Membership.objects.get(person=person.pk, ended_on=None)
        Registration.objects.create(
            date=date, person_id=person.pk, company_id=own.company_id, status="going"
        )
        EventDate.objects.filter(pk=pk).update(seats_taken=F("seats_taken") + 1)
        kind = ContentType.objects.get_for_model(EventDate)
        Participation.objects.create(
            company_id=own.company_id,
            person_id=person.pk,
            kind="event.registered",
            content_type=kind,
            object_id=pk,
            occurred_at=clock.now(),
            idempotency_key=f"floor {person.pk} {pk}",
        )
        CalendarGuest.objects.create(
            entry_id=date.calendar_entry_id, person_id=person.pk, reply_address=f"floor-{person.pk}"
        )
        OutboxMail.objects.create(
            verb="events.going",
            purpose="service",
            person_id=person.pk,
            address=person.email,
        )
    response = HttpResponse(status=302)
    response["Location"] = "/"
    return response


urlpatterns = [
    path("floor/directory", directory),
    path("floor/events", events),
    path("floor/event/<int:pk>", event_page),
    path("floor/home", home),
    path("floor/seat/<int:pk>", take_seat),
]
