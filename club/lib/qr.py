"""QR codes, made here: no address of a person is sent to another server to be drawn."""

import io

import qrcode
from qrcode.image.svg import SvgPathFillImage

#: Modules of white around the code, as ISO/IEC 18004 asks for.
QUIET_ZONE = 4
#: Pixels of one module in a picture, so that it stays sharp in print.
PIXELS = 12


def svg(text: str) -> bytes:
    """The code as a drawing, black on white whatever the page's colours: scanners need that."""
    return _made(text, image_factory=SvgPathFillImage)


def png(text: str) -> bytes:
    """The code as a picture to save or to put on a slide."""
    return _made(text)


def _made(text: str, **options: object) -> bytes:
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, border=QUIET_ZONE, box_size=PIXELS
    )
    code.add_data(text)
    buffer = io.BytesIO()
    code.make_image(**options).save(buffer)
    return buffer.getvalue()
