"""Tags and filters of the look: people, companies, dates, seats, icons and navigation aids.

They print what they are given and never ask the database for more: a view that lists people
fetches them with what the tags read (see the docstring of each).
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from club.lib import clock, dates
from club.templatetags import look_seats

register = template.Library()

TINTS = 6
TIER_COLOURS = frozenset({"gold", "silver", "bronze"})
SIZES = {"sm": 32, "": 40, "lg": 64, "xl": 136}


@lru_cache(maxsize=1)
def _sprite() -> str:
    """The address of the icon sprite; it does not change while the process runs."""
    return static("img/icons.svg")


@register.simple_tag
@lru_cache(maxsize=500)
def icon(name: str, css: str = "") -> SafeString:
    """One icon of the sprite `static/img/icons.svg`; decoration, so hidden from screen readers."""
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"/></svg>', classes, _sprite(), name
    )


# --- People and companies -------------------------------------------------------------------


def _classes(part: str, size: str, css: str) -> str:
    """`avatar avatar-lg extra`."""
    return " ".join(filter(None, (part, size and f"{part}-{size}", css)))


@register.filter
def tint(thing: Any) -> int:
    """A number from 1 to 6 that stays with a person for life; picks the colour of initials."""
    key = getattr(thing, "pk", thing)
    return int(key) % TINTS + 1 if str(key).isdigit() else 1


def face_of(person: Any) -> str:
    """The address of the person's picture, or ''. Reads `person.face_url`, else a profile that was
    fetched with the person (`select_related("profile")`); it never queries."""
    own = getattr(person, "face_url", None)
    if own is not None:
        return str(own)
    state = getattr(person, "_state", None)
    cached = state.fields_cache.get("profile") if state is not None else None
    return str(getattr(cached, "face_url", "") or "")


def _picture(classes: str, address: str, side: int) -> SafeString:
    """A picture beside a name, so without words of its own."""
    return format_html(
        '<img class="{}" src="{}" alt="" width="{}" height="{}" loading="lazy">',
        classes,
        address,
        side,
        side,
    )


@register.simple_tag
def avatar(person: Any, size: str = "", css: str = "") -> SafeString:
    """A round face, or initials on the person's tint. Sizes: "sm", "", "lg", "xl".

    Decoration: the name stands beside it. Without a person, a dashed empty place.
    """
    classes = _classes("avatar", size, css)
    if person is None or person == "":
        return format_html('<span class="{} avatar-gone" aria-hidden="true">?</span>', classes)
    face = face_of(person)
    if face:
        return _picture(classes, face, SIZES.get(size, SIZES[""]))
    return _initials(classes, tint(person), person.initials)


@lru_cache(maxsize=2000)
def _initials(classes: str, tint: int, letters: str) -> SafeString:
    return format_html('<span class="{} a{}" aria-hidden="true">{}</span>', classes, tint, letters)


@register.simple_tag
def mono(company: Any, size: str = "", css: str = "") -> SafeString:
    """A square logo (`company.logo_url`), or the company's monogram. Sizes: "", "lg", "xl"."""
    classes = _classes("mono", size, css)
    logo = getattr(company, "logo_url", "") or ""
    if logo:
        return _picture(classes, logo, SIZES.get(size, SIZES[""]))
    letters = getattr(company, "initials", "") or str(company)[:1].upper()
    return format_html('<span class="{}" aria-hidden="true">{}</span>', classes, letters)


@register.simple_tag
def tier(tier: Any, label: str = "") -> SafeString | str:
    """The badge of a tier with its name, or with `label`; nothing without a tier."""
    if not tier:
        return ""
    colour = tier.colour if tier.colour in TIER_COLOURS else "bronze"
    return format_html('<span class="tier tier-{}">{}</span>', colour, label or tier.name)


# --- Dates ----------------------------------------------------------------------------------


def _on_its_clock(moment: Any, zone: str = "") -> Any:
    """The datetime on the clock of `zone`; without one, UTC is turned to the reader's zone and any
    other zone is kept. Dates and naive datetimes pass unchanged."""
    if not isinstance(moment, datetime) or timezone.is_naive(moment):
        return moment
    if zone:
        return moment.astimezone(ZoneInfo(zone))
    is_utc = moment.tzinfo is UTC or (
        not moment.utcoffset() and str(moment.tzinfo) in {"UTC", "UTC+00:00"}
    )
    return timezone.localtime(moment) if is_utc else moment


@register.filter
def inzone(moment: datetime | None, zone: str) -> datetime | None:
    """The same instant on the clock of `zone`: `{{ starts_at|inzone:zone|longdate }}`."""
    return _on_its_clock(moment, zone) if moment else None


@register.filter
def longdate(day: date | None, zone: str = "") -> str:
    """`mercredi 16 décembre 2026`, `Wednesday 16 December 2026`."""
    return dates.long_date(_on_its_clock(day, zone)) if day else ""


@register.filter
def shortdate(day: date | None, zone: str = "") -> str:
    """`16 déc. 2026`, `16 Dec 2026`."""
    return dates.short_date(_on_its_clock(day, zone)) if day else ""


@register.filter
def daymonth(day: date | None, zone: str = "") -> str:
    """`16 décembre`, `16 December`."""
    return dates.day_month(_on_its_clock(day, zone)) if day else ""


@register.filter
def monthname(day: date | None) -> str:
    """`décembre`, `December`."""
    return dates.month_name(_on_its_clock(day)) if day else ""


