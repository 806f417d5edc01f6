"""ASGI entry point: what uvicorn serves, pages and the one socket."""

import os
import warnings

from django.core.asgi import get_asgi_application

# Static files are read in a thread; Django would say so once in each process.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous")

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "club.settings.base")
pages = get_asgi_application()

# After Django is set up: these import models.
from channels.routing import ProtocolTypeRouter, URLRouter  # noqa: E402
from channels.security.websocket import AllowedHostsOriginValidator  # noqa: E402
from django.urls import path, re_path  # noqa: E402

from notifications.consumers import live_socket, refuse  # noqa: E402

sockets = URLRouter([path("ws/", live_socket), re_path("", refuse)])  # type: ignore[arg-type]
application = ProtocolTypeRouter(
    {"http": pages, "websocket": AllowedHostsOriginValidator(sockets)},
)
