"""Queries that every viewer asks alike, and what is read with the person of a session."""

import pickle
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.translation import override

from accounts.audience import Viewer, restricted_q, viewer_for, viewer_on_arrival
from accounts.backends import EmailBackend
from accounts.models import Audience, Membership, User
from accounts.viewer import PerViewer
from club.lib import clock
from members.models import Profile, shows_attendance
from participation.models import Actor


def test_each_viewer_gets_the_own_rows_by_one_text(member_a, member_b, colleague_a, organiser):
    built = []

    @PerViewer
    def rows(viewer: Viewer) -> object:
        built.append(viewer)
        shown = Audience.objects.filter(restricted_q(viewer, "pk"))
        if viewer.is_staff:
            return shown
        people = User.objects.filter(pk=viewer.user_id, memberships__company=viewer.company_id)
        return shown.filter(people__in=people.values("pk"))

    for person in (member_a, member_b):
        audience = Audience.objects.create(name_en=person.first_name)
        audience.people.add(person)
    everything = Audience.objects.in_bulk()
    assert [row.name_en for row in rows(viewer_for(member_a))] == [member_a.first_name]
    assert [row.name_en for row in rows(viewer_for(member_b))] == [member_b.first_name]
    assert len(built) == 1
    assert rows(viewer_for(colleague_a)) == []  # a correspondent, too
    assert len(rows(viewer_for(organiser))) == len(everything)
    assert len(built) == 3
    with override("en"):
        assert [row.name_en for row in rows(viewer_for(member_b))] == [member_b.first_name]
    assert len(built) == 4


def test_person_of_a_session_comes_with_the_viewer(member_a, organiser, django_assert_num_queries):
    for person in (member_a, organiser):
        with django_assert_num_queries(1):
            found = EmailBackend().get_user(person.pk)
            viewer = viewer_on_arrival(found)
        assert viewer == viewer_for(person)
        plain = {field.attname: getattr(person, field.attname) for field in User._meta.fields}
        assert {name: getattr(found, name) for name in plain} == plain


def test_what_came_with_the_person_serves_once(member_a, company_a):
    found = EmailBackend().get_user(member_a.pk)
    Membership.objects.filter(person=member_a).update(suspended_at=clock.now())
    assert viewer_on_arrival(found).is_member  # who it was when the session was read
    assert viewer_on_arrival(found).is_stranger
    assert viewer_for(found).is_stranger
    assert pickle.loads(pickle.dumps(found)) == member_a  # noqa: S301  (its own)


def test_nobody_comes_with_a_session_of_who_may_not(member_a):
    member_a.is_active = False
    member_a.save()
    assert EmailBackend().get_user(member_a.pk) is None
    assert EmailBackend().get_user(10**9) is None


def test_what_apps_want_to_know_is_read_with_the_person(member_a, member_b):
    Profile.objects.update_or_create(person=member_a, defaults={"shows_attendance": True})
    number = Actor.objects.create(person=member_a).pk
    known = EmailBackend().get_user(member_a.pk)
    assert known.read_along == {
        "members.shows_attendance": True,
        "participation.actor": number,
        "participation.zone": "Europe/Paris",
    }
    other = EmailBackend().get_user(member_b.pk)
    assert other.read_along["participation.actor"] is None
    assert not shows_attendance(other)
    assert (shows_attendance(known), shows_attendance(member_a)) == (True, True)
    assert User.objects.get(pk=member_a.pk).read_along == {}


@pytest.mark.parametrize("seconds", [-1, 1])
def test_session_holds_until_its_end_and_not_longer(client_for, member_a, seconds):
    browser = client_for(member_a)
    ends = timezone.now() + timedelta(seconds=60 * seconds)  # noqa: TID251  (as Django writes it)
    Session.objects.update(expire_date=ends)
    answer = browser.get("/me/")
    assert answer.status_code == (200 if seconds > 0 else 404)
