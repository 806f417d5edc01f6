"""What the search over everything finds of home: news and pages of text."""

from accounts.pages import find_pages
from accounts.registry import Hit
from accounts.viewer import Viewer
from home.models import NewsPage, StandardPage


def search_news(viewer: Viewer, query: str, limit: int) -> list[Hit]:
    """News that the viewer may see."""
    found = find_pages(NewsPage.objects.visible_to(viewer), query, limit)
    return [
        Hit(
            title=news.heading, url=news.get_url(), detail=news.summary, starts_at=news.published_on
        )
        for news in found
    ]


def search_pages(viewer: Viewer, query: str, limit: int) -> list[Hit]:
    """Pages of text that the viewer may see."""
    found = find_pages(StandardPage.objects.visible_to(viewer), query, limit)
    return [Hit(title=page.heading, url=page.get_url(), detail=page.summary) for page in found]
