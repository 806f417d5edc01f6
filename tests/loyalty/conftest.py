"""What the tests of the signal share."""

import pytest

from loyalty.models import SignalVersion
from loyalty.services.priors import grid_of
from participation.kinds import kinds
from tests.loyalty.made import know_all_kinds


@pytest.fixture(autouse=True)
def kinds_of_the_club():
    known = dict(kinds._entries)
    know_all_kinds()
    yield
    kinds._entries = known


@pytest.fixture
def grid(db):
    """The first version of the signal."""
    return grid_of(SignalVersion.objects.get())
