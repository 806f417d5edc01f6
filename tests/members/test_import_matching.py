"""Whom a record is: by id, then by address or legal id, never by a guess."""

from datetime import date

import pytest

from accounts.models import Company, Membership
from members.imports import Scope
from members.models import ImportReview, Invitation, KnownPerson
from members.services import Overtaken, Refused, apply_import
from tests.factories.accounts import CompanyFactory, UserFactory, member, tier
from tests.members.imported import acts, codes, imported, planned

pytestmark = pytest.mark.django_db

HEAD = "Account ID,Account Name,SIREN,Ville,Contact ID,First Name,Last Name,Email"


def test_id_wins_over_every_other_likeness(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="C1", legal_id="111111111")
    other = CompanyFactory.create(name="Autre", legal_id="222222222")
    made = imported(HEAD, "C1,Nouveau nom,222222222,Lyon,,,,")
    assert acts(made) == [(2, "company", "change")]
    company_a.refresh_from_db()
    assert (company_a.name, company_a.slug, company_a.city, company_a.legal_id) == (
        "Nouveau nom",
        "client-a",
        "Lyon",
        "111111111",
    )
    assert codes(made) == [(2, "legal_id")]
    other.refresh_from_db()
    assert other.name == "Autre"


def test_legal_id_matches_whatever_its_blanks(company_a):
    Company.objects.filter(pk=company_a.pk).update(legal_id="FR 111 111 111")
    made = imported(HEAD, "C9,Atelier,fr111111111,,,,,")
    assert acts(made) == [(2, "company", "change")]
    company_a.refresh_from_db()
    assert (company_a.external_id, company_a.legal_id) == ("C9", "FR 111 111 111")


@pytest.mark.parametrize(
    "row",
    [
        "C7,ATELIER AUBRAC,,,,,,",
        ",Atelier  Aubrac SAS,,,,,,",
        ",atelier-aubrac,999999999,,,,,",
    ],
)
def test_same_name_is_a_guess(company_a, row):
    made = imported(HEAD, row)
    assert acts(made) == [(2, "company", "review")]
    assert Company.objects.count() == 1
    assert ImportReview.objects.get().company == company_a


def test_same_domain_and_other_id_are_guesses(company_a):
    Company.objects.filter(pk=company_a.pk).update(
        website="https://www.aubrac.example/", external_id="C1", legal_id="111111111"
    )
    head = "Account ID,Account Name,SIREN,Website"
    made = imported(head, "C2,Tout autre nom,,aubrac.example", "C3,Encore autre,111111111,")
    assert acts(made) == [(2, "company", "review"), (3, "company", "review")]
    assert set(ImportReview.objects.values_list("reason", flat=True)) == {"domain", "legal_id"}
    again = imported(head, "C2,Tout autre nom,,aubrac.example", "C3,Encore autre,111111111,")
    assert (again.counts.changes, again.counts.reviews) == (0, 2)
    assert ImportReview.objects.count() == 2


def test_name_alone_is_known_again_but_not_for_another_company():
    imported("Raison sociale,Ville", "Alba,Nice")
    again = imported("Raison sociale,Ville", "alba,Menton")
    assert acts(again) == [(2, "company", "change")]
    CompanyFactory.create(name="ALBA", slug="alba-9")
    assert acts(planned("Raison sociale,Ville", "Alba,Nice")) == [(2, "company", "review")]


def test_contacts_find_companies_of_an_earlier_file_by_their_name():
    imported("Account ID,Account Name", "C1,Alba", "C2,Brisac", "C3,Brisac")
    made = imported("Contact ID,Email,Company Name", "P1,a@alba.example,Alba")
    assert acts(made) == [(2, "person", "create")]
    assert KnownPerson.objects.get().company.external_id == "C1"
    twice = planned("Contact ID,Email,Company Name", "P2,b@brisac.example,Brisac")
    assert acts(twice) == [(2, "company", "review"), (2, "person", "review")]


def test_address_in_another_case_is_the_same_person(company_a):
    rows = (
        "Account Name,SIREN,Email,First Name",
        "Alba,111111111,Lea@Alba.example,Léa",
        "Alba,111111111,LEA@alba.EXAMPLE,",
    )
    made = imported(*rows)
    assert (made.counts.people_created, codes(made)) == (1, [(3, "repeated")])
    assert imported(*rows).counts.changes == 0
    assert KnownPerson.objects.get().email == "lea@alba.example"


