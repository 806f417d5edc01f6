"""News and pages of text, made and published as an organiser does it."""

from datetime import date
from typing import Any

from wagtail.rich_text import RichText

from accounts.models import User
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from tests.factories.accounts import audience

SOME_DAY = date(2026, 3, 2)


def body(*texts: str) -> list[tuple[str, Any]]:
    """Paragraphs."""
    return [("paragraph", RichText(f"<p>{text}</p>")) for text in texts]


def news(
    title: str = "What eleven migrations teach", *, by: User | None = None, **words: Any
) -> NewsPage:
    """A published piece of news."""
    facts = {
        "title_en": title,
        "title_fr": f"{title} (fr)",
        "audience": audience("members"),
        "published_on": SOME_DAY,
        "live": False,
    }
    page = NewsPage(**{**facts, **words})
    NewsIndexPage.objects.get().add_child(instance=page)
    page.save_revision(user=by).publish(user=by)
    return NewsPage.objects.get(pk=page.pk)


def news_draft(title: str, **words: Any) -> NewsPage:
    """A piece of news that was saved and never published."""
    page = NewsPage(
        title_en=title, audience=audience("members"), published_on=SOME_DAY, live=False, **words
    )
    NewsIndexPage.objects.get().add_child(instance=page)
    page.save_revision()
    return page


def standard(title: str = "Rules of the house", parent: Any = None, **words: Any) -> StandardPage:
    """A published page of text."""
    page = StandardPage(
        **{"title_en": title, "audience": audience("members"), "live": False, **words}
    )
    (parent or HomePage.objects.get()).add_child(instance=page)
    page.save_revision().publish()
    return StandardPage.objects.get(pk=page.pk)
