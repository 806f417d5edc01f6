"""Documents leave the house for their audience only, to be kept and never to be run."""

import asyncio
from pathlib import Path

import pytest
from django.conf import settings
from django.test import AsyncClient

from accounts.audience import viewer_for
from accounts.services import suspend_membership
from files.models import ClubDocument
from files.rules import CONTENT_TYPES
from tests.factories.accounts import audience
from tests.files.conftest import SEEN_BY
from tests.files.made import document, pdf

FILE_NAMES = ["../../evil.pdf", "a/b/c.pdf", "..\\x.pdf", "C:\\a.pdf", "é ; rm.pdf"]
TITLES = [
    "../../etc/passwd",
    'a"; filename="b.exe',
    "a\r\nSet-Cookie: x=1",
    "",
    "日本",
    "\u202efdp",
]
EVERYBODY = sorted(SEEN_BY["public"])


def fetch(client, address: str) -> tuple[int, bytes]:
    """What comes from an address, read to its end."""
    answer = client.get(address)
    return answer.status_code, b"".join(answer) if answer.streaming else answer.content


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize("name", SEEN_BY)
def test_document_is_seen_by_its_audience(
    name, who, audience_called, document_of, client_for, person
):
    address = document_of(audience_called(name)).url
    status, data = fetch(client_for(person(who)), address)
    assert status == (200 if who in SEEN_BY[name] else 404)
    assert (data == pdf()) == (who in SEEN_BY[name])


def test_denied_is_missing(gold, document_of, member_c, client_for):
    address, bronze = document_of(gold).url, client_for(member_c)
    denied, missing = bronze.get(address), bronze.get("/files/documents/987654/plan-dacces.pdf")
    assert (denied.status_code, missing.status_code) == (404, 404)
    assert denied.headers.get("Cache-Control") == missing.headers.get("Cache-Control")


def test_suspended_member_is_refused_from_the_next_request_on(
    gold, document_of, member_a, client_for
):
    address, client = document_of(gold).url, client_for(member_a)
    assert fetch(client, address) == (200, pdf())
    suspend_membership(member_a.memberships.get())
    assert fetch(client, address)[0] == 404


@pytest.mark.parametrize("extension", CONTENT_TYPES)
def test_headers_of_a_document(extension, document_of, member_a, client_for):
    kept = document_of(
        audience("members"), name=f"a.{extension}", data=document(extension), title="Tarifs 2026"
    )
    answer = client_for(member_a).get(kept.url)
    data = b"".join(answer)
    assert data == document(extension)
    assert answer["Content-Type"] == CONTENT_TYPES[extension]
    assert answer["Content-Disposition"] == f'attachment; filename="tarifs-2026.{extension}"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert int(answer["Content-Length"]) == len(data)


def test_title_of_the_past_still_leads_there(document_of, member_a, client_for):
    kept = document_of(audience("members"), title="Plan")
    ClubDocument.objects.filter(pk=kept.pk).update(title="Plan corrigé")
    answer = client_for(member_a).get(kept.url)
    assert b"".join(answer) == pdf()
    assert "plan-corrige.pdf" in answer["Content-Disposition"]


@pytest.mark.parametrize("title", TITLES)
def test_title_cannot_break_the_answer(title, document_of, member_a, client_for):
    kept = document_of(audience("members"), title="x")
    ClubDocument.objects.filter(pk=kept.pk).update(title=title)
    answer = client_for(member_a).get(kept.url)
    assert b"".join(answer) == pdf()
    name = answer["Content-Disposition"].removeprefix('attachment; filename="').removesuffix('"')
    assert name.endswith(".pdf")
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_.")
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("name", FILE_NAMES)
def test_hostile_file_name_is_replaced(name, document_of, gold):
    kept = document_of(gold, name=name)
    path = Path(settings.MEDIA_ROOT, kept.file.name)
    assert path.parent == Path(settings.MEDIA_ROOT, "documents")
    assert len(path.stem) == 32
    assert path.read_bytes() == pdf()


def test_only_get_and_head(document_of, member_a, client_for):
    address, client = document_of(audience("members")).url, client_for(member_a)
    head = client.head(address)
    assert (head.status_code, b"".join(head)) == (200, b"")
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(address).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/files/documents/99999999999999999999/a.pdf",
        "/files/documents/1/%00.pdf",
        "/files/documents/1/..%2fa.pdf",
        "/files/documents/1/",
        "/files/documents/x/a.pdf",
    ],
)
def test_strange_addresses_are_missing(path, member_a, client_for):
    assert client_for(member_a).get(path).status_code == 404


def test_document_whose_file_is_gone_is_missing(document_of, member_a, client_for):
    kept = document_of(audience("members"))
    kept.file.storage.delete(kept.file.name)
    assert client_for(member_a).get(kept.url).status_code == 404


def test_no_address_leads_past_the_check(document_of, gold):
    kept = document_of(gold)
    assert kept.file.url == kept.url
    assert kept.url.startswith("/files/documents/")


def test_visible_documents(document_of, gold, member_a, member_c, stranger):
    mine, secret = document_of(audience("members")), document_of(gold)
    documents = ClubDocument.objects
    assert set(documents.visible_to(viewer_for(member_a))) == {mine, secret}
    assert set(documents.visible_to(viewer_for(member_c))) == {mine}
    assert set(documents.visible_to(viewer_for(stranger))) == set()
    assert secret.is_visible_to(viewer_for(member_a))
    assert not secret.is_visible_to(viewer_for(member_c))


@pytest.mark.django_db(transaction=True)
def test_asynchronous_server_reads_in_blocks(document_of, member_a):
    large = b"a;b\n" * 60_000
    kept = document_of(audience("members"), name="a.csv", data=large)

    async def fetch():
        client = AsyncClient()
        await client.aforce_login(member_a)
        answer = await client.get(kept.url)
        return [block async for block in answer]

    blocks = asyncio.run(fetch())
    assert b"".join(blocks) == large
    assert len(blocks) == 4
