"""The hub: delivers what `notifications.live` hands over, and what it did not, to open sockets."""

from notifications.hub.hub import Hub
from notifications.hub.parts import Code, Socket
from notifications.hub.running import running_hub

__all__ = ["Code", "Hub", "Socket", "running_hub"]
