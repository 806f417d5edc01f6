"""Pictures that people send: checked, turned upright, and freed of what the camera wrote.

A picture is always decoded and encoded anew, so nothing survives but its pixels and its colour
profile: no place, no time, no device, no comment, no thumbnail of an uncropped version, and no
second file hidden behind or inside the first. The same bytes give the same result.

Limits keep the memory for one picture below 200 MB whatever is sent: a JPEG is decoded at a
fraction of its size where it will be made smaller anyway, the others must be small to begin with.
WebP is read but not written (its encoder needs 30 bytes a pixel): such a picture becomes a JPEG, or
a PNG where it has transparent parts.
"""

import io
import math
import uuid
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image
from PIL.Image import Transpose

if TYPE_CHECKING:
    _Content = ContentFile[bytes]
    Upload = File[Any] | IO[bytes]
else:
    _Content = ContentFile
    Upload = Any

MAX_BYTES = 15 * 1024 * 1024
#: What the header of a JPEG may announce; all its passes are kept in memory when progressive.
MAX_PIXELS = 50_000_000
MAX_PIXELS_PROGRESSIVE = 25_000_000
#: What is decoded at most, as the side of a square.
MAX_SIDE_DECODED = {"JPEG": 4000, "PNG": 3600, "WEBP": 3000}
#: A progressive JPEG needs about ten passes; each further one only burns time.
MAX_SCANS = 50
MAX_PROFILE_BYTES = 512 * 1024
MAX_SIDE = 3200

_FORMATS = tuple(MAX_SIDE_DECODED)
_EXTENSIONS = {"JPEG": "jpg", "PNG": "png"}
_OPTIONS: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 90, "optimize": True},
    "PNG": {"compress_level": 6},
}
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
_PROFILE_SPACES = {"RGB": b"RGB ", "RGBA": b"RGB ", "L": b"GRAY", "LA": b"GRAY"}


class PictureRefused(ValidationError):
    """The picture cannot be taken; its message tells the sender why and what to do."""


class CleanPicture(_Content):
    """A picture that went through here. Its name is new, its extension says what it is."""

    name: str


@dataclass(frozen=True)
class _Opened:
    image: Image.Image
    format: str
    profile: bytes | None


@dataclass(frozen=True)
class Crop:
    """A square of an upright picture: its middle, as parts of the width and of the height, and its
    side, as a part of the shorter side. What would reach beyond the edge is moved inside.
    """

    x: float = 0.5
    y: float = 0.5
    size: float = 1.0

    def box(self, width: int, height: int) -> tuple[int, int, int, int]:
        """Left, top, right and bottom in pixels, at least one pixel wide."""
        shorter = min(width, height)
        side = min(shorter, max(1, round(self.size * shorter)))
        left = min(width - side, max(0, round(self.x * width - side / 2)))
        top = min(height - side, max(0, round(self.y * height - side / 2)))
        return left, top, left + side, top + side


def clean_square(
    upload: Upload, *, side: int, crop: Crop, max_bytes: int = MAX_BYTES
) -> CleanPicture:
    """The same as `clean_picture` for a square part of the picture, at most `side` pixels wide.

    Nothing of what lies outside the square is kept. Raises PictureRefused.
    """
    opened = _open(_read(upload, max_bytes), MAX_SIDE)
    cut = opened.image.crop(crop.box(*opened.image.size))
    return _write(_normal(replace(opened, image=cut), side), opened)


def clean_picture(
    upload: Upload,
    *,
    max_side: int | None = MAX_SIDE,
    max_bytes: int = MAX_BYTES,
) -> CleanPicture:
    """The picture in `upload` (JPEG, PNG or WebP, whatever its name) without anything but pixels.

    Turned upright, and made smaller where a side is longer than `max_side`. What came out of here
    with the same limit is returned as it is.

    Raises PictureRefused, with a sentence for the sender, for what is too large, damaged, moving,
    or no picture.
    """
    done = _cleaned_before(upload)
    if done is not None and max_side in {None, MAX_SIDE}:
        return done
    data = _read(upload, max_bytes)
    opened = _open(data, max_side)
    return _write(_normal(opened, max_side), opened)


def strip_metadata(upload: Upload) -> CleanPicture:
    """The same at the picture's own size. Raises PictureRefused."""
    return clean_picture(upload, max_side=None)


def _cleaned_before(upload: Any) -> CleanPicture | None:
    inner = upload if isinstance(upload, CleanPicture) else getattr(upload, "file", None)
    return inner if isinstance(inner, CleanPicture) else None


def _read(upload: Upload, max_bytes: int) -> bytes:
    upload.seek(0)
    data = upload.read(max_bytes + 1)
    upload.seek(0)
    if len(data) > max_bytes:
        raise PictureRefused(
            _("This picture is larger than %(limit)s. Make it smaller and send it again.")
            % {"limit": filesizeformat(max_bytes)},
            code="too_many_bytes",
        )
    return data


