"""Tags of the sign-in and security pages."""

import ipaddress
import json
import re
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.translation import gettext as _

from accounts.entrance import configured_providers as providers_of_settings

register = template.Library()

_BROWSERS = [
    ("Edge", r"Edg(e|A|iOS)?/"),
    ("Opera", r"OPR/"),
    ("Samsung Internet", r"SamsungBrowser/"),
    ("Firefox", r"(Firefox|FxiOS)/"),
    ("Chrome", r"(Chrome|CriOS)/"),
    ("Safari", r"Safari/"),
]
_SYSTEMS = [
    ("iPhone", r"iPhone"),
    ("iPad", r"iPad"),
    ("Android", r"Android"),
    ("Windows", r"Windows"),
    ("macOS", r"Mac OS X|Macintosh"),
    ("Linux", r"Linux|X11"),
]


@register.filter
def device(user_agent: str) -> str:
    """`Firefox, Windows` of what a browser says about itself."""
    found = [_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)]
    return ", ".join(filter(None, found)) or _("Unknown browser")


@register.filter
def is_phone(user_agent: str) -> bool:
    """Whether a browser says that it runs on a phone."""
    return bool(re.search(r"iPhone|Android.*Mobile|Mobile.*Firefox", user_agent))


@register.filter
def takes_passkeys(request: HttpRequest) -> bool:
    """Whether browsers can keep a passkey for this address: it must be a name, not a number."""
    domain, _port = split_domain_port(request.get_host())
    try:
        ipaddress.ip_address(domain.strip("[]"))
    except ValueError:
        return True
    return False


@register.filter
def as_json(value: Any) -> str:
    """The value for a `data-` attribute; escaped like any other text."""
    return json.dumps(value, cls=DjangoJSONEncoder)


@register.simple_tag
def configured_providers() -> list[dict[str, str]]:
    """The other accounts that one may sign in with."""
    return providers_of_settings()


def _first(known: list[tuple[str, str]], user_agent: str) -> str:
    return next((name for name, sign in known if re.search(sign, user_agent)), "")
