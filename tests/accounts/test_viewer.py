"""Queries that every viewer asks alike."""

from django.utils.translation import override

from accounts.audience import Viewer, restricted_q, viewer_for
from accounts.models import Audience, User
from accounts.viewer import PerViewer


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
