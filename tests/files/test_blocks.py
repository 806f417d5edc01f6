"""The blocks of a page's words, as each reader sees them."""

from datetime import time

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.models import Page
from wagtail.rich_text import RichText

from accounts.audience import viewer_for
from files.blocks import BodyBlocks, ButtonBlock, PictureBlock
from home.models import StandardPage
from tests.factories.accounts import audience

BLOCKS = BodyBlocks(required=False)


@pytest.fixture
def shown_to():
    """What a page with these blocks prints for somebody, blanks between elements left out."""

    def render(who, *blocks):
        request = RequestFactory().get("/")
        request.viewer = viewer_for(who)
        template = Template("{% load wagtailcore_tags %}{% include_block body %}")
        body = BLOCKS.to_python(
            [
                {"type": kind, "value": BLOCKS.child_blocks[kind].get_prep_value(value)}
                for kind, value in blocks
            ]
        )
        html = template.render(Context({"request": request, "body": body}))
        return "".join(line.strip() for line in html.splitlines())

    return render


@pytest.fixture
def secret_page(gold):
    page = StandardPage(title="Secret", slug="secret-launch", audience=gold)
    return Page.objects.get(depth=2).add_child(instance=page)


def normal(kind, value):
    return BLOCKS.child_blocks[kind].normalize(value)


def test_words(member_a, shown_to):
    html = shown_to(
        member_a,
        ("heading", normal("heading", {"text": "A & B", "level": "2"})),
        ("heading", normal("heading", {"text": "Then", "level": "3"})),
        ("paragraph", RichText("<p>One <b>two</b></p>")),
        ("quote", normal("quote", {"text": "Yes.\nNo.", "who": "Maud <K>"})),
        ("callout", normal("callout", {"title": "Know", "text": RichText("<p>this</p>")})),
    )
    assert html == (
        "<h2>A &amp; B</h2><h3>Then</h3><p>One <b>two</b></p>"
        '<blockquote class="quote"><p>Yes.<br>No.</p><footer>Maud &lt;K&gt;</footer></blockquote>'
        '<div class="callout"><h3>Know</h3><p>this</p></div>'
    )


def test_agenda(member_a, shown_to):
    entries = [
        {"time": time(9), "title": "Coffee", "text": ""},
        {"time": time(9, 45), "title": "Start <b>", "text": "Really."},
    ]
    agenda = normal("agenda", {"title": "The morning", "entries": entries})
    assert shown_to(member_a, ("agenda", agenda)) == (
        '<h2>The morning</h2><ol class="prog" role="list">'
        '<li><span class="num h">09:00</span><div><h3>Coffee</h3></div></li>'
        '<li><span class="num h">09:45</span><div><h3>Start &lt;b&gt;</h3>'
        '<p class="soft">Really.</p></div></li></ol>'
    )
    with translation.override("fr"):
        assert "9\xa0h\xa045" in shown_to(member_a, ("agenda", agenda))


def test_picture_is_for_its_own_audience(picture_of, gold, member_a, member_c, shown_to):
    block = normal(
        "picture", {"image": picture_of(gold), "description": "Line <9>", "caption": "At night"}
    )
    html = shown_to(member_a, ("picture", block))
    assert html.startswith('<figure class="pic"><img ')
    assert f' src="/files/images/{block["image"].pk}/width-800/' in html
    assert 'alt="Line &lt;9&gt;"' in html
    assert html.endswith("<figcaption>At night</figcaption></figure>")
    assert shown_to(member_c, ("picture", block)) == ""


def test_document_is_for_its_own_audience(document_of, gold, member_a, member_c, shown_to):
    document = document_of(gold, title="Secret plan")
    assert "Secret plan" in shown_to(member_a, ("document", document))
    assert shown_to(member_c, ("document", document)) == ""


def test_button_to_a_page_is_for_those_who_may_see_it(secret_page, member_a, member_c, shown_to):
    button = normal("button", {"label": "Go", "page": secret_page, "url": ""})
    html = '<p><a class="btn" href="/secret-launch/">Go</a></p>'
    assert shown_to(member_a, ("button", button)) == html
    assert shown_to(member_c, ("button", button)) == ""


