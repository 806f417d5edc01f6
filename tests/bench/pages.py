"""What each page costs, beside its floor, in one run on one machine.

One server answers both, in turns; the figure is the median of the rounds of its CPU time for each
request. Milliseconds mean nothing on a shared machine, the ratio does, and under 20 % is a tie.
Queries are SELECT, INSERT, UPDATE and DELETE. `pace` and `p95` compare page and floor with eight
requests at once: answers a second, and how long 95 of 100 waited. The limits are the club's own.
"""

import argparse
import gzip
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.bench.stage import GUESTS, Stage, own_database, set_stage

HOST = "127.0.0.1"
STATEMENTS = ("SELECT", "INSERT", "UPDATE", "DELETE")
TOKEN = "x" * 32
START_SECONDS = 60
#: Requests at once, and how many each of those who ask sends; what the page may cost then.
AT_ONCE, EACH = 8, 12
LEAST_PACE, MOST_WAIT = 0.3, 3.0
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Case:
    """A page and its floor, and what the page may cost: times the floor, queries, bytes."""

    name: str
    page: str
    floor: str
    most_times: float
    most_queries: int
    most_bytes: int = 60_000
    #: Written by somebody else each time, instead of read by the same person.
    is_post: bool = False
    #: The form that is sent.
    form: str = ""
    #: Looked at by the account manager, not by a member.
    by_manager: bool = False
    #: Asked for by a program without a session, and the ETag of what it knows already.
    by_program: bool = False
    etag: str = ""

    @property
    def status(self) -> int:
        """What the page answers."""
        return 302 if self.is_post else 304 if self.etag else 200


@dataclass(frozen=True)
class Cost:
    """What one page was found to cost."""

    case: Case
    page_ms: float
    floor_ms: float
    queries: int
    size: int
    packed: int
    rush: "Rush | None"

    @property
    def times(self) -> float:
        """How many floors the page costs."""
        return self.page_ms / self.floor_ms

    @property
    def is_too_high(self) -> bool:
        """Whether it is above one of its limits."""
        case = self.case
        return (
            self.times > case.most_times
            or self.queries > case.most_queries
            or self.size > case.most_bytes
            or (self.rush is not None and self.rush.is_too_slow)
        )


@dataclass(frozen=True)
class Rush:
    """A page beside its floor with several requests at once: how many answers a second, and the
    time within which 95 of 100 came, both as parts of the floor's.
    """

    pace: float
    wait: float

    @property
    def is_too_slow(self) -> bool:
        """Whether it is beyond what the club allows."""
        return self.pace < LEAST_PACE or self.wait > MOST_WAIT


def etag_of(address: str) -> str:
    """How the site marks what a program without a session gets there."""
    return str(Client(SERVER_NAME=HOST).get(address).headers["ETag"])


def cases(stage: Stage) -> list[Case]:
    """The pages to measure, with their limits."""
    pk, slug = stage.event_date.pk, stage.event_date.page.slug
    search = "/members/?q=durand&sector=trade-1&region=R%C3%A9gion+1&size=m"
    short, long = stage.short.get_absolute_url(), stage.long.get_absolute_url()
    company = stage.people[0].memberships.get().company
    last, somebody = stage.long.last_page, stage.somebody.pk
    feed = Case("feed", stage.feed, "/floor/feed", 2, 8, 120_000, by_program=True)
    return [
        Case("directory", search, "/floor/directory", 3, 10),
        Case("events", "/events/", "/floor/events", 3, 12),
        Case("event page", f"/events/{slug}/", f"/floor/event/{pk}", 3.5, 20),
        Case("home", "/", "/floor/home", 3.5, 15),
        Case("profile", f"/members/{somebody}/", f"/floor/profile/{somebody}", 3.5, 15),
        Case("to meet", "/members/meet/", "/floor/meet", 3.5, 15),
        feed,
        replace(feed, name="known feed", most_times=1, etag=etag_of(feed.page)),
        Case("registering", f"/events/{slug}/register/", f"/floor/seat/{pk}", 3, 12, is_post=True),
        Case("thread", short, f"/floor/thread/{stage.short.pk}/1", 2.5, 14, 120_000),
        Case(
            "last of 200",
            f"{long}?page={last}",
            f"/floor/thread/{stage.long.pk}/{last}",
            2.5,
            14,
            120_000,
        ),
        Case(
            "reply",
            f"{short}reply/",
            f"/floor/reply/{stage.short.pk}",
            4,
            15,
            is_post=True,
            form="text=We+counted+first%2C+and+half+had+stopped.",
        ),
        Case("portfolio", "/portfolio/", "/floor/portfolio", 3, 10, by_manager=True),
        Case(
            "client page",
            f"/portfolio/{company.slug}/",
            f"/floor/client/{company.pk}",
            1.5,
            10,
            by_manager=True,
        ),
    ]


