"""Models of the forum."""

from forum.models.categories import Category
from forum.models.log import ThreadEvent
from forum.models.people import Mention, ReadState
from forum.models.posts import Post
from forum.models.search import PostWord
from forum.models.threads import Thread

__all__ = ["Category", "Mention", "Post", "PostWord", "ReadState", "Thread", "ThreadEvent"]
