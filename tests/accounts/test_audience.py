"""Who may see what, asked from both ends."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.db.models import ProtectedError
from django.http import Http404

from accounts import services
from accounts.audience import (
    get_visible_or_404,
    require_member_or_staff,
    require_roles,
    viewer_for,
)
from accounts.entrance import guest_at
from accounts.enums import AudienceKey, Role
from accounts.models import Audience, Company, CompanyTag, Segment, Tier, User
from club.lib import clock
from tests.factories.accounts import audience

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(member_a, colleague_a, member_b, member_c, suspended_b, outsider, organiser, director):
    """Everybody, signed in or not."""
    return list(User.objects.all())


def reached(row):
    """Whom an audience names, by e-mail."""
    return set(row.members().values_list("email", flat=True))


def seeing(row, people):
    """Who may see a thing of this audience, by e-mail, without the staff, who see everything."""
    viewers = {person: viewer_for(person) for person in people}
    return {
        person.email
        for person, viewer in viewers.items()
        if row.pk in viewer.audience_ids and viewer.is_member
    }


def made_of(**parts):
    return services.create_audience("Essai", "Test", **parts)


# --- Both directions ------------------------------------------------------------------------
def test_tier(people, member_a, colleague_a):
    row = made_of(tiers=[Tier.objects.get(slug="gold")])
    assert reached(row) == seeing(row, people) == {member_a.email, colleague_a.email}


def test_company(people, member_b, company_b):
    row = made_of(companies=[company_b])
    assert reached(row) == seeing(row, people) == {member_b.email}


def test_people(people, member_c, suspended_b, outsider):
    row = made_of(people=[member_c, suspended_b, outsider])
    assert reached(row) == seeing(row, people) == {member_c.email}


def test_segment_by_hand(people, member_c, company_c):
    segment = Segment.objects.create(name="By hand")
    segment.companies.add(company_c)
    row = made_of(segments=[segment])
    assert reached(row) == seeing(row, people) == {member_c.email}


RULES = {
    "sector": ({"sector": ["industry"]}, {"a", "b"}),
    "two sectors": ({"sector": ["industry", "services"]}, {"a", "b", "c"}),
    "sector and region": ({"sector": ["industry"], "region": ["Alsace"]}, {"b"}),
    "size": ({"size": ["xl"]}, {"c"}),
    "tag": ({"tag": ["pilot"]}, {"a", "c"}),
    "two tags, each company once": ({"tag": ["pilot", "export"]}, {"a", "c"}),
    "no value": ({"sector": []}, set()),
    "unknown value": ({"sector": ["no such"]}, set()),
    "unknown key": ({"name": ["Cordier Conseil"]}, set()),
    "known and unknown key": ({"sector": ["industry"], "turnover": ["1"]}, set()),
    "empty rule": ({}, set()),
}


@pytest.mark.parametrize("case", RULES)
def test_segment_by_rule(people, company_a, company_b, company_c, case):
    Company.objects.filter(pk=company_b.pk).update(region="Alsace")
    Company.objects.filter(pk=company_c.pk).update(size="xl")
    pilot, export = (CompanyTag.objects.create(name=name) for name in ("pilot", "export"))
    company_a.tags.set([pilot, export])
    company_c.tags.set([pilot])
    rule, letters = RULES[case]
    row = made_of(segments=[Segment.objects.create(name="By rule", rule=rule)])
    expected = {
        person.email
        for person in User.objects.active_members()
        if person.memberships.get().company.slug.removeprefix("client-") in letters
    }
    assert reached(row) == seeing(row, people) == expected


def test_people_of_a_company_that_left_are_out(people, member_a, colleague_a, company_a):
    """Whatever became of their memberships: one that began at that moment stayed open."""
    row = made_of(companies=[company_a], people=[member_a, colleague_a])
    Company.objects.filter(pk=company_a.pk).update(left_on=clock.today())
    assert viewer_for(member_a).is_stranger
    assert reached(row) == seeing(row, people) == set()
    assert not User.objects.active_members().filter(pk=member_a.pk).exists()
    assert guest_at(member_a.email) is None


def test_union(people, member_a, colleague_a, member_c, company_c):
    row = made_of(tiers=[Tier.objects.get(slug="gold")], companies=[company_c])
    expected = {member_a.email, colleague_a.email, member_c.email}
    assert reached(row) == seeing(row, people) == expected


def test_built_in_ones(people, member_a, colleague_a, member_b, member_c, organiser, director):
    members = {p.email for p in (member_a, colleague_a, member_b, member_c)}
    for key in (AudienceKey.PUBLIC, AudienceKey.MEMBERS):
        assert reached(audience(key)) == seeing(audience(key), people) == members
    staff = audience(AudienceKey.STAFF)
    assert seeing(staff, people) == set()
    assert {organiser.email, director.email} <= reached(staff)
    assert not reached(staff) & members


def test_archived_audience_is_offered_no_more_and_names_the_same(people, member_b, company_b):
    row = made_of(companies=[company_b])
    services.archive_audience(row)
    assert row not in Audience.objects.choosable()
    assert reached(row) == seeing(row, people) == {member_b.email}
    with pytest.raises(ValueError, match="stays"):
        services.archive_audience(audience("members"))


def test_audience_is_never_deleted(company_b):
    with pytest.raises(ProtectedError):
        made_of(companies=[company_b]).delete()


# --- Viewers --------------------------------------------------------------------------------
def test_strangers_see_what_is_public(db, suspended_b, outsider):
    public = frozenset({audience("public").pk})
    for person in (AnonymousUser(), suspended_b, outsider):
        viewer = viewer_for(person)
        assert viewer.is_stranger
        assert viewer.audience_ids == public
        assert not viewer.roles


def test_departed_person_is_a_stranger(member_a):
    services.end_membership(member_a.memberships.get())
    assert viewer_for(member_a).is_stranger


def test_member(member_a, company_a):
    viewer = viewer_for(member_a)
    assert (viewer.user_id, viewer.company_id, viewer.tier_id) == (
        member_a.pk,
        company_a.pk,
        company_a.tier_id,
    )
    assert viewer.roles == {Role.MEMBER}
    assert audience("staff").pk not in viewer.audience_ids


def test_correspondent(colleague_a):
    assert viewer_for(colleague_a).roles == {Role.MEMBER, Role.CORRESPONDENT}


def test_staff_see_every_audience_and_are_no_members(organiser, company_a):
    row = made_of(companies=[company_a])
    viewer = viewer_for(organiser)
    assert row.pk in viewer.audience_ids
    assert viewer.is_staff
    assert not viewer.is_member


def test_roles_combine(allinone):
    assert viewer_for(allinone).roles == {Role.ORGANISER, Role.ACCOUNT_MANAGER, Role.DIRECTOR}


def test_group_that_is_no_role_gives_none(member_a):
    member_a.groups.add(Group.objects.create(name="Editors"))
    assert viewer_for(member_a).roles == {Role.MEMBER}


def test_viewer_takes_few_queries(member_a, organiser, django_assert_num_queries):
    Segment.objects.create(name="One", rule={"sector": ["industry"]})
    for person in (member_a, organiser):
        with django_assert_num_queries(1):
            viewer_for(person)


def test_change_counts_at_the_next_look(member_b, company_b):
    row = made_of(tiers=[Tier.objects.get(slug="gold")])
    assert row.pk not in viewer_for(member_b).audience_ids
    company_b.tier = Tier.objects.get(slug="gold")
    company_b.save()
    assert row.pk in viewer_for(member_b).audience_ids


# --- Doors ----------------------------------------------------------------------------------
def test_directory_shows_active_members_to_the_club_only(people, member_a, suspended_b, outsider):
    shown = set(User.objects.visible_to(viewer_for(member_a)))
    assert member_a in shown
    assert not {suspended_b, outsider} & shown
    assert not User.objects.visible_to(viewer_for(suspended_b)).exists()
    assert not Company.objects.visible_to(viewer_for(AnonymousUser())).exists()


def test_not_theirs_is_like_not_there(member_a, suspended_b):
    viewer = viewer_for(member_a)
    assert get_visible_or_404(User.objects, viewer, pk=member_a.pk) == member_a
    for pk in (suspended_b.pk, 10**9):
        with pytest.raises(Http404) as refused:
            get_visible_or_404(User.objects, viewer, pk=pk)
        assert str(refused.value) == ""


def test_requirements(member_a, organiser, outsider):
    require_member_or_staff(viewer_for(member_a))
    require_member_or_staff(viewer_for(organiser))
    require_roles(viewer_for(organiser), Role.ORGANISER, Role.DIRECTOR)
    with pytest.raises(Http404):
        require_member_or_staff(viewer_for(outsider))
    with pytest.raises(Http404):
        require_roles(viewer_for(organiser), Role.DIRECTOR)
    with pytest.raises(Http404):
        require_roles(viewer_for(member_a), Role.ORGANISER)
