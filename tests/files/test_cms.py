"""Pictures and documents in the editing desk: an audience each, and nothing unchecked is kept."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from wagtail.models import Collection, UploadedFile

from accounts.services import archive_audience
from files.models import ClubDocument, ClubImage
from tests.factories.accounts import audience
from tests.files.made import CANARY, office, pdf, photograph, upload

#: Sort of file, its model, and a good and a bad one.
KINDS = {
    "images": (ClubImage, lambda: upload(photograph(), "IMG 1.jpg")),
    "documents": (ClubDocument, lambda: upload(pdf(), "Plan.pdf")),
}
BAD = [
    ("images", "a.svg", b"<svg onload='alert(1)'/>", "This file is not a picture."),
    ("images", "a.jpg", b"<html>", "This file is not a picture."),
    ("images", "a.jpg", b"", "The submitted file is empty."),
    ("images", "a.jpg", photograph()[:900], "This file is not a picture."),
    ("images", "a.jpg", photograph()[:-20], "This picture is damaged."),
    ("images", "a.jpg", bytes(16 * 1024 * 1024), "Maximum filesize"),
    ("documents", "a.exe", b"MZ", "Documents of this kind are not taken."),
    ("documents", "a.pdf", b"MZ", "This file is not a .pdf document"),
    ("documents", "a.docx", office("docx", **{"word/vbaProject.bin": b"x"}), "holds macros."),
]
EVERYBODY_ELSE = ["member_a", "member_c", "manager", "director", "administrator"]


@pytest.fixture
def desk(organiser, client_for):
    """The organiser's session."""
    return client_for(organiser)


@pytest.fixture(params=["in memory", "on the disk"])
def upload_kept(request, settings):
    """Where Django keeps an upload while it is read."""
    if request.param == "on the disk":
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 0


def everything_on_the_disk() -> bytes:
    files = (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in files)


def found(pattern: str, html: str) -> str:
    """The one part of a page that the pattern describes."""
    [part] = re.findall(pattern, html, re.DOTALL)
    return part


@pytest.mark.parametrize("kind", KINDS)
def test_form_asks_for_an_audience_and_suggests_none(kind, desk, gold):
    archived = audience("staff")
    html = desk.get(f"/cms/{kind}/add/").content.decode()
    select = found(r'<select name="audience"[^>]*>.*?</select>', html)
    assert "required" in select.partition(">")[0]
    assert re.findall(r'<option value="(\d*)" selected', select) == [""]
    assert f'value="{gold.pk}"' in select
    assert f'value="{archived.pk}"' in select


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_kept_without_an_audience(kind, desk):
    model, good = KINDS[kind]
    answer = desk.post(f"/cms/{kind}/add/", {"title": "x", "file": good()})
    assert answer.status_code == 200
    assert "This field is required." in answer.content.decode()
    assert not model.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_file_is_kept_with_its_audience(kind, desk, organiser, gold, upload_kept):
    model, good = KINDS[kind]
    form = {"title": "Line 9", "file": good(), "audience": gold.pk}
    assert desk.post(f"/cms/{kind}/add/", form).status_code == 302
    kept = model.objects.get()
    assert (kept.title, kept.audience, kept.uploaded_by_user) == ("Line 9", gold, organiser)
    assert kept.file_size == kept.file.storage.size(kept.file.name)
    before = kept.file_hash
    kept._set_file_hash()
    assert kept.file_hash == before
    assert CANARY.encode() not in everything_on_the_disk()


@pytest.mark.parametrize("kind", KINDS)
def test_several_at_once_wait_for_their_audience(kind, desk, organiser, gold, upload_kept):
    model, good = KINDS[kind]
    answer = desk.post(f"/cms/{kind}/multiple/add/", {"title": "x", "files[]": good()}).json()
    assert answer["success"]
    assert not model.objects.exists()
    assert CANARY.encode() not in everything_on_the_disk()
    parked = UploadedFile.objects.get()
    word = kind.removesuffix("s")
    prefix = found(r'name="([\w-]*)audience"', answer["form"])
    address = f"/cms/{kind}/multiple/create_from_uploaded_{word}/{parked.pk}/"
    without = desk.post(address, {f"{prefix}title": "Line 9", f"{prefix}audience": ""}).json()
    assert not without["success"]
    form = {f"{prefix}title": "Line 9", f"{prefix}audience": gold.pk}
    assert desk.post(address, form).json()["success"]
    kept = model.objects.get()
    assert (kept.title, kept.audience, kept.uploaded_by_user) == ("Line 9", gold, organiser)
    assert not UploadedFile.objects.exists()
    assert CANARY.encode() not in everything_on_the_disk()


