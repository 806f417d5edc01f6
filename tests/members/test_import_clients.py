"""The import of client files as a whole: what is said, what is done, and that both are equal."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from accounts.models import Company
from accounts.services import change_company, set_company_tags
from members.imports import Act, Options, plan, rows_of
from members.models import CompanyEntry, CompanyWord, KnownPerson
from members.querysets import invitable_companies
from members.services import Overtaken, apply_import
from tests.factories.accounts import SectorFactory
from tests.members.imported import planned

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent / "import_files"
SAMPLES = sorted(path.name for path in FILES.iterdir())
#: Companies and people of each sample, lines refused, lines passed over.
EXPECTED = {
    "dynamics_accounts.csv": (2, 1, 0, 0),
    "hubspot_companies.csv": (3, 0, 0, 0),
    "hubspot_contacts.csv": (2, 3, 0, 0),
    "pipedrive_people.csv": (2, 3, 0, 0),
    "salesforce_report.csv": (2, 3, 0, 3),
    "tableur.csv": (4, 5, 0, 1),
}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def club(manager, manager2):
    for slug, french in (
        ("metallurgie", "Métallurgie"),
        ("papier", "Papier et impression"),
        ("energie", "Énergie et réseaux"),
        ("emballage", "Emballage"),
    ):
        SectorFactory.create(slug=slug, name_fr=french, name_en=slug)


def run(capsys, *words):
    call_command("import_clients", *(str(word) for word in words))
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize("name", SAMPLES)
def test_sample_is_said_then_done_then_known(name):
    said = plan(FILES / name).counts
    assert (
        said.companies_created,
        said.people_created,
        said.lines_refused,
        said.lines_ignored,
    ) == EXPECTED[name]
    assert Company.objects.count() == KnownPerson.objects.count() == 0

    made = plan(FILES / name)
    done = apply_import(made, by=None)
    assert done.counts == made.counts == said
    assert (Company.objects.count(), KnownPerson.objects.count()) == EXPECTED[name][:2]

    again = plan(FILES / name)
    assert again.counts.changes == 0
    assert again.counts.reviews == 0
    apply_import(again, by=None)
    assert (Company.objects.count(), KnownPerson.objects.count()) == EXPECTED[name][:2]


def test_values_arrive_as_the_file_means_them(manager, manager2):
    apply_import(plan(FILES / "tableur.csv"), by=None)
    company = Company.objects.get(name="Serrurerie Valdoie")
    assert (
        company.legal_id,
        company.sector.slug,
        company.size,
        company.city,
        company.region,
        company.tier.slug,
        company.account_manager,
        str(company.client_since_on),
        str(company.renewal_on),
    ) == (
        "812345601",
        "metallurgie",
        "m",
        "Valdoie",
        "Bourgogne-Franche-Comté",
        "silver",
        manager,
        "2018-03-14",
        "2026-12-31",
    )
    assert CompanyEntry.objects.get(company=company).sort_name == "serrurerie valdoie"
    assert set(CompanyWord.objects.filter(company=company).values_list("word", flat=True)) == {
        "serrurerie",
        "serrurerievaldoie",
        "valdoie",
    }
    people = {p.last_name: p for p in company.known_people.all()}
    assert {n: (p.first_name, p.email, p.function) for n, p in people.items()} == {
        "Péroz": ("Jeanne", "jeanne.peroz@valdoie.example", "decides"),
        "GUILLON": ("Éric", "eric.guillon@valdoie.example", "buys"),
    }
    assert Company.objects.get(name="Froid du Littoral").tier.slug == "bronze"
    assert KnownPerson.objects.get(last_name="Chassaing").job_title == "Responsable logistique"


def test_account_managers_see_their_clients_at_once(manager, manager2):
    from accounts.audience import viewer_for

    apply_import(plan(FILES / "tableur.csv"), by=None)
    mine = invitable_companies(viewer_for(manager)).values_list("name", flat=True)
    assert set(mine) == {"Serrurerie Valdoie", "Papeteries de l’Yonne"}
    theirs = KnownPerson.objects.visible_to(viewer_for(manager2))
    assert {person.last_name for person in theirs} == {"Haddou", "Chassaing"}


def test_command_says_first_and_writes_when_told(capsys):
    said = run(capsys, FILES / "tableur.csv")
    assert "Create: 4 companies, 5 people" in said
    assert said[-1].startswith("Nothing was written")
    assert Company.objects.count() == 0
    done = run(capsys, FILES / "tableur.csv", "--apply")
    assert done[:-1] == said[:-1]
    assert Company.objects.count() == 4
    again = run(capsys, FILES / "tableur.csv", "--apply")
    assert "Create: 0 companies, 0 people" in again
    assert "Change: 0 companies, 0 people" in again


def test_pasted_rows_are_a_table(manager):
    text = "Raison sociale\tChargé de compte\tCourriel\r\nAlba\tMarc Maurel\tlea@alba.example\r\n"
    made = plan(text, options=Options(tier="gold"))
    assert [(step.act, step.line) for step in made.steps] == [(Act.CREATE, 2), (Act.CREATE, 2)]
    apply_import(made, by=None)
    company = Company.objects.get()
    assert (company.name, company.account_manager, company.tier.slug) == ("Alba", manager, "gold")


# --- Tags ---------------------------------------------------------------------------------------
def tags_now() -> dict[str, list[str]]:
    rows = Company.objects.order_by("pk")
    return {row.name: sorted(row.tags.values_list("name", flat=True)) for row in rows}


def test_tags_are_added_and_taken_off_only_when_it_is_said(company_a, company_b):
    for company, number in ((company_a, "A1"), (company_b, "B1")):
        change_company(company, external_id=number)
        set_company_tags(company, ["pilote", "salon"])
    long = "é" * 41
    lines = ("Code client,Raison sociale,Tags", "A1,,PILOTÉ; Bio", "B1,,", f"C1,Neuf,vip;{long}",
             'D1,Nouveau,"Bio,vip , bio"')  # fmt: skip
    made = planned(*lines)
    told = {(row.line, row.act, row.column): row.text for row in rows_of(made)}
    assert "tags pilote, salon → Bio, pilote, salon" in told[2, Act.CHANGE, ""]
    assert told[2, Act.KEEP, "tags"].endswith("The tags that the file does not name stay: salon.")
    assert "more than 40 characters" in told[4, Act.REFUSE, "Tags"]
    assert made.notes == ["2 new tags: Bio, vip"]
    assert made.counts.companies_changed == 1
    apply_import(made, by=None)
    expected = {
        company_a.name: ["Bio", "pilote", "salon"],
        company_b.name: ["pilote", "salon"],
        "Neuf": [],
        "Nouveau": ["Bio", "vip"],
    }
    assert tags_now() == expected
    assert planned(*lines).counts.changes == 0
    exact = planned(*lines, changes_tags=True)
    set_company_tags(company_a, ["other"])
    with pytest.raises(Overtaken):
        apply_import(exact, by=None)
    apply_import(planned(*lines, changes_tags=True), by=None)
    assert tags_now() == expected | {company_a.name: ["Bio", "pilote"]}


def test_tags_beside_people_are_read_where_it_is_said_whose_they_are():
    head = "Raison sociale,Courriel,%s"
    line = "Dorian,d@dorian.example,vip"
    unread = planned(head % "Tags", line)
    assert (unread.unknown_columns, len(unread.notes)) == (["Tags"], 1)
    assert "Call it “Company tags”" in unread.notes[0]
    assert planned(head % "Tags", line, mapping={"Tags": "-"}).notes == []
    for heading in ("Étiquettes du club", "Company tags", "Organization - Labels"):
        [step] = planned(head % heading, line).companies
        assert step.values["tags"] == ("vip",)
