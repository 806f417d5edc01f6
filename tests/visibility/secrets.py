"""What only a client's account manager and the direction may read, planted and looked for."""

import re

from accounts.models import Company
from club.lib import clock
from loyalty.services import log_interaction
from notifications.services import deliver_due
from tests.loyalty.clients import signal
from tests.visibility.conftest import World

WORD = "Neptunium"
#: The value, a part of it and its change: as a page writes them, and with all their digits, which
#: are so many that no token of a page has them by chance.
VALUE, CHANGE, SHARE = 7.81374926, -1.37139248, 0.44774183
SHOWN = ("7.81", "7,81", "1.34", "1,34")
DIGITS = ("81374926", "37139248", "44774183", "3432254")


def plant(world: World) -> None:
    """Judge client A: a note, and a signal with telling decimals."""
    company = Company.objects.get(slug="client-a")
    log_interaction(
        company,
        by=world.cast["manager"],
        kind="call",
        happened_on=clock.today(),
        note=f"{WORD} is what they asked for.",
        outcome="answered",
    )
    company.signals.all().delete()
    signal(company, VALUE, change=CHANGE, causes={"fading": CHANGE}, share=SHARE)
    deliver_due()


def secret_paths() -> list[str]:
    """Where somebody might look for it."""
    return [f"/search/?q={WORD[:-1]}", f"/members/?q={WORD[:-1]}", "/portfolio/?sort=signal"]


def numbers_in(text: str) -> list[str]:
    """The planted numbers that stand in a text by themselves, or whose digits do anywhere."""
    alone = [n for n in SHOWN if re.search(rf"(?<![\w.,]){re.escape(n)}(?!\d)", text)]
    return alone + [digits for digits in DIGITS if digits in text]