@register.filter
def clocktime(moment: datetime | None, zone: str = "") -> str:
    """`9 h 30`, `09:30`."""
    return dates.clock_time(_on_its_clock(moment, zone)) if moment else ""


@register.filter
def timerange(start: datetime | None, end: datetime | None) -> str:
    """`9 h à 12 h 30`, `09:00 to 12:30`; both moments on the clock that `inzone` gave them."""
    return dates.time_range(_on_its_clock(start), _on_its_clock(end)) if start else ""


@register.filter
def dayfrom(day: date | None) -> str:
    """`today`, `yesterday`, `tomorrow`, else the date; on the reader's clock."""
    if not day:
        return ""
    return dates.day_from(_on_its_clock(day), timezone.localdate(clock.now()))


@register.simple_tag
def when(start: datetime, end: datetime | None = None, zone: str = "") -> SafeString:
    """One line in a <time>: `Wednesday 16 December 2026, 09:00 to 12:30`."""
    first, last = _on_its_clock(start, zone), _on_its_clock(end, zone)
    return format_html(
        '<time datetime="{}">{}</time>',
        first.isoformat(timespec="minutes"),
        dates.when(first, last),
    )


@register.simple_tag
def moment(at: datetime, *, capital: bool = False) -> SafeString:
    """When something was written, in a <time>: `yesterday, 09:30`; `capital` begins a line with it.

    On the reader's clock.
    """
    minute = _on_its_clock(at).isoformat(timespec="minutes")
    return _moment(minute, timezone.localdate(clock.now()), capital, get_language())


@lru_cache(maxsize=2000)
def _moment(minute: str, today: date, capital: bool, _language: str | None) -> SafeString:
    """The same for each post of a minute, all day long."""
    there = datetime.fromisoformat(minute)
    day = dates.day_from(there, today)
    return format_html(
        '<time datetime="{}">{}, {}</time>',
        minute,
        day[:1].upper() + day[1:] if capital else day,
        dates.clock_time(there),
    )


@register.filter
def zonephrase(zone: str) -> str:
    """`heure de Paris`, `Paris time`."""
    return dates.zone_phrase(zone)


@register.inclusion_tag("components/_date_tile.html")
def date_tile(
    day: date,
    zone: str = "",
    *,
    off: bool = False,
    box: bool = False,
    month: bool = True,
    full: bool = False,
) -> dict[str, Any]:
    """The date set like a title. `off` strikes it out (cancelled), `month=False` inside a list that
    already names the month, `full` writes weekday and month in full, `box` draws a frame."""
    shown = _on_its_clock(day, zone)
    has_time = isinstance(shown, datetime)
    return {
        "iso": shown.isoformat(timespec="minutes") if has_time else shown.isoformat(),
        "long": dates.long_date(shown),
        "weekday": dates.day_name(shown) if full else dates.short_day_name(shown),
        "number": shown.day,
        "month": (dates.month_name(shown) if full else dates.short_month_name(shown))
        if month
        else "",
        "css": "".join((" date-off" if off else "", " date-box" if box else "")),
        "off": off,
    }


@register.filter(is_safe=True)
def nb_fr(text: Any) -> str:
    """French text with no-break spaces before `: ; ? ! »` and after `«`.

    Whatever the reader's language: it is the text's that counts, and English has no such spaces.
    """
    words = str(text)
    for mark in ":;?!»":
        words = words.replace(f" {mark}", f"{dates.NBSP}{mark}")
    return words.replace("« ", f"«{dates.NBSP}")


# --- Seats, pages, crumbs -------------------------------------------------------------------


@register.inclusion_tag("components/_seats.html")
def seats_svg(
    capacity: int | None,
    taken: int,
    people: Iterable[Any] = (),
    me: Any = None,
    *,
    title: str = "",
    sub: str = "",
    shape: str = "table",
    css: str = "",
    tinted: bool = False,
) -> dict[str, Any]:
    """An event drawn by its own seats: a table up to 20, dots above or with shape="dots".

    `people` are those who agreed to be named (`id`, `initials`); `me` is the viewer's person when
    one of the seats is theirs. Shapes: "table", "wide", "small", "dots". Nothing without a limit.
    `tinted` colours the seats of nobody in particular, for a picture that is no real event.
    """
    if not capacity:
        return {"kind": ""}
    drawing = look_seats.draw(capacity, taken, people, me, shape, tinted=tinted)
    return {**drawing, "title": title, "sub": sub, "css": css}


@register.inclusion_tag("components/_pager.html", takes_context=True)
def pager(context: template.Context, page: Page[Any], name: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; the rest of the query string is kept."""
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[name] = str(number)
        return f"?{query.urlencode()}"

    paginator = page.paginator
    numbers = paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {
        "page": page,
        "links": [(n, address(n) if isinstance(n, int) else "") for n in numbers],
        "before": address(page.number - 1) if page.has_previous() else "",
        "after": address(page.number + 1) if page.has_next() else "",
    }


@register.inclusion_tag("components/_crumbs.html")
def crumbs(*labels_and_links: str) -> dict[str, Any]:
    """`{% crumbs "Members" "/members/" person.full_name %}`: label and link in turn, then the
    label of the page itself."""
    pairs = list(zip(labels_and_links[:-1:2], labels_and_links[1:-1:2], strict=False))
    return {"above": pairs, "here": labels_and_links[-1]}
