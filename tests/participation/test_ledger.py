"""The ledger: each fact once, inside its transaction, voided and never deleted."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from django.db.models import ProtectedError

from accounts.models import ClubSettings
from participation.enums import Side, Source
from participation.kinds import Kind, get_kind, names_of_side, register_kind
from participation.ledger import record, retract
from participation.models import Participation
from participation.querysets import AppendOnlyError
from tests.factories.accounts import SectorFactory
from tests.participation.made import CAME


@pytest.fixture
def subject(db):
    """Anything that a fact can be about."""
    return SectorFactory()


# --- Recording ------------------------------------------------------------------------------
def test_fact_says_who_of_whom_did_what_when_about_what(company_a, member_a, subject, clock_at):
    now = clock_at("2026-03-02T10:00:00+01:00")
    then = datetime(2026, 3, 1, 9, tzinfo=UTC)
    fact = record(
        "test.came",
        company=company_a,
        person=member_a,
        subject=subject,
        occurred_at=then,
        source="manager",
    )
    kept = Participation.objects.get()
    assert kept == fact
    assert (kept.company, kept.person, kept.subject) == (company_a, member_a, subject)
    assert (kept.kind, kept.source) == ("test.came", Source.MANAGER)
    assert (kept.occurred_at, kept.recorded_at) == (then, now)
    assert (kept.voided_at, kept.voided_by, kept.solicited_by) == (None, None, None)
    assert kept.meaning == CAME


def test_fact_happens_now_on_the_portal_unless_said(company_a, subject, clock_at):
    now = clock_at("2026-03-02T10:00:00+01:00")
    fact = record("test.came", company=company_a, subject=subject)
    assert (fact.occurred_at, fact.source, fact.person) == (now, Source.PORTAL, None)


def test_same_fact_is_recorded_once(company_a, member_a, subject):
    facts = [
        record("test.came", company=company_a, person=member_a, subject=subject) for _n in range(3)
    ]
    assert {fact.pk for fact in facts} == {Participation.objects.get().pk}


def test_facts_differ_by_kind_person_company_and_subject(
    company_a, company_b, member_a, colleague_a, subject
):
    def all_of_them():
        record("test.came", company=company_a, person=member_a, subject=subject)
        record("test.went", company=company_a, person=member_a, subject=subject)
        record("test.came", company=company_a, person=colleague_a, subject=subject)
        record("test.came", company=company_a, person=member_a, subject=SectorFactory(slug="o"))
        record("test.came", company=company_a, subject=subject)
        record("test.came", company=company_b, subject=subject)

    all_of_them()
    all_of_them()
    assert Participation.objects.count() == 6


def test_given_key_decides(company_a, company_b):
    first = record("test.came", company=company_a, idempotency_key="call 1")
    assert record("test.came", company=company_b, idempotency_key="call 1") == first
    assert record("test.came", company=company_a, idempotency_key="call 2") != first


def test_fact_costs_four_queries(company_a, member_a, subject, django_assert_num_queries):
    ClubSettings.load()
    record("test.went", company=company_a, person=member_a, subject=subject)  # content types
    with django_assert_num_queries(6) as counted:  # the savepoint's two among them
        record("test.came", company=company_a, person=member_a, subject=subject)
    words = [query["sql"].split()[0] for query in counted.captured_queries]
    assert words == ["SELECT", "SAVEPOINT", "INSERT", "INSERT", "INSERT", "RELEASE"]


def test_answer_names_what_it_answers(company_a, member_a, subject):
    asked = record("test.invited", company=company_a, person=member_a, subject=subject)
    came = record(
        "test.came", company=company_a, person=member_a, subject=subject, solicited_by=asked
    )
    assert list(asked.answers.all()) == [came]


@pytest.mark.parametrize("kind", ["test.unknown", "", "test.came "])
def test_unknown_kind_is_refused(kind, company_a, subject):
    with pytest.raises(LookupError):
        record(kind, company=company_a, subject=subject)
    with pytest.raises(LookupError):
        retract(kind, company=company_a, subject=subject)


def test_refused_records(company_a, company_b, member_a, subject):
    own = record("test.came", company=company_a, person=member_a, subject=subject)
    elsewhere = record("test.invited", company=company_b, subject=subject)
    refused = [
        {},  # neither subject nor key
        {"subject": subject, "occurred_at": datetime(2026, 3, 1, 9)},  # noqa: DTZ001
        {"subject": subject, "source": "rumour"},
        {"subject": subject, "solicited_by": own},  # not the club's
        {"subject": subject, "solicited_by": elsewhere},  # another company's
    ]
    for options in refused:
        with pytest.raises(ValueError, match=r"."):
            record("test.went", company=company_a, person=member_a, **options)
    assert Participation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_ledger_is_written_in_a_transaction_only(company_a, subject):
    with pytest.raises(transaction.TransactionManagementError):
        record("test.came", company=company_a, subject=subject)
    with pytest.raises(transaction.TransactionManagementError):
        retract("test.came", company=company_a, subject=subject)


def test_fact_falls_with_its_change(company_a, subject):
    with transaction.atomic():
        record("test.came", company=company_a, subject=subject)
        transaction.set_rollback(True)
    assert not Participation.objects.exists()


def test_second_record_leaves_the_transaction_usable(company_a, subject):
    with transaction.atomic():
        record("test.came", company=company_a, subject=subject)
        record("test.came", company=company_a, subject=subject)
        record("test.went", company=company_a, subject=subject)
    assert Participation.objects.count() == 2
    assert not connection.needs_rollback


# --- Retracting -----------------------------------------------------------------------------
def test_retracted_fact_is_voided_and_kept(company_a, member_a, organiser, subject, clock_at):
    now = clock_at("2026-03-02T10:00:00+01:00")
    fact = record("test.came", company=company_a, person=member_a, subject=subject)
    assert retract("test.came", person=member_a, subject=subject, by=organiser) == 1
    fact.refresh_from_db()
    assert (fact.voided_at, fact.voided_by) == (now, organiser)
    assert not Participation.objects.standing().exists()


def test_retracting_twice_voids_once(company_a, member_a, subject, clock_at):
    clock_at("2026-03-02T10:00:00+01:00")
    fact = record("test.came", company=company_a, person=member_a, subject=subject)
    assert retract("test.came", person=member_a, subject=subject) == 1
    clock_at("2026-03-03T10:00:00+01:00")
    assert retract("test.came", person=member_a, subject=subject) == 0
    fact.refresh_from_db()
    assert fact.voided_at.day == 2


def test_retracted_fact_can_happen_again(company_a, member_a, subject):
    first = record("test.came", company=company_a, person=member_a, subject=subject)
    retract("test.came", person=member_a, subject=subject)
    again = record("test.came", company=company_a, person=member_a, subject=subject)
    assert again != first
    assert list(Participation.objects.standing()) == [again]


def test_retract_voids_all_that_matches_and_nothing_else(
    company_a, company_b, member_a, colleague_a, member_b, subject
):
    other = SectorFactory(slug="other")
    for company, person in [
        (company_a, member_a),
        (company_a, colleague_a),
        (company_b, member_b),
    ]:
        for about in (subject, other):
            record("test.came", company=company, person=person, subject=about)
            record("test.went", company=company, person=person, subject=about)
    assert retract("test.came", company=company_a, subject=subject) == 2
    voided = Participation.objects.filter(voided_at__isnull=False)
    assert {(f.kind, f.company, f.person, f.subject) for f in voided} == {
        ("test.came", company_a, member_a, subject),
        ("test.came", company_a, colleague_a, subject),
    }


def test_retract_by_key(company_a):
    record("test.came", company=company_a, idempotency_key="call 1")
    kept = record("test.came", company=company_a, idempotency_key="call 2")
    assert retract("test.came", idempotency_key="call 1") == 1
    assert list(Participation.objects.standing()) == [kept]


def test_retract_must_say_what_and_whose(company_a, subject):
    record("test.came", company=company_a, subject=subject)
    for options in ({"company": company_a}, {"subject": subject}, {}):
        with pytest.raises(ValueError, match="retract"):
            retract("test.came", **options)
    assert Participation.objects.standing().count() == 1


# --- Append-only ----------------------------------------------------------------------------
def test_fact_is_neither_changed_nor_deleted(company_a, member_a, subject):
    fact = record("test.came", company=company_a, person=member_a, subject=subject)
    kept = Participation.objects.get()
    kept.kind = "test.went"
    for attempt in (
        kept.save,
        kept.delete,
        Participation.objects.all().delete,
        lambda: Participation.objects.update(kind="test.went"),
        lambda: Participation.objects.bulk_update([kept], ["kind"]),
        lambda: company_a.participations.update(kind="test.went"),
        lambda: company_a.participations.all().delete(),
    ):
        with pytest.raises(AppendOnlyError):
            attempt()
    assert Participation.objects.get(pk=fact.pk).kind == "test.came"


def test_company_with_facts_stays(company_a, subject):
    record("test.came", company=company_a, subject=subject)
    with pytest.raises(ProtectedError):
        company_a.delete()


def test_person_can_be_forgotten_while_the_company_keeps_its_fact(
    company_a, member_a, organiser, subject
):
    record("test.came", company=company_a, person=member_a, subject=subject)
    retract("test.came", person=member_a, subject=subject, by=organiser)
    record("test.came", company=company_a, person=member_a, subject=subject)
    member_a.delete()
    organiser.delete()
    facts = Participation.objects.of_company(company_a)
    assert [(f.person_id, f.voided_by_id) for f in facts] == [(None, None), (None, None)]


# --- Reading --------------------------------------------------------------------------------
def test_facts_are_found_by_what_they_say(company_a, company_b, member_a, subject):
    came = record("test.came", company=company_a, person=member_a, subject=subject)
    asked = record("test.invited", company=company_a, person=member_a, subject=subject)
    elsewhere = record("test.went", company=company_b, subject=SectorFactory(slug="other"))
    facts = Participation.objects
    assert set(facts.of_company(company_a)) == {came, asked}
    assert set(facts.of_person(member_a)) == {came, asked}
    assert set(facts.about(subject)) == {came, asked}
    assert set(facts.of_kind("test.came", "test.went")) == {came, elsewhere}
    assert set(facts.of_side(Side.CLUB)) == {asked}


def test_kind_is_registered_once():
    register_kind(CAME)
    with pytest.raises(ValueError, match="registered already"):
        register_kind(Kind(name="test.came", side=Side.CLUB, label="otherwise"))
    assert get_kind("test.came") is CAME
    assert "test.invited" in names_of_side(Side.CLUB)
    assert "test.invited" not in names_of_side(Side.CLIENT)