def test_person_in_two_companies_stays_in_the_first():
    made = imported("Account ID,Account Name,Email", "C1,Alba,x@x.example", "C2,Brisac,X@x.example")
    assert codes(made, Scope.LINE) == [(3, "two_companies")]
    assert KnownPerson.objects.get().company.external_id == "C1"
    assert Company.objects.count() == 2


def test_nobody_is_moved_without_the_option(company_a, company_b, member_a):
    Company.objects.filter(pk=company_b.pk).update(external_id="B")
    KnownPerson.objects.create(company=company_a, email="k@x.example")
    rows = ("Account ID,Email", "B,k@x.example", "B,member@client-a.example")
    made = imported(*rows)
    assert codes(made, Scope.LINE) == [(2, "moved"), (3, "moved")]
    assert made.counts.changes == 0
    moved = imported(*rows, moves_people=True)
    assert moved.counts.people_changed + moved.counts.people_created == 2
    assert set(KnownPerson.objects.values_list("company_id", flat=True)) == {company_b.pk}
    assert Membership.objects.open().get(person=member_a).company == company_b
    assert imported(*rows).counts.changes == 0


@pytest.mark.parametrize(
    ("option", "cell", "field"),
    [
        ("changes_tiers", "bronze,", "tier"),
        ("changes_managers", ",manager2@club.example", "account_manager"),
    ],
)
def test_company_keeps_tier_and_manager(company_a, manager2, option, cell, field):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    before = getattr(company_a, field)
    rows = ("Account ID,Niveau,Account Owner", f"A,{cell}")
    made = imported(*rows)
    assert (made.counts.changes, codes(made, Scope.KEPT)) == (0, [(2, field)])
    company_a.refresh_from_db()
    assert getattr(company_a, field) == before
    assert imported(*rows, **{option: True}).counts.companies_changed == 1
    company_a.refresh_from_db()
    assert getattr(company_a, field) in {tier("bronze"), manager2}


