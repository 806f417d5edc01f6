"""The one line that says why a signal moved."""

import pytest

from loyalty.models import Signal
from loyalty.views.signals import REASONS, reason_of


@pytest.mark.parametrize(
    ("change", "causes", "cause"),
    [
        (-1.2, {"club": -1.4, "friction": -0.5, "new_acts": 0.7}, "friction"),
        (0.6, {"season": 0.5, "new_acts": 0.3, "fading": -0.2}, "new_acts"),
        (-0.9, {"club": -0.88, "fading": -0.02}, "club"),
    ],
)
def test_reason_is_the_clients_own_where_there_is_one(change, causes, cause):
    rise, fall = REASONS[cause]
    assert reason_of(Signal(change=change, causes=causes)) == str(rise if change > 0 else fall)


def test_change_without_a_cause_of_its_direction_has_no_reason():
    assert reason_of(Signal(change=0.5, causes={"fading": -0.2})) == ""
