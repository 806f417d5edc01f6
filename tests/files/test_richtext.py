"""Formatted text: what passes, what goes, and where links lead for whom."""

import pytest
from wagtail.models import Page

from accounts.audience import viewer_for
from files.richtext import render_rich_text, safe_href
from home.models import StandardPage
from tests.factories.accounts import audience

ATTACKS = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//x.example></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<iframe src=https://x.example></iframe>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><a href=javascript:alert(1)>",
    "<math><mi xlink:href=javascript:alert(1)>",
    "<p onclick=alert(1) style=color:red class=x data-controller=w data-action=click>a</p>",
    "<a href=javascript:alert(1)>a</a>",
    "<a href='java\tscript:alert(1)'>a</a>",
    "<a href=' &#1;javascript:alert(1)'>a</a>",
    "<a href=JaVaScRiPt:alert(1)>a</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>a</a>",
    "<a href=vbscript:x>a</a>",
    "<a href=//x.example>a</a>",
    "<a href='\\\\x.example'>a</a>",
    "<a href='/\\x.example'>a</a>",
    "<a href=https://x.example onmouseover=alert(1) target=_blank>a</a>",
    "<a href='https://x.example\"onmouseover=\"alert(1)'>a</a>",
    "<style>p{}</style><link rel=stylesheet href=//x.example><base href=//x.example>",
    "<meta http-equiv=refresh content=0><form action=//x.example><input></form>",
    "<object data=x></object><embed src=x><template><script></template>",
    "<!--<p>--><![CDATA[<script>alert(1)</script>]]><?php x ?>",
    "<textarea><script>alert(1)</script></textarea>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a linktype=page id=1 href=javascript:alert(1)>a</a>",
    "<a linktype=document id=1>a</a>",
    "<p>\x00<\x00script>alert(1)",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_attack_is_inert(attack):
    html = str(render_rich_text(f"<p>before {attack} after</p>", None)).lower()
    outside = html.replace("&lt;", "").replace("&gt;", "")
    for part in outside.split("<")[1:]:
        inside = part.partition(">")[0]
        assert inside.removeprefix("/").split(" ")[0] in {"p", "a", "br"}
        assert "on" not in inside.replace("onmouseover=&quot;alert(1)", "")
        for word in ("javascript", "vbscript", "data:", "style", "class", "target", 'href="//'):
            assert word not in inside


def test_formats_pass_without_attributes():
    source = (
        '<p class="x">A <b id="y">bold</b>, <i>italic</i> &amp; 1 &lt; 2<br/>next</p>'
        "<ul><li>one</li><li>two</li></ul><ol><li>first</li></ol>"
    )
    assert render_rich_text(source, None) == (
        "<p>A <b>bold</b>, <i>italic</i> &amp; 1 &lt; 2<br>next</p>"
        "<ul><li>one</li><li>two</li></ul><ol><li>first</li></ol>"
    )


def test_words_of_other_elements_stay():
    assert render_rich_text("<div><h2>Title</h2><span>text</span></div>", None) == "Titletext"


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<p>a<b>b", "<p>a<b>b</b></p>"),
        ("</p></div>a", "a"),
        ("<p><b>a</p>b</b>", "<p><b>a</b></p>b"),
        ("<a href='/a'>x<a href='/b'>y</a>z</a>", '<a href="/a">xy</a>z'),
        ("", ""),
        ("plain", "plain"),
    ],
)
def test_what_is_opened_is_closed(source, html):
    assert render_rich_text(source, None) == html


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a?b=c&d=e",
        "http://example.org",
        "mailto:a@example.org",
        "tel:+33123456789",
        "/events/line-9/",
        "#programme",
    ],
)
def test_good_addresses_stay(href):
    assert safe_href(href) == href


@pytest.mark.parametrize(
    "href",
    ["", "x", "javascript:a", "//x.example", "\\\\x", "https:\x01//x", "http://[", "ftp://a"],
)
def test_bad_addresses_go(href):
    assert safe_href(href) == ""


def test_address_of_another_site_is_written_as_html():
    html = render_rich_text('<a href="https://example.org/?a=1&amp;b=2">x</a>', None)
    assert html == '<a href="https://example.org/?a=1&amp;b=2">x</a>'


# --- Links to pages -------------------------------------------------------------------------
@pytest.fixture
def page_of(db):
    """`page_of(audience, slug)`: a page of the site."""

    def make(whose, slug, *, live=True):
        home = Page.objects.get(depth=2)
        page = StandardPage(title=slug, slug=slug, audience=whose, live=live)
        return home.add_child(instance=page)

    return make


@pytest.mark.parametrize(
    ("who", "seen"),
    [("member_a", True), ("organiser", True), ("member_c", False), ("stranger", False)],
)
def test_link_to_a_page_is_for_those_who_may_see_it(who, seen, gold, page_of, person):
    page = page_of(gold, "secret-launch")
    source = f'<p>See <a linktype="page" id="{page.pk}">the launch</a>.</p>'
    html = render_rich_text(source, viewer_for(person(who)))
    if seen:
        assert html == '<p>See <a href="/secret-launch/">the launch</a>.</p>'
    else:
        assert html == "<p>See <a>the launch</a>.</p>"


@pytest.mark.parametrize("pk", ["", "x", "0", "-1", "99999999999999999999999", "987654", "１"])
def test_link_to_no_page_is_text(pk, organiser):
    html = render_rich_text(f'<a linktype="page" id="{pk}">x</a>', viewer_for(organiser))
    assert html == "<a>x</a>"


def test_link_to_a_draft_or_to_the_root_is_text(page_of, organiser):
    viewer = viewer_for(organiser)
    for page in (page_of(audience("public"), "draft", live=False), Page.objects.get(depth=1)):
        assert render_rich_text(f'<a linktype="page" id="{page.pk}">x</a>', viewer) == "<a>x</a>"


def test_queries_do_not_grow_with_the_links(page_of, member_a, django_assert_num_queries):
    viewer, links = viewer_for(member_a), ""
    for number in (1, 2, 3):
        page = page_of(audience("members"), f"page-{number}")
        links += f'<a linktype="page" id="{page.pk}">x</a>'
        render_rich_text(links, viewer)  # content types and the site's address are remembered
        with django_assert_num_queries(2):
            html = render_rich_text(links, viewer)
        assert html.count("href") == number


def test_text_without_links_asks_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        render_rich_text("<p>a <a href='https://example.org'>b</a></p>", None)
