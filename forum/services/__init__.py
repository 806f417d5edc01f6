"""Everything that writes in this app. One subject a file."""

from forum.services.categories import (
    archive_category,
    change_category,
    create_category,
    reopen_category,
)
from forum.services.changing import (
    delete_post,
    edit_post,
    hide_post,
    restore_post,
    unhide_post,
)
from forum.services.moderating import accept_answer, lock_thread, pin_thread, withdraw_answer
from forum.services.posting import create_thread, post_reply
from forum.services.reading import choose_level, mark_all_read, mark_read
from forum.services.spreading import index_posts, spread_due
from forum.services.unnaming import unname_mentions

__all__ = [
    "accept_answer",
    "archive_category",
    "change_category",
    "choose_level",
    "create_category",
    "create_thread",
    "delete_post",
    "edit_post",
    "hide_post",
    "index_posts",
    "lock_thread",
    "mark_all_read",
    "mark_read",
    "pin_thread",
    "post_reply",
    "reopen_category",
    "restore_post",
    "spread_due",
    "unhide_post",
    "unname_mentions",
    "withdraw_answer",
]
