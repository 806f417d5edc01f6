"""What can be told without asking the database."""

from notifications.enums import CalendarProgram

#: What the programs write into their User-Agent, in small letters; the first that is there counts.
_MARKS = (
    ("google", CalendarProgram.GOOGLE),
    ("thunderbird", CalendarProgram.THUNDERBIRD),
    ("outlook", CalendarProgram.OUTLOOK),
    ("microsoft", CalendarProgram.OUTLOOK),
    ("ms-office", CalendarProgram.OUTLOOK),
    ("exchange", CalendarProgram.OUTLOOK),
    ("dataaccessd", CalendarProgram.APPLE),
    ("calendaragent", CalendarProgram.APPLE),
    ("remindd", CalendarProgram.APPLE),
    ("icloud", CalendarProgram.APPLE),
    ("ical/", CalendarProgram.APPLE),
    ("ios/", CalendarProgram.APPLE),
    ("macos/", CalendarProgram.APPLE),
    ("mozilla/", CalendarProgram.BROWSER),
)


def program_of(user_agent: str) -> CalendarProgram:
    """The family of programs that a User-Agent names."""
    words = user_agent[:400].lower()
    return next((name for mark, name in _MARKS if mark in words), CalendarProgram.OTHER)
