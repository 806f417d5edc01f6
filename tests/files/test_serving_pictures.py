"""Pictures leave the house for their audience only, in the sizes that there are."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from PIL import Image

from accounts.audience import viewer_for
from accounts.services import suspend_membership
from files.models import ClubRendition
from tests.factories.accounts import audience
from tests.files.conftest import SEEN_BY
from tests.files.made import CANARY, picture

EVERYBODY = sorted(SEEN_BY["public"])


@pytest.fixture
def rendition_of(picture_of):
    def make(whose, spec="width-300", **options):
        return picture_of(whose, **options).get_rendition(spec)

    return make


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", SEEN_BY)
def test_picture_is_seen_by_its_audience(
    name, who, audience_called, rendition_of, client_for, person
):
    address = rendition_of(audience_called(name)).url
    answer = client_for(person(who)).get(address)
    assert answer.status_code == (200 if who in SEEN_BY[name] else 404)
    assert answer.content.startswith(b"RIFF") == (who in SEEN_BY[name])


def test_gold_picture_is_missing_for_bronze(gold, rendition_of, member_c, client_for):
    rendition = rendition_of(gold)
    bronze = client_for(member_c)
    denied = bronze.get(rendition.url)
    missing = bronze.get(rendition.url.replace(f"/{rendition.image_id}/", "/987654/"))
    assert (denied.status_code, missing.status_code) == (404, 404)
    assert dict(denied.headers).keys() == dict(missing.headers).keys()
    for header in ("Cache-Control", "Content-Type", "ETag"):
        assert denied.headers.get(header) == missing.headers.get(header)


def test_suspended_member_is_refused_from_the_next_request_on(
    gold, rendition_of, member_a, client_for
):
    address, client = rendition_of(gold).url, client_for(member_a)
    answer = client.get(address)
    assert answer.status_code == 200
    suspend_membership(member_a.memberships.get())
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 404


def test_headers_of_a_picture(rendition_of, member_a, client_for):
    answer = client_for(member_a).get(rendition_of(audience("members")).url)
    assert answer["Content-Type"] == "image/webp"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Cookie" in answer["Vary"]
    assert int(answer["Content-Length"]) == len(answer.content)
    assert Image.open(io.BytesIO(answer.content)).size == (300, 200)


def test_known_picture_is_not_sent_again(rendition_of, member_a, client_for):
    address, client = rendition_of(audience("members")).url, client_for(member_a)
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    for header in ("ETag", "Cache-Control", "Content-Security-Policy"):
        assert again[header] == first[header]
    other = client.get(address, headers={"If-None-Match": '"other"'})
    assert other.status_code == 200


def test_head_is_answered_and_nothing_else(rendition_of, member_a, client_for):
    address, client = rendition_of(audience("members")).url, client_for(member_a)
    assert client.head(address).status_code == 200
    for method in (client.post, client.put, client.patch, client.delete, client.options):
        assert method(address).status_code == 405


def test_no_address_makes_a_new_size(rendition_of, member_a, client_for):
    rendition, client = rendition_of(audience("members")), client_for(member_a)
    for spec in ("width-301", "original", "fill-9000x9000", "format-png", "width-300.", "|", "."):
        address = rendition.url.replace("width-300", spec, 1)
        assert address != rendition.url
        assert client.get(address).status_code == 404
    assert ClubRendition.objects.count() == 1


def test_file_name_belongs_to_its_picture(rendition_of, gold, member_c, client_for):
    own, secret = rendition_of(audience("members")), rendition_of(gold)
    client = client_for(member_c)
    assert client.get(own.url).status_code == 200
    assert client.get(own.url.replace(own.name, secret.name)).status_code == 404
    assert client.get(secret.url.replace(secret.name, own.name)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/files/images/1/width-300/..%2f..%2fclub.sqlite3",
        "/files/images/1/width-300/%00.webp",
        "/files/images/1/%00/a.webp",
        "/files/images/99999999999999999999/width-300/a.webp",
        "/files/images/999999999999999999/width-300/a.webp",
        "/files/images/-1/width-300/a.webp",
        "/files/images/１/width-300/a.webp",
        "/files/images/1/width-300/" + "a" * 3000 + ".webp",
        "/files/images/1/" + "a" * 3000 + "/a.webp",
        "/files/images/1/width-300/a.svg",
        "/files/images/",
        "/files/",
    ],
)
def test_strange_addresses_are_missing(path, member_a, client_for):
    assert client_for(member_a).get(path).status_code == 404


def test_picture_whose_file_is_gone_is_missing(rendition_of, member_a, client_for):
    rendition = rendition_of(audience("members"))
    rendition.file.storage.delete(rendition.file.name)
    assert client_for(member_a).get(rendition.url).status_code == 404


def test_original_has_no_address(picture_of, organiser, client_for):
    image = picture_of(audience("public"))
    assert image.file.url == ""
    client = client_for(organiser)
    name = Path(image.file.name).name
    for path in (
        f"/media/{image.file.name}",
        f"/files/images/{image.pk}/original/{name}",
        f"/files/{image.file.name}",
        f"/{image.file.name}",
    ):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("who", EVERYBODY)
def test_media_answers_nobody(who, picture_of, document_of, client_for, person):
    image, document = picture_of(audience("public")), document_of(audience("public"))
    stored = [image.file.name, image.get_rendition("width-300").file.name, document.file.name]
    client = client_for(person(who))
    for name in [*stored, "", "pictures/", "renditions/", "../club.sqlite3"]:
        if name and "." in Path(name).name and not name.startswith(".."):
            assert Path(settings.MEDIA_ROOT, name).exists()
        assert client.get(f"{settings.MEDIA_URL}{name}").status_code == 404


@pytest.mark.parametrize("who", ["stranger", "member_a", "organiser"])
def test_wagtails_own_addresses_do_not_exist(who, document_of, picture_of, client_for, person):
    document, image = document_of(audience("public")), picture_of(audience("public"))
    client = client_for(person(who))
    for path in (
        f"/documents/{document.pk}/{document.filename}",
        f"/images/{image.pk}/width-300/",
        f"/images/x/{image.pk}/width-300/",
        "/_util/authenticate_with_password/1/1/",
    ):
        assert client.get(path).status_code == 404


def test_renditions_carry_nothing_of_the_camera(picture_of, gold):
    image = picture_of(gold)
    renditions = image.get_renditions("width-300", "fill-100x100", "original", "width-50").values()
    stored = [image.file, *(rendition.file for rendition in renditions)]
    assert len(stored) == 5
    for file in stored:
        data = Path(settings.MEDIA_ROOT, file.name).read_bytes()
        assert dict(Image.open(io.BytesIO(data)).getexif()) == {}
        assert CANARY.encode() not in data
        assert b"Exif" not in data


def test_address_changes_with_the_picture(picture_of, gold):
    image = picture_of(gold)
    before = image.get_rendition("width-300").url
    image.file = ContentFile(picture("PNG", size=(600, 400)), "new.png")
    image.save()
    image.renditions.all().delete()
    ClubRendition.cache_backend.clear()
    assert image.get_rendition("width-300").url != before


def test_visible_renditions_are_those_of_visible_pictures(
    rendition_of, gold, member_a, member_c, stranger
):
    mine, secret = rendition_of(audience("members")), rendition_of(gold)
    renditions = ClubRendition.objects
    assert set(renditions.visible_to(viewer_for(member_a))) == {mine, secret}
    assert set(renditions.visible_to(viewer_for(member_c))) == {mine}
    assert set(renditions.visible_to(viewer_for(stranger))) == set()
