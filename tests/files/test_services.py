"""Pictures and documents that code adds."""

import io
from hashlib import sha1
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import IntegrityError
from django.db.models import ProtectedError
from PIL import Image

from club.lib.pictures import PictureRefused
from files.models import ClubDocument, ClubImage, ClubRendition
from files.rules import DocumentRefused
from files.services import add_document, add_picture
from tests.files.made import CANARY, office, pdf, photograph, picture, upload


def stored(file) -> bytes:
    return Path(settings.MEDIA_ROOT, file.name).read_bytes()


def test_picture_is_kept_clean_and_upright(gold, organiser):
    sent = photograph(orientation=6, size=(600, 400))
    image = add_picture(
        io.BytesIO(sent), title="Line 9", audience=gold, by=organiser, description="The line"
    )
    image.refresh_from_db()
    data = stored(image.file)
    assert CANARY.encode() not in data
    assert Image.open(io.BytesIO(data)).size == (image.width, image.height) == (400, 600)
    assert (image.title, image.description, image.audience) == ("Line 9", "The line", gold)
    assert image.uploaded_by_user == organiser
    assert (image.file_size, image.file_hash) == (len(data), sha1(data).hexdigest())  # noqa: S324


def test_picture_saved_past_the_service_is_clean_as_well(gold):
    sent = ContentFile(photograph(orientation=6, size=(600, 400)), "IMG_2041.jpg")
    image = ClubImage.objects.create(title="x", audience=gold, file=sent)
    image.refresh_from_db()
    assert CANARY.encode() not in stored(image.file)
    assert (image.width, image.height) == (400, 600)
    image.file.save("../../x.jpg", ContentFile(photograph()))
    image.refresh_from_db()
    assert CANARY.encode() not in stored(image.file)
    assert (image.width, image.height) == (60, 40)


def test_picture_saved_past_the_service_is_checked(gold):
    with pytest.raises(PictureRefused):
        ClubImage(title="x", audience=gold, file=ContentFile(b"<svg/>", "a.svg")).save()
    assert not Path(settings.MEDIA_ROOT, "pictures").exists()


def test_document_saved_past_the_service_is_checked(gold):
    with pytest.raises(DocumentRefused):
        ClubDocument(title="x", audience=gold, file=ContentFile(b"MZ", "a.pdf")).save()
    assert not Path(settings.MEDIA_ROOT, "documents").exists()


def test_document_is_kept_as_it_is(gold, organiser):
    data = office("docx")
    document = add_document(upload(data, "Été.docx"), title="Été", audience=gold, by=organiser)
    document.refresh_from_db()
    assert stored(document.file) == data
    assert (document.filename, document.extension) == ("ete.docx", "docx")
    assert document.file_size == len(data)
    assert document.file_hash == sha1(data).hexdigest()  # noqa: S324
    assert document.uploaded_by_user == organiser


@pytest.mark.parametrize("add", [add_picture, add_document])
def test_refusal_keeps_nothing(add, gold):
    with pytest.raises(ValidationError):
        add(upload(b"MZ", "a.pdf"), title="x", audience=gold)
    assert (ClubImage.objects.count(), ClubDocument.objects.count()) == (0, 0)


def test_names_on_the_disk_say_nothing(gold):
    image = add_picture(upload(picture(), "Plan secret.jpg"), title="Plan", audience=gold)
    document = add_document(upload(pdf(), "Plan secret.pdf"), title="Plan", audience=gold)
    for name in (image.file.name, document.file.name, image.get_rendition("width-30").file.name):
        assert "plan" not in name.lower()
        assert len(name.split("/")[1].split(".")[0]) == 32


@pytest.mark.parametrize("make", [ClubImage, ClubDocument])
def test_file_without_an_audience_is_none(make, db):
    file = ContentFile(picture() if make is ClubImage else pdf(), "a.pdf")
    with pytest.raises(IntegrityError):
        make(title="x", file=file).save()


def test_audience_of_a_file_stays(picture_of, document_of, gold):
    picture_of(gold)
    document_of(gold)
    with pytest.raises(ProtectedError):
        type(gold).objects.filter(pk=gold.pk).delete()


def test_deleted_file_leaves_the_disk(
    picture_of, document_of, gold, django_capture_on_commit_callbacks
):
    image, document = picture_of(gold), document_of(gold)
    rendition = image.get_rendition("width-30")
    paths = [Path(settings.MEDIA_ROOT, f.file.name) for f in (image, rendition, document)]
    assert all(path.exists() for path in paths)
    with django_capture_on_commit_callbacks(execute=True):
        image.delete()
        document.delete()
    assert not any(path.exists() for path in paths)
    assert not ClubRendition.objects.exists()


def test_who_loses_a_race_uses_the_winners_file(picture_of, gold):
    image = picture_of(gold)
    winner = image.get_rendition("width-30")
    ClubRendition.cache_backend.clear()
    late = ClubImage.objects.get(pk=image.pk)
    assert late.create_rendition(winner.filter) == winner
    assert late.create_renditions(winner.filter) == {winner.filter: winner}
    assert ClubRendition.objects.count() == 1
