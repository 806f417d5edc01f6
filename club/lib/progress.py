"""How far a long piece of work is, told to other processes while its transaction is still open.

The database cannot tell it: on SQLite nobody else writes meanwhile, and what the work writes is
seen by nobody until its end. So the number goes through a cache that all processes reach: Redis
where there is one, else files of this machine. Without it the work goes on unseen.
"""

import logging
import time

from django.core.cache import caches

#: The cache that every process of the club reaches.
CACHE = "progress"
_KEPT_SECONDS = 3600
#: A page does not look more often than this.
_PAUSE = 0.3

logger = logging.getLogger(__name__)


class Progress:
    """The progress of one piece of work, by its name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._told_at = 0.0

    def tell(self, done: int, total: int) -> None:
        """So many of so many are done; told now and then, and at the end."""
        now = time.monotonic()
        if done < total and now - self._told_at < _PAUSE:
            return
        self._told_at = now
        try:
            caches[CACHE].set(self._key, (done, total), _KEPT_SECONDS)
        except Exception as error:  # of a kind that only the cache in use knows
            logger.warning("Nobody sees how far %s is: %s", self.name, error)

    def read(self) -> tuple[int, int] | None:
        """How many of how many, None where nobody told."""
        try:
            found: tuple[int, int] | None = caches[CACHE].get(self._key)
        except Exception as error:
            logger.warning("Nobody sees how far %s is: %s", self.name, error)
            return None
        return found

    def forget(self) -> None:
        """The work is over, well or not."""
        try:
            caches[CACHE].delete(self._key)
        except Exception as error:
            logger.warning("How far %s was stays for an hour: %s", self.name, error)

    @property
    def _key(self) -> str:
        return f"progress:{self.name}"
