"""Tables as people send them: any dialect, broken and hostile files included."""

import csv
import io
import zipfile
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from club.lib.tables import Unreadable, read_table
from club.lib.tables.records import MAX_BYTES, MAX_LINES

ROWS = [
    ("Raison sociale", "Ville", "Courriel"),
    ("Établissements Œuvrard; fils", "Besançon", "a@x.example"),
    ('Deux\nlignes, « et » des "guillemets"', "Lons-le-Saunier", ""),
    ("日本 🙂", "עברית", "tab\there"),
]


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def written(rows, delimiter=",", ending="\r\n"):
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=ending).writerows(rows)
    return out.getvalue()


def read(source, **options):
    return [record.cells for record in read_table(source, **options).records]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_dialect_is_the_same_table(encoding, delimiter, ending):
    assert read(written(ROWS, delimiter, ending).encode(encoding)) == ROWS


def test_windows_and_mixed_lines_are_read():
    rows = ROWS[:3]
    assert read(written(rows, ";").encode("cp1252")) == rows
    mixed = b"Nom;Ville\r\n" + "Hélène;Foix\r\n".encode("cp1252") + "Loïc;Apt\r\n".encode()
    assert read(mixed) == [("Nom", "Ville"), ("Hélène", "Foix"), ("Loïc", "Apt")]


def test_pasted_text_is_a_table_and_never_a_path():
    assert read("Nom\tVille\nAlba\tNice\n") == [("Nom", "Ville"), ("Alba", "Nice")]
    assert read("/etc/hosts") == [("/etc/hosts",)]


_CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\ufeff\x85\u2028"),
    max_size=12,
).map(str.strip)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS, _CELLS), min_size=2, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t"]),
    ending=st.sampled_from(["\n", "\r\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_is_read(rows, delimiter, ending, encoding):
    whole = [("name", "city", "mail"), *rows]
    kept = [row for row in whole if any(row)]
    text = written(whole, delimiter, ending)
    assert read(f"sep={delimiter}{ending}{text}".encode(encoding)) == kept


@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=400))
def test_any_bytes_are_a_table_or_a_sentence(raw):
    with suppress(Unreadable):
        assert all(record.line >= 1 for record in read_table(raw).records)


def test_lines_are_counted_as_an_editor_counts_them():
    table = read_table(b'a;b\n"x\ny";1\n\nz;2\n')
    assert [(record.line, record.cells) for record in table.records] == [
        (1, ("a", "b")),
        (2, ("x\ny", "1")),
        (5, ("z", "2")),
    ]


def test_stray_quotation_mark_costs_its_line_only():
    lines = ["Nom;Ville", '"Alba;Nice', *(f"Client {n};Apt" for n in range(400))]
    records = read_table("\n".join(lines).encode()).records
    assert [record.line for record in records if record.fault] == [2]
    assert len([record for record in records if not record.fault]) == 401
    assert read(b'Nom;Ville\nTube 5" inox;Apt\nAlba;Nice\n')[1] == ('Tube 5" inox', "Apt")


def test_cell_of_a_megabyte_is_read():
    big = "x" * 1_000_000
    assert read(f"Nom;Ville\n{big};Apt\n".encode())[1] == (big, "Apt")


def workbook(rows, **sheets):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in content:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook_is_read_as_typed_text():
    seen = datetime.fromisoformat("2024-04-03T09:30")
    rows = [
        ("Nom", "SIRET", "Depuis", "Vu", "Actif", "Formule"),
        ("Alba", 81234560100012, date(2024, 4, 3), seen, True, "=1+1"),
        (None, None, None, None, None, None),
        ("Brisac", 3.5, None, None, False, None),
    ]
    table = read_table(workbook(rows, Other=[["x"]]))
    assert [(record.line, record.cells) for record in table.records] == [
        (1, rows[0]),
        (2, ("Alba", "81234560100012", "2024-04-03", "2024-04-03T09:30:00", "true", "=1+1")),
        (4, ("Brisac", "3.5", "", "", "false")),
    ]
    assert "Other" in table.notes[0]
    assert read(workbook(rows, Other=[["x"]]), sheet="other") == [("x",)]
    with pytest.raises(Unreadable, match="There is no sheet"):
        read_table(workbook(rows), sheet="Absent")


