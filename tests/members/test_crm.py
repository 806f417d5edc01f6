"""What other programs call things, and the values that they write."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from club.lib.tables import Record
from members.crm import dates, places, values
from members.crm.columns import find_columns
from members.crm.fields import Field
from members.crm.headings import meaning
from members.crm.values import Unfit

HEADINGS = {
    "Raison sociale": "company_name",
    "RAISON SOCIALE ": "company_name",
    "N° SIREN": "legal_id",
    "Siret": "legal_id",
    "Chargé de compte": "manager",
    "Chargé(e) de compte": "manager",
    "Propriétaire de l’entreprise": "manager",
    "Date de renouvellement": "renewal",
    "Échéance": "renewal",
    "Courriel": "email",
    "Adresse e-mail": "email",
    "Prénom": "first_name",
    "Fonction": "job_title",
    "Rôle d'achat": "function",
    "(Do Not Modify) Account": "company_id",
    "(Ne pas modifier) Contact": "person_id",
    "Address 1: City": "city",
    "Organization - Name": "company_name",
    "Organisation - ID": "company_id",
    "Person - Email - Work": "email",
    "Personne - Nom": "full_name",
    "Person - Organization": "company_name",
    "Record ID - Company": "company_id",
    "Billing State/Province": "region",
    "Tél.": "phone",
    "Nb salariés": "size",
    "Secteur d’activité": "sector",
    "Account Owner": "manager",
    "Contact owner": None,
    "Last Activity Date": None,
    "": None,
    "x" * 500: None,
}


@pytest.mark.parametrize(("heading", "field"), HEADINGS.items())
def test_headings_are_recognised(heading, field):
    found = meaning(heading)
    assert (found[0].value if found else None) == field


def fields(*rows, **mapping):
    records = [Record(n, tuple(row.split(";"))) for n, row in enumerate(rows, start=1)]
    found = find_columns(records, mapping)
    if found is None:
        return None
    return found.line, [c.field.value if c.field else None for c in found.columns]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Nom;Ville"], (1, ["company_name", "city"])),
        (["Nom;Prénom;Société"], (1, ["last_name", "first_name", "company_name"])),
        (["Name;Email;Company"], (1, ["full_name", "email", "company_name"])),
        (["Nom;Courriel"], (1, ["full_name", "email"])),
        (["ID;Name;City"], (1, ["company_id", "company_name", "city"])),
        (["ID;First Name;Last Name"], (1, ["person_id", "first_name", "last_name"])),
        (["Nom;Téléphone"], (1, ["company_name", None])),
        (["Clients au 3 mai;;", "Nom;Ville;Pays"], (2, ["company_name", "city", "country"])),
        (
            ["Entreprise;;Contact;", "Nom;Ville;Nom;E-mail"],
            (2, ["company_name", "city", "full_name", "email"]),
        ),
        (
            ["Type;Nom;Ville", "Entreprise;Alba;Nice", "Contact;Léa Roux;"],
            (1, ["kind", "name", "city"]),
        ),
        (["Type;Nom;Ville", "Prospect;Alba;Nice"], (1, [None, "company_name", "city"])),
        (["Nom;Nom;Ville"], (1, ["company_name", "company_name", "city"])),
        (["Alba;Nice", "Brisac;Apt"], None),
        (["Montant;Date"], None),
    ],
)
def test_header_is_found_and_plain_names_settled(rows, expected):
    assert fields(*rows) == expected


def test_mapping_wins_and_leaves_out():
    assert fields("Nom;Zone;Ville", Zone="region", VILLE="-") == (
        1,
        ["company_name", "region", None],
    )


def outcome(reader, text, **options):
    try:
        return reader(values.clean(text), **options)
    except Unfit as unfit:
        return f"!{unfit.code}" if unfit.sentence.endswith(".") else "no sentence"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-04-03T10:20:00Z", date(2026, 4, 3)),
        ("2026/4/3", date(2026, 4, 3)),
        ("20260403", date(2026, 4, 3)),
        ("30/04/2026", date(2026, 4, 30)),
        ("04/30/2026 10:00", date(2026, 4, 30)),
        ("30.4.26", date(2026, 4, 30)),
        ("05/05/2026", date(2026, 5, 5)),
        ("46115", date(2026, 4, 3)),
        ("46115.5", date(2026, 4, 3)),
        ("1er avril 2026", date(2026, 4, 1)),
        ("3 août 2026", date(2026, 8, 3)),
        ("12 déc. 2026", date(2026, 12, 12)),
        ("Apr 3, 2026", date(2026, 4, 3)),
        ("03/04/2026", "!ambiguous"),
        ("31/02/2026", "!date"),
        ("32/13/2026", "!date"),
        ("2019", "!date"),
        ("demain", "!date"),
        ("0000-00-00", "!date"),
        ("9999-12-31", "!date"),
    ],
)
def test_days(text, expected):
    assert outcome(dates.day, text, day_first=None) == expected


def test_a_column_tells_the_order_of_its_days():
    assert dates.day_first(["03/04/2026", "30/04/2026"]) is True
    assert dates.day_first(["03/04/2026", "04/30/2026"]) is False
    assert dates.day_first(["03/04/2026", "2026-04-30"]) is None
    assert dates.day_first(["30/04/2026", "04/30/2026"]) is None
    assert dates.day("03/04/2026", day_first=True) == date(2026, 4, 3)
    assert dates.day("03/04/2026", day_first=False) == date(2026, 3, 4)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_days_come_back(day):
    for written in (f"{day:%Y-%m-%d}", f"{day:%d/%m/%Y}", str((day - date(1899, 12, 30)).days)):
        assert dates.day(written, day_first=True) == day
    assert dates.day(f"{day:%m/%d/%Y}", day_first=False) == day


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9", "s"), ("10", "m"), ("249", "l"), ("1 250", "xxl"), ("1,250", "xxl"), ("1.250", "xxl"),
        ("51-200", "l"), ("11-50", "m"), ("201-500", "xl"), ("1000+", "xxl"), ("10 à 49", "m"),
        ("moins de 10", "s"), ("TPE", "s"), ("Grande entreprise", "xxl"), ("xl", "xl"),
        ("PME", "!size"), ("0", "!size"), ("beaucoup", "!size"), ("12 %", "!size"),
        ("50-10", "!size"), ("oct-49", "m"),
    ],
)  # fmt: skip
def test_sizes(text, expected):
    assert outcome(values.size, text) == expected


@pytest.mark.parametrize(
    ("reader", "text", "expected"),
    [
        (values.email, "Lea <LEA@X.Example>", "lea@x.example"),
        (values.email, "a@x.example; b@x.example", "a@x.example"),
        (values.email, "a@@x", "!email"),
        (values.phone, "+33 (0)1 02 03 04 05", "+33 (0)1 02 03 04 05"),
        (values.phone, "Tél. : 01 02 03 04 05", "01 02 03 04 05"),
        (values.phone, "à rappeler demain matin", "!phone"),
        (values.website, "www.x.example", "https://www.x.example"),
        (values.website, "javascript:alert(1)", "!website"),
        (values.legal_id, "812 345 601", "812345601"),
        (values.legal_id, "8,12346E+13", "!rounded"),
        (values.function, "DECISION_MAKER", "decides"),
        (values.function, "END_USER;BUDGET_HOLDER", "decides"),
        (values.function, "Acheteuse", "buys"),
        (values.function, "Prescripteur", "advises"),
        (values.function, "Organisateur", "!right"),
        (values.function, "astronaute", "!function"),
        (values.yes_or_no, "Oui", True),
        (values.yes_or_no, "✓", True),
        (values.yes_or_no, "FAUX", False),
        (values.yes_or_no, "peut-être", "!yes_no"),
        (values.language, "Français (France)", "fr"),
        (values.language, "Deutsch", "!language"),
        (str, "=cmd|' /C calc'!A0", "!formula"),
        (str, "+SUM(1;2)", "!formula"),
        (str, "@SUM(A1)", "!formula"),
        (str, "'+33 1", "+33 1"),
        (str, "-", ""),
        (str, "a\0b", "!character"),
        (str, "a\ud800b", "!character"),
        (str, "\u202eabc", "\u202eabc"),
        (str, "a\tb\nc", "a b c"),
    ],
)
def test_cells(reader, text, expected):
    assert outcome(reader, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jeanne Durand", ("Jeanne", "Durand")),
        ("DURAND Jeanne", ("Jeanne", "DURAND")),
        ("Durand, Jeanne", ("Jeanne", "Durand")),
        ("Mme Jeanne de La Tour", ("Jeanne", "de La Tour")),
        ("Cher", ("", "Cher")),
    ],
)
def test_full_names(text, expected):
    assert values.full_name(text) == expected


def test_places():
    assert places.region("PACA") == "Provence-Alpes-Côte d’Azur"
    assert places.region("auvergne rhone alpes") == "Auvergne-Rhône-Alpes"
    assert places.region("69 - Rhône") == "Auvergne-Rhône-Alpes"
    assert places.region("Bavière") == "Bavière"
    assert places.region_of_postcode("7000") == "Auvergne-Rhône-Alpes"
    assert places.city_of("12 rue du Four, 69003 Lyon CEDEX 03, France") == "Lyon"
    assert places.city_of("12 rue du Four") == ""


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_a_value_or_a_sentence(text):
    for reader in (
        values.email, values.phone, values.website, values.legal_id, values.size,
        values.function, values.yes_or_no, values.language, values.identifier, places.region,
        values.full_name, values.bare_name, lambda t: dates.day(t, day_first=None),
    ):  # fmt: skip
        outcome(lambda t, reader=reader: reader(t) if t else t, text)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
def test_any_heading_is_known_or_not(cells):
    found = find_columns([Record(1, tuple(cells))], {})
    assert found is None or all(c.field in {None, *Field} for c in found.columns)
