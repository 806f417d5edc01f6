"""How the composing of a mail says that it must not be sent, or cannot."""

from notifications.enums import SkipReason


class Skipped(Exception):
    """The mail must not be sent any more, on purpose."""

    def __init__(self, reason: SkipReason) -> None:
        super().__init__(reason)
        self.reason = reason


class Undeliverable(Exception):
    """The mail can never be delivered: trying again would not help."""
