"""Kinds that stand for those of the apps."""

import pytest

from participation.kinds import kinds, register_kind
from tests.participation.made import CAME, INVITED, WENT


@pytest.fixture(autouse=True)
def kinds_of_the_test():
    known = dict(kinds._entries)
    for kind in (CAME, INVITED, WENT):
        register_kind(kind)
    yield
    kinds._entries = known