@pytest.mark.parametrize("kind", KINDS)
def test_choosers_form_asks_for_an_audience(kind, desk, gold):
    model, good = KINDS[kind]
    word = kind.removesuffix("s")
    prefix = f"{word}-chooser-upload-"
    address = f"/cms/{kind}/chooser/create/"
    form = {f"{prefix}title": "x", f"{prefix}file": good()}
    assert desk.post(address, form).json()["step"] == "reshow_creation_form"
    assert not model.objects.exists()
    form = {f"{prefix}title": "x", f"{prefix}file": good(), f"{prefix}audience": gold.pk}
    assert desk.post(address, form).json()["step"] == "chosen"
    assert model.objects.get().audience == gold
    assert CANARY.encode() not in everything_on_the_disk()


@pytest.mark.parametrize(("kind", "name", "data", "sentence"), BAD)
@pytest.mark.parametrize("several", [False, True])
def test_bad_file_is_refused_with_a_sentence(kind, name, data, sentence, several, desk, gold):
    bad = upload(data, name)
    if several:
        answer = desk.post(f"/cms/{kind}/multiple/add/", {"title": "x", "files[]": bad}).json()
        assert not answer["success"]
        assert sentence in answer["error_message"]
    else:
        answer = desk.post(f"/cms/{kind}/add/", {"title": "x", "file": bad, "audience": gold.pk})
        assert sentence in answer.content.decode()
    assert not KINDS[kind][0].objects.exists()
    assert not UploadedFile.objects.exists()
    assert everything_on_the_disk() == b""


@pytest.mark.parametrize("kind", KINDS)
def test_archived_audience_is_kept_but_not_given(kind, desk, gold, picture_of, document_of):
    kept = picture_of(gold) if kind == "images" else document_of(gold)
    archive_audience(gold)
    model, good = KINDS[kind]
    form = {"title": "x", "file": good(), "audience": gold.pk}
    assert desk.post(f"/cms/{kind}/add/", form).status_code == 200
    assert model.objects.count() == 1
    answer = desk.post(f"/cms/{kind}/{_edit(kind, kept)}", {"title": "New", "audience": gold.pk})
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert (kept.title, kept.audience) == ("New", gold)


def _edit(kind: str, kept) -> str:
    return f"{kept.pk}/" if kind == "images" else f"edit/{kept.pk}/"


def test_new_file_replaces_the_old_one_and_its_sizes(desk, gold, picture_of):
    image = picture_of(gold)
    old = [image.file.name, image.get_rendition("width-30").file.name]
    form = {"title": "x", "audience": gold.pk, "file": upload(photograph(), "b.jpg")}
    assert desk.post(f"/cms/images/{image.pk}/", form).status_code == 302
    image.refresh_from_db()
    assert image.file.name not in old
    assert (image.width, image.height) == (60, 40)
    assert not Path(settings.MEDIA_ROOT, old[0]).exists()
    assert not image.renditions.filter(file=old[1]).exists()
    assert CANARY.encode() not in everything_on_the_disk()


@pytest.mark.parametrize("kind", KINDS)
def test_desk_shows_files_of_every_audience_to_the_organiser(
    kind, desk, gold, picture_of, document_of
):
    kept = picture_of(gold, title="Gold") if kind == "images" else document_of(gold, title="Gold")
    listing = desk.get(f"/cms/{kind}/").content.decode()
    assert "Gold" in listing
    addresses = re.findall(r'="(?:https?://[^/"]+)?(/files/[^"]*)"', listing)
    assert addresses
    for address in addresses:
        answer = desk.get(address)
        assert answer.status_code == 200
        b"".join(answer)
    assert "/media/" not in listing
    for path in (_edit(kind, kept), f"chooser/chosen/{kept.pk}/", f"usage/{kept.pk}/"):
        answer = desk.get(f"/cms/{kind}/{path}")
        assert answer.status_code == 200
        assert "/media/" not in answer.content.decode()


@pytest.mark.parametrize("who", EVERYBODY_ELSE)
@pytest.mark.parametrize("kind", KINDS)
def test_nobody_else_sees_the_files_of_the_desk(
    kind, who, gold, picture_of, document_of, client_for, person
):
    kept = picture_of(gold, title="Gold") if kind == "images" else document_of(gold, title="Gold")
    client = client_for(person(who))
    for path in ("", "add/", f"chooser/chosen/{kept.pk}/", _edit(kind, kept)):
        answer = client.get(f"/cms/{kind}/{path}")
        assert answer.status_code in {302, 403, 404}
        assert b"Gold" not in answer.content
    assert b"Gold" not in client.get(f"/cms/{kind}/chooser/").content


def test_collections_offer_no_privacy(desk):
    top = Collection.get_first_root_node()
    part = top.add_child(name="Part")
    html = desk.get(f"/cms/collections/{part.pk}/").content.decode()
    assert "Part" in html
    assert "privacy/" not in html
    assert "privacy-indicator" not in html
