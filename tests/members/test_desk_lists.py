"""Companies and people at the desk: who sees which, what is done to many, what is taken along."""

import csv
import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import services
from accounts.audit import note_act
from accounts.enums import AuditKind, Role
from accounts.models import AuditEntry, Company, CompanyTag
from club.lib.tables import write_csv, write_xlsx
from members.enums import FieldVisibility
from members.imports import plan
from members.services import apply_retention, hide_person, rebuild_directory, update_profile
from tests.factories.accounts import CompanyFactory, member, tier

pytestmark = pytest.mark.django_db
COMPANIES = "/cms/members/companies/"
PEOPLE = "/cms/members/people/"
ACTS = "/cms/members/acts/"
OTHERS = ("member_a", "colleague_a", "suspended_b", "outsider", "stranger")


@pytest.fixture
def club(company_a, company_b, company_c, member_a, colleague_a, member_b, member_c, suspended_b):
    rebuild_directory()
    return {"a": company_a, "b": company_b, "c": company_c}


def names_in(response) -> list[str]:
    page = response.context["page"]
    return [row.name if isinstance(row, Company) else row.person.first_name for row in page]


def cells(response) -> list[list[str]]:
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


# --- Who sees what --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "seen"),
    [("organiser", "abc"), ("director", "abc"), ("administrator", "abc"), ("manager", "ac"),
     ("manager2", "b"), *((who, None) for who in OTHERS)],
)  # fmt: skip
def test_companies_are_those_that_one_looks_after(request, client_for, club, who, seen):
    client = client_for(request.getfixturevalue(who))
    found = client.get(COMPANIES)
    exported = client.post(f"{COMPANIES}export/", {"form": "csv"})
    if seen is None:
        assert (found.status_code, exported.status_code) == (404, 404)
        for path in ("new/", "bulk/", f"{club['a'].pk}/"):
            assert client.get(f"{COMPANIES}{path}").status_code == 404
            assert client.post(f"{COMPANIES}{path}").status_code == 404
        return
    expected = [club[letter].name for letter in seen]
    assert names_in(found) == expected
    assert [line[1] for line in cells(exported)[1:]] == expected
    for letter, company in club.items():
        status = client.get(f"{COMPANIES}{company.pk}/").status_code
        assert status == (200 if letter in seen else 404)


@pytest.mark.parametrize(
    ("who", "seen"),
    [("organiser", "Agathe Antoine Béatrice"), ("director", "Agathe Antoine Béatrice"),
     ("administrator", "Agathe Antoine Béatrice Cyril Sylvie"), ("manager", "Agathe Antoine Cyril"),
     ("manager2", "Béatrice Sylvie"), *((who, None) for who in OTHERS)],
)  # fmt: skip
def test_people_who_hide_or_are_suspended_are_known_to_their_team(
    request, client_for, club, member_c, who, seen
):
    hide_person(member_c, by=member_c)
    client = client_for(request.getfixturevalue(who))
    found = client.get(PEOPLE)
    exported = client.post(f"{PEOPLE}export/", {"form": "csv"})
    if seen is None:
        assert (found.status_code, exported.status_code) == (404, 404)
        return
    assert sorted(names_in(found)) == seen.split()
    assert sorted(line[1] for line in cells(exported)[1:]) == seen.split()
    assert found.context["page"].paginator.count == len(seen.split())


