"""What the benchmark's server serves: the site, and the floors below /floor/."""

from collections.abc import Awaitable, Callable
from typing import Any

import django

django.setup()

from django.core.asgi import get_asgi_application  # noqa: E402
from django.core.handlers.asgi import ASGIHandler  # noqa: E402
from django.test import override_settings  # noqa: E402

from tests.bench import floor  # noqa: E402

Channel = Callable[..., Awaitable[Any]]

site = get_asgi_application()
with override_settings(MIDDLEWARE=floor.MIDDLEWARE):
    plain = ASGIHandler()


async def application(scope: dict[str, Any], receive: Channel, send: Channel) -> None:
    """Answer with the site or with a floor."""
    app: Any = plain if scope.get("path", "").startswith("/floor/") else site
    await app(scope, receive, send)
