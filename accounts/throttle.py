"""Counting failures, so that nobody can guess, and nobody is locked out for good.

Per account, kind of secret and quarter of an hour, and per address of the network and hour. What is
not an account is counted like one. The counts live in the cache; several server processes need a
shared one, which is Redis.
"""

import hashlib
from dataclasses import dataclass

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal.ratelimit import truncate_ip
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from club.lib import clock


@dataclass(frozen=True)
class Limit:
    """At most so many in so many seconds."""

    name: str
    most: int
    seconds: int


PASSWORDS = Limit("password", 10, 15 * 60)
CODES = Limit("code", 10, 15 * 60)
SECOND_FACTORS = Limit("second-factor", 10, 15 * 60)
FAILURES_FROM_HERE = Limit("failures-from", 100, 3600)
MAILS = Limit("mail", 5, 15 * 60)
MAILS_FROM_HERE = Limit("mails-from", 200, 3600)
WRONG_ADDRESSES_FROM_HERE = Limit("addresses-from", 120, 3600)


ARCHIVES = Limit("archive", 5, 3600)


@dataclass(frozen=True)
class Attempt:
    """A try that counts as failed until it is said to have succeeded."""

    counters: tuple[str, ...]

    def succeeded(self) -> None:
        """Take the count back."""
        for counter in self.counters:
            try:
                cache.decr(counter)
            except ValueError:
                continue  # its time is over


def begin(request: HttpRequest, limit: Limit, account: str) -> Attempt:
    """Count a try of one account's secret. Raises ImmediateHttpResponse, a 429, if too many."""
    return _count(request, (limit, account), (FAILURES_FROM_HERE, here(request)))


def begin_mail(request: HttpRequest, address: str) -> None:
    """Count a mail that somebody not signed in asks for. Raises ImmediateHttpResponse, a 429."""
    _count(request, (MAILS, address), (MAILS_FROM_HERE, here(request)))


def count_wrong_address(request: HttpRequest) -> None:
    """Count an address with a token that opens nothing. Raises ImmediateHttpResponse, a 429.

    Apart from the failed sign-ins: a program may go on asking for an address that was revoked.
    """
    _count(request, (WRONG_ADDRESSES_FROM_HERE, here(request)))


def begin_archive(request: HttpRequest, account: str) -> None:
    """Count a download of all that is kept of one person. Raises ImmediateHttpResponse, a 429."""
    _count(request, (ARCHIVES, account))


def here(request: HttpRequest) -> str:
    """The network address that asks; of an IPv6 address the part that one customer gets."""
    return str(truncate_ip(get_adapter().get_client_ip(request)))


def respond(request: HttpRequest, seconds: int = 60) -> HttpResponse:
    """The page that says when to try again."""
    context = {"minutes": max(1, -(-seconds // 60))}
    response = render(request, "account/wait.html", context, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _count(request: HttpRequest, *limits: tuple[Limit, str]) -> Attempt:
    taken = [_take(limit, who) for limit, who in limits]
    wait = max(seconds for _counter, seconds in taken)
    if wait:
        raise ImmediateHttpResponse(respond(request, wait))
    return Attempt(tuple(counter for counter, _seconds in taken))


def _take(limit: Limit, who: str) -> tuple[str, int]:
    """Add one to the count of the running window; (its counter, seconds to wait or 0)."""
    digest = hashlib.sha256(who.strip().lower().encode()).hexdigest()
    window = f"throttle:{limit.name}:{digest}"
    now = int(clock.now().timestamp())
    ends = cache.get(window, 0)
    if ends and ends <= now:
        cache.delete(window)
    cache.add(window, now + limit.seconds, limit.seconds)
    ends = cache.get(window, now + limit.seconds)
    counter = f"{window}:{ends}"
    cache.add(counter, 0, limit.seconds)
    count = cache.incr(counter)
    return counter, max(1, ends - now) if count > limit.most else 0