@pytest.mark.parametrize(
    ("who", "level", "reads"),
    [("organiser", "contacts", False), ("manager2", "contacts", None),
     ("manager", "contacts", True)],
)  # fmt: skip
def test_what_is_kept_is_neither_listed_nor_found_nor_taken_along(
    request, client_for, club, member_a, who, level, reads
):
    choice = FieldVisibility(level)
    update_profile(
        member_a, by=member_a, phone="+33 1 22 33 44 55", phone_visible_to=choice,
        email_visible_to=choice,
    )  # fmt: skip
    client = client_for(request.getfixturevalue(who))
    listed = client.get(PEOPLE).content.decode()
    assert (member_a.email in listed) is (reads is True)
    taken = cells(client.post(f"{PEOPLE}export/", {"form": "csv"}))
    rows = {line[1]: line for line in taken}
    if reads is None:
        assert "Agathe" not in rows
        return
    assert rows["Agathe"][3:5] == ([member_a.email, "'+33 1 22 33 44 55"] if reads else ["", ""])
    by_address = names_in(client.get(f"{PEOPLE}?q=member@client-a"))
    assert by_address == (["Agathe"] if who in {"manager", "administrator"} else [])


def test_nothing_about_the_signal_can_be_sorted_by(client_for, organiser, club):
    client = client_for(organiser)
    plain = names_in(client.get(COMPANIES))
    for key in ("signal", "score", "-trend", "alerts", "signal__score", "--name"):
        assert names_in(client.get(f"{COMPANIES}?sort={key}")) == plain


# --- Lists ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("query", "seen"),
    [("?q=aubrac", "a"), ("?q=AUBR", "a"), ("?tier=gold", "a"), ("?tier=gold&tag=x", "a"),
     ("?sector=services", "c"), ("?status=left", ""), ("?sort=-name", "cba"),
     ("?sort=people", "bca"), ("?region=Bretagne&sort=tier", "abc"), ("?p=99", "abc"),
     ("?tier=nonsense&size=%00", "abc"), ("?manager=0", "")],
)  # fmt: skip
def test_companies_are_narrowed_and_sorted(client_for, organiser, club, query, seen):
    found = client_for(organiser).get(COMPANIES + query)
    assert names_in(found) == [club[letter].name for letter in seen]


