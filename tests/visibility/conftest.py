"""A club with things for gold members only, each with a word that must not reach anybody else."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Audience, User
from events import services as event_services
from events.models import EventDate, EventPage
from files.models import ClubDocument, ClubImage
from files.services import add_document, add_picture
from forum.models import Thread
from forum.services import create_category, create_thread, spread_due
from home.models import NewsPage, StandardPage
from notifications.services import deliver_due
from tests.database import Template
from tests.events import made as events_made
from tests.factories.accounts import AudienceFactory, tier
from tests.files.made import picture
from tests.filled import Filled
from tests.home import made as home_made

#: One per kind of thing. Nothing else in the suite uses these words.
CANARIES = {
    "event": "Zirconium",
    "news": "Palladium",
    "page": "Rhodium",
    "document": "Ruthenium",
    "draft": "Osmium",
    "thread": "Technetium",
    "post": "Promethium",
    "room": "Astatine",
}


@dataclass
class World:
    """What there is to see, and who is there to look."""

    gold: Audience
    event: EventPage
    event_date: EventDate
    news: NewsPage
    page: StandardPage
    image: ClubImage
    document: ClubDocument
    draft: NewsPage
    thread: Thread
    cast: dict[str, User]

    @cached_property
    def picture_url(self) -> str:
        """Where the cover of the news is shown."""
        url: str = self.image.get_rendition("width-320").url
        return url

    @cached_property
    def samples(self) -> dict[str, Any]:
        """Arguments that name what exists: a leak would show."""
        member, company = (
            self.cast["colleague_a"],
            self.cast["colleague_a"].memberships.get().company,
        )
        return {
            "slug": self.event.slug,
            "company": company.slug,
            "person_id": member.pk,
            "pk": self.news.pk,
            "token": "a" * 43,
            "uidb36": "1",
            "key": "set-password",
            "image_id": self.image.pk,
            "filter_spec": "width-320",
            "name": self.picture_url.rpartition("/")[2],
            "document_id": self.document.pk,
            "page_view_restriction_id": 1,
            "page_id": self.event.pk,
            "category": self.thread.category.slug,
            "thread_id": self.thread.pk,
            "number": 1,
        }


#: Who is there, by the fixture that makes them.
CAST = (
    "member_a",
    "colleague_a",
    "member_b",
    "member_c",
    "suspended_b",
    "outsider",
    "organiser",
    "manager",
    "manager2",
    "director",
    "administrator",
)


@pytest.fixture
def world(
    request: pytest.FixtureRequest, transactional_db: None, database_template: Template
) -> World:
    """An event, news with a cover, a page of text and a document for gold; a draft for nobody.

    Made once in each run. The people are in `cast`: their fixtures would make them anew.
    """

    def fill() -> dict[str, int]:
        cast: dict[str, User] = {who: request.getfixturevalue(who) for who in CAST}
        _fill(cast)
        return {who: person.pk for who, person in cast.items()}

    numbers = Filled("world", fill).bring(database_template)
    people = User.objects.in_bulk(numbers.values())
    return _find({who: people[number] for who, number in numbers.items()})


def _fill(cast: dict[str, User]) -> None:
    organiser, colleague = cast["organiser"], cast["colleague_a"]
    gold = AudienceFactory.create(name_fr="Or", name_en="Gold", tiers=[tier("gold")])
    event = events_made.event(
        title=f"{CANARIES['event']} preview",
        slug="gold-evening",
        audience=gold,
        place_name=f"{CANARIES['event']} hall",
        by=organiser,
    )
    image = add_picture(
        ContentFile(picture(), name="cover.jpg"), title="Cover", audience=gold, by=organiser
    )
    home_made.news(
        f"{CANARIES['news']} news",
        audience=gold,
        slug="gold-news",
        cover=image,
        cover_description_en=f"A cover about {CANARIES['news']}",
        body_en=home_made.body(f"All about {CANARIES['news']}."),
        by=organiser,
    )
    document = add_document(
        SimpleUploadedFile("figures.csv", f"{CANARIES['document']},1\n".encode()),
        title=f"{CANARIES['document']} figures",
        audience=gold,
        by=organiser,
    )
    home_made.standard(
        f"{CANARIES['page']} rules",
        audience=gold,
        slug="gold-rules",
        body_en=[("document", document), *home_made.body(f"{CANARIES['page']} for gold.")],
    )
    event_date = events_made.the_date(event)
    event_services.register(event_date, colleague, by=colleague, is_listed=True)
    deliver_due()
    home_made.news_draft(f"{CANARIES['draft']} draft", slug="unfinished")
    create_thread(
        create_category(f"{CANARIES['room']} talk", audience=gold, by=organiser),
        by=colleague,
        title=f"{CANARIES['thread']} prices",
        text=f"Who buys {CANARIES['post']}?",
    )
    spread_due()


def _find(cast: dict[str, User]) -> World:
    event = EventPage.objects.get(slug="gold-evening")
    return World(
        gold=event.audience,
        event=event,
        event_date=events_made.the_date(event),
        news=NewsPage.objects.get(slug="gold-news"),
        page=StandardPage.objects.get(slug="gold-rules"),
        image=ClubImage.objects.get(),
        document=ClubDocument.objects.get(),
        draft=NewsPage.objects.get(slug="unfinished"),
        thread=Thread.objects.get(),
        cast=cast,
    )
