"""What the tests of the members app make and read again and again."""

import io
import re

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import Company, Sector, User
from members import services
from notifications.models import OutboxMail
from notifications.services import deliver_due
from tests.factories.accounts import CompanyFactory, SectorFactory, member

#: Text that would run, were it printed as it is.
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'{{ 7*7 }}"
#: The same as an attribute value or as text of a page.
INERT = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;"

CAST = ("member_a", "colleague_a", "member_b", "organiser", "suspended_b", "outsider", "stranger")
INSIDE = ("member_a", "colleague_a", "member_b", "organiser")


def picture(name: str = "face.jpg", size: tuple[int, int] = (40, 30)) -> SimpleUploadedFile:
    """A small JPEG as a browser sends it."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (120, 90, 60)).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def token_in_mail() -> str:
    """The token in the last mail, after what waits has been sent."""
    deliver_due()
    return re.search(r"/join/([\w-]+)/", mail.outbox[-1].body).group(1)


def queued_token() -> str:
    """The token of the newest mail that waits."""
    return OutboxMail.objects.filter(verb__startswith="members.").latest("pk").payload["token"]


def crowd(count: int) -> list[User]:
    """So many members of two companies and two trades, known to the search."""
    sectors: list[Sector] = [SectorFactory.create(slug=f"crowd-{n}") for n in range(2)]
    companies: list[Company] = [
        CompanyFactory.create(name=f"Foule {n}", sector=sectors[n], region=f"Région {n}")
        for n in range(2)
    ]
    people = [
        member(companies[n % 2], first_name="Paul", last_name=f"Nombreux{n:03}")
        for n in range(count)
    ]
    services.rebuild_directory()
    return people


def names(response) -> list[str]:
    """The people whom a page of the directory lists, in its order."""
    return [row.person.full_name for row in response.context["people"]]


def counts(response, facet: str) -> dict[str, int]:
    """What each value of a facet would show."""
    found = {shown.name: shown for shown in response.context["facets"]}
    return {option.value: option.count for option in found[facet].options}


def shown_facets(response) -> list[str]:
    """The facets that a page draws."""
    return [facet.name for facet in response.context["facets"] if facet.is_shown]