def counted(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def test_lists_cost_the_same_at_two_sizes(client_for, administrator, club):
    client = client_for(administrator)
    services.grant_role(club["a"].account_manager, Role.ORGANISER, by=administrator)
    before = [counted(client, path) for path in (COMPANIES, PEOPLE, ACTS)]
    for number in range(4):
        company = CompanyFactory.create(name=f"Suite {number}")
        services.set_company_tags(company, [f"tag {number}", "pilot"], by=administrator)
        person = member(company, email=f"suite{number}@example.org")
        services.suspend_membership(person.memberships.get(), by=administrator)
    rebuild_directory()
    assert [counted(client, path) for path in (COMPANIES, PEOPLE, ACTS)] == before
    assert before == [COMPANY_QUERIES, PEOPLE_QUERIES, ACTS_QUERIES]


#: With the session, the viewer, the menu and the club's settings.
COMPANY_QUERIES, PEOPLE_QUERIES, ACTS_QUERIES = 35, 31, 29


# --- Many at once ---------------------------------------------------------------------------
def bulk(client, act: str, value, *companies, **more):
    rows = {"ids": ",".join(str(company.pk) for company in companies)}
    return client.post(f"{COMPANIES}bulk/", {**rows, "act": act, "value": value, **more})


def test_a_tier_is_given_to_many_after_a_question(client_for, director, organiser, manager, club):
    gold = tier("gold")
    asked = bulk(client_for(director), "tier", gold.pk, club["b"], club["c"])
    assert asked.status_code == 200
    assert asked.context["names"] == ["Bastide & Fils", "Cordier Conseil"]
    assert Company.objects.filter(tier=gold).count() == 1
    for person in (organiser, manager):
        refused = bulk(client_for(person), "tier", gold.pk, club["c"], confirmed="1")
        assert refused.status_code == 404
    bulk(client_for(director), "tier", gold.pk, *club.values(), confirmed="1")
    assert Company.objects.filter(tier=gold).count() == 3
    entry = AuditEntry.objects.get(kind=AuditKind.TIER)
    assert (entry.by, entry.number, entry.details["to"]) == (director, 2, gold.pk)


def test_an_account_manager_changes_the_own_portfolio_only(client_for, manager, club):
    client = client_for(manager)
    bulk(client, "tag", "Pilote", club["a"], club["b"], confirmed="1")
    tag = CompanyTag.objects.get()
    assert list(tag.companies.all()) == [club["a"]]
    bulk(client, "untag", tag.pk, club["a"], confirmed="1")
    assert not tag.companies.exists()
    kept = client.post(
        f"{COMPANIES}{club['a'].pk}/",
        {"name": "Atelier Aubrac", "city": "Lyon", "tier": tier("bronze").pk, "member_limit": 99,
         "account_manager": "", "external_id": "", "tags": "Été, été ,VIP"},
    )  # fmt: skip
    assert kept["Location"] == COMPANIES
    company = Company.objects.get(pk=club["a"].pk)
    assert (company.city, company.tier.slug, company.account_manager) == ("Lyon", "gold", manager)
    assert company.member_limit == 10
    assert sorted(company.tags.values_list("name", flat=True)) == ["VIP", "été"]


def test_all_of_a_narrowed_list_is_meant_and_nothing_else(client_for, director, club, manager2):
    client = client_for(director)
    asked = client.post(f"{COMPANIES}bulk/?tier=silver", {"act": "manager", "all": "1"})
    assert asked.context["ids"] == str(club["b"].pk)
    wrong = bulk(client, "manager", director.pk, club["a"], confirmed="1")
    assert wrong.status_code == 422
    bulk(client, "manager", manager2.pk, club["a"], confirmed="1")
    assert Company.objects.get(pk=club["a"].pk).account_manager == manager2


def test_many_people_are_suspended_and_let_in_again(client_for, administrator, organiser, club):
    rows = Company.objects.get(pk=club["a"].pk).memberships
    ids = ",".join(str(row.pk) for row in rows.all())
    words = {"ids": ids, "act": "suspend", "confirmed": "1"}
    assert client_for(organiser).post(f"{PEOPLE}bulk/", words).status_code == 404
    client = client_for(administrator)
    client.post(f"{PEOPLE}bulk/", words)
    assert rows.filter(suspended_at__isnull=False).count() == 2
    client.post(f"{PEOPLE}bulk/", {**words, "act": "resume"})
    assert rows.filter(suspended_at__isnull=False).count() == 0
    kinds = AuditEntry.objects.values_list("kind", flat=True)
    assert sorted(kinds) == ["resumed", "resumed", "suspended", "suspended"]


# --- One at a time --------------------------------------------------------------------------
def test_a_second_company_of_that_name_is_asked_about(client_for, director, club):
    client = client_for(director)
    words = {"name": "ATELIER  aubrac", "tier": tier("gold").pk, "member_limit": 10}
    refused = client.post(f"{COMPANIES}new/", words)
    assert refused.status_code == 422
    assert "Atelier Aubrac (Rennes)" in refused.content.decode()
    client.post(f"{COMPANIES}new/", {**words, "is_another": "on"})
    assert Company.objects.filter(name__iexact="atelier aubrac").count() == 2
    signed = client.post(f"{COMPANIES}new/", {**words, "name": "bastide & fils"})
    assert (signed.status_code, "Bastide &amp; Fils" in signed.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", "x" * 300), ("name", "\0"), ("renewal_on", "0026-01-01"), ("website", "javascript:1"),
     ("legal_id", "???"), ("external_id", "CRM-1"), ("tags", "t" * 41), ("sector", "999999"),
     ("member_limit", "-1")],
)  # fmt: skip
def test_what_does_not_fit_is_told_and_nothing_is_lost(client_for, director, club, field, value):
    Company.objects.filter(pk=club["b"].pk).update(external_id="CRM-1")
    words = {"name": "Étoile 🌟 مرحبا", "tier": tier("gold").pk, "member_limit": 10}
    client = client_for(director)
    refused = client.post(f"{COMPANIES}new/", {**words, field: value})
    assert refused.status_code == 422
    assert list(refused.context["form"].errors) == [field]
    assert client.post(f"{COMPANIES}new/", words).status_code == 302
    assert Company.objects.filter(name="Étoile 🌟 مرحبا").exists()


