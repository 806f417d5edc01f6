"""Text: what people write stays whole, what attackers write does nothing, nothing takes long."""

import contextlib
import re
import time
from html.parser import HTMLParser

import pytest
from django.core.exceptions import ValidationError

from forum.markdown import MAX_HTML, Named, excerpt, plain_text, render

TAGS = {
    *("p", "br", "hr", "h3", "blockquote", "pre", "code", "ul", "ol", "li", "a", "b", "em"),
    *("strong", "s", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "pre": {"tabindex"}, "table": {"tabindex"}}


class Reader(HTMLParser):
    """Says what a browser would find that does not belong there."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.wrong.append(tag)
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.wrong.append(f"{tag} {name}")
            if name == "href" and not re.match(r"(https?|mailto):|/(?!/)", value or "", re.I):
                self.wrong.append(f"{tag} {value}")

    def handle_comment(self, data):
        self.wrong.append(f"comment {data}")


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "<div data-controller='w-action' data-action='click->w-action#post'>x</div>",
    "<style>@import '//evil.example/x.css';</style>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input name=password></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<template><img src=x onerror=alert(1)></template>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--<img src='--><img src=x onerror=alert(1)>'>",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<details open ontoggle=alert(1)>x</details>",
    "<p id=main class=btn style='position:fixed'>x</p>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](file:///etc/passwd)",
    "[x](ftp://evil.example)",
    "[x](tel:+33123456789)",
    '[x](http://a.example"onmouseover=alert(1))',
    '[x](<http://a.example" onmouseover="alert(1)>)',
    "[x](http://a.example 'title\" onmouseover=\"alert(1)')",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    '<http://a.example/"onclick=alert(1)>',
    "![x](http://evil.example/pixel.png)",
    "![x](javascript:alert(1))",
    '!["onerror="alert(1)](x)',
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[![x](http://evil.example/pixel.png)](http://a.example)",
    "`<img src=x onerror=alert(1)>`",
    "```html\n<script>alert(1)</script>\n```",
    '```" onmouseover="alert(1)\nx\n```',
    "    <script>alert(1)</script>",
    "|<img src=x onerror=alert(1)>|\n|-|\n|<script>alert(1)</script>|",
    "|a|\n|:-:|\n|b|",
    "# <img src=x onerror=alert(1)>",
    "> <img src=x onerror=alert(1)>",
    "- <img src=x onerror=alert(1)>",
    "@<img src=x onerror=alert(1)>",
    "http://a.example/<script>alert(1)</script>",
    'www.a.example/"onmouseover="alert(1)',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "\\<img src=x onerror=alert(1)>",
    "<<img src=x onerror=alert(1)>>",
    "<img/src='x'/onerror=alert(1)//",
    "<a\u00a0href=javascript:alert(1)>x",
    "\u202e<script>alert(1)</script>",
    "{{ request.user.password }} {% load static %} ${7*7}",
    "&{alert(1)}; expression(alert(1))",
    '1. a\n999999999. b\n1" onclick=alert(1). c',
    "a\x00<scr\x00ipt>alert(1)</scr\x00ipt>",
    "<scr\ud800ipt>alert(1)</script>",
    "//evil.example/x",
    "<xmp><script>alert(1)</script></xmp>",
    "<plaintext>",
    "<title></title><img src=x onerror=alert(1)>",
    '<a href="https://a.example" target=_blank ping=//evil.example>x</a>',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_attackers_write_does_nothing(text):
    html = render(text).html
    assert Reader(html).wrong == []
    assert "<img" not in html
    assert "<script" not in html


ORDINARY = [
    ("L’œuvre coûte 12 € — « déjà » 😀", "<p>L’œuvre coûte 12 € — « déjà » 😀</p>"),
    ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>"),
    (
        "**a** *b* ~~c~~ `d < e`",
        "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d &lt; e</code></p>",
    ),
    ("# Title", "<h3>Title</h3>"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
    ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>'),
    ("> a\n\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>"),
    ("1 < 2 && 3 > 2", "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>"),
    (
        "```py\nif a < b:\n    c()\n```",
        '<pre tabindex="0"><code>if a &lt; b:\n    c()\n</code></pre>',
    ),
    (
        "See https://a.example/é?b=1&c=2.",
        '<p>See <a href="https://a.example/%C3%A9?b=1&amp;c=2" rel="nofollow noopener noreferrer">'
        "https://a.example/é?b=1&amp;c=2</a>.</p>",
    ),
    (
        "[ours](/events/dinner/) or anne@a.com",
        '<p><a href="/events/dinner/" rel="nofollow noopener noreferrer">ours</a> or '
        '<a href="mailto:anne@a.com" rel="nofollow noopener noreferrer">anne@a.com</a></p>',
    ),
    (
        "![plan](https://a.example/plan.png)",
        '<p><a href="https://a.example/plan.png" rel="nofollow noopener noreferrer">plan</a></p>',
    ),
]


@pytest.mark.parametrize(("text", "html"), ORDINARY)
def test_ordinary_text_stays_whole(text, html):
    assert render(text).html == html


def test_a_table_stays_a_table():
    html = render("|a|b|\n|-|-|\n|1|2|").html
    assert re.sub(r"\s", "", html) == (
        '<tabletabindex="0"><thead><tr><th>a</th><th>b</th></tr></thead>'
        "<tbody><tr><td>1</td><td>2</td></tr></tbody></table>"
    )


def test_a_long_ordinary_post_is_taken_whole():
    text = ("Une phrase **assez** longue, avec `code` et des accents éèà. " * 400)[:20_000].strip()
    html = render(text).html
    assert len(plain_text(html)) > 15_000
    assert html.count("<strong>") == text.count("**assez**")


LIMITS = [
    ("x" * 20_001, "length"),
    ("", "empty"),
    (" \n\t", "empty"),
    (">" * 40 + " a", "nesting"),
    ("- " * 300 + "a", "nesting"),
    ("@Ann Bee " * 51, "mentions"),
    ("[" * 5_000, "brackets"),
    ("|a" * 50 + "\n" + "|-" * 50 + "\n" + "|\n" * 9_000, "table"),
    ("a.com " * 3_300, "weight"),
]


@pytest.mark.parametrize(("text", "code"), LIMITS)
def test_over_a_limit_says_what_to_change(text, code):
    with pytest.raises(ValidationError) as refused:
        render(text)
    assert refused.value.code == code
    assert len(refused.value.messages[0]) > 20


SLOW = [
    *(sign * 20_000 for sign in ">*_`~#-&\\(:<|!@"),
    *(sign * 1_400 for sign in ("[a](", "![a](", "[a](<b", '[a](b "', "[x\n", "([a]")),
    "*a" * 10_000,
    "**a _b " * 2_800,
    "> " * 10_000,
    "`a" * 10_000,
    "".join("`" * n + " " for n in range(1, 199)),
    "".join(" " * 2 * n + "- a\n" for n in range(130)),
    "".join(f"[a{n}]: x\n" for n in range(1_400)),
    "|a" * 10_000 + "\n" + "|-" * 10_000,
    "http://" * 2_800,
    "www." * 5_000,
    "a@b." * 5_000,
    "mailto:" * 2_800,
    "http://a.example/" + "(" * 19_900,
    "http://a.example/" + "%" * 19_900,
    "<http://a" * 2_200,
    "a\n-\n" * 5_000,
    "&#x" * 6_600,
    " " * 19_999 + "a",
    "@" + "A b " * 4_000,
    "@a " + "a' " * 6_000,
]


PROSE = "We *counted* first, and [half](http://a.example/) had stopped.\n\n" * 320


def seconds_of(text):
    """The processor time of this thread for a text."""
    begun = time.thread_time()
    with contextlib.suppress(ValidationError):
        assert len(render(text[:20_000]).html) <= MAX_HTML
    return time.thread_time() - begun


def test_nothing_within_the_limits_takes_much_longer_than_prose():
    """Some nine times, at worst; without limits some of these take minutes."""
    longest = 15 * min(seconds_of(PROSE) for _try in range(3))
    slow = [text for text in SLOW if seconds_of(text) > longest]
    assert [text[:12] for text in slow if seconds_of(text) > longest] == []


def test_names_are_marked_where_they_count():
    def resolve(found):
        return {one: Named(7, 2, "/members/7/") for one in found if one.words[0] == "Ann"}

    text = "@Ann Bee, a@Ann Bee, `@Ann Bee`, [@Ann Bee](http://a.example) and @Bob Dee. @Ann Bee."
    rendered = render(text, resolve)
    assert rendered.person_ids == {7}
    assert rendered.html.count('<a href="/members/7/"') == 2
    assert "<b>@Ann Bee</b></a>, a@Ann Bee, <code>@Ann Bee</code>" in rendered.html
    assert rendered.html.endswith("<b>@Ann Bee</b></a>.</p>")


def test_an_excerpt_is_one_line_of_words():
    html = render("# Title\n\n- a < b\n- **c** & d\n\n" + "word " * 50).html
    assert excerpt(html, 30) == "Title a < b c & d word word…"


def test_an_excerpt_keeps_a_marked_word_and_what_follows_it_together():
    html = render("One date **per *supplier***, `not` one.\\\nThen [see](https://a.example)!").html
    assert excerpt(html) == "One date per supplier, not one. Then see!"


def test_an_excerpt_leaves_out_what_is_quoted():
    assert excerpt(render("> a\n>> b\n\nOwn words").html) == "Own words"
    assert excerpt(render("> only quoted").html) == "only quoted"