def packed(parts, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def with_part(raw, name, content):
    parts = {
        i.filename: zipfile.ZipFile(io.BytesIO(raw)).read(i)
        for i in zipfile.ZipFile(io.BytesIO(raw)).infolist()
    }
    return packed(parts | {name: content})


SMALL = [("Nom",), ("Alba",)]
BOMB = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)) * 4

BROKEN = {
    "empty": (b"", "is empty"),
    "blank": (b"\r\n \r\n", "is empty"),
    "zeros": (b"\0" * 5000, "is empty"),
    "picture named csv": (PNG, "PNG"),
    "pdf": (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "PDF"),
    "program": (b"\x7fELF\x02\x01\x01" + b"\0" * 64, "ELF"),
    "noise": (bytes(range(256)) * 40, "not text"),
    "old excel": (OLE, r"\.xls"),
    "protected": (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "zip of something": (packed({"a.txt": b"x"}), "ZIP"),
    "binary workbook": (packed({"xl/workbook.bin": b"x"}), "xlsb"),
    "open document": (packed({"content.xml": b"<x/>", "mimetype": b"x"}), "OpenDocument"),
    "torn workbook": (workbook(SMALL)[:900], "damaged"),
    "workbook of nonsense": (packed({"xl/workbook.xml": b"<nonsense"}), "damaged"),
    "empty workbook": (workbook([]), "is empty"),
    "entities": (with_part(workbook(SMALL), "xl/styles.xml", BOMB), "damaged"),
    "dense part": (with_part(workbook(SMALL), "xl/media/x", b"0" * 30_000_000), "unpack"),
    "many parts": (packed({f"xl/{n}": b"" for n in range(1200)}), "unpack"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_broken_file_gets_a_sentence(what):
    raw, words = BROKEN[what]
    with pytest.raises(Unreadable, match=words):
        read_table(raw, name="clients.csv")


def test_what_is_no_file_gets_a_sentence(tmp_path):
    with pytest.raises(Unreadable, match="is a directory"):
        read_table(tmp_path)
    with pytest.raises(Unreadable, match="There is no file"):
        read_table(tmp_path / "absent.csv")
    with pytest.raises(Unreadable, match="larger than 50 MB"):
        read_table(io.BytesIO(b"a;b\n" * (MAX_BYTES // 4 + 1)))
    with pytest.raises(Unreadable, match="more than 60000 lines"):
        read_table(b"a;b\n" * (MAX_LINES + 1))
    with pytest.raises(Unreadable, match="columns"):
        read_table(b";".join([b"a"] * 2500))
    with pytest.raises(Unreadable, match="is no encoding"):
        read_table(b"a;b\n", encoding="klingon")
    with pytest.raises(Unreadable, match="not in utf-8"):
        read_table("é;b\n".encode("cp1252"), encoding="utf-8")
    assert read("é;b\n".encode("cp1252"), encoding="cp1252") == [("é", "b")]


def test_file_is_read_from_its_path_with_its_name(tmp_path: Path):
    path = tmp_path / "été.csv"
    path.write_bytes(b"Nom;Ville\nAlba;Nice\n")
    table = read_table(path)
    assert (table.name, table.how) == ("été.csv", "CSV, UTF-8, semicolons")


def test_sheet_that_claims_many_rows_is_read_at_once():
    raw = workbook(SMALL)
    sheet = zipfile.ZipFile(io.BytesIO(raw)).read("xl/worksheets/sheet1.xml")
    far = sheet.replace(b'<row r="2"', b'<row r="60000"').replace(b'"A2"', b'"A60000"')
    assert far != sheet
    assert read(with_part(raw, "xl/worksheets/sheet1.xml", far)) == SMALL
