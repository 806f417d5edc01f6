"""Files of several audiences, and who of the cast may see them."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation

from accounts.models import Audience, User
from files.models import ClubDocument, ClubImage
from files.services import add_document, add_picture
from tests.factories.accounts import AudienceFactory, audience, tier
from tests.files.made import pdf, photograph, upload

CAST = ["stranger", "outsider", "member_a", "colleague_a", "member_b", "member_c", "suspended_b"]
STAFF = ["organiser", "manager", "director", "administrator"]
#: Who of the cast sees what has this audience. For everybody else it does not exist.
SEEN_BY = {
    "public": {*CAST, *STAFF},
    "members": {"member_a", "colleague_a", "member_b", "member_c", *STAFF},
    "staff": {*STAFF},
    "gold": {"member_a", "colleague_a", *STAFF},
    "client-b": {"member_b", *STAFF},
    "one person": {"member_c", *STAFF},
}


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def audience_called(request: pytest.FixtureRequest, db: None) -> Callable[[str], Audience]:
    """An audience by the name that it has in `SEEN_BY`."""

    make: Any = AudienceFactory

    def find(name: str) -> Audience:
        if name == "gold":
            return make(tiers=[tier("gold")])
        if name == "client-b":
            return make(companies=[request.getfixturevalue("company_b")])
        if name == "one person":
            return make(people=[request.getfixturevalue("member_c")])
        return audience(name)

    return find


@pytest.fixture
def gold(audience_called) -> Audience:
    return audience_called("gold")


@pytest.fixture
def picture_of(db: None) -> Callable[..., ClubImage]:
    """`picture_of(audience)`: a photograph, 600 pixels wide unless said."""

    def make(whose: Audience, *, size=(600, 400), title="Line 9", **options) -> ClubImage:
        data = photograph(size=size)
        return add_picture(io.BytesIO(data), title=title, audience=whose, **options)

    return make


@pytest.fixture
def document_of(db: None) -> Callable[..., ClubDocument]:
    """`document_of(audience)`: a PDF."""

    def make(whose: Audience, *, title="Plan d’accès", name="x.pdf", data=None) -> ClubDocument:
        return add_document(upload(data or pdf(), name), title=title, audience=whose)

    return make


@pytest.fixture
def person(request: pytest.FixtureRequest) -> Callable[[str], User]:
    """Somebody of the cast, by name."""
    return request.getfixturevalue
