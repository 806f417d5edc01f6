"""How lively a client is, month after month: the stories that the demo tells."""

#: Of a life: how likely its people answer to an invitation a year ago, and how likely today.
LIVES = {
    "bloom": (0.12, 0.85),
    "fade": (0.75, 0.05),
    "left": (0.45, 0.0),
    "newcomer": (0.0, 0.8),
    "silent": (0.04, 0.0),
    "quiet": (0.12, 0.12),
    "steady": (0.45, 0.45),
}
YEAR = 365


def liveliness(life: str, days_ago: int) -> float:
    """How likely a person of such a client answered to an invitation then: 0 to 1."""
    before, today = LIVES[life]
    past = min(max(days_ago, 0), YEAR) / YEAR
    return today + (before - today) * past
