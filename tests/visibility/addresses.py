"""Every address of the site, with arguments that name things which exist or which do not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import get_resolver

_ARGUMENT = re.compile(
    r"<(?:[a-z_]+:)?([a-zA-Z_0-9]+)>|\(\?P<([a-zA-Z_0-9]+)>[^()]*(?:\([^()]*\)[^()]*)*\)"
)
#: What no argument is called: said when an address has one that the samples do not know.
UNKNOWN = "no-sample"


@dataclass(frozen=True)
class Address:
    """A leaf of the address table: how it is written, and what its arguments are called."""

    route: str
    arguments: tuple[str, ...]

    def path(self, samples: dict[str, Any]) -> str:
        """The address with these arguments. Raises LookupError for one without a sample."""
        missing = [name for name in self.arguments if name not in samples]
        if missing:
            raise LookupError(f"{self.route} has arguments without a sample: {missing}")
        filled = _ARGUMENT.sub(lambda m: str(samples[m[1] or m[2]]), self.route)
        return "/" + re.sub(r"[\^$]", "", filled).replace("\\.", ".").replace("\\", "")


def all_addresses() -> list[Address]:
    """Each address that the project's table holds, Wagtail's catch-all left out."""
    found = _walk(get_resolver().url_patterns, "")
    return [address for address in found if "(?:[\\w\\-]+/)" not in address.route]


def _walk(patterns: Iterable[Any], before: str) -> Iterator[Address]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, route)
        else:
            names = tuple(one or two for one, two in _ARGUMENT.findall(route))
            yield Address(route, names)
