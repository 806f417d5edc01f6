"""What only a client's account manager and the direction may read, planted and looked for."""

import re

import pytest
from django.core import mail

from accounts.models import Company
from club.lib import clock
from loyalty.services import log_interaction
from notifications.models import BellItem, OutboxMail
from notifications.services import deliver_due
from tests.loyalty.clients import signal
from tests.visibility.test_addresses import (
    ENDS_SESSION,
    ask,
    desk_paths,
    front_paths,
    typed_paths,
)

WORD = "Neptunium"
#: The value, a part of it and its change: as a page writes them, and with all their digits, which
#: are so many that no token of a page has them by chance.
VALUE, CHANGE, SHARE = 7.81374926, -1.37139248, 0.44774183
SHOWN = ("7.81", "7,81", "1.34", "1,34")
DIGITS = ("81374926", "37139248", "44774183", "3432254")


@pytest.fixture
def planted(world):
    """A judged client A: a note, and a signal with telling decimals."""
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
    return world


def said_to(client, world, *, desk: bool = False) -> str:
    """All that the site answers to somebody: pages, searches, files, and the editing desk."""
    paths = [*front_paths(world), *typed_paths(world), *(desk_paths(world) if desk else [])]
    paths += [f"/search/?q={WORD[:-1]}", f"/members/?q={WORD[:-1]}", "/portfolio/?sort=signal"]
    answers = [ask(client, path) for path in paths if not ENDS_SESSION.search(path)]
    return " ".join(a.body.decode(errors="replace") + str(dict(a.headers)) for a in answers)


def told(text: str) -> list[str]:
    """The planted numbers that stand in a text by themselves, or whose digits do anywhere."""
    alone = [n for n in SHOWN if re.search(rf"(?<![\w.,]){re.escape(n)}(?!\d)", text)]
    return alone + [digits for digits in DIGITS if digits in text]


@pytest.mark.parametrize("who", ["manager2", "organiser", "administrator", "member_a"])
def test_nothing_of_it_reaches_others(who, planted, client_for):
    text = said_to(client_for(planted.cast[who]), planted, desk=who == "organiser")
    assert WORD not in text
    assert told(text) == []


def test_it_reaches_the_account_manager(planted, client_for):
    """Else the crawl above would prove nothing."""
    text = said_to(client_for(planted.cast["manager"]), planted)
    assert WORD in text
    assert "7,81" in told(text) or "7.81" in told(text)


def test_it_is_in_no_mail_and_on_no_bell(planted):
    sent = " ".join(message.message().as_string() for message in mail.outbox)
    kept = str(list(OutboxMail.objects.values_list("payload", flat=True)))
    rung = str(list(BellItem.objects.values_list("payload", flat=True)))
    assert WORD not in sent + kept + rung
    assert told(sent + kept + rung) == []