# --- To take along --------------------------------------------------------------------------
HOSTILE = ["=1+1", "+33 1", "-2", "@SUM(A1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠a", "é"]


def test_no_cell_is_a_formula():
    sheet = load_workbook(
        io.BytesIO(write_xlsx([["h"], *([c] for c in HOSTILE)], title="é"))
    ).active
    read = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in read] == ["s"] * len(HOSTILE)
    assert [cell.quotePrefix for cell in read] == [True] * 11 + [False]
    raw = write_csv([[c] for c in HOSTILE])
    assert raw.startswith("\ufeff".encode())
    lines = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert [line[0] for line in lines] == [f"'{c}" for c in HOSTILE[:-1]] + ["é"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_taken_along_comes_back_in_without_a_change(
    client_for, director, club, form, language
):
    director.language = language
    director.save()
    services.change_company(
        club["a"], name="=Étoile; \"SA\"", external_id="+42", legal_id="552100554",
        website="https://aubrac.example", city="-Lyon", renewal_on=date(2027, 3, 4),
    )  # fmt: skip
    services.set_company_tags(club["a"], ["=pilote", "Élevage bio"])
    answer = client_for(director).post(f"{COMPANIES}export/", {"form": form})
    assert f".{form}" in answer["Content-Disposition"]
    planned = plan(answer.content, name=f"c.{form}")
    assert planned.counts.changes == 0
    assert planned.counts.kept == 3
    assert planned.refused == []
    entry = AuditEntry.objects.get()
    assert (entry.kind, entry.number, entry.by) == (AuditKind.EXPORT_COMPANIES, 3, director)


def test_people_taken_along_come_back_in_without_a_change(client_for, organiser, club, member_a):
    answer = client_for(organiser).post(f"{PEOPLE}export/", {"form": "xlsx"})
    planned = plan(answer.content, name="p.xlsx")
    assert (planned.counts.changes, planned.counts.reviews) == (0, 0)
    assert len(planned.people) == 4
    assert planned.refused == []


def test_acts_are_kept_as_they_were_and_read_by_administrators(
    client_for, administrator, director, organiser, club
):
    client_for(organiser).post(f"{PEOPLE}export/?q=Agathe&tier=gold", {"form": "xlsx"})
    entry = AuditEntry.objects.get()
    assert entry.details == {"form": "xlsx", "filters": {"tier": "gold"}, "searched": True}
    for deed in (entry.save, entry.delete, AuditEntry.objects.all().delete):
        with pytest.raises(TypeError):
            deed()
    with pytest.raises(TypeError):
        AuditEntry.objects.update(number=0)
    note_act(AuditKind.SIGNED_IN, by=director, ways=["mfa", "password"])
    desk = client_for(administrator)
    shown, chosen = (
        desk.get(f"{ACTS}{query}").context["acts"] for query in ("", "?kind=signed_in")
    )
    assert [act["row"] for act in shown] == [entry]
    assert [(act["row"].by, act["detail"]) for act in chosen] == [
        (director, "second factor, password")
    ]
    assert "Odile Oury" in desk.get(ACTS).content.decode()
    for person in (director, organiser):
        assert client_for(person).get(ACTS).status_code == 404


def test_acts_are_forgotten_after_twelve_months(organiser, clock_at):
    clock_at("2025-03-01T10:00:00+00:00")
    note_act(AuditKind.IMPORT, by=organiser)
    assert note_act(AuditKind.IMPORT, by=None) is None
    clock_at("2026-03-01T10:00:00+00:00")
    assert (apply_retention().counts["acts"], AuditEntry.objects.count()) == (0, 1)
    clock_at("2026-03-02T10:00:01+00:00")
    assert (apply_retention().counts["acts"], AuditEntry.objects.count()) == (1, 0)
