"""Page types of the front door."""

from home.models.home_page import HomePage
from home.models.news import NewsIndexPage, NewsPage
from home.models.standard import StandardPage

__all__ = ["HomePage", "NewsIndexPage", "NewsPage", "StandardPage"]
