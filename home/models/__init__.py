"""Page types of the front door."""

from home.models.home_page import HomePage
from home.models.news import NewsIndexPage, NewsPage
from home.models.opening import InvitationWave, OpeningStep, WavePlace
from home.models.standard import StandardPage

__all__ = [
    "HomePage",
    "InvitationWave",
    "NewsIndexPage",
    "NewsPage",
    "OpeningStep",
    "StandardPage",
    "WavePlace",
]
