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

from accounts.models import Company, Membership
from club.lib import clock
from events.models import EventDate, Registration
from forum.models import Post, ReadState, Thread, ThreadEvent
from home.models import NewsPage
from loyalty.models import Interaction, Signal
from members.models import Connection, PersonTopic, Suggestion
from notifications.models import CalendarGuest, OutboxMail
from participation.models import Bucket, LedgerMark, Participation

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


def feed(request: HttpRequest) -> HttpResponse:
    """The dates of a year with their entries, their words and the own answers."""
    assert request.user.pk
    answers = dict(
        Registration.objects.filter(person=request.user.pk).values_list("date_id", "status")
    )
    rows = EventDate.objects.filter(ends_at__gt=clock.now()).order_by("starts_at")
    words = ("title_fr", "title_en", "summary_fr", "summary_en", "slug", "last_published_at")
    entry = ("uid", "sequence", "status", "created_at", "updated_at")
    columns = rows.values_list(
        *("pk", "starts_at", "ends_at", "time_zone", "is_all_day", "place", "join_link"),
        *(f"page__{name}" for name in words),
        *(f"calendar_entry__{name}" for name in entry),
    )
    listed = [(row[7], f"{answers.get(row[0])} {row}") for row in columns]
    return show(request, str(request.user), listed)


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


