"""The own card with its code, and vCards that hold what the reader may read."""

import io

import pytest
import vobject
from PIL import Image

from club.lib import qr
from club.lib.vcard import Card, build_vcard
from tests.events.made import event, the_date

pytestmark = pytest.mark.django_db


def test_card_is_read_by_an_address_book(client_for, member_a, colleague_a):
    answer = client_for(colleague_a).get(f"/members/{member_a.pk}/card.vcf")
    read = vobject.readOne(answer.content.decode())
    assert read.fn.value == member_a.full_name
    assert read.org.value == ["Atelier Aubrac"]
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_hostile_words_stay_text_in_the_card():
    evil = 'A;B,C\\D\r\nTEL:666\nEND:VCARD\x07"é' + "ü" * 90
    card = Card(
        first_name=evil, last_name="O’Neil; Jr", full_name=evil, organisation=evil, title=evil
    )
    raw = build_vcard(card)
    read = vobject.readOne(raw.decode())
    expected = " ".join(evil.replace("\x07", "").split())
    assert read.fn.value == read.title.value == read.n.value.given == expected
    assert read.n.value.family == "O’Neil; Jr"
    assert read.org.value == [expected]
    assert [child.name for child in read.getChildren()].count("TEL") == 0
    assert raw.count(b"BEGIN:VCARD") == raw.count(b"\r\nEND:VCARD\r\n") == 1
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    raw.decode()


def test_code_opens_the_own_page_ready_to_ask(client_for, member_a, member_b, monkeypatch):
    drawn = set()
    draw = qr._made

    def watched(text, **options):
        drawn.add(text)
        return draw(text, **options)

    monkeypatch.setattr(qr, "_made", watched)
    client = client_for(member_a)
    page = client.get("/me/card/").content.decode()
    assert 'src="/me/card/code.svg"' in page
    drawing = client.get("/me/card/code.svg")
    assert drawing.headers["Content-Type"] == "image/svg+xml"
    assert b"<script" not in drawing.content
    picture = Image.open(io.BytesIO(client.get("/me/card/code.png").content))
    assert picture.width == picture.height > 300
    [address] = drawn
    path = address.partition("//")[2].partition("/")[2]
    assert path == f"members/{member_a.pk}/?scan=1"

    scanned = client_for(member_b).get(f"/{path}").content.decode()
    assert '<details class="pf-ask ask" id="ask" open>' in scanned
    assert "We have just met." in scanned
    stranger = client_for().get(f"/{path}")
    assert stranger.status_code == 404
    assert f"next=/{path.replace('?', '%3F').replace('=', '%3D')}" in stranger.content.decode()
    assert member_a.full_name not in stranger.content.decode()


def test_scanned_at_an_event_the_line_names_it(client_for, clock_at, member_a, member_b, member_c):
    from events.services import register

    page = event(title="Palladium evening")
    register(the_date(page), member_b, by=member_b)
    clock_at(the_date(page).starts_at.isoformat())
    path = f"/members/{member_a.pk}/?scan=1"
    assert "We met at “Palladium evening”." in client_for(member_b).get(path).content.decode()
    assert "Palladium" not in client_for(member_c).get(path).content.decode()
    assert (
        "Palladium"
        not in (
            client_for(member_b)
            .get(f"/members/{member_a.pk}/")
            .content.decode()
            .split('id="ask"')[1]
        )
    )


@pytest.mark.parametrize("who", ["organiser", "suspended_b", "outsider", "stranger"])
def test_nobody_but_members_has_a_card(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    for path in ("/me/card/", "/me/card/code.svg", "/me/card/code.png"):
        assert client.get(path).status_code == 404, path
