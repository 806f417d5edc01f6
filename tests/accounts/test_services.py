"""Every write on people, companies and roles."""

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts import services
from accounts.enums import Role
from accounts.models import Membership, Tier, User

pytestmark = pytest.mark.django_db


def test_person_without_password_has_none():
    person = services.create_user("New@Client-A.example", first_name="Noé")
    assert person.email == "new@client-a.example"
    assert not person.has_usable_password()
    assert not person.is_staff
    assert not person.is_superuser


def test_address_is_unique_whatever_its_case(member_a):
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        services.create_user("MEMBER@client-a.example")


def test_companies_of_one_name_have_slugs_of_their_own():
    tier = Tier.objects.get(slug="silver")
    slugs = [services.create_company("Société Générale", tier=tier).slug for _n in range(3)]
    assert slugs == ["societe-generale", "societe-generale-2", "societe-generale-3"]


def test_new_membership_ends_the_old_one(member_a, company_b):
    old = member_a.memberships.get()
    new = services.start_membership(member_a, company_b, started_on=date(2026, 3, 1))
    old.refresh_from_db()
    assert old.ended_on == date(2026, 3, 1)
    assert list(Membership.objects.active().filter(person=member_a)) == [new]


def test_correspondent_who_moves_does_not_speak_for_the_new_company(colleague_a, company_b):
    services.start_membership(colleague_a, company_b)
    assert not colleague_a.groups.exists()


def test_departed_correspondent_is_none_any_more(colleague_a):
    services.end_membership(colleague_a.memberships.get())
    assert not colleague_a.groups.exists()


def test_suspension_keeps_the_membership(member_a):
    membership = member_a.memberships.get()
    services.suspend_membership(membership)
    assert membership.ended_on is None
    assert not membership.is_active
    services.resume_membership(membership)
    assert membership.is_active


@pytest.mark.parametrize("role", [role for role in Role if role != Role.MEMBER])
def test_role_is_given_and_taken(outsider, role):
    services.grant_role(outsider, role)
    services.grant_role(outsider, role)
    assert [group.name for group in outsider.groups.all()] == [role.value]
    assert outsider.is_staff == (role != Role.CORRESPONDENT)
    services.revoke_role(outsider, role)
    outsider.refresh_from_db()
    assert not outsider.groups.exists()
    assert not outsider.is_staff


def test_membership_is_no_role_to_give(outsider):
    with pytest.raises(ValueError, match="start_membership"):
        services.grant_role(outsider, Role.MEMBER)


def test_noted_address_is_the_only_one(member_a, member_b):
    EmailAddress.objects.create(user=member_a, email="old@x.example", verified=True, primary=True)
    EmailAddress.objects.create(user=member_b, email=member_a.email, verified=True)
    for _again in range(2):
        services.note_address(member_a)
        [row] = EmailAddress.objects.filter(user=member_a)
        assert (row.email, row.verified, row.primary) == (member_a.email, True, True)
    assert not EmailAddress.objects.filter(user=member_b).exists()


def test_language_is_kept(member_a):
    services.set_language(member_a, "fr")
    assert User.objects.get(pk=member_a.pk).language == "fr"