def test_button_to_another_site(member_c, shown_to):
    button = normal("button", {"label": "Go", "page": None, "url": "https://example.org/?a=1&b=2"})
    assert shown_to(member_c, ("button", button)) == (
        '<p><a class="btn" href="https://example.org/?a=1&amp;b=2">Go</a></p>'
    )


def test_link_in_text_to_a_page_of_others_is_text(secret_page, member_a, member_c, shown_to):
    link = f'<p><a linktype="page" id="{secret_page.pk}">soon</a></p>'
    callout = normal("callout", {"title": "Know", "text": RichText(link)})
    for who, href in ((member_a, True), (member_c, False)):
        html = shown_to(who, ("paragraph", RichText(link)), ("callout", callout))
        assert html.count("secret-launch") == (2 if href else 0)
        assert html.count("soon") == 2


def test_what_is_gone_leaves_no_trace(picture_of, document_of, member_a):
    image, document = picture_of(audience("public")), document_of(audience("public"))
    blocks = [
        ("picture", normal("picture", {"image": image, "description": "x", "caption": "y"})),
        ("document", document),
    ]
    prepared = [(kind, BLOCKS.child_blocks[kind].get_prep_value(value)) for kind, value in blocks]
    image.delete()
    document.delete()
    body = BLOCKS.to_python([{"type": kind, "value": value} for kind, value in prepared])
    request = RequestFactory().get("/")
    request.viewer = viewer_for(member_a)
    template = Template("{% load wagtailcore_tags %}{% include_block body %}")
    assert template.render(Context({"request": request, "body": body})).strip() == ""


# --- What the editor may write --------------------------------------------------------------
@pytest.mark.parametrize(
    "url", ["http://example.org", "javascript:alert(1)", "//x.example", "ftp://x", "x", "data:x"]
)
def test_button_leads_to_https_only(url):
    block = ButtonBlock()
    with pytest.raises(ValidationError):
        block.clean(block.normalize({"label": "Go", "page": None, "url": url}))


def test_button_leads_to_one_place(secret_page):
    block = ButtonBlock()
    for page, url in ((None, ""), (secret_page, "https://example.org")):
        with pytest.raises(ValidationError) as refused:
            block.clean(block.normalize({"label": "Go", "page": page, "url": url}))
        [error] = refused.value.block_errors["url"].messages
        assert error == "Choose a page or write an address, one of the two."
    block.clean(block.normalize({"label": "Go", "page": secret_page, "url": ""}))
    block.clean(block.normalize({"label": "Go", "page": None, "url": "https://example.org"}))


def test_picture_says_what_it_shows(picture_of, gold):
    block = PictureBlock()
    value = {"image": picture_of(gold), "description": "", "caption": ""}
    with pytest.raises(ValidationError) as refused:
        block.clean(block.normalize(value))
    assert set(refused.value.block_errors) == {"description"}


def test_agenda_has_a_point():
    with pytest.raises(StreamBlockValidationError):
        BLOCKS.clean(BLOCKS.normalize([("agenda", {"title": "x", "entries": []})]))


def test_editor_offers_these_formats_only():
    for block in (
        BLOCKS.child_blocks["paragraph"],
        BLOCKS.child_blocks["callout"].child_blocks["text"],
    ):
        assert block.features == ["bold", "italic", "link", "ol", "ul"]


def test_words_can_be_searched(member_a):
    body = BLOCKS.normalize(
        [
            ("heading", {"text": "Moulding", "level": "2"}),
            ("paragraph", RichText("<p>resin</p>")),
            (
                "agenda",
                {"title": "", "entries": [{"time": time(9), "title": "Coffee", "text": ""}]},
            ),
        ]
    )
    words = " ".join(str(part) for part in BLOCKS.get_searchable_content(body))
    assert all(word in words for word in ("Moulding", "resin", "Coffee"))
