"""What an invitation must be so that it really works: R1 to R40, and the tests of each.

`python -m tests.calendars.requirements` writes the table of docs/calendar.md; a test compares it.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "calendar.md"
BEGIN, END = "<!-- table -->\n", "<!-- end of the table -->\n"
_TEST = re.compile(r"^(?:async )?def (test_cal_r(\d\d)_\w+)\(", re.MULTILINE)
ASKED = {
    1: "every line ends in CRLF, the last one too",
    2: "75 octets a line at most; no character and no escape is cut",
    3: "text is escaped; no control character",
    4: "VERSION and PRODID once",
    5: "one UID an event, the same in mail, file and feed",
    6: "DTSTAMP, CREATED and LAST-MODIFIED in UTC, from the database",
    7: "no floating time",
    8: "single events in UTC, series with a VTIMEZONE by rule; each reader right",
    9: "whole days as dates; the end is the day after the last",
    10: "UNTIL of a rule in UTC",
    11: "names without quote, caret and control; addresses with mailto",
    12: "plain description with the page's address; the link to join for confirmed guests only",
    13: "REQUEST: ORGANIZER, SEQUENCE, STATUS, and the receiver as the one ATTENDEE",
    14: "the first SEQUENCE is 0",
    15: "SEQUENCE rises with time, rule, place and status only; ORGANIZER never changes",
    16: "the last SEQUENCE is kept for each guest; drafts and republishing change none",
    17: "who comes late or is removed has a REQUEST or CANCEL of their own",
    18: "an answer is kept until the time changes",
    19: "CANCEL: same UID, ORGANIZER and ATTENDEE, higher SEQUENCE; STATUS only if it is off",
    20: "CANCEL once, after its REQUEST, and never for what is over",
    21: "text, HTML and calendar as alternatives, in this order; METHOD twice the same",
    22: "the same bytes as a file beside them",
    23: "no bare line feed, no doubled carriage return",
    24: "ORGANIZER is a mailbox that we read, of the sender's domain",
    25: "one mail a guest, and nobody else's address in it",
    26: "an answer is known by UID, ATTENDEE and the signed address",
    27: "accepted, declined, perhaps; what is older changes nothing, and twice is once",
    28: "unknown sender, closed or full: no silent yes",
    29: "counter-proposals, delegation, refresh and automatic answers do no harm",
    30: "answering by a link: opening shows, the button acts; signed, and it expires",
    31: "a no frees the seat and lets the next one in",
    32: "feed: a long secret, kept as a hash, revoked at once; the right is checked each time",
    33: "feed: ETag, 304, HEAD, the same bytes",
    34: "feed: how often to look, and its name",
    35: "feed: private cache, not indexed, no cookie, no redirect, no attachment",
    36: "feed: no ATTENDEE; cancelled events stay as such",
    37: "feed: no alarm unless chosen",
    38: "RECURRENCE-ID in the form of DTSTART; one changed date leaves the others",
    39: "EXDATE for dropped dates",
    40: "nothing that a member or editor writes leaves its place",
}


def numbered_tests() -> dict[int, list[tuple[str, str]]]:
    """For each number the tests that carry it: file and name, in their order."""
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for name, number in _TEST.findall(path.read_text()):
            found[int(number)].append((path.relative_to(ROOT).as_posix(), name))
    return dict(found)


def table() -> str:
    """The table of the page, in Markdown."""
    tests = numbered_tests()
    lines = ["| | what is asked | tests |", "|---|---|---|"]
    for number, text in ASKED.items():
        lines.append(f"| R{number} | {text} | {_cell(tests.get(number, []))} |")
    return "".join(f"{line}\n" for line in lines)


def _cell(tests: Iterable[tuple[str, str]]) -> str:
    by_file: dict[str, list[str]] = defaultdict(list)
    for path, name in tests:
        by_file[path].append(f"`{name[len('test_cal_r00_') :]}`")
    cells = [
        f"{path.removeprefix('tests/')}: {', '.join(names)}" for path, names in by_file.items()
    ]
    return "<br>".join(cells) or "none yet"


def page_with_table() -> str:
    """The page as it should be."""
    before, _mark, rest = PAGE.read_text().partition(BEGIN)
    return before + BEGIN + table() + END + rest.partition(END)[2]


if __name__ == "__main__":
    PAGE.write_text(page_with_table())
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written.\n")