# --- The server -----------------------------------------------------------------------------
@dataclass(frozen=True)
class Server:
    """A uvicorn of one process, and how much CPU it has used."""

    process: subprocess.Popen[bytes]
    port: int

    def cpu_seconds(self) -> float:
        """User and system time of the process so far (Linux)."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text()
        user, system = text.rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / TICK

    def ask(self, line: http.client.HTTPConnection, case: Case, address: str, session: str) -> None:
        """One request of the person whose session it is. Raises SystemExit for an odd answer."""
        headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken={TOKEN}"}
        if case.by_program and address == case.page:
            headers = {"If-None-Match": case.etag} if case.etag else {}
        if case.is_post:
            kind = "application/x-www-form-urlencoded"
            headers = {**headers, "X-CSRFToken": TOKEN, "Content-Type": kind}
            line.request("POST", address, case.form, headers)
        else:
            line.request("GET", address, headers=headers)
        answer = line.getresponse()
        answer.read()
        if answer.status not in {case.status, 302 if case.is_post else 200}:
            sys.exit(f"{address} answered {answer.status}.")

    def cost_ms(self, case: Case, address: str, sessions: list[str]) -> float:
        """Milliseconds of CPU for one request, on average over one request a session."""
        line = http.client.HTTPConnection(HOST, self.port, timeout=30)
        self.ask(line, case, address, sessions[0])
        begun = self.cpu_seconds()
        for session in sessions[1:]:
            self.ask(line, case, address, session)
        used = self.cpu_seconds() - begun
        line.close()
        return used * 1000 / (len(sessions) - 1)


@contextmanager
def server() -> Iterator[Server]:
    """The site and its floors behind a server of their own, on a free port."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    options = ["--host", HOST, "--port", str(port), "--log-level", "error", "--no-access-log"]
    options += ["--timeout-graceful-shutdown", "3"]
    command = [sys.executable, "-m", "uvicorn", "tests.bench.server:application", *options]
    with subprocess.Popen(command, cwd=settings.BASE_DIR) as process:
        try:
            _wait_until_healthy(port)
            yield Server(process, port)
        finally:
            process.terminate()


