"""A club with things for gold members only, each with a word that must not reach anybody else."""

from dataclasses import dataclass, field
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
from tests.events import made as events_made
from tests.factories.accounts import AudienceFactory, tier
from tests.files.made import picture
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
    """What there is to see."""

    gold: Audience
    event: EventPage
    event_date: EventDate
    news: NewsPage
    page: StandardPage
    image: ClubImage
    document: ClubDocument
    draft: NewsPage
    thread: Thread
    cast: dict[str, User] = field(default_factory=dict)

    def picture_url(self) -> str:
        """Where the cover of the news is shown."""
        url: str = self.image.get_rendition("width-320").url
        return url

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
            "name": self.picture_url().rpartition("/")[2],
            "document_id": self.document.pk,
            "page_view_restriction_id": 1,
            "page_id": self.event.pk,
            "category": self.thread.category.slug,
            "thread_id": self.thread.pk,
            "number": 1,
        }


@pytest.fixture
def world(
    organiser: User,
    member_a: User,
    colleague_a: User,
    member_b: User,
    member_c: User,
    suspended_b: User,
    outsider: User,
    manager: User,
    director: User,
    administrator: User,
) -> World:
    """An event, news with a cover, a page of text and a document for gold; a draft for nobody."""
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
    news = home_made.news(
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
    page = home_made.standard(
        f"{CANARIES['page']} rules",
        audience=gold,
        slug="gold-rules",
        body_en=[("document", document), *home_made.body(f"{CANARIES['page']} for gold.")],
    )
    event_date = events_made.the_date(event)
    event_services.register(event_date, colleague_a, by=colleague_a, is_listed=True)
    deliver_due()
    cast = {
        "member_a": member_a,
        "colleague_a": colleague_a,
        "member_b": member_b,
        "member_c": member_c,
        "suspended_b": suspended_b,
        "outsider": outsider,
        "organiser": organiser,
        "manager": manager,
        "director": director,
        "administrator": administrator,
    }
    draft = home_made.news_draft(f"{CANARIES['draft']} draft", slug="unfinished")
    thread = create_thread(
        create_category(f"{CANARIES['room']} talk", audience=gold, by=organiser),
        by=colleague_a,
        title=f"{CANARIES['thread']} prices",
        text=f"Who buys {CANARIES['post']}?",
    )
    spread_due()
    return World(gold, event, event_date, news, page, image, document, draft, thread, cast)
