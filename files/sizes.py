"""In which sizes a picture is offered, so that a phone does not load what a desk needs."""

import re

_SCALABLE = re.compile(r"(?P<op>width|fill|max|min)-(?P<numbers>\d+(?:x\d+)?)(?P<rest>-c\d+)?")
_FACTORS = (1.0, 0.5, 2.0)
#: A larger file is worth it from this much more width on.
_WORTH_IT = 1.3


def sizes_around(spec: str, width: int) -> list[str]:
    """`spec` first, then half and twice its size, as far as a picture of this width has them.

    Other specs than `width-N`, `fill-WxH`, `max-WxH` and `min-WxH` stay alone.
    """
    match = _SCALABLE.fullmatch(spec)
    if match is None:
        return [spec]
    asked = int(match["numbers"].partition("x")[0])
    wanted = [
        factor
        for factor in _FACTORS
        if factor == 1.0
        or (factor < 1 and 16 <= asked * factor < width)
        or (factor > 1 and asked * _WORTH_IT < width)
    ]
    return [_scaled(match, factor) for factor in wanted]


def _scaled(match: re.Match[str], factor: float) -> str:
    numbers = re.sub(r"\d+", lambda found: str(round(int(found[0]) * factor)), match["numbers"])
    return f"{match['op']}-{numbers}{match['rest'] or ''}"
