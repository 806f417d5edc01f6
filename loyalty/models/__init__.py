"""Models of the loyalty app, one subject a file. None of them is known to the Wagtail admin."""

from loyalty.models.interaction import Interaction
from loyalty.models.look import Look
from loyalty.models.signal import Signal
from loyalty.models.version import FrozenPriors, SignalVersion

__all__ = ["FrozenPriors", "Interaction", "Look", "Signal", "SignalVersion"]
