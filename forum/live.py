"""What goes over the wire of a thread: the same for everybody who may see it."""

from accounts.enums import Role
from accounts.viewer import Viewer

#: Any member, without contacts or anything else of their own: frames are built for this one.
NEUTRAL = Viewer(user_id=0, membership_id=0, roles=frozenset({Role.MEMBER}))
