"""Logging without secrets."""

import logging
import re

_TOKEN_PATHS = re.compile(
    r"(/(?:join|calendar|accounts/access|accounts/password/reset/key|me/notifications/stop"
    r"|events/[a-z0-9-]+/answer)/)"
    r"[^/\s\"?]{8,}"
)


class MaskTokens(logging.Filter):
    """Replaces the token in an address by dots before the line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the message; every record passes."""
        message = record.getMessage()
        masked = _TOKEN_PATHS.sub(r"\1…", message)
        if masked != message:
            record.msg, record.args = masked, ()
        return True
