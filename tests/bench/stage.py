"""The club that the benchmarks look at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.urls import reverse

from accounts.enums import CompanySize, Role
from accounts.models import Company, Membership, User
from club.lib import clock
from club.lib.text import fold
from events.models import EventDate
from events.services import register
from forum.enums import EventKind, Reach
from forum.models import Post, Thread, ThreadEvent
from forum.services import create_category, create_thread
from home.models import NewsIndexPage, NewsPage
from loyalty.services import rebuild_history
from members.enums import ConnectionState, TopicSide
from members.models import CharterAcceptance, CharterVersion, Connection, PersonTopic
from members.services import rebuild_directory, suggest_to
from notifications.services import accept_address, propose_address, set_feed_choices
from participation.bulk import Fact, record_many
from tests.database import template
from tests.events.made import event, plan, the_date
from tests.factories.accounts import SectorFactory, audience, member, staff, tier

PEOPLE_PER_COMPANY = 5
GUESTS = 40
POSTS_LONG, POSTS_SHORT = 10_000, 50
KINDS = ("event.registered", "event.attended", "forum.posted", "members.connected")
SEED = 7


_SUBJECTS = ("EDI", "Packaging", "Cold chain")
_WORDS = (
    "We kept both formats for seven weeks and counted who still sent what: half of them had "
    "stopped by themselves, and the others answered when somebody called them by name."
)


@dataclass(frozen=True)
class Stage:
    """Who looks, at what, and who else there is to answer."""

    viewer: User
    event_date: EventDate
    people: list[User]
    manager: User
    short: Thread
    long: Thread
    #: One of those who come to the event, and whose profile is full.
    somebody: User
    #: Where a program asks for the viewer's calendar, with all that is open to them.
    feed: str


@contextmanager
def own_database() -> Iterator[None]:
    """A copy of the migrated database that the tests use too, gone afterwards."""
    kept_in = Path(settings.BASE_DIR, ".pytest_cache", "d", "club-databases")
    kept_in.mkdir(parents=True, exist_ok=True)
    database = template(kept_in)
    database.ensure()
    database.clone()
    try:
        yield
    finally:
        database.drop()


def set_stage(people: int, events: int, facts: int) -> Stage:
    """So many members, published events, one of them with guests, and facts of two years."""
    crowd = _crowd(people)
    manager = staff(Role.ACCOUNT_MANAGER, email="bench-manager@example.org")
    Company.objects.update(account_manager=manager)
    rebuild_directory()
    short, long = _talk(manager, crowd)
    _live_on(crowd, facts)
    pages = [event(plan(3 + n % 90, seats=None), title=f"Evening {n}") for n in range(events)]
    _write_news()
    first = the_date(pages[0])
    for person in crowd[:GUESTS]:
        register(first, person, by=person)
    viewer = member(crowd[0].memberships.get().company, email="viewer@example.org")
    _give_subjects(viewer, crowd[:GUESTS])
    feed = _subscribe(viewer)
    return Stage(viewer, first, crowd[GUESTS:], manager, short, long, crowd[0], feed)


def _give_subjects(viewer: User, guests: list[User]) -> None:
    """What the viewer looks for is offered by some, who are proposed and have contacts."""
    looks = [PersonTopic(person=viewer, side=TopicSide.LOOKS, label=name) for name in _SUBJECTS]
    helps = [
        PersonTopic(person=person, side=TopicSide.HELPS, label=name)
        for person in guests
        for name in _SUBJECTS
    ]
    for topic in (*looks, *helps):
        topic.folded = fold(topic.label)
    PersonTopic.objects.bulk_create([*looks, *helps])
    first, *others = guests
    Connection.objects.bulk_create(
        Connection(asked_by=one, asked=other, state=ConnectionState.ACCEPTED)
        for one in (viewer, first)
        for other in others[5:15]
    )
    suggest_to([viewer.pk])


def _subscribe(person: User) -> str:
    token = accept_address(person, propose_address(person), by=person)
    set_feed_choices(person, holds_open=True, alarm=0, by=person)
    return reverse("notifications:feed", args=[token])


def _talk(by: User, crowd: list[User]) -> tuple[Thread, Thread]:
    """A thread of one page, and one of two hundred, by many authors."""
    room = create_category("Bench", "Bench", audience=audience("members"), by=by)
    companies = dict(Membership.objects.values_list("person_id", "company_id"))
    made = []
    for title, count in (("Short", POSTS_SHORT), ("Long", POSTS_LONG)):
        thread = create_thread(room, by=by, title=title, text="The first words.")
        posts = Post.objects.bulk_create(
            Post(
                thread=thread,
                number=number,
                author=crowd[number % 40],
                company_id=companies[crowd[number % 40].pk],
                body_md=_WORDS,
                body_html=f"<p>{_WORDS}</p>",
            )
            for number in range(2, count + 1)
        )
        ThreadEvent.objects.bulk_create(
            ThreadEvent(
                thread=thread,
                seq=post.number,
                kind=EventKind.POST_PUBLISHED,
                post=post,
                reach=Reach.MEMBER,
                spread_at=clock.now(),
            )
            for post in posts
        )
        Thread.objects.filter(pk=thread.pk).update(
            last_seq=count, last_number=count, last_visible_number=count, post_count=count
        )
        made.append(Thread.objects.select_related("category").get(pk=thread.pk))
    return made[0], made[1]


def _live_on(crowd: list[User], facts: int) -> None:
    """Two years of facts, spread over everybody by a fixed chance, and the signals of today."""
    chance, now = Random(SEED), clock.now()
    companies = dict(Membership.objects.values_list("person_id", "company_id"))
    ids = [person.pk for person in crowd]
    chosen = (chance.choice(ids) for _n in range(facts))
    record_many(
        Fact(
            kind=chance.choice(KINDS),
            company_id=companies[pk],
            person_id=pk,
            occurred_at=now - timedelta(minutes=chance.randrange(60, 730 * 24 * 60)),
            key=f"bench {n}",
        )
        for n, pk in enumerate(chosen)
    )
    rebuild_history()


def _crowd(count: int) -> list[User]:
    """Members of many companies, in four trades and regions."""
    sectors = [SectorFactory.create(slug=f"trade-{n}") for n in range(4)]
    silver, sizes = tier("silver"), list(CompanySize)
    companies = Company.objects.bulk_create(
        Company(
            name=f"Maison {n:05}",
            slug=f"maison-{n}",
            sector=sectors[n % 4],
            region=f"Région {n // 4 % 4}",
            size=sizes[n // 16 % len(sizes)],
            city="Rennes",
            tier=silver,
        )
        for n in range(-(-count // PEOPLE_PER_COMPANY))
    )
    people = User.objects.bulk_create(
        User(
            email=f"person-{n}@example.org",
            first_name="Camille",
            last_name=f"Durand{n:05}",
            language="fr",
        )
        for n in range(count)
    )
    Membership.objects.bulk_create(
        Membership(
            person=person,
            company=companies[n // PEOPLE_PER_COMPANY],
            job_title="Directrice technique",
            started_on=date(2024, 1, 8),
        )
        for n, person in enumerate(people)
    )
    for version in CharterVersion.objects.in_force():
        CharterAcceptance.objects.bulk_create(
            CharterAcceptance(person=person, version=version) for person in people
        )
    return people


def _write_news() -> None:
    index = NewsIndexPage.objects.get()
    for n in range(5):
        page = NewsPage(
            title=f"News {n}",
            slug=f"bench-{n}",
            title_en=f"News {n}",
            title_fr=f"Nouvelle {n}",
            audience=audience("members"),
        )
        index.add_child(instance=page)
        page.save_revision().publish()
