"""What a profile asks for, why, and that something reads it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image

from club.lib.pictures import Crop
from members.forms.profile import ProfileForm
from members.models import Profile
from members.services import (
    accept_contact,
    hide_person,
    profile_of,
    request_contact,
    set_face,
    update_profile,
)
from tests.factories.accounts import member
from tests.members.made import picture

pytestmark = pytest.mark.django_db

#: Which feature reads each field of a profile: a file, and what in it does so.
READERS = {
    "face": ("club/templatetags/club_look.py", "face_url"),
    "about": ("members/templates/members/person_detail.html", "sight.about"),
    "can_help_with": ("members/services/search.py", "profile.help_topics"),
    "looks_for": ("members/services/search.py", "profile.wanted_topics"),
    "languages": ("members/services/search.py", "profile.spoken"),
    "phone": ("members/templates/members/_reach.html", "sight.phone"),
    "shows_attendance": ("events/models/sight.py", "shows_attendance(self.person)"),
    "hidden_at": ("members/querysets/people.py", "hidden_at__isnull"),
    "sort_name": ("members/querysets/people.py", "profile__sort_name"),
    "updated_at": ("members/services/profiles.py", "profile.updated_at"),
    **{
        f"{name}_visible_to": ("members/models/profile.py", "getattr(self, field.choice)")
        for name in ("email", "phone", "about", "can_help_with", "looks_for")
    },
}


def test_every_field_of_a_profile_is_read_by_a_feature():
    kept = {field.name for field in Profile._meta.concrete_fields} - {"id", "person"}
    assert kept == set(READERS)
    for name, (file, words) in READERS.items():
        assert words in Path(settings.BASE_DIR, file).read_text(), name


def test_every_field_says_what_it_changes(member_a):
    form = ProfileForm(
        person=member_a, profile=profile_of(member_a), membership=member_a.memberships.get()
    )
    plain = {"first_name", "last_name", "language", "time_zone"}
    unsaid = {f.name for f in form.visible_fields() if not f.help_text and f.name not in plain}
    assert unsaid == set()


@pytest.mark.parametrize(
    ("crop", "size", "box"),
    [
        (Crop(), (400, 300), (50, 0, 350, 300)),
        (Crop(x=0, y=0), (400, 300), (0, 0, 300, 300)),
        (Crop(x=1, y=1), (300, 400), (0, 100, 300, 400)),
        (Crop(x=0.5, y=0.25, size=0.5), (400, 400), (100, 0, 300, 200)),
        (Crop(x=0.1, y=0.1, size=0.05), (10, 3000), (0, 300, 1, 301)),
    ],
)
def test_a_square_lies_within_the_picture(crop, size, box):
    assert crop.box(*size) == box


@pytest.mark.parametrize(
    ("answer", "colour"),
    [
        ({"face_part": "start"}, (200, 0, 0)),
        ({"face_part": "end"}, (0, 0, 200)),
        ({}, (0, 200, 0)),
        ({"crop_x": "0.9", "crop_y": "0.5", "crop_size": "0.5"}, (0, 0, 200)),
        ({"face_part": "end", "crop_x": "0.1"}, (0, 0, 200)),
    ],
)
def test_the_chosen_square_is_shown_and_nothing_else_is_kept(client_for, member_a, answer, colour):
    upload = picture(size=(900, 300))
    image = Image.open(upload)
    for place, tint in enumerate([(200, 0, 0), (0, 200, 0), (0, 0, 200)]):
        image.paste(tint, (place * 300, 0, place * 300 + 300, 300))
    upload.seek(0)
    upload.truncate()
    image.save(upload, "JPEG", quality=95)
    upload.seek(0)
    data = {"first_name": "A", "last_name": "B", **_choices(), **answer, "face": upload}
    assert client_for(member_a).post("/me/", data).status_code == 302
    kept = Profile.objects.get(person=member_a).face
    with default_storage.open(kept.name) as stored, Image.open(stored) as shown:
        assert shown.width == shown.height
        edges = [shown.getpixel((x, shown.height // 2)) for x in (2, shown.width - 3)]
    assert all(abs(a - b) < 30 for edge in edges for a, b in zip(edge, colour, strict=True))


def _choices() -> dict[str, str]:
    names = ("email", "phone", "about", "can_help_with", "looks_for")
    return {f"{name}_visible_to": "members" for name in names}


@pytest.mark.parametrize("wrong", [{"crop_x": "2"}, {"crop_size": "0"}, {"crop_y": "nan"}])
def test_a_square_beyond_the_picture_is_refused(client_for, member_a, wrong):
    data = {"first_name": "A", "last_name": "B", **_choices(), **wrong, "face": picture()}
    assert client_for(member_a).post("/me/", data).status_code == 422


def test_contacts_in_common_are_named_to_those_who_know_them(
    client_for, member_a, member_b, member_c, organiser, company_c
):
    known, quiet, other = (member(company_c, last_name=name) for name in ("Lien", "Muet", "Autre"))
    for one, two in (
        *((member_a, known), (known, member_b), (quiet, member_a), (member_b, quiet)),
        *((other, member_b),),
    ):
        accept_contact(request_contact(two, by=one, why="Bonjour"), by=two)
    hide_person(quiet, by=quiet)

    def named(viewer, person):
        page = client_for(viewer).get(f"/members/{person.pk}/")
        return [row.person for row in page.context["mutual"]]

    assert named(member_a, member_b) == [known]
    assert named(member_b, member_a) == [known]
    for viewer, person in ((member_c, member_b), (organiser, member_b), (member_a, member_a)):
        assert named(viewer, person) == []


def test_a_picture_is_asked_for_when_a_request_goes_without(client_for, member_a, member_b):
    request_contact(member_b, by=member_a, why="Bonjour")
    client, address = client_for(member_a), f"/members/{member_b.pk}/"
    assert "/me/#id_face" in client.get(address).content.decode()
    set_face(member_a, picture(), by=member_a)
    assert "/me/#id_face" not in client.get(address).content.decode()


def test_a_wish_is_asked_for_where_nobody_offers_a_subject(
    client_for, member_a, member_b, organiser
):
    update_profile(member_b, by=member_b, can_help_with="EDI")
    prompt = "/me/#id_looks_for"
    assert prompt in client_for(member_a).get("/members/", {"helps": "douane"}).content.decode()
    assert prompt not in client_for(member_a).get("/members/", {"helps": "edi"}).content.decode()
    elsewhere = {"helps": "edi", "region": "nowhere"}
    assert prompt not in client_for(organiser).get("/members/", elsewhere).content.decode()
