"""Mass demo people have the rows that the services write."""

from datetime import date, datetime

import pytest
from django.db import connection
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from accounts.enums import JobFunction
from accounts.models import Membership, User
from accounts.services import create_user, start_membership
from club.lib import clock
from members import bulk
from members.models import CharterAcceptance, PersonTopic, PersonWord, Profile
from members.services import accept_charter, charter_in_force, update_profile

pytestmark = pytest.mark.django_db
JOINED = datetime.fromisoformat("2026-02-03T09:00:00+00:00")
SEED = {
    "email": "zoe@client-a.example",
    "first_name": "Zoé",
    "last_name": "Œuvrard",
    "joined_at": JOINED,
    "started_on": date(2026, 2, 3),
    "job_title": "Cheffe d’atelier",
    "function": JobFunction.BUYS,
    "language": "en",
    "about": "Deux phrases.",
    "can_help_with": "EDI, Énergie, energie",
    "looks_for": "Douane",
    "languages": "fr,en",
    "phone": "+33 1",
    "shows_attendance": True,
    "choices": {"phone_visible_to": "contacts", "looks_for_visible_to": "nobody"},
}


def rows_of(person):
    """Everything that is kept of a person, but for the numbers of the rows."""
    models = (Membership, Profile, PersonWord, PersonTopic, CharterAcceptance)
    facts = {
        model.__name__: sorted(
            str({k: v for k, v in row.items() if k not in {"id", "person_id"}})
            for row in model.objects.filter(person=person).values()
        )
        for model in models
    }
    own = model_to_dict(person, exclude=["id", "password", "groups", "user_permissions"])
    return {**facts, "User": own, "joined": person.joined_at}


def test_bulk_leaves_the_rows_of_the_services(company_a):
    [made] = bulk.add_people([bulk.PersonSeed(company=company_a, **SEED)])
    bulk_rows = rows_of(User.objects.get(pk=made.pk))
    assert not made.has_usable_password()
    assert len(bulk_rows["PersonWord"]) == 8
    made.outbox_mails.all().delete()
    Membership.objects.filter(person=made).delete()
    User.objects.filter(pk=made.pk).delete()
    with clock.at(JOINED):
        person = create_user(
            SEED["email"],
            first_name=SEED["first_name"],
            last_name=SEED["last_name"],
            language=SEED["language"],
        )
        start_membership(person, company_a, job_title=SEED["job_title"], function=SEED["function"])
        page = ("about", "can_help_with", "looks_for", "phone", "shows_attendance")
        words = {name: SEED[name] for name in page} | {"languages": SEED["languages"].split(",")}
        update_profile(person, by=person, **words, **SEED["choices"])
        version = charter_in_force()
        if version is not None:
            accept_charter(person, version.number, by=person)
    assert rows_of(User.objects.get(pk=person.pk)) == bulk_rows


def test_bulk_writes_many_in_a_few_statements(company_a):
    seeds = [
        bulk.PersonSeed(**{**SEED, "company": company_a, "email": f"p{n}@client-a.example"})
        for n in range(300)
    ]
    with CaptureQueriesContext(connection) as queries:
        bulk.add_people(seeds)
    assert Profile.objects.count() == 300
    assert len(queries) < 40
