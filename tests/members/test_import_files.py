"""Broken and hostile client files: a sentence for each, and the good lines go through."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from accounts.models import Company, Sector
from accounts.vocabulary import order_words
from members.imports import Scope, Unreadable, plan, rows_of
from members.models import KnownPerson
from members.services import apply_import
from tests.factories.accounts import SectorFactory, tier
from tests.members.imported import acts, codes, imported, planned, table

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_title_merged_header_totals_blank_lines_and_headings_again():
    made = imported(
        "Portefeuille 2026,,,,",
        "",
        "Entreprise,,,Contact,",
        "Nom,Ville,Effectif,Nom,E-mail",
        "Alba,Nice,12,Léa Roux,lea@alba.example",
        ",,,,",
        "Nom,Ville,Effectif,Nom,E-mail",
        "Brisac,Apt,300,,",
        "TOTAL,,312,,",
        "Édité le 03/04/2026,,,,",
    )
    assert acts(made) == [
        (5, "company", "create"),
        (5, "person", "create"),
        (8, "company", "create"),
    ]
    assert [finding.line for finding in made.ignored] == [7, 9, 10]
    assert set(Company.objects.values_list("name", "size")) == {("Alba", "m"), ("Brisac", "xl")}


def test_every_refusal_says_line_column_value_and_what_to_do():
    made = planned(
        "Raison sociale,Courriel,Renouvellement,Effectif,Niveau,Secteur,Site web,Téléphone",
        "Alba,pas une adresse,32/13/2026,beaucoup,platine,Alchimie,nul part,jamais",
    )
    told = [(f.line, f.column, f.value) for f in made.refused]
    assert told == [
        (2, "Effectif", "beaucoup"),
        (2, "Site web", "nul part"),
        (2, "Secteur", "Alchimie"),
        (2, "Niveau", "platine"),
        (2, "Renouvellement", "32/13/2026"),
        (2, "Courriel", "pas une adresse"),
    ]
    assert all(len(f.sentence) > 20 and f.sentence.endswith(".") for f in made.refused)
    assert (made.counts.lines_refused, made.counts.cells_refused) == (1, 5)


def test_bad_lines_are_refused_and_good_ones_go_through():
    made = imported(
        "Raison sociale,Ville,Courriel,Prénom",
        f"{'x' * 300},Nice,a@x.example,",
        f"Alba,Nice,b@x.example,{'y' * 300}",
        "Brisac,Apt,c@x.example,Léa,trop,de,cellules",
        '"Cévenol,Alès,d@x.example,',
        ",Nulle part,,",
        "=cmd|' /C calc'!A0,Nice,e@x.example,",
        "Du\u202ereveD \U0001f600,עברית,f@x.example,日本",
        "Nul\0le,Nice,g@x.example,",
        "Fini,Foix",
    )
    assert codes(made, Scope.LINE) == [
        (2, "long"),
        (2, "company_refused"),
        (3, "long"),
        (4, "broken"),
        (5, "broken"),
        (6, "nameless"),
        (7, "formula"),
        (7, "company_refused"),
        (9, "character"),
        (9, "company_refused"),
    ]
    assert set(Company.objects.values_list("name", flat=True)) == {
        "Alba",
        "Du\u202ereveD \U0001f600",
        "Fini",
    }
    assert set(KnownPerson.objects.values_list("email", flat=True)) == {"f@x.example"}


def test_lone_surrogates_and_unreadable_bytes_in_a_file():
    text = plan(b"Raison sociale;Ville\nAlba\xed\xa0\x80;Nice\nBrisac;Apt\n")
    assert [step.title for step in text.companies][-1] == "Brisac"
    pasted = plan(table("Raison sociale,Ville", "Al\ud800ba,Nice", "Brisac,Apt"))
    assert codes(pasted, Scope.LINE) == [(2, "character")]
    apply_import(pasted, by=None)


def test_ambiguous_days_are_refused_unless_something_tells():
    rows = ("Account Name,Renewal Date,Customer since", "Alba,03/04/2026,2020-01-02")
    assert codes(planned(*rows)) == [(2, "ambiguous")]
    assert planned(*rows, day_first=True).companies[0].values["renewal_on"].month == 4
    assert planned(*rows, day_first=False).companies[0].values["renewal_on"].month == 3
    told = planned(rows[0], rows[1], "Brisac,04/30/2026,")
    assert told.companies[0].values["renewal_on"].month == 3
    french = planned("Raison sociale,Date de renouvellement", "Alba,03/04/2026")
    assert french.companies[0].values["renewal_on"].month == 4
    mixed = planned(rows[0], rows[1], "Brisac,04/30/2026,", "Cévenol,30/04/2026,")
    assert codes(mixed) == [(2, "ambiguous")]


def test_formulas_of_a_workbook_are_not_believed():
    book = Workbook()
    for row in (("Raison sociale", "Ville"), ("Alba", '=HYPERLINK("http://x")'), ("=A2", "Apt")):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    made = plan(out.getvalue(), name="clients.xlsx")
    assert codes(made) == [(2, "formula"), (3, "formula")]
    assert made.counts.companies_created == 1


def test_thousand_columns_and_duplicate_headings():
    head = ",".join(["Raison sociale", "Ville", "Ville", *(f"c{n}" for n in range(1000))])
    made = imported(head, "Alba,,Nice" + ",x" * 1000)
    assert len(made.unknown_columns) == 1000
    assert Company.objects.get().city == "Nice"


def test_megabyte_in_a_cell_is_refused_in_a_sentence():
    made = planned("Raison sociale,Ville", f"Alba,{'z' * 1_000_000}", "Brisac,Apt")
    assert codes(made) == [(2, "long")]
    assert len(made.findings[0].value) == 60
    assert made.counts.companies_created == 2


def test_kinds_of_lines_in_one_list():
    made = imported(
        "Type,ID,Nom,Entreprise,Ville,E-mail",
        "Entreprise,C1,Alba,,Nice,",
        "Contact,P1,Léa Roux,Alba,,lea@alba.example",
    )
    assert acts(made) == [(2, "company", "create"), (3, "person", "create")]
    person = KnownPerson.objects.get()
    assert (person.external_id, person.last_name) == ("P1", "Roux")
    assert (person.company.external_id, person.company.city) == ("C1", "Nice")


def test_sectors_are_added_when_told():
    rows = ("Raison sociale,Secteur", "Alba,Horlogerie", "Brisac,HORLOGERIE")
    refused = planned(*rows)
    assert refused.counts.cells_refused == 2
    assert {f.sentence for f in refused.findings} == {
        "is no sector of the club, which has none yet."
    }
    order_words(Sector, [SectorFactory.create(slug="first").pk], by=None)
    made = imported(*rows, adds_sectors=True)
    assert made.counts.sectors_created == 1
    assert [sector.name_fr for sector in Sector.objects.order_by("place")][-1] == "Horlogerie"
    assert {c.sector.name_fr for c in Company.objects.all()} == {"Horlogerie"}
    assert imported(*rows, adds_sectors=True).counts.changes == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "PNG"),
        (b"Montant;Date\n1;2\n", r"No column names .* --map COLUMN=FIELD\. Nothing was written"),
        (b"Alba;Nice\nBrisac;Apt\n", "No column names"),
    ],
)
def test_command_refuses_a_file_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "clients.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("import_clients", str(path), "--apply")
    assert Company.objects.count() == 0


def test_command_refuses_what_is_no_file_and_wrong_words(tmp_path):
    path = tmp_path / "clients.csv"
    path.write_bytes(b"Societe X;Ville\nAlba;Nice\n")
    for words, sentence in (
        ([tmp_path], "directory"),
        ([tmp_path / "absent.csv"], "no file"),
        ([path, "--map", "Societe X"], "write --map like"),
        ([path, "--map", "Societe X=nonsense"], "nothing the club keeps"),
        ([path, "--map", "Absente=city", "--map", "Societe X=company_name"], "no column"),
        ([path, "--tier", "platinum"], "no tier"),
        ([path, "--encoding", "klingon"], "no encoding"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("import_clients", *(str(word) for word in words))
    call_command("import_clients", str(path), "--map", "Societe X=company_name", "--apply")
    assert Company.objects.get().name == "Alba"


def test_nothing_in_a_file_moves_the_cursor(tmp_path, capsys):
    path = tmp_path / "clients.csv"
    path.write_bytes(b"Raison sociale;Zone\x1b[2J\nAl\x1b]0;x\x07ba;1\nx\ry;2\n")
    call_command("import_clients", str(path))
    out = capsys.readouterr().out
    assert not any(ord(c) < 32 and c != "\n" for c in out)


def test_options_are_named_on_the_command_line_and_nowhere_else(company_a, tmp_path, capsys):
    tier("bronze")
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    text = "Account ID;Company;Tier;Sector;Client since\nA;Aubrac;Bronze;Astrology;03/04/2020\n"
    rows = list(rows_of(plan(text)))
    assert {(row.scope, row.code) for row in rows} >= {
        (Scope.KEPT, "tier"),
        (Scope.CELL, "sector"),
        (Scope.CELL, "ambiguous"),
    }
    assert not [row.text for row in rows if "--" in row.text]
    path = tmp_path / "clients.csv"
    path.write_text(text)
    call_command("import_clients", str(path))
    said = capsys.readouterr().out
    for option in ("--change-tiers", "--add-sectors", "--dates day-first"):
        assert f"Or say {option}." in said


def test_unreadable_is_told_apart_from_a_plan():
    with pytest.raises(Unreadable, match="No column names"):
        plan("rien\tdu tout\n1\t2\n")
