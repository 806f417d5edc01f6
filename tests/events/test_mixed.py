"""A small audience that brings competitors together: whoever edits the event is told, not whom."""

import pytest

from accounts.enums import Role
from accounts.services import grant_role
from members.services import name_rival
from tests.events.made import draft
from tests.factories.accounts import AudienceFactory, member

pytestmark = pytest.mark.django_db
WARNING = "some of their companies would rather not meet"


@pytest.fixture
def mixed(company_a, company_b, member_a, member_b, colleague_a, organiser):
    """A draft for the two companies, of which A named B."""
    name_rival(company_a, company_b, by=colleague_a)
    audience = AudienceFactory.create(companies=[company_a, company_b])
    return draft(audience=audience, by=organiser)


def editor(client, page) -> str:
    return client.get(f"/cms/pages/{page.pk}/edit/").content.decode()


def test_an_organiser_learns_whom_to_ask_and_no_more(mixed, client_for, organiser):
    html = editor(client_for(organiser), mixed)
    assert WARNING in html
    assert "ask Marc Maurel" in html
    assert "as a competitor" not in html


def test_who_may_read_the_list_reads_the_names(mixed, client_for, organiser):
    grant_role(organiser, Role.DIRECTOR)
    html = editor(client_for(organiser), mixed)
    assert "Atelier Aubrac named Bastide &amp; Fils as a competitor." in html


def test_a_larger_audience_and_one_side_alone_are_no_matter(
    mixed, client_for, organiser, company_a, company_b
):
    client = client_for(organiser)
    mixed.audience.companies.set([company_a])
    assert WARNING not in editor(client, mixed)
    mixed.audience.companies.set([company_a, company_b])
    assert WARNING in editor(client, mixed)
    for _number in range(12):
        member(company_a)
    assert WARNING not in editor(client, mixed)
