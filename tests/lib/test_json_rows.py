"""Rows of another table in one column."""

import pytest
from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONArray

from accounts.models import Company, Membership
from club.lib.json_rows import JsonRows
from tests.factories.accounts import CompanyFactory, MembershipFactory

pytestmark = pytest.mark.django_db


def test_rows_come_as_a_list_and_none_as_null():
    full, empty = CompanyFactory.create(), CompanyFactory.create()
    for title in ("Buyer", 'Plant "1" é'):
        MembershipFactory.create(company=full, job_title=title)
    own = Membership.objects.filter(company=OuterRef("pk")).order_by().values("company")
    rows = own.annotate(rows=JsonRows(JSONArray("job_title", "company_id", "ended_on")))
    found = Company.objects.annotate(rows=Subquery(rows.values("rows"))).in_bulk()
    assert sorted(found[full.pk].rows) == [
        ["Buyer", full.pk, None],
        ['Plant "1" é', full.pk, None],
    ]
    assert found[empty.pk].rows is None
