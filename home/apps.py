"""The home app."""

from django.apps import AppConfig
from django.core.management import call_command
from django.utils.translation import gettext_lazy as _


def publish_due_pages() -> None:
    """Publish the pages whose hour has come, and take off those whose time is over."""
    call_command("publish_scheduled", verbosity=0)


def write_due_invitations() -> None:
    """Write some of the invitations of waves that run."""
    from home.services import write_waiting

    write_waiting()


class HomeConfig(AppConfig):
    """Home, news, pages of text, search."""

    name = "home"
    verbose_name = _("home")

    def ready(self) -> None:
        """Tell the registries what home adds."""
        from home.personal import register_personal_data
        from notifications.registry import register_due

        register_due("publish_scheduled", 15, publish_due_pages)
        register_due("home.waves", 2, write_due_invitations)
        register_personal_data()
        _register_mails()
        _register_doors()
        _register_finds()


def _register_mails() -> None:
    """The mails of an opening."""
    from home import mails
    from notifications.enums import Purpose
    from notifications.registry import Verb, register_verb

    for verb in [
        Verb(
            "home.test_mail",
            Purpose.SERVICE,
            "home/email/test",
            mails.test_words,
            label=_("Test mail of the opening"),
            urgent=True,
        ),
        Verb(
            "home.opened",
            Purpose.SERVICE,
            "home/email/opened",
            mails.opened_words,
            label=_("The club is open"),
        ),
        Verb(
            "home.invitation_sample",
            Purpose.ANSWER,
            "members/email/invited",
            mails.sample_invitation,
            label=_("Sample of an invitation"),
            urgent=True,
        ),
    ]:
        register_verb(verb)


def _register_doors() -> None:
    """Navigation, and what strangers may open."""
    from accounts.registry import NavItem, PublicPath, nav_items, public_paths

    nav_items.register(
        NavItem("home", order=0, label=_("Today"), url_name="home:day", icon="house")
    )
    nav_items.register(
        NavItem("news", order=40, label=_("News"), url_name="home:news", icon="newspaper")
    )
    for path in [
        PublicPath(r"", "The public page says what the club is."),
        PublicPath(r"legal/.*", "The legal notice and the privacy page are owed to everybody."),
        PublicPath(r"demo/look/", "In a demo: the components, filled with invented people."),
    ]:
        public_paths.register(path)


def _register_finds() -> None:
    """The card of the day and the sources of the search."""
    from accounts.registry import DayCard, SearchSource, day_cards, search_sources
    from home import cards, sources

    for card in [
        DayCard("home.opening", 5, "lead", "home/_day_lead_opening.html", cards.opening_lead),
        DayCard("home.staff", 50, "lead", "home/_day_lead_staff.html", cards.staff_lead),
        DayCard("home.news", 60, "main", "home/_day_news.html", cards.latest_news),
        DayCard("home.requests", 20, "side", "home/_day_requests.html", cards.waiting_requests),
    ]:
        day_cards.register(card)
    search_sources.register(
        SearchSource("news", order=40, label=_("News"), search=sources.search_news)
    )
    search_sources.register(
        SearchSource("pages", order=90, label=_("Pages"), search=sources.search_pages)
    )
