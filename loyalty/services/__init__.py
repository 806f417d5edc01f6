"""What the loyalty app does: logs interactions and looks, and keeps signals up to date."""

from loyalty.services.days import today
from loyalty.services.errors import Refused
from loyalty.services.interactions import (
    change_interaction,
    close_complaint,
    log_interaction,
    undo_interaction,
)
from loyalty.services.looks import log_look
from loyalty.services.refreshing import (
    close_day,
    rebuild_history,
    refresh_all,
    refresh_company,
    refresh_marked,
)

__all__ = [
    "Refused",
    "change_interaction",
    "close_complaint",
    "close_day",
    "log_interaction",
    "log_look",
    "rebuild_history",
    "refresh_all",
    "refresh_company",
    "refresh_marked",
    "today",
    "undo_interaction",
]
