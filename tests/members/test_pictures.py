"""Faces and logos: checked at each request, kept by one browser."""

import io

import pytest
from PIL import Image

from accounts import services as accounts
from members.services import profile_of, remove_face, set_face
from tests.members.made import CAST, INSIDE, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_face(member_a):
    set_face(member_a, picture(), by=member_a)
    return member_a


@pytest.fixture
def with_logo(company_a, member_a):
    company_a.logo.save("logo.jpg", picture())
    return company_a


@pytest.mark.parametrize("who", CAST)
def test_face_and_logo_are_for_people_of_the_club(request, client_for, who, with_face, with_logo):
    client = client_for(request.getfixturevalue(who))
    for address in (profile_of(with_face).face_url, with_logo.logo_url):
        response = client.get(address)
        assert response.status_code == (200 if who in INSIDE else 404)
        if who in INSIDE:
            assert Image.open(io.BytesIO(response.content)).format == "JPEG"
            assert response["Content-Type"] == "image/jpeg"
            assert response["Cache-Control"] == "private, max-age=600"
            assert response["X-Content-Type-Options"] == "nosniff"
            assert response["Content-Security-Policy"] == "default-src 'none'"


def test_face_is_sent_once(client_for, with_face, member_b):
    client = client_for(member_b)
    first = client.get(profile_of(with_face).face_url)
    again = client.get(profile_of(with_face).face_url, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    set_face(with_face, picture(size=(20, 20)), by=with_face)
    new = client.get(profile_of(with_face).face_url, headers={"if-none-match": first["ETag"]})
    assert new.status_code == 200


def test_face_of_a_suspended_person_is_gone_at_once(client_for, with_face, member_b):
    client, address = client_for(member_b), profile_of(with_face).face_url
    etag = client.get(address)["ETag"]
    accounts.suspend_membership(with_face.memberships.get())
    assert client.get(address, headers={"if-none-match": etag}).status_code == 404
    assert client_for(with_face).get(address).status_code == 404


def test_removed_face_and_its_file_are_gone(
    client_for, with_face, member_b, django_capture_on_commit_callbacks
):
    face = profile_of(with_face).face
    name, storage, address = face.name, face.storage, profile_of(with_face).face_url
    with django_capture_on_commit_callbacks(execute=True):
        remove_face(with_face, by=with_face)
    assert not storage.exists(name)
    assert client_for(member_b).get(address).status_code == 404


def test_file_that_is_missing_is_no_error(client_for, with_face):
    face = profile_of(with_face).face
    face.storage.delete(face.name)
    assert client_for(with_face).get(profile_of(with_face).face_url).status_code == 404


def test_staff_see_their_own_face_alone(client_for, organiser, member_a):
    set_face(organiser, picture(), by=organiser)
    address = profile_of(organiser).face_url
    assert client_for(organiser).get(address).status_code == 200
    assert client_for(member_a).get(address).status_code == 404


def test_face_is_small_and_free_of_what_the_camera_wrote(member_a):
    image = Image.new("RGB", (2000, 1000))
    exif = Image.Exif()
    exif[0x010F] = "Camera of Agathe"
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", exif=exif)
    buffer.seek(0)
    profile = set_face(member_a, buffer, by=member_a)
    with profile.face.open() as file:
        stored = file.read()
    assert b"Camera of Agathe" not in stored
    assert max(Image.open(io.BytesIO(stored)).size) == 480
