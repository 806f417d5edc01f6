"""What people send as a picture, and what is left of it."""

import io
import random
import struct
import zipfile
import zlib
from itertools import pairwise

import pytest
from django.utils import translation
from PIL import Image

from club.lib.pictures import (
    MAX_SIDE,
    MAX_SIDE_DECODED,
    CleanPicture,
    PictureRefused,
    clean_picture,
    strip_metadata,
)
from tests.files.made import CANARY, camera_notes, drawn, photograph, picture, profile

KINDS = ["JPEG", "PNG", "WEBP"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def cleaned(data: bytes, **options) -> Image.Image:
    return Image.open(clean_picture(io.BytesIO(data), **options))


def refusal(data: bytes, **options):
    with pytest.raises(PictureRefused) as refused:
        clean_picture(io.BytesIO(data), **options)
    return refused.value.code, refused.value.message


def png_header(width: int, height: int) -> bytes:
    """A PNG that announces this size and has one row of it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    row = zlib.compress(bytes(100))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", row) + chunk(b"IEND", b"")


# --- What the camera wrote ------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_the_camera_wrote_is_left(kind):
    sent = photograph(kind)
    assert Image.open(io.BytesIO(sent)).getexif().get_ifd(0x8825)  # the place was there
    data = clean_picture(io.BytesIO(sent)).read()
    image = Image.open(io.BytesIO(data))
    image.load()
    assert dict(image.getexif()) == {}
    assert set(image.info) <= {"icc_profile", "jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for trace in (CANARY.encode(), CANARY.encode("utf-16-le"), b"Exif", b"eXIf", b"adobe", b"iTXt"):
        assert trace not in data


@pytest.mark.parametrize("kind", KINDS)
def test_colour_profile_stays(kind):
    assert cleaned(photograph(kind)).info["icc_profile"] == profile()


@pytest.mark.parametrize(
    "wrong",
    [
        b"not a profile" * 20,
        profile()[:100],
        profile().replace(b"RGB ", b"CMYK", 1),
        profile() + bytes(600_000),
    ],
    ids=["no profile", "cut off", "of other colours", "too long"],  # a profile holds the time
)
def test_colour_profile_that_is_none_goes(wrong):
    assert "icc_profile" not in cleaned(picture("PNG", icc_profile=wrong)).info


def test_what_stands_behind_a_colour_profile_goes():
    image = cleaned(picture("PNG", icc_profile=profile() + CANARY.encode()))
    assert image.info["icc_profile"] == profile()


@pytest.mark.parametrize("kind", KINDS)
def test_same_bytes_give_the_same_picture(kind):
    sent = photograph(kind)
    assert strip_metadata(io.BytesIO(sent)).read() == strip_metadata(io.BytesIO(sent)).read()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", KINDS)
def test_picture_stands_upright(kind, orientation):
    upright = drawn()
    turn_back = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    held = upright.transpose(turn_back[orientation]) if orientation > 1 else upright
    buffer = io.BytesIO()
    held.save(buffer, kind, exif=camera_notes(orientation))
    image = cleaned(buffer.getvalue()).convert("RGB")
    assert image.size == upright.size
    for spot in [(15, 10), (45, 10), (15, 30), (45, 30)]:
        near = zip(image.getpixel(spot), upright.getpixel(spot), strict=True)
        assert all(abs(a - b) < 12 for a, b in near)


def test_senseless_orientation_turns_nothing():
    assert cleaned(photograph(orientation=77)).size == (60, 40)


# --- Hidden things --------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS)
def test_second_file_behind_a_picture_goes(kind):
    hidden = io.BytesIO()
    with zipfile.ZipFile(hidden, "w") as packed:
        packed.writestr("index.html", CANARY)
    data = clean_picture(io.BytesIO(picture(kind) + hidden.getvalue())).read()
    assert not zipfile.is_zipfile(io.BytesIO(data))
    assert CANARY.encode() not in data


def test_page_hidden_in_a_picture_goes():
    page = b"<html><script>alert(1)</script></html>"
    data = clean_picture(io.BytesIO(picture("JPEG", comment=page))).read()
    assert b"<script>" not in data


def test_only_the_first_picture_of_several_in_one_file_stays():
    buffer = io.BytesIO()
    other = Image.new("RGB", (60, 40), "black")
    drawn().save(buffer, "MPO", save_all=True, append_images=[other])
    assert Image.open(io.BytesIO(buffer.getvalue())).n_frames == 2
    data = clean_picture(io.BytesIO(buffer.getvalue())).read()
    assert data.count(b"\xff\xd8\xff") == 1


# --- Formats and sizes ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "mode", "extension"),
    [
        ("JPEG", "RGB", "jpg"),
        ("JPEG", "L", "jpg"),
        ("JPEG", "CMYK", "jpg"),
        ("PNG", "RGB", "png"),
        ("PNG", "RGBA", "png"),
        ("PNG", "LA", "png"),
        ("PNG", "L", "png"),
        ("PNG", "P", "png"),
        ("PNG", "1", "png"),
        ("WEBP", "RGB", "jpg"),
        ("WEBP", "RGBA", "png"),
    ],
)
def test_every_way_to_keep_pixels_is_read(kind, mode, extension):
    if kind == "WEBP" and mode == "RGBA":
        see_through = drawn(mode="RGBA")
        see_through.putalpha(100)
        buffer = io.BytesIO()
        see_through.save(buffer, kind)
        sent = buffer.getvalue()
    else:
        sent = picture(kind, mode=mode)
    result = clean_picture(io.BytesIO(sent))
    assert result.name.endswith(f".{extension}")
    assert Image.open(result).size == (60, 40)


def test_sixteen_bits_become_eight_without_turning_white():
    buffer = io.BytesIO()
    Image.new("I;16", (8, 8), 32_896).save(buffer, "PNG")
    image = cleaned(buffer.getvalue())
    assert (image.mode, image.getpixel((4, 4))) == ("L", 128)


def test_transparent_colour_stays_transparent():
    red = drawn(mode="P").getpixel((5, 5))
    opaque = cleaned(picture("PNG", mode="P", transparency=red)).getchannel("A")
    assert (opaque.getpixel((5, 5)), opaque.getpixel((55, 5))) == (0, 255)


@pytest.mark.parametrize(
    ("sent", "max_side", "left"),
    [
        ((60, 40), MAX_SIDE, (60, 40)),
        ((600, 400), 300, (300, 200)),
        ((400, 600), 300, (200, 300)),
        ((3000, 3), 300, (300, 1)),
    ],
)
@pytest.mark.parametrize("kind", KINDS)
def test_long_side_is_made_shorter(kind, sent, max_side, left):
    assert cleaned(picture(kind, size=sent), max_side=max_side).size == left


def test_telephone_of_24_million_pixels_is_taken():
    buffer = io.BytesIO()
    Image.new("RGB", (5712, 4284), "grey").save(buffer, "JPEG")
    assert cleaned(buffer.getvalue()).size == (2856, 2142)


def test_name_says_nothing_of_the_sender():
    names = [clean_picture(io.BytesIO(picture())).name for _ in range(3)]
    assert all(len(name) == 36 and name.endswith(".jpg") for name in names)
    assert all(one != other for one, other in pairwise(names))


def test_cleaned_picture_is_not_cleaned_twice():
    once = clean_picture(io.BytesIO(picture()))
    assert isinstance(once, CleanPicture)
    assert clean_picture(once) is once
    assert Image.open(clean_picture(once, max_side=30)).size == (30, 20)


def test_upload_can_be_read_again():
    sent = io.BytesIO(picture())
    clean_picture(sent)
    assert sent.tell() == 0


# --- Refusals -------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00",
        b"GIF89a" + bytes(40),
        SVG,
        b"%PDF-1.4\n%%EOF",
        b"<html></html>",
        b"\xff\xd8\xff",
        b"\x89PNG\r\n\x1a\n",
        b"RIFF\x00\x00\x00\x00WEBP",
        picture("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
)
def test_what_is_no_picture_is_refused(data):
    sentence = "This file is not a picture. Send a JPEG, PNG or WebP picture."
    assert refusal(data) == ("no_picture", sentence)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_half_a_picture_is_refused(kind):
    data = picture(kind, size=(600, 400))
    code, sentence = refusal(data[: len(data) // 2])
    assert code == "damaged"
    assert sentence == "This picture is damaged. Export it again and send the new file."


def test_half_a_webp_is_refused():
    data = picture("WEBP", size=(600, 400))
    assert refusal(data[: len(data) // 2])[0] in {"damaged", "no_picture"}


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_moving_picture_is_refused(kind):
    moving = picture(kind, save_all=True, append_images=[Image.new("RGB", (60, 40), "black")])
    assert refusal(moving) == ("moving", "Moving pictures are not taken. Send a still one.")


def test_large_file_is_refused():
    code, sentence = refusal(picture() + bytes(2000), max_bytes=2000)
    assert code == "too_many_bytes"
    assert sentence == "This picture is larger than 2.0\xa0KB. Make it smaller and send it again."


@pytest.mark.parametrize("side", [3601, 9000, 20_000, 60_000])
def test_bomb_is_refused_before_it_is_unpacked(side):
    code, sentence = refusal(png_header(side, side))
    assert code == "too_many_pixels"
    assert "too many pixels" in sentence


def test_limit_of_a_format_is_named():
    side = MAX_SIDE_DECODED["PNG"]
    assert f"at most {side} pixels" in refusal(png_header(side + 1, side + 1))[1]


def test_bomb_in_a_text_is_refused():
    def chunk(name: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + data))
        return struct.pack(">I", len(data)) + name + data + check

    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(80_000_000)))
    sent = picture("PNG")
    assert refusal(sent[:33] + text + sent[33:])[0] in {"damaged", "no_picture"}


def test_picture_of_endless_passes_is_refused():
    data = picture("JPEG", progressive=True)
    scan = data[data.rindex(b"\xff\xda") : -2]
    assert refusal(data[:-2] + scan * 60 + data[-2:])[0] == "damaged"


def test_no_bytes_break_it():
    chance = random.Random(7)
    sent = [photograph(kind) for kind in KINDS] + [picture("JPEG", progressive=True)]
    outcomes = {"taken": 0, "refused": 0}
    for _turn in range(400):
        data = bytearray(chance.choice(sent))
        for _change in range(chance.choice((1, 3, 20))):
            data[chance.randrange(min(len(data), 700))] = chance.randrange(256)
        try:
            clean_picture(io.BytesIO(bytes(data)))
            outcomes["taken"] += 1
        except PictureRefused:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20
