"""The site behind a real server, looked at through Chromium.

def test_something(live_site, page_for, member_a):
    page = page_for(member_a, width=360)
    page.goto(live_site.url("/events/"))
"""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from tests.browser.axe import Axe

HERE = Path(__file__).parent
#: An editor opened for the first time on a busy machine takes its time.
TIMEOUT_MS = 20_000
START_SECONDS = 60
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
FLAGS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


@dataclass(frozen=True)
class LiveSite:
    """Where the site can be reached."""

    root: str

    def url(self, path: str) -> str:
        """The whole address of a path."""
        return f"{self.root}{path}"


@pytest.fixture(scope="session")
def live_server_address(django_db_setup: None) -> Iterator[str]:
    """An own uvicorn on this process' database, on a free loopback port."""
    with web_process(settings.PART / "server.log") as (address, _server):
        yield address


@contextmanager
def web_process(log_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A web process of the site, as an installation runs several of."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {
        **os.environ,
        "CLUB_TEST_PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "club.settings.test",
    }
    options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "warning"]
    options += ["--timeout-graceful-shutdown", "5"]
    with log_path.open("w") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "club.asgi:application", *options],
            env=environment,
            cwd=settings.BASE_DIR,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(server, port, log_path)
        yield f"http://127.0.0.1:{port}", server
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_healthy(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    pytest.fail(f"The server of the browser tests did not start:\n{log.read_text()}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Show with a failure what the server said lately."""
    report = yield
    log = settings.PART / "server.log"
    if report.failed and log.exists():
        report.sections.append(("The server's last words", log.read_text()[-6000:]))
    return report


@pytest.fixture
def live_site(transactional_db: None, live_server_address: str, settings: Any) -> LiveSite:
    """The running site: it sees what the test commits, and is as new for the next test."""
    settings.BASE_URL = live_server_address
    return LiveSite(live_server_address)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium with a fresh profile; a module at a time, because its driver holds an event loop."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian and Ubuntu: apt install chromium).")
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    connections.close_all()  # beside a running loop Django keeps connections of its own
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()
        connections.close_all()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


@pytest.fixture
def page_for(browser: Any, live_site: LiveSite) -> Iterator[Callable[..., Any]]:
    """A page of a browser of its own: `page_for(person, width=360, scheme="dark", locale="fr")`.

    Without a person it is a stranger's. A script that fails, or that the content policy stops,
    fails the test at its end.
    """
    contexts: list[Any] = []
    complaints: list[str] = []

    def listen(page: Any) -> None:
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and "Failed to load resource" not in message.text
                else None
            ),
        )

    def make(
        person: Any = None,
        *,
        width: int = 1280,
        height: int = 800,
        scheme: str = "light",
        locale: str = "en-GB",
        **options: Any,
    ) -> Any:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            locale=locale,
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        if person is not None and person.is_authenticated:
            context.add_cookies([_session_cookie(person, live_site)])
        page = context.new_page()
        listen(page)
        return page

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


def _session_cookie(person: Any, site: LiveSite) -> dict[str, str]:
    """What a browser holds after this person signed in."""
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": site.root}


@pytest.fixture
def axe() -> Axe:
    """The accessibility checker: `assert axe(page) == []`."""
    return Axe(HERE / "vendor" / "axe-core" / "axe.min.js")
