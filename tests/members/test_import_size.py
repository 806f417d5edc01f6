"""Many records: equal to the services one by one, in few queries, whatever the number."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.bulk import change_companies, create_companies
from accounts.models import Company
from accounts.services import change_company, create_company
from members.models import CompanyEntry, CompanyWord, KnownPerson
from members.services import apply_import
from tests.factories.accounts import CompanyFactory, SectorFactory, tier
from tests.members.imported import planned

pytestmark = pytest.mark.django_db


def rows_of_companies():
    """Every company with what is derived from it, but for ids and times."""
    return {
        company.slug: (
            {
                f.attname: getattr(company, f.attname)
                for f in Company._meta.concrete_fields
                if f.attname not in {"id", "created_at", "external_id"}
            },
            CompanyEntry.objects.get(company=company).sort_name,
            set(CompanyWord.objects.filter(company=company).values_list("word", flat=True)),
        )
        for company in Company.objects.all()
    }


def test_bulk_door_writes_what_the_services_write(manager):
    facts = {"tier": tier("gold"), "sector": SectorFactory.create(slug="x"), "city": "Vébron",
             "renewal_on": date(2027, 1, 1), "account_manager": manager}  # fmt: skip
    names = ["Élan & Fils", "Élan et Fils", "elan fils", "日本", "日本"]
    for name in names:
        create_company(name, **facts)
    change_company(Company.objects.order_by("pk")[0], name="Neuf", city="Apt")
    one_by_one = rows_of_companies()
    Company.objects.all().delete()
    create_companies([{"name": name, **facts} for name in names], by=None)
    change_companies(
        [(Company.objects.order_by("pk")[0], {"name": "Neuf", "city": "Apt"})], by=None
    )
    assert rows_of_companies() == one_by_one
    with pytest.raises(TypeError):
        change_companies([(Company.objects.order_by("pk")[0], {"slug": "x"})], by=None)
    with pytest.raises(TypeError):
        change_company(Company.objects.order_by("pk")[0], slug="x")


def file_of(count):
    head = "Account ID,Account Name,Ville,Contact ID,Email,Last Name,First Name"
    return [head, *(
        f"C{n // 4},Client {n // 4},Ville {n % 50},P{n},p{n}@c{n // 4}.example,Nom {n},Prénom"
        for n in range(count)
    )]  # fmt: skip


def queries(act):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        result = act()
    return len(captured), result


#: Reading what the club knows, whatever its size and the file's.
PLAN_QUERIES = 9


def test_queries_do_not_grow_with_the_file():
    small, _plan = queries(lambda: planned(*file_of(40)))
    large, made = queries(lambda: planned(*file_of(1200)))
    assert (small, large) == (PLAN_QUERIES, PLAN_QUERIES)
    written, report = queries(lambda: apply_import(made, by=None))
    assert (report.counts.companies_created, report.counts.people_created) == (300, 1200)
    assert (Company.objects.count(), KnownPerson.objects.count()) == (300, 1200)
    assert written < 160  # four batches; SQLite takes a few hundred values at a time
    again, made = queries(lambda: planned(*file_of(1200)))
    assert (again, made.counts.changes) == (PLAN_QUERIES, 0)
    nothing, _report = queries(lambda: apply_import(made, by=None))
    assert nothing < 6


def test_progress_is_told_to_the_end():
    told = []
    from members.imports import plan
    from tests.members.imported import table

    made = plan(table(*file_of(40)), tell=lambda done, total: told.append((done, total)))
    assert told == [(n, 50) for n in range(1, 51)]
    told.clear()
    apply_import(made, by=None, tell=lambda done, total: told.append((done, total)))
    assert told[-1] == (50, 50)


def test_changes_of_many_are_compared_before_they_are_written():
    CompanyFactory.create(name="Client 0", external_id="C0", slug="client-0")
    made = planned(*file_of(4))
    assert made.companies[0].before.keys() == {"city"}
    apply_import(made, by=None)
    assert Company.objects.get().city in {"Ville 0", "Ville 3"}