def profile(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody, their colleagues and contacts, where they come, and what they wrote."""
    people = Membership.objects.filter(ended_on=None).select_related("person__profile", "company")
    shown = people.get(person=pk)
    topics = list(PersonTopic.objects.filter(person=pk))
    between = Connection.objects.filter(asked_by=request.user.pk, asked=pk).first()
    asked = Connection.objects.filter(asked_by__in=[request.user.pk, pk], state="accepted")
    shared = people.filter(person__in=asked.values("asked"))[:24]
    colleagues = people.filter(company=shown.company_id)[:8]
    comes = Registration.objects.filter(person=pk).select_related("date__page")[:8]
    posts = Post.objects.filter(author=pk).select_related("thread__category")
    rows = [
        *((topic.side, topic.label) for topic in topics),
        *((m.person.full_name, m.company.name) for m in (*colleagues, *shared)),
        *((row.date.page.title, row.date.starts_at) for row in comes),
        *((post.thread.title, post.created_at) for post in posts.order_by("-created_at")[:18]),
    ]
    return show(request, f"{request.user} {shown.person.full_name} {between}", rows)


def meet(request: HttpRequest) -> HttpResponse:
    """The first people who were found for somebody, with why."""
    found = Suggestion.objects.filter(to=request.user.pk).order_by("rank")[:15]
    reasons = [(row.person_id, f"{row.ground} {row.topic}") for row in found]
    people = Membership.objects.filter(ended_on=None, person__in=[pk for pk, _why in reasons])
    shown = {m.person_id: m for m in people.select_related("person__profile", "company")}
    rows = [(f"{shown[pk].person.full_name} {shown[pk].company.name}", why) for pk, why in reasons]
    return show(request, str(request.user), rows)


def leave_fact(own: Membership, kind: str, about: ContentType, pk: int, key: str) -> None:
    """A fact with the month and the mark that go with it."""
    now = clock.now()
    Participation.objects.create(
        company_id=own.company_id,
        person_id=own.person_id,
        actor=own.person_id,
        kind=kind,
        content_type=about,
        object_id=pk,
        occurred_at=now,
        occurred_on=now.date(),
        idempotency_key=key,
    )
    month = {"company_id": own.company_id, "actor": own.person_id, "kind": kind}
    Bucket.objects.bulk_create(
        [Bucket(**month, month=now.date().replace(day=1), n=1, n_solicited=0, last_on=now.date())],
        update_conflicts=True,
        unique_fields=["company", "actor", "kind", "month"],
        update_fields=["n", "last_on"],
    )
    LedgerMark.objects.create(company_id=own.company_id, since_on=now.date())


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
        leave_fact(own, "event.registered", kind, pk, f"floor {person.pk} {pk}")
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


def thread(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """A thread, fifty of its posts with their authors, and how far one has read."""
    found = Thread.objects.select_related("category").get(pk=pk)
    read = ReadState.objects.filter(user=request.user.pk, thread=found).first()
    first = (page - 1) * 50
    rows = found.posts.filter(number__gt=first, number__lte=first + 50).order_by("number")
    posts = rows.select_related("author__profile", "company")
    title = f"{request.user} {found.title} {found.category.name} {read}"
    return show(request, title, [(post.author.full_name, post.body_html) for post in posts])


@csrf_exempt
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: the rows that have to be written, and no rule."""
    person = request.user
    text = str(request.POST.get("text", ""))
    with transaction.atomic():
        Thread.objects.filter(pk=pk).update(
            last_seq=F("last_seq") + 1,
            last_number=F("last_number") + 1,
            last_visible_number=F("last_number") + 1,
            post_count=F("post_count") + 1,
            last_post_at=clock.now(),
        )
        found = Thread.objects.get(pk=pk)
        own = Membership.objects.get(person=person.pk, ended_on=None)
        post = Post.objects.create(
            thread=found,
            number=found.last_number,
            author_id=person.pk,
            company_id=own.company_id,
            body_md=text,
            body_html=f"<p>{text}</p>",
        )
        ThreadEvent.objects.create(
            thread=found, seq=found.last_seq, kind="post.published", post=post, reach="member"
        )
        kind = ContentType.objects.get_for_model(Post)
        leave_fact(own, "forum.posted", kind, post.pk, f"floor {post.pk}")
        ReadState.objects.update_or_create(
            user_id=person.pk, thread=found, defaults={"last_read_number": post.number}
        )
    response = HttpResponse(status=302)
    response["Location"] = "/"
    return response


def portfolio(request: HttpRequest) -> HttpResponse:
    """How the clients stand as a whole, and the last signals of a page of them."""
    own = Signal.objects.filter(company__account_manager=request.user.pk, day=clock.today())
    states = list(own.values_list("state").annotate(count=Count("pk")).order_by())
    rows = own.select_related("company__tier", "company__sector").order_by("change", "pk")[:30]
    signals = list(rows)
    ids = [signal.company_id for signal in signals]
    people = dict(
        Membership.objects.filter(company__in=ids, ended_on=None)
        .values_list("company")
        .annotate(count=Count("pk"))
    )
    last = {row.company_id: row for row in Interaction.objects.filter(company__in=ids)}
    listed = [
        (
            s.company.name,
            f"{s.value} {s.change} {people.get(s.company_id)} {last.get(s.company_id)}",
        )
        for s in signals
    ]
    return show(request, f"{request.user} {states}", listed)


def client_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One client: its curve, its people, what was noted, its last facts."""
    company = Company.objects.select_related("tier", "sector", "account_manager").get(pk=pk)
    curve = list(Signal.objects.filter(company=company).order_by("day"))
    people = Membership.objects.filter(company=company).select_related("person__profile")
    noted = Interaction.objects.filter(company=company).select_related("person", "by")[:20]
    facts = Participation.objects.filter(company=company).select_related("person")[:60]
    rows = [
        *((signal.day, f"{signal.value} {signal.contributions}") for signal in curve),
        *((m.person.full_name, m.job_title) for m in people),
        *((row.kind, row.note) for row in noted),
        *((fact.kind, f"{fact.person} {fact.occurred_at}") for fact in facts),
    ]
    return show(request, f"{request.user} {company.name}", rows)


urlpatterns = [
    path("floor/directory", directory),
    path("floor/events", events),
    path("floor/event/<int:pk>", event_page),
    path("floor/feed", feed),
    path("floor/home", home),
    path("floor/profile/<int:pk>", profile),
    path("floor/meet", meet),
    path("floor/seat/<int:pk>", take_seat),
    path("floor/thread/<int:pk>/<int:page>", thread),
    path("floor/reply/<int:pk>", reply),
    path("floor/portfolio", portfolio),
    path("floor/client/<int:pk>", client_page),
]