def _wait_until_healthy(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        line = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            line.request("GET", "/healthz")
            if line.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            line.close()
    sys.exit("The server of the benchmark did not start.")


# --- Measuring ------------------------------------------------------------------------------
def client_of(person: User) -> Client:
    """A signed-in browser's session."""
    client = Client(SERVER_NAME=HOST)
    client.force_login(person)
    return client


class Sessions:
    """Keys of sessions: the viewer's for reading, a new person's for each answer."""

    def __init__(self, stage: Stage) -> None:
        self.viewer, self.manager = stage.viewer, stage.manager
        self.people = iter(stage.people)

    def client(self, case: Case) -> Client:
        """A session to look at the case with."""
        if case.is_post:
            return client_of(next(self.people))
        return client_of(self.manager if case.by_manager else self.viewer)

    def keys(self, case: Case, count: int) -> list[str]:
        """As many sessions as there will be requests."""
        if not case.is_post:
            return [_key(self.client(case))] * count
        return [_key(self.client(case)) for _n in range(count)]


def _key(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def measure(case: Case, at: Server, sessions: Sessions, rounds: int, requests: int) -> Cost:
    """Run page and floor in turn."""
    queries, body = _look(case, sessions)
    floor = f"{case.floor}?bytes={len(body)}"
    pairs = [
        tuple(
            at.cost_ms(case, address, sessions.keys(case, requests + 1))
            for address in (case.page, floor)
        )
        for _n in range(rounds)
    ]
    return Cost(
        case=case,
        page_ms=median(page for page, _floor in pairs),
        floor_ms=median(plain for _page, plain in pairs),
        queries=queries,
        size=len(body),
        packed=len(gzip.compress(body, 6)),
        rush=None
        if case.is_post
        else _compare_rushes(case, at, floor, _key(sessions.client(case)), rounds),
    )


def _rush(case: Case, at: Server, address: str, session: str) -> tuple[float, float]:
    """Answers a second, and the seconds within which 95 of 100 came, with several at once."""

    def ask_on(_asker: int) -> list[float]:
        line, seconds = http.client.HTTPConnection(HOST, at.port, timeout=60), []
        for _n in range(EACH):
            begun = time.perf_counter()
            at.ask(line, case, address, session)
            seconds.append(time.perf_counter() - begun)
        line.close()
        return seconds

    begun = time.perf_counter()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        seconds = [one for some in pool.map(ask_on, range(AT_ONCE)) for one in some]
    return len(seconds) / (time.perf_counter() - begun), quantiles(seconds, n=20)[-1]


def _compare_rushes(case: Case, at: Server, floor: str, session: str, rounds: int) -> Rush:
    """Page and floor in turn."""
    pairs = [
        (_rush(case, at, case.page, session), _rush(case, at, floor, session))
        for _n in range(rounds)
    ]
    return Rush(
        pace=median(page[0] / plain[0] for page, plain in pairs),
        wait=median(page[1] / plain[1] for page, plain in pairs),
    )


def _look(case: Case, sessions: Sessions) -> tuple[int, bytes]:
    """The statements of one request after one that warms up, and the body of its answer."""
    answer: Any = None
    for _warm in range(2):
        client = Client(SERVER_NAME=HOST) if case.by_program else sessions.client(case)
        with CaptureQueriesContext(connection) as found:
            answer = (
                client.post(case.page, dict(parse_qsl(case.form)))
                if case.is_post
                else client.get(case.page, headers={"If-None-Match": case.etag})
            )
    count = sum(query["sql"].lstrip("\n (").startswith(STATEMENTS) for query in found)
    return count, client.get(case.page).content if case.etag else answer.content


def heading() -> str:
    """What the columns of the table are."""
    return (
        f"{'page':<12} {'CPU ms':>7} {'floor':>7} {'times':>6} {'limit':>6} "
        f"{'queries':>8} {'limit':>6} {'HTML kB':>8} {'packed':>7} {'pace':>6} {'p95':>6}"
    )


def line_of(cost: Cost) -> str:
    """The line of one page."""
    return (
        f"{cost.case.name:<12} {cost.page_ms:>7.1f} {cost.floor_ms:>7.1f} "
        f"{cost.times:>6.1f} {cost.case.most_times:>6} {cost.queries:>8} "
        f"{cost.case.most_queries:>6} {cost.size / 1000:>8.1f} {cost.packed / 1000:>7.1f} "
        f"{_rush_words(cost.rush)}"
        f"{'  above its limit' if cost.is_too_high else ''}"
    )


def _rush_words(rush: Rush | None) -> str:
    return f"{rush.pace:>6.2f} {rush.wait:>6.2f}" if rush else f"{'':>13}"


def main() -> int:
    """Set the stage, measure, print; the exit code is 1 when a page is above its limit."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--facts", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--requests", type=int, default=25)
    parser.add_argument(
        "--only", nargs="+", default=[], help="names of pages, as the table has them"
    )
    args = parser.parse_args()
    answering = 4 * args.rounds * (args.requests + 1) + 4 + GUESTS
    with own_database():
        stage = set_stage(max(args.people, answering), args.events, args.facts)
        with server() as at:
            sessions = Sessions(stage)
            _say(heading())
            too_high = False
            wanted = [c for c in cases(stage) if not args.only or c.name in args.only]
            for case in wanted:
                cost = measure(case, at, sessions, args.rounds, args.requests)
                too_high = too_high or cost.is_too_high
                _say(line_of(cost))
    return int(too_high)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
