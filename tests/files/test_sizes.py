"""In which sizes a picture is offered."""

import pytest

from files.sizes import sizes_around


@pytest.mark.parametrize(
    ("spec", "width", "sizes"),
    [
        ("width-800", 3200, ["width-800", "width-400", "width-1600"]),
        ("width-800", 1041, ["width-800", "width-400", "width-1600"]),
        ("width-800", 1040, ["width-800", "width-400"]),
        ("width-800", 401, ["width-800", "width-400"]),
        ("width-800", 400, ["width-800"]),
        ("fill-672x448", 3200, ["fill-672x448", "fill-336x224", "fill-1344x896"]),
        ("fill-64x64-c100", 600, ["fill-64x64-c100", "fill-32x32-c100", "fill-128x128-c100"]),
        ("max-75x75", 60, ["max-75x75", "max-38x38"]),
        ("max-30x30", 600, ["max-30x30", "max-60x60"]),
        ("width-1", 600, ["width-1", "width-2"]),
        ("original", 600, ["original"]),
        ("height-300", 600, ["height-300"]),
        ("width-800|format-png", 600, ["width-800|format-png"]),
    ],
)
def test_sizes(spec, width, sizes):
    assert sizes_around(spec, width) == sizes