def test_function_is_kept_and_no_right_is_given(company_a, member_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    KnownPerson.objects.create(company=company_a, email="k@x.example", function="uses")
    rows = (
        "Account ID,Email,Role",
        "A,k@x.example,Décideur",
        "A,member@client-a.example,Administrateur",
    )
    made = imported(*rows)
    assert codes(made) == [(2, "function"), (3, "right")]
    assert KnownPerson.objects.get(email="k@x.example").function == "uses"
    imported(*rows, changes_functions=True)
    assert KnownPerson.objects.get(email="k@x.example").function == "decides"
    assert not member_a.groups.exists()


def test_staff_is_neither_renamed_nor_a_contact(manager):
    rows = ("Account ID,Account Name,Owner email,Owner,Email", "C1,Alba,{},Marco Maurelli,{}")
    line = rows[1].format("manager@club.example", "manager@club.example")
    made = imported(rows[0], line)
    assert sorted(codes(made)) == [(2, "staff"), (2, "staff_name")]
    manager.refresh_from_db()
    assert (manager.full_name, KnownPerson.objects.count()) == ("Marc Maurel", 0)
    assert imported(rows[0], line, renames_staff=True).counts.staff_renamed == 1
    manager.refresh_from_db()
    assert manager.full_name == "Marco Maurelli"


@pytest.mark.parametrize(
    ("owner", "code"),
    [
        ("Personne Inconnue", "manager_unknown"),
        ("nobody@club.example", "manager_unknown"),
        ("organiser@club.example", "manager_role"),
        ("Double Nom", "manager_twice"),
        ("", None),
    ],
)
def test_account_manager_is_one_of_the_staff_or_said(organiser, owner, code):
    from accounts.enums import Role
    from tests.factories.accounts import staff

    for n in (1, 2):
        staff(
            Role.ACCOUNT_MANAGER, first_name="Double", last_name="Nom", email=f"d{n}@club.example"
        )
    made = imported("Account ID,Account Name,Account Owner", f"C1,Alba,{owner}")
    assert codes(made, Scope.CELL) == ([(2, code)] if code else [])
    assert Company.objects.get().account_manager is None


def test_member_keeps_what_they_wrote_and_gets_what_is_empty(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    quiet = member(company_a, email="q@x.example", first_name="Quentin", job_title="")
    Membership.objects.update(function="other")
    member(company_a, email="s@x.example", job_title="Sourcière")
    rows = (
        "Account ID,Email,First Name,Title,Role",
        "A,q@x.example,Autre,Acheteur,buyer",
        "A,s@x.example,Autre,Acheteur,buyer",
    )
    imported(*rows)
    titles = dict(Membership.objects.values_list("person__email", "job_title"))
    assert titles == {"q@x.example": "Acheteur", "s@x.example": "Sourcière"}
    assert Membership.objects.get(person=quiet).function == "buys"
    quiet.refresh_from_db()
    assert quiet.first_name == "Quentin"
    assert KnownPerson.objects.uninvited().count() == 0
    assert imported(*rows).counts.changes == 0


def test_empty_cells_blank_nothing(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A", renewal_on=date(2027, 1, 1))
    made = planned("Account ID,Account Name,Ville,Date de renouvellement,Niveau", "A,,,-,N/A")
    assert (made.counts.changes, codes(made)) == (0, [])


def test_namesake_at_the_same_company_is_a_guess(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    KnownPerson.objects.create(
        company=company_a, email="old@x.example", first_name="Léa", last_name="Roux"
    )
    head = "Account ID,Email,First Name,Last Name"
    made = imported(head, "A,lea.roux@new.example,LEA,ROUX")
    assert acts(made) == [(2, "person", "review")]
    assert KnownPerson.objects.count() == 1


def test_person_without_company_is_not_placed_by_domain(company_a):
    KnownPerson.objects.create(company=company_a, email="k@aubrac.example")
    made = imported(
        "Email,First Name", "new@aubrac.example,Léa", "who@nowhere.example,Max", "g@gmail.com,Eve"
    )
    assert acts(made) == [(line, "person", "review") for line in (2, 3, 4)]
    found = dict(ImportReview.objects.values_list("title", "company_id"))
    assert found == {"Léa": company_a.pk, "Max": None, "Eve": None}


def test_contradictions_in_a_file_follow_the_first_line():
    made = imported(
        "Account ID,Account Name,SIREN,Ville",
        "C1,Alba,111111111,Nice",
        "C1,Alba,111111111,Menton",
        "C2,Brisac,111111111,Apt",
    )
    assert codes(made) == [(3, "contradiction"), (4, "legal_twice")]
    assert Company.objects.get().city == "Nice"


def test_company_that_left_and_unknown_id_are_refused(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A", left_on=date(2026, 1, 1))
    made = planned("Account ID,Email", "A,a@x.example", "Z,z@x.example")
    assert codes(made) == [(2, "company_left"), (3, "company_unknown")]


def test_waiting_invitation_is_linked_to_the_known_person(company_a, manager):
    from members.services import invite

    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    from accounts.models import ClubSettings
    from club.lib import clock

    ClubSettings.objects.update(opened_at=clock.now())
    invite("new@x.example", company_a, by=manager)
    imported("Account ID,Email", "A,new@x.example")
    assert KnownPerson.objects.get().invitation == Invitation.objects.get()


def test_somebody_faster_leaves_nothing_written(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    head = "Account ID,Account Name,Ville"
    made = planned(head, "A,Aubrac,Lyon", "N,Neuf,Apt")
    Company.objects.filter(pk=company_a.pk).update(city="Brest")
    with pytest.raises(Overtaken):
        apply_import(made, by=None)
    taken = planned(head, "N,Neuf,Apt", "M,Mieux,Apt")
    CompanyFactory.create(external_id="M")
    with pytest.raises(Overtaken):
        apply_import(taken, by=None)
    assert not Company.objects.filter(name="Neuf").exists()


@pytest.mark.parametrize(
    ("who", "allowed"),
    [
        ("organiser", True),
        ("director", True),
        ("administrator", True),
        ("manager", False),
        ("member_a", False),
        ("colleague_a", False),
        ("outsider", False),
    ],
)
def test_who_may_import(request, who, allowed):
    made = planned("Raison sociale", "Alba")
    if allowed:
        apply_import(made, by=request.getfixturevalue(who))
    else:
        with pytest.raises(Refused):
            apply_import(made, by=request.getfixturevalue(who))
    assert Company.objects.filter(name="Alba").exists() is allowed


def test_departed_person_can_be_known_again(company_a):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    person = UserFactory.create(email="back@x.example")
    Membership.objects.create(
        person=person, company=company_a, started_on="2020-01-01", ended_on="2024-01-01"
    )
    imported("Account ID,Email", "A,back@x.example")
    assert KnownPerson.objects.get().person is None
