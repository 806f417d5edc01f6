"""The organiser writes a page of blocks in the desk; each reader sees what is theirs."""

import json

import pytest
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from home.models import StandardPage
from tests.factories.accounts import audience

LINK = {"url": "javascript:alert(1)", "linkType": "external"}


def written(text: str, **entity) -> str:
    """What the editor of formatted text sends: `text`, of which the first word is a link."""
    ranges = [{"offset": 0, "length": len(text.split()[0]), "key": 0}] if entity else []
    block = {
        "key": "a",
        "text": text,
        "type": "unstyled",
        "depth": 0,
        "inlineStyleRanges": [{"offset": 0, "length": 3, "style": "BOLD"}],
        "entityRanges": ranges,
        "data": {},
    }
    entities = {"0": {"type": "LINK", "mutability": "MUTABLE", "data": entity}} if entity else {}
    return json.dumps({"blocks": [block], "entityMap": entities})


@pytest.fixture
def write(organiser, client_for):
    """Publishes a page for all members with these blocks; the answer of the desk."""

    def publish(*blocks):
        home = Page.objects.get(depth=2)
        form = {
            "title_fr": "Le lieu",
            "title_en": "The place",
            "summary_fr": "",
            "summary_en": "",
            "slug": "the-place",
            "audience": audience("members").pk,
            "body_fr": streamfield([]),
            "body_en": streamfield(blocks),
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
            "action-publish": "yes",
        }
        address = f"/cms/pages/add/home/standardpage/{home.pk}/"
        return client_for(organiser).post(address, nested_form_data(form))

    return publish


@pytest.fixture
def read(client_for):
    """The page as somebody sees it."""

    def get(person):
        answer = client_for(person).get("/the-place/")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_editor_opens(organiser, client_for):
    home = Page.objects.get(depth=2)
    answer = client_for(organiser).get(f"/cms/pages/add/home/standardpage/{home.pk}/")
    assert answer.status_code == 200


def test_page_of_blocks(write, read, picture_of, document_of, gold, member_a, member_c):
    image = picture_of(gold, title="Secret picture")
    document = document_of(gold, title="Secret plan")
    answer = write(
        ("heading", {"text": "Getting there", "level": "2"}),
        ("paragraph", written("Take line B <script>alert(1)</script>")),
        ("picture", {"image": image.pk, "description": "The gate", "caption": "From the east"}),
        ("document", document.pk),
        ("button", {"label": "Map", "page": "", "url": "https://example.org/map"}),
    )
    assert answer.status_code == 302
    gold_member, bronze = read(member_a), read(member_c)
    for html in (gold_member, bronze):
        assert "<h2>Getting there</h2>" in html
        assert "<b>Tak</b>e line B &lt;script&gt;alert(1)&lt;/script&gt;" in html
        assert '<a class="btn" href="https://example.org/map">Map</a>' in html
    assert 'alt="The gate"' in gold_member
    assert "Secret plan" in gold_member
    for secret in (
        "The gate",
        "From the east",
        "Secret",
        f"/files/images/{image.pk}/",
        document.url,
    ):
        assert secret not in bronze


def test_link_that_would_run_is_no_link(write, read, member_a):
    write(("paragraph", written("Here it is", **LINK)))
    html = read(member_a)
    assert "javascript:" not in html
    assert "<a><b>Her</b>e</a> it is" in html


def test_link_to_a_secret_page_is_text_for_others(write, read, gold, member_a, member_c):
    page = StandardPage(title="x", slug="secret-launch", audience=gold)
    Page.objects.get(depth=2).add_child(instance=page)
    write(("paragraph", written("Launch soon", id=page.pk, parentId=page.get_parent().pk)))
    assert 'href="/secret-launch/"' in read(member_a)
    assert "secret-launch" not in read(member_c)


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        (("button", {"label": "Go", "page": "", "url": "javascript:alert(1)"}), "valid URL"),
        (("button", {"label": "Go", "page": "", "url": ""}), "one of the two"),
        (("heading", {"text": "", "level": "2"}), "This field is required"),
        (("picture", {"image": "", "description": "x", "caption": ""}), "This field is required"),
    ],
)
def test_desk_says_what_is_wrong(block, sentence, write):
    answer = write(block)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not StandardPage.objects.filter(slug="the-place").exists()