def _open(data: bytes, max_side: int | None) -> _Opened:
    """Read the header, refuse what must not be decoded, then decode."""
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels("JPEG") from None
    except Exception:  # hostile bytes make the decoders raise nearly anything
        raise _no_picture() from None
    # Phones write several pictures into one JPEG (MPO); the first is the one that was taken.
    kind = "JPEG" if image.format == "MPO" else str(image.format)
    _check_header(image, kind, data)
    try:
        _shrink_on_load(image, max_side)
        _check_pixels(image, kind)
        image.load()
        return _Opened(_upright(image), kind, image.info.get("icc_profile"))
    except PictureRefused:
        raise
    except Exception:
        raise _damaged() from None


def _check_header(image: Image.Image, kind: str, data: bytes) -> None:
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise PictureRefused(_("Moving pictures are not taken. Send a still one."), code="moving")
    progressive = kind == "JPEG" and bool(image.info.get("progressive"))
    limit = MAX_PIXELS_PROGRESSIVE if progressive else MAX_PIXELS
    if image.width * image.height > limit:
        raise _too_many_pixels(kind)
    if progressive and data.count(b"\xff\xda") > MAX_SCANS:
        raise _damaged()


def _shrink_on_load(image: Image.Image, max_side: int | None) -> None:
    """Have a JPEG decoded at a half, a quarter or an eighth; no other format can.

    It keeps at least the pixels wanted, or, where these would be too many to decode, fewer.
    """
    if not max_side or max(image.size) <= max_side:
        return
    size = (image.width * image.height) ** 0.5
    divisor = max(
        2 ** int(math.log2(max(image.size) / max_side)),
        2 ** math.ceil(math.log2(max(1.0, size / MAX_SIDE_DECODED["JPEG"]))),
    )
    wanted = (max(1, image.width // divisor), max(1, image.height // divisor))
    image.draft(image.mode, wanted)


def _check_pixels(image: Image.Image, kind: str) -> None:
    if image.width * image.height > MAX_SIDE_DECODED[kind] ** 2:
        raise _too_many_pixels(kind)


def _upright(image: Image.Image) -> Image.Image:
    try:
        orientation = image.getexif().get(_ORIENTATION)
    except Exception:  # an unreadable note says nothing about which side is up
        orientation = None
    turn = _UPRIGHT.get(orientation) if isinstance(orientation, int) else None
    return image.transpose(turn) if turn is not None else image


def _normal(opened: _Opened, max_side: int | None) -> Image.Image:
    """Eight bits, grey or RGB, with transparency where there is any, within `max_side`."""
    image = opened.image
    if image.mode.startswith("I") or image.mode == "F":
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    elif "transparency" in image.info:
        image = image.convert("RGBA")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode == "PA":
        image = image.convert("RGBA")
    elif image.mode not in _PROFILE_SPACES:
        image = image.convert("RGB")
    if max_side:
        image.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    return image


def _write(image: Image.Image, opened: _Opened) -> CleanPicture:
    """Encode the pixels and the profile, and nothing else of what the decoder remembers."""
    kind = _format_for(image, opened)
    profile = _usable_profile(opened.profile, image.mode)
    image.info = {}
    buffer = io.BytesIO()
    image.save(buffer, kind, **_OPTIONS[kind], exif=b"", icc_profile=profile or b"")
    name = f"{uuid.uuid4().hex}.{_EXTENSIONS[kind]}"
    return CleanPicture(buffer.getvalue(), name)


def _format_for(image: Image.Image, opened: _Opened) -> str:
    if opened.format in _OPTIONS:
        return opened.format
    return "PNG" if image.mode in {"RGBA", "LA"} else "JPEG"


def _usable_profile(profile: bytes | None, mode: str) -> bytes | None:
    """The ICC profile when it is one, fits the pixels, and is of a sensible size (ICC.1, 7.2)."""
    if not profile or not 128 < len(profile) <= MAX_PROFILE_BYTES:
        return None
    size = int.from_bytes(profile[:4], "big")
    whole = 128 < size <= len(profile) and profile[36:40] == b"acsp"
    return profile[:size] if whole and profile[16:20] == _PROFILE_SPACES[mode] else None


def _no_picture() -> PictureRefused:
    return PictureRefused(
        _("This file is not a picture. Send a JPEG, PNG or WebP picture."),
        code="no_picture",
    )


def _damaged() -> PictureRefused:
    return PictureRefused(
        _("This picture is damaged. Export it again and send the new file."),
        code="damaged",
    )


def _too_many_pixels(kind: str) -> PictureRefused:
    return PictureRefused(
        _("This picture has too many pixels. Make it at most %(side)s pixels wide and high.")
        % {"side": MAX_SIDE_DECODED[kind]},
        code="too_many_pixels",
    )
