"""Time zones as people choose them, and wall-clock times turned into instants."""

from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_AREAS = (
    "Africa",
    "America",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@lru_cache(maxsize=1)
def _known_zones() -> frozenset[str]:
    """What the tz database knows. Asked once: it is a walk through a directory of 600 files."""
    return frozenset(available_timezones())


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every zone named after a place, sorted; the legacy aliases are left out."""
    return tuple(sorted(z for z in _known_zones() if z.partition("/")[0] in _AREAS))


@lru_cache(maxsize=1)
def zone_choices() -> tuple[tuple[str, str], ...]:
    """The same as pairs for a form field."""
    return tuple((name, zone_label(name)) for name in zone_names())


def zone_label(name: str) -> str:
    """`America/New_York` as a person reads it: `New York (America)`."""
    area, _sep, city = name.partition("/")
    return f"{city.replace('_', ' ')} ({area})" if city else name


def validate_zone(name: str) -> None:
    """Raise ValidationError unless `name` is a zone that the tz database knows."""
    if name not in _known_zones():
        raise ValidationError(
            _("“%(zone)s” is not a time zone. Choose one of the list."),
            params={"zone": name},
        )


def to_utc(wall: datetime, zone: str) -> datetime:
    """The instant at which clocks in `zone` show the naive time `wall`.

    A time that clocks show twice (autumn) means the first of the two. Raises ValidationError for
    a time that clocks skip (spring).
    """
    place = ZoneInfo(zone)
    instant = wall.replace(tzinfo=place).astimezone(UTC)
    if instant.astimezone(place).replace(tzinfo=None) != wall:
        raise ValidationError(
            _("On that day clocks in %(zone)s jump over %(time)s. Choose another time."),
            params={"zone": zone_label(zone), "time": wall.strftime("%H:%M")},
        )
    return instant
