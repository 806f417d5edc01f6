"""Which documents are taken: their bytes decide, and the refusal says why."""

import io
import random
import struct

import pytest
from django.core.files.uploadedfile import TemporaryUploadedFile
from PIL import Image

from files.rules import CONTENT_TYPES, DocumentRefused, check_document
from tests.files.made import archive, document, office, pdf, picture, upload

PACKED = ["docx", "xlsx", "pptx", "odt", "ods", "odp"]


def refusal(data: bytes, name: str):
    with pytest.raises(DocumentRefused) as refused:
        check_document(upload(data, name))
    return refused.value.code, refused.value.message


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_each_kind_is_taken(extension):
    good = upload(document(extension), f"a.{extension}")
    assert check_document(good) == extension
    assert good.tell() == 0


def test_case_of_the_extension_does_not_matter():
    assert check_document(upload(pdf(), "PLAN.Final.PDF")) == "pdf"


def test_large_upload_from_the_disk_is_read_alike():
    parked = TemporaryUploadedFile("a.docx", "text/plain", 0, None)
    parked.write(office("docx"))
    parked.size = parked.tell()
    parked.seek(0)
    assert check_document(parked) == "docx"
    parked.close()


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.html", "a.svg", "a.zip", "a.docm", "a.doc", "a", "pdf", "a.pdf.js", "a.ics", "a."],
)
def test_other_kinds_are_refused(name):
    code, sentence = refusal(pdf(), name)
    assert code == "kind"
    assert sentence == (
        "Documents of this kind are not taken. "
        "These are: pdf, docx, xlsx, pptx, odt, ods, odp, txt, csv."
    )


@pytest.mark.parametrize("extension", CONTENT_TYPES)
@pytest.mark.parametrize(
    "data",
    [
        b"MZ" + bytes(300),
        b"\x7fELF" + bytes(300),
        picture("JPEG"),
        picture("PNG"),
        picture("GIF"),
        b"GIF89a,1;alert(1)",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg onload=alert(1)>",
        b"\x1f\x8b\x08\x00" + bytes(50),
        b"Rar!\x1a\x07\x00" + bytes(50),
        archive({"a.txt": b"x"}),
    ],
)
def test_bytes_of_another_kind_are_refused(extension, data):
    assert refusal(data, f"a.{extension}")[0] in {"not_what_it_says", "not_text"}


@pytest.mark.parametrize("extension", PACKED)
@pytest.mark.parametrize("other", [*PACKED, "pdf", "csv"])
def test_document_of_another_suite_is_refused(extension, other):
    if extension != other:
        code, sentence = refusal(document(other), f"a.{extension}")
        assert code == "not_what_it_says"
        assert sentence == f"This file is not a .{extension} document, whatever its name says."


def test_pdf_begins_at_its_beginning_and_has_an_end():
    assert refusal(b"\n" + pdf(), "a.pdf")[0] == "not_what_it_says"
    assert refusal(pdf().replace(b"%%EOF", b""), "a.pdf")[0] == "not_what_it_says"


@pytest.mark.parametrize("hidden", [archive({"a.js": b"x"}), office("docx")])
def test_pdf_that_is_an_archive_as_well_is_refused(hidden):
    code, sentence = refusal(pdf(hidden), "a.pdf")
    assert code == "second_file"
    assert sentence.startswith("This document has a second file hidden in it.")


@pytest.mark.parametrize("extension", PACKED)
def test_archive_with_something_around_it_is_refused(extension):
    data = document(extension)
    assert refusal(b"#!/bin/sh\n" + data, f"a.{extension}")[0] == "not_what_it_says"
    assert refusal(picture("JPEG") + data, f"a.{extension}")[0] == "not_what_it_says"
    assert refusal(data + pdf(), f"a.{extension}")[0] == "not_what_it_says"


@pytest.mark.parametrize(
    ("extension", "part"),
    [
        ("docx", "word/vbaProject.bin"),
        ("xlsx", "xl/vbaProject.bin"),
        ("pptx", "ppt/VBAPROJECT.BIN"),
        ("odt", "Basic/Standard/Module1.xml"),
        ("ods", "Scripts/python/a.py"),
    ],
)
def test_macros_are_refused(extension, part):
    code, sentence = refusal(office(extension, **{part: b"x"}), f"a.{extension}")
    assert code == "macros"
    assert sentence == "This document holds macros. Save it without them and send it again."


def test_bomb_is_refused_before_it_is_unpacked():
    zeros = bytes(10 * 1024 * 1024)
    bomb = office("docx", **{f"word/{n}.xml": zeros for n in range(31)})
    assert len(bomb) < 1024 * 1024
    assert refusal(bomb, "a.docx")[0] == "bomb"


def test_endless_table_of_contents_is_refused_unread():
    data = bytearray(office("docx"))
    at = data.rindex(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 500_000_000)
    assert refusal(bytes(data), "a.docx")[0] == "bomb"


def test_archive_of_the_64_bit_form_is_refused():
    data = office("docx")
    at = data.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + bytes(16)
    assert refusal(data[:at] + locator + data[at:], "a.docx")[0] == "not_what_it_says"


@pytest.mark.parametrize("cut", [5, 30, 60, 100])
def test_broken_archive_is_refused(cut):
    assert refusal(document("docx")[:-cut], "a.docx")[0] == "not_what_it_says"


def test_archive_whose_first_part_cannot_be_read_is_refused():
    data = document("odt").replace(b"mimetype", b"mimetyp\xff", 1)
    assert refusal(data, "a.odt")[0] == "not_what_it_says"


@pytest.mark.parametrize(
    "text",
    [
        "Société;Ville\r\n".encode(),
        "Société;Ville\n".encode("cp1252"),
        b"\xef\xbb\xbfa;b\n",
        b"a\tb\x0c\n",
        b"3 < 4 and <b>",
        "日本語\n".encode(),
    ],
)
def test_text_is_taken(text):
    assert check_document(upload(text, "a.csv")) == "csv"


@pytest.mark.parametrize("text", ["a;b\n".encode("utf-16"), b"a\x00b", b"a" * 200_000 + b"\x01"])
def test_what_is_not_plain_text_is_refused(text):
    code, sentence = refusal(text, "a.txt")
    assert code == "not_text"
    assert sentence == "This is not plain text. Save it as text in UTF-8 and send it again."


def test_empty_document_is_refused():
    assert refusal(b"", "a.txt") == ("empty", "This document is empty.")


def test_large_document_is_refused(settings):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 1024
    code, sentence = refusal(b"a" * 1025, "a.txt")
    assert code == "size"
    assert sentence == "This document is larger than 1.0\xa0KB. Make it smaller and send it again."


def test_picture_that_is_text_too_is_refused():
    buffer = io.BytesIO()
    Image.new("RGB", (1, 1)).save(buffer, "GIF", comment=b"*/=1;alert(1)")
    assert refusal(buffer.getvalue(), "a.txt")[0] == "not_what_it_says"


def test_no_bytes_break_it():
    chance = random.Random(7)
    outcomes = {"taken": 0, "refused": 0}
    for _turn in range(600):
        extension = chance.choice(list(CONTENT_TYPES))
        data = bytearray(document(extension))
        for _change in range(chance.choice((1, 3, 20))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            check_document(upload(bytes(data), f"a.{extension}"))
            outcomes["taken"] += 1
        except DocumentRefused:
            outcomes["refused"] += 1
    assert min(outcomes.values()) > 20
