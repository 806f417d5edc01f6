"""Events are published by the hundred here; few tests look for them in a search."""

import pytest


@pytest.fixture(autouse=True)
def _indexes_where_asked(request: pytest.FixtureRequest) -> None:
    """Only what is marked `indexes` keeps the desk's search and the list of what is used where."""
    if request.node.get_closest_marker("indexes") is None:
        request.getfixturevalue("no_indexes")
