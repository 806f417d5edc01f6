"""Client files given in at the desk: shown, taken in, told of; and the same twice is nothing."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from accounts.enums import AuditKind
from accounts.models import AuditEntry, Company
from accounts.services import change_company
from members.enums import ImportState
from members.models import ClientImport, KnownPerson
from members.services import apply_import, apply_retention, client_imports
from members.services.client_imports import work_on_due
from members.tasks import enqueue_imports
from tests.factories.accounts import tier

pytestmark = pytest.mark.django_db
FILES = "/cms/members/files/"
STAFF = ("organiser", "director", "administrator")
OTHERS = ("manager", "member_a", "colleague_a", "suspended_b", "outsider", "stranger")
TEXT = """Raison sociale;Code client;Ville;Effectif;Prénom;Nom de famille;Courriel;Remarque
Dorian & Fils;D-1;Dijon;120;Dora;Dorian;dora@dorian.example;x
Étoile SA;E-1;Épinal;beaucoup;Élie;Étoile;elie@etoile.example;y
;;;;;;pas une adresse;z
"""


@pytest.fixture
def give_in(client_for):
    def give(person, text=TEXT, name="clients été.csv", **more):
        upload = SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text)
        return client_for(person).post(FILES, {"file": upload, **more})

    return give


@pytest.mark.parametrize("who", [*STAFF, *OTHERS])
def test_files_are_for_those_who_may_import(request, client_for, organiser, give_in, who):
    give_in(organiser)
    row = ClientImport.objects.get()
    work_on_due()
    client = client_for(request.getfixturevalue(who))
    allowed = who in STAFF
    for path in ("", f"{row.pk}/", f"{row.pk}/state/", f"{row.pk}/csv/", f"{row.pk}/xlsx/"):
        response = client.get(f"{FILES}{path}")
        assert response.status_code == (200 if allowed else 404)
        assert (b"Dorian" in response.content) is (
            allowed and path in {f"{row.pk}/", f"{row.pk}/csv/"}
        )
    assert client.post(f"{FILES}{row.pk}/").status_code == (302 if allowed else 404)
    assert give_in(request.getfixturevalue(who)).status_code == (302 if allowed else 404)


def test_what_is_shown_is_done_and_the_same_twice_is_nothing(client_for, organiser, give_in):
    address = give_in(organiser)["Location"]
    row = ClientImport.objects.get()
    assert row.state == ImportState.GIVEN
    client = client_for(organiser)
    assert client.get(f"{address}state/")["X-Club-State"] == "moving"
    assert work_on_due() == 1
    assert client.get(f"{address}state/")["X-Club-State"] == "still"
    assert Company.objects.count() == 0
    shown = client.get(address)
    row.refresh_from_db()
    assert (row.counts["companies_created"], row.counts["people_created"]) == (2, 2)
    assert (row.counts["cells_refused"], row.counts["lines_refused"]) == (1, 1)
    assert row.unread == ["Remarque"]
    told = {(r["line"], r["kind"], r["column"]) for r in shown.context["rows"]}
    assert {(3, "refuse", "Effectif"), (4, "refuse", "Courriel"), (2, "create", "")} <= told

    client.post(address, {"confirm": "1"})
    work_on_due()
    row.refresh_from_db()
    assert (row.state, bytes(row.raw)) == (ImportState.DONE, b"")
    assert sorted(Company.objects.values_list("name", flat=True)) == ["Dorian & Fils", "Étoile SA"]
    assert KnownPerson.objects.count() == 2
    entry = AuditEntry.objects.get(kind=AuditKind.IMPORT)
    assert (entry.by, entry.number) == (organiser, row.counts["changes"])

    give_in(organiser)
    work_on_due()
    again = ClientImport.objects.order_by("pk").last()
    assert (again.counts["changes"], again.counts["reviews"], again.counts["kept"]) == (0, 0, 4)


def test_report_says_line_and_column_and_computes_nothing(client_for, organiser, give_in):
    give_in(organiser, TEXT.replace("beaucoup", "=HYPERLINK(1)"))
    work_on_due()
    row = ClientImport.objects.get()
    client = client_for(organiser)
    text = client.get(f"{FILES}{row.pk}/csv/").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert ["3", "error in a cell", "Effectif"] in [line[:3] for line in lines]
    sheet = load_workbook(io.BytesIO(client.get(f"{FILES}{row.pk}/xlsx/").content)).active
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert client.get(f"{FILES}{row.pk}/exe/").status_code == 404


def test_nothing_else_is_done_than_was_shown(client_for, organiser, give_in, company_a):
    text = "Raison sociale;Code client;Ville\nAtelier Aubrac;A-1;Dijon\n"
    change_company(company_a, external_id="A-1")
    address = give_in(organiser, text)["Location"]
    work_on_due()
    client = client_for(organiser)
    client.post(address, {"confirm": "1"})
    change_company(company_a, city="Lyon")
    work_on_due()
    row = ClientImport.objects.get()
    assert row.state == ImportState.READ
    assert Company.objects.get().city == "Lyon"
    assert "look again" in client.get(address).content.decode()
    client.post(address, {"confirm": "1"})
    work_on_due()
    assert Company.objects.get().city == "Dijon"
    assert client.post(address, {"drop": "1"}).status_code == 422


def test_tiers_follow_the_file_for_those_who_decide(organiser, director, give_in, company_a):
    text = "Raison sociale;Code client;Niveau\nAtelier Aubrac;A-1;bronze\n"
    change_company(company_a, external_id="A-1")
    for person in (organiser, director):
        give_in(person, text, changes_tiers="on")
    work_on_due()
    first, second = ClientImport.objects.order_by("pk")
    assert (first.counts["changes"], second.counts["changes"]) == (0, 1)
    assert Company.objects.get().tier == tier("gold")


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [(b"\x00\x01\x02" * 50, None), (b"PK\x03\x04 broken", None), (b"a;b\n1;2\n", None),
     (b"", "empty")],
)  # fmt: skip
def test_a_file_that_is_none_is_told_of(client_for, organiser, give_in, raw, sentence):
    response = give_in(organiser, raw, name="../../etc/x" + "é" * 90 + ".csv")
    if sentence:
        assert response.status_code == 422
        assert sentence in response.content.decode()
        return
    work_on_due()
    row = ClientImport.objects.get()
    assert row.state == ImportState.UNREADABLE
    assert row.problem
    page = client_for(organiser).get(response["Location"])
    assert "help-warning" in page.content.decode()
    client_for(organiser).post(response["Location"], {"drop": "1"})
    assert not ClientImport.objects.exists()


def test_worker_is_asked_once_and_reports_age(organiser, give_in, clock_at):
    clock_at("2026-03-01T10:00:00+00:00")
    assert enqueue_imports() is False
    give_in(organiser)
    assert (enqueue_imports(), enqueue_imports()) == (True, False)
    assert DBTaskResult.objects.count() == 1
    work_on_due()
    clock_at("2026-03-30T10:00:00+00:00")
    assert apply_retention().counts["client_files"] == 0
    clock_at("2026-04-01T10:00:01+00:00")
    assert apply_retention().counts["client_files"] == 1


def test_a_page_says_how_many_records_are_written_meanwhile(
    client_for, organiser, give_in, monkeypatch
):
    address = give_in(organiser)["Location"]
    work_on_due()
    client = client_for(organiser)
    client.post(address, {"confirm": "1"})
    seen: list[HttpResponse] = []

    def look(planned, **words):
        report = apply_import(planned, **words)
        # Still in the transaction: the state page and the page itself tell the same.
        seen.extend(client.get(path) for path in (f"{address}state/", address))
        return report

    monkeypatch.setattr(client_imports, "apply_import", look)
    work_on_due()
    for answer in seen:
        assert "4 of 4 records" in " ".join(answer.content.decode().split())
    assert seen[0]["X-Club-State"] == "moving"
    row = ClientImport.objects.get()
    assert (row.state, client_imports.progress_of(row).read()) == (ImportState.DONE, None)
