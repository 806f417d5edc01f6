"""Which documents are taken, decided from their bytes and not from what their name says."""

import re
import zipfile
from typing import IO, Any

import filetype  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

#: Extension of each kind of document, with what it is sent as.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
}
#: The folder that makes an Office archive a document, a workbook or a presentation.
_OFFICE_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_MACROS = re.compile(r"(^|/)vbaproject\.bin$|^basic/|^scripts/", re.IGNORECASE)
_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_DIRECTORY = 1024 * 1024
_END = b"PK\x05\x06"
_END_64 = b"PK\x06\x07"
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_MARKUP = re.compile(rb"^\s*<(!doctype|\?xml|html|head|body|script|svg|iframe)", re.IGNORECASE)


class DocumentRefused(ValidationError):
    """The document cannot be taken; its message tells the sender why and what to do."""


def max_document_bytes() -> int:
    """The largest document that is taken, in bytes."""
    limit: int = getattr(settings, "WAGTAILDOCS_MAX_UPLOAD_SIZE", 25 * 1024 * 1024)
    return limit


def extension_of(name: str) -> str:
    """The extension of a file name, lower case, without its dot."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def check_document(upload: "File[Any]", name: str = "") -> str:
    """The extension of a document that may be taken.

    Raises DocumentRefused, with a sentence for the sender, when its kind is not on the list, when
    its bytes are of another kind than its name says, and when it is too large, empty, or holds
    macros or a second file.
    """
    extension = extension_of(name or upload.name or "")
    if extension not in CONTENT_TYPES:
        raise DocumentRefused(
            _("Documents of this kind are not taken. These are: %(kinds)s.")
            % {"kinds": ", ".join(CONTENT_TYPES)},
            code="kind",
        )
    _check_size(upload.size)
    if extension == "pdf":
        _check_pdf(upload)
    elif extension in {"txt", "csv"}:
        _check_text(upload, extension)
    else:
        _check_archive(upload, extension)
    upload.seek(0)
    return extension


def _check_size(size: int) -> None:
    if not size:
        raise DocumentRefused(_("This document is empty."), code="empty")
    if size > max_document_bytes():
        raise DocumentRefused(
            _("This document is larger than %(limit)s. Make it smaller and send it again.")
            % {"limit": filesizeformat(max_document_bytes())},
            code="size",
        )


def _check_pdf(upload: "File[Any]") -> None:
    upload.seek(0)
    head = upload.read(8)
    tail = _tail(upload, 2048)
    if not head.startswith(b"%PDF-") or b"%%EOF" not in tail:
        raise _not_what_it_says("pdf")
    if _end_of_archive(upload) is not None:
        raise _second_file()


def _check_text(upload: "File[Any]", extension: str) -> None:
    upload.seek(0)
    head = upload.read(8192)
    if filetype.guess(head) is not None or _MARKUP.match(head.lstrip(b"\xef\xbb\xbf")):
        raise _not_what_it_says(extension)
    upload.seek(0)
    for chunk in upload.chunks():
        if _CONTROL.search(chunk):
            raise DocumentRefused(
                _("This is not plain text. Save it as text in UTF-8 and send it again."),
                code="not_text",
            )


def _check_archive(upload: "File[Any]", extension: str) -> None:
    """An Office or OpenDocument file: an archive that begins and ends with itself."""
    upload.seek(0)
    end = _end_of_archive(upload)
    upload.seek(0)
    if upload.read(4) != b"PK\x03\x04" or end is None:
        raise _not_what_it_says(extension)
    if int.from_bytes(end[12:16], "little") > _MAX_DIRECTORY:
        raise _unpacks_to_too_much()
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as archive:
            _check_parts(archive, extension)
    except DocumentRefused:
        raise
    except Exception:  # hostile archives make the reader raise nearly anything
        raise _not_what_it_says(extension) from None


def _check_parts(archive: zipfile.ZipFile, extension: str) -> None:
    names = archive.namelist()
    if sum(part.file_size for part in archive.infolist()) > _MAX_UNPACKED:
        raise _unpacks_to_too_much()
    if any(_MACROS.search(name) for name in names):
        raise DocumentRefused(
            _("This document holds macros. Save it without them and send it again."),
            code="macros",
        )
    if extension in _OFFICE_PARTS:
        folder = _OFFICE_PARTS[extension]
        fits = "[Content_Types].xml" in names and any(n.startswith(folder) for n in names)
    else:
        with archive.open("mimetype") as mimetype:
            fits = mimetype.read(100).strip() == CONTENT_TYPES[extension].encode()
    if not fits:
        raise _not_what_it_says(extension)


def _end_of_archive(upload: "File[Any]") -> bytes | None:
    """The end record of a ZIP archive (APPNOTE 4.3.16) that ends where the file does.

    None where there is none, or where it points to the 64-bit form, which no document needs.
    """
    tail = _tail(upload, 65_536 + 22)
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        return None
    end = tail[at:]
    whole = len(end) == 22 + int.from_bytes(end[20:22], "little")
    large = tail[max(0, at - 20) : at].startswith(_END_64)
    return end if whole and not large else None


def _tail(upload: "File[Any] | IO[bytes]", length: int) -> bytes:
    upload.seek(0, 2)
    upload.seek(max(0, upload.tell() - length))
    data: bytes = upload.read(length)
    return data


def _not_what_it_says(extension: str) -> DocumentRefused:
    return DocumentRefused(
        _("This file is not a .%(extension)s document, whatever its name says.")
        % {"extension": extension},
        code="not_what_it_says",
    )


def _second_file() -> DocumentRefused:
    return DocumentRefused(
        _("This document has a second file hidden in it. Export it again and send the new one."),
        code="second_file",
    )


def _unpacks_to_too_much() -> DocumentRefused:
    return DocumentRefused(
        _("This document unpacks to more than can be read. Make it smaller and send it again."),
        code="bomb",
    )
