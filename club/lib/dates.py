"""Dates and times as people write them in French and in English.

Nothing here converts between zones: a datetime is written as it stands, so the caller decides
whose clock it shows (`club.lib.zones`, `datetime.astimezone`).
"""

from datetime import date, datetime, timedelta

from django.utils.translation import get_language

NBSP = "\u00a0"
_DAYS = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
}
_MONTHS = {
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}
_SHORT_MONTHS = {
    "fr": (
        "janv.",
        "févr.",
        "mars",
        "avril",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
    ),
    "en": (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ),
}


def _language(language: str = "") -> str:
    """`fr` or `en`: the one given, else the active one."""
    return "en" if (language or get_language() or "fr").startswith("en") else "fr"


def day_name(day: date, language: str = "") -> str:
    """`mercredi` or `Wednesday`."""
    return _DAYS[_language(language)][day.weekday()]


def short_day_name(day: date, language: str = "") -> str:
    """`mer.` or `Wed`."""
    short = day_name(day, language)[:3]
    return f"{short}." if _language(language) == "fr" else short


def month_name(day: date, language: str = "") -> str:
    """`décembre` or `December`."""
    return _MONTHS[_language(language)][day.month - 1]


def short_month_name(day: date, language: str = "") -> str:
    """`déc.` or `Dec`."""
    return _SHORT_MONTHS[_language(language)][day.month - 1]


def day_month(day: date, language: str = "") -> str:
    """`16 décembre` or `16 December`; the first of a month is `1er` in French."""
    number = "1er" if day.day == 1 and _language(language) == "fr" else str(day.day)
    return f"{number} {month_name(day, language)}"


def short_date(day: date, language: str = "") -> str:
    """`16 déc. 2026` or `16 Dec 2026`."""
    number = "1er" if day.day == 1 and _language(language) == "fr" else str(day.day)
    return f"{number} {short_month_name(day, language)} {day.year}"


def long_date(day: date, language: str = "", *, year: bool = True) -> str:
    """`mercredi 16 décembre 2026` or `Wednesday 16 December 2026`."""
    text = f"{day_name(day, language)} {day_month(day, language)}"
    return f"{text} {day.year}" if year else text


def clock_time(moment: datetime, language: str = "") -> str:
    """`9 h`, `12 h 30` (with no-break spaces) or `09:00`, `12:30`."""
    if _language(language) == "en":
        return f"{moment:%H:%M}"
    minutes = f"{NBSP}{moment:%M}" if moment.minute else ""
    return f"{moment.hour}{NBSP}h{minutes}"


def time_range(start: datetime, end: datetime | None, language: str = "") -> str:
    """`9 h à 12 h 30` or `09:00 to 12:30`; with both dates where the end is on another day."""
    to = "to" if _language(language) == "en" else "à"
    if end is None or end <= start:
        return clock_time(start, language)
    if end.date() == start.date():
        return f"{clock_time(start, language)} {to} {clock_time(end, language)}"
    return f"{date_time(start, language)} {to} {date_time(end, language)}"


def date_time(moment: datetime, language: str = "", *, year: bool = False) -> str:
    """`mercredi 16 décembre, 9 h` or `Wednesday 16 December, 09:00`."""
    return f"{long_date(moment, language, year=year)}, {clock_time(moment, language)}"


def when(start: datetime, end: datetime | None = None, language: str = "") -> str:
    """One line for an appointment: the day with its year, then the hours.

    `mercredi 16 décembre 2026, 9 h à 12 h 30`; over several days
    `mercredi 16 décembre 2026, 9 h, au jeudi 17 décembre 2026, 12 h`.
    """
    first = date_time(start, language, year=True)
    if end is None or end <= start:
        return first
    if end.date() == start.date():
        return f"{long_date(start, language)}, {time_range(start, end, language)}"
    to = "to" if _language(language) == "en" else "au"
    return f"{first}, {to} {date_time(end, language, year=True)}"


def day_from(day: date, today: date, language: str = "") -> str:
    """`aujourd’hui`, `hier`, `demain`, or the date; its year only when it is another one."""
    near = {
        "fr": {-1: "hier", 0: "aujourd’hui", 1: "demain"},
        "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    }[_language(language)]
    plain = date(day.year, day.month, day.day)
    distance = (plain - today) // timedelta(days=1)
    if distance in near:
        return near[distance]
    return day_month(plain, language) if plain.year == today.year else short_date(plain, language)


def zone_phrase(zone: str, language: str = "") -> str:
    """`heure de Paris`, `heure d’Athens` or `Paris time` for the tz database name `zone`."""
    city = zone.rpartition("/")[2].replace("_", " ")
    if _language(language) == "en":
        return f"{city} time"
    return f"heure d’{city}" if city[:1] in "AEIOUYÉ" else f"heure de {city}"
