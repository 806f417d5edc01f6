"""Steps that several journeys take, and what is asked of every page."""

import re
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from notifications.services import deliver_due
from tests.browser.conftest import TIMEOUT_MS, LiveSite

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed.")
playwright.expect.set_options(timeout=TIMEOUT_MS)
expect = playwright.expect

KEEPING = "notifications.backends.KeepingBackend"


def fr(text: str) -> str:
    """What a French reader finds in place of this text of the source."""
    with translation.override("fr"):
        return translation.gettext(text)


def newest_mail(page: Any, site: LiveSite, address: str) -> None:
    """Deliver what waits, and open the newest mail to `address` in the demo's mailbox."""
    with override_settings(EMAIL_BACKEND=KEEPING):
        deliver_due()
    page.goto(site.url(f"/demo/mail/?q={address}"))
    page.get_by_role("main").get_by_role("list").get_by_role("link").first.click()
    expect(page).to_have_url(re.compile(r"/demo/mail/\d+/"))


def mailed_text(page: Any, site: LiveSite, address: str, pattern: str) -> str:
    """The first match of `pattern` in the newest mail to `address`, as it is read."""
    newest_mail(page, site, address)
    frame = page.frame_locator("iframe").locator("body")
    found = re.search(pattern, frame.inner_text())
    assert found, frame.inner_text()
    return found[0]


def sideways(page: Any) -> int:
    """How many pixels the page is wider than the window."""
    wide: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return wide
