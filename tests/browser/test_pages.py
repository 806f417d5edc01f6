"""The main pages of the demo club: usable by everybody, no wider than the window, and quiet."""

from typing import Any

import pytest

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from events.models import EventDate
from home.models import NewsPage
from tests.browser.steps import sideways

STRANGER = ["/", "/accounts/login/", "/join/"]
MEMBER = [
    "/",
    "/events/",
    "/events/?show=past",
    "/members/",
    "/companies/",
    "/me/",
    "/accounts/",
    "/news/",
    "/search/?q=an",
    "/demo/mail/",
    "/demo/look/",
    "/no/such/page/",
]
LOOKS = [
    {"width": 1440, "scheme": "light", "locale": "en-GB"},
    {"width": 360, "scheme": "dark", "locale": "fr-FR"},
]
#: What the checker looks at in the second look too: the page of all components, in the other
#: colours, a list and a form. It takes a second of each page; that a page fits takes none.
CHECKED_TWICE = {"/demo/look/", "/", "/members/", "/me/"}


@pytest.fixture
def demo_member(live_site, demo_club):
    """A member of the demo club, who sees what gold members see."""
    return User.objects.get(email="member@client-a.example")


def addresses_of_rows(person: User) -> list[str]:
    """An event with a drawing of its seats, a person, a company and a piece of news."""
    theirs = EventDate.objects.visible_to(viewer_for(person)).upcoming(clock.now())
    date = theirs.filter(capacity__lte=20).earliest("starts_at")
    membership = person.memberships.get()
    colleague = membership.company.memberships.exclude(person=person).earliest("pk").person
    news = NewsPage.objects.live().filter(audience__key="members").latest("published_on")
    return [
        date.page.path_on_site,
        f"/members/{colleague.pk}/",
        f"/companies/{membership.company.slug}/",
        f"/news/{news.slug}/",
    ]


def test_pages_are_open_to_everybody_fit_and_load_all_they_name(
    live_site, page_for, axe, demo_member
):
    findings: dict[str, list[str]] = {}
    for look in LOOKS:
        for person, paths in [
            (None, STRANGER),
            (demo_member, [*MEMBER, *addresses_of_rows(demo_member)]),
        ]:
            page = page_for(person, **look)
            lost: list[str] = []
            page.on("response", lambda answer, lost=lost: _note(answer, lost))
            for path in paths:
                page.goto(live_site.url(path))
                wide = sideways(page)
                checked = axe(page) if look is LOOKS[0] or path in CHECKED_TWICE else []
                found = [*checked, *lost, *([f"{wide} pixels too wide"] if wide else [])]
                if found:
                    findings[f"{path} at {look['width']}"] = found
                lost.clear()
    assert findings == {}


def _note(answer: Any, lost: list[str]) -> None:
    """Keep the address of what a page asked for and did not get."""
    if answer.status >= 400 and answer.request.resource_type != "document":
        lost.append(f"{answer.status} {answer.url}")
