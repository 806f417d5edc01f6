"""Files as people send them, good and bad, made in memory."""

import io
import zipfile
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

#: Words that must not survive anywhere.
CANARY = "Canary-45.1885N-5.7245E"

OFFICE = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
OPEN = {"odt": "text", "ods": "spreadsheet", "odp": "presentation"}


@cache
def profile() -> bytes:
    """An sRGB colour profile. Made once: it holds the second in which it was made."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def camera_notes(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: place, maker, the way it was held."""
    exif = Image.Exif()
    exif[0x010F] = CANARY  # maker
    exif[0x0112] = orientation
    degrees = (IFDRational(45), IFDRational(11), IFDRational(1860, 100))
    exif.get_ifd(0x8825).update({1: "N", 2: degrees, 3: "E", 4: degrees})
    return exif


def drawn(size: tuple[int, int] = (60, 40), mode: str = "RGB") -> Image.Image:
    """A picture whose four quarters are red, green, blue and white, in reading order."""
    image = Image.new("RGB", size, "white")
    half = (size[0] // 2, size[1] // 2)
    image.paste("red", (0, 0, *half))
    image.paste("green", (half[0], 0, size[0], half[1]))
    image.paste("blue", (0, half[1], half[0], size[1]))
    return image.convert(mode)


def picture(
    kind: str = "JPEG", *, size: tuple[int, int] = (60, 40), mode: str = "RGB", **options: Any
) -> bytes:
    """A plain picture."""
    buffer = io.BytesIO()
    drawn(size, mode).save(buffer, kind, **options)
    return buffer.getvalue()


def photograph(kind: str = "JPEG", orientation: int = 1, **options: Any) -> bytes:
    """A picture with everything that a camera and an editor write into it."""
    notes: dict[str, Any] = {"exif": camera_notes(orientation), "icc_profile": profile()}
    if kind == "JPEG":
        notes |= {"comment": CANARY.encode(), "xmp": f"<x>{CANARY}</x>".encode()}
    elif kind == "PNG":
        text = PngInfo()
        text.add_text("Comment", CANARY)
        text.add_itxt("XML:com.adobe.xmp", f"<x>{CANARY}</x>", zip=True)
        notes["pnginfo"] = text
    else:
        notes["xmp"] = f"<x>{CANARY}</x>".encode()
    return picture(kind, **notes, **options)


def upload(data: bytes, name: str) -> SimpleUploadedFile:
    """A file as a form receives it; what the browser says of its kind is never believed."""
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")


def pdf(more: bytes = b"") -> bytes:
    """A small PDF, with `more` behind its end."""
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n" + more


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP archive of these parts, in their order; the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name, data in parts.items():
            packed.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def office(extension: str, **more: bytes) -> bytes:
    """A document of an office suite, with `more` parts."""
    if extension in OPEN:
        kind = f"application/vnd.oasis.opendocument.{OPEN[extension]}".encode()
        return archive({"mimetype": kind, "content.xml": b"<office/>", **more})
    return archive({"[Content_Types].xml": b"<Types/>", OFFICE[extension]: b"<w/>", **more})


def document(extension: str) -> bytes:
    """A good document of each kind that is taken."""
    if extension == "pdf":
        return pdf()
    if extension in {"txt", "csv"}:
        return "Société;Ville\nAubrac;Rodez\n".encode()
    return office(extension)
