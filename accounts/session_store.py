"""Where sessions are kept: Django's table, read by a query whose SQL is made once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as TableStore
from django.contrib.sessions.models import Session
from django.db.models import CharField
from django.db.models.functions import Now

from club.lib.prepared import Param, Prepared


class SessionStore(TableStore):
    """Django's store in the database; every request of somebody with a cookie reads it."""

    def load(self) -> dict[str, Any]:
        """What the session holds; nothing, and a new key, where there is none or it is over."""
        rows = _session(key=self.session_key)
        if not rows:
            self._session_key = None
            return {}
        words: dict[str, Any] = self.decode(rows[0][0])
        return words


@Prepared
def _session() -> Any:
    # By the database's clock: Django writes the expiry by the system's, never by the club's.
    rows = Session.objects.filter(session_key=Param("key", CharField()), expire_date__gt=Now())
    return rows.values_list("session_data")
