"""News: the list, one page, and the way from the editing desk to the reader."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from club.lib import clock
from files.services import add_picture
from home.apps import publish_due_pages
from home.models import NewsPage
from notifications.registry import due_jobs
from tests.events.made import gold_only
from tests.factories.accounts import audience
from tests.files.made import picture
from tests.home import made


def titles(client) -> list[str]:
    return [str(item.heading) for item in client.get("/news/").context["news"]]


def test_list_is_newest_first(member_a, client_for):
    for day in (3, 9, 6):
        made.news(f"Day {day}", published_on=datetime(2026, 2, day, tzinfo=UTC).date())
    assert titles(client_for(member_a)) == ["Day 9", "Day 6", "Day 3"]


def test_list_has_pages(member_a, client_for):
    for number in range(13):
        made.news(f"News {number}")
    client = client_for(member_a)
    assert len(titles(client)) == 12
    assert len(client.get("/news/?p=2").context["news"]) == 1
    assert client.get("/news/?p=nonsense").status_code == 200


def test_list_is_of_the_reader(member_a, member_b, organiser, client_for):
    made.news("For gold", audience=gold_only())
    made.news("For all")
    assert titles(client_for(member_a)) == ["For all", "For gold"]
    assert titles(client_for(member_b)) == ["For all"]
    assert titles(client_for(organiser)) == ["For all", "For gold"]


def test_empty_list_says_what_to_do(member_a, client_for):
    assert b"No news yet" in client_for(member_a).get("/news/").content


@pytest.mark.parametrize("size", [1, 12])
def test_list_costs_so_many_queries_whatever_there_is(
    size, member_a, client_for, django_assert_num_queries
):
    for number in range(size):
        image = add_picture(
            ContentFile(picture(), name="a.jpg"), title="A", audience=audience("members")
        )
        made.news(f"News {number}", cover=image, cover_description_en="Four squares")
    client = client_for(member_a)
    client.get("/news/")
    cache.clear()
    with django_assert_num_queries(QUERIES_OF_A_LIST):
        client.get("/news/")


def test_page_shows_the_other_language_where_its_own_is_empty(member_a, client_for):
    page = made.news("Only in English", title_fr="", body_en=made.body("Words."), body_fr=[])
    member_a.language = "fr"
    member_a.save()
    html = client_for(member_a).get(page.get_url()).content.decode()
    assert "<h1>Only in English</h1>" in html
    assert "<p>Words.</p>" in html


def test_cover_of_a_narrower_audience_is_left_out(member_a, member_b, client_for):
    image = add_picture(ContentFile(picture(), name="a.jpg"), title="A", audience=gold_only())
    page = made.news("News", cover=image, cover_description_en="Four squares")
    assert b"Four squares" in client_for(member_a).get(page.get_url()).content
    assert b"Four squares" not in client_for(member_b).get(page.get_url()).content


def test_cover_says_what_it_shows(db):
    image = add_picture(
        ContentFile(picture(), name="a.jpg"), title="A", audience=audience("members")
    )
    page = made.news("News")
    page.cover = image
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert set(error.value.message_dict) == {"cover_description_fr"}


def test_draft_is_seen_by_nobody_on_the_front(member_a, organiser, client_for):
    page = made.news_draft("Not yet")
    for who in (member_a, organiser):
        client = client_for(who)
        assert client.get(page.get_url()).status_code == 404
        assert titles(client) == []


def test_scheduled_news_is_there_at_its_hour(member_a, client_for):
    page = made.news_draft("Tomorrow at eight")
    page.go_live_at = clock.now() + timedelta(seconds=1)
    page.save_revision().publish()
    publish_due_pages()
    assert NewsPage.objects.get(pk=page.pk).live is False
    page.go_live_at = clock.now() - timedelta(seconds=1)
    revision = page.save_revision()
    revision.approved_go_live_at = page.go_live_at
    revision.save()
    publish_due_pages()
    assert titles(client_for(member_a)) == ["Tomorrow at eight"]


def test_publishing_on_time_is_work_that_repeats():
    job = due_jobs.get("publish_scheduled")
    assert job.every_seconds == 15
    assert job.run is publish_due_pages


#: Session, person, viewer (4), page, club, count, rows, sizes of covers, where the site begins.
QUERIES_OF_A_LIST = 9
