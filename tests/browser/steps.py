"""Steps that several journeys take, and what is asked of every page."""

import re
from typing import Any

from django.test import override_settings
from django.utils import translation
from playwright.sync_api import expect

from notifications.services import deliver_due
from tests.browser.conftest import TIMEOUT_MS, LiveSite
from tests.factories.accounts import PASSWORD

expect.set_options(timeout=TIMEOUT_MS)

CODE = re.compile(r"\b\d{4}-\d{4}\b")
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


def mailed_code(page: Any, site: LiveSite, address: str) -> str:
    """The code in the newest mail to `address`."""
    newest_mail(page, site, address)
    body = page.frame_locator("iframe").locator("body")
    expect(body).to_contain_text(CODE)
    return CODE.findall(body.inner_text())[0]


def mailed_link(page: Any, site: LiveSite, address: str, name: str) -> str:
    """Where the link of this name leads in the newest mail to `address`."""
    newest_mail(page, site, address)
    link: str = page.frame_locator("iframe").get_by_role("link", name=name).get_attribute("href")
    return link


def sideways(page: Any, selector: str = "html") -> int:
    """How many pixels the page, or a part of it, is wider than the room it has."""
    wide: int = page.evaluate(
        "selector => { const part = document.querySelector(selector);"
        " return part.scrollWidth - part.clientWidth }",
        selector,
    )
    return wide


def sign_in(page: Any, site: LiveSite, address: str) -> None:
    """Try to sign in with the password that the people of the tests have."""
    page.goto(site.url("/accounts/login/"))
    page.get_by_text("Use my password").click()
    page.get_by_label("E-mail address").fill(address)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
