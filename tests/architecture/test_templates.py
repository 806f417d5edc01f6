"""Templates under a strict content policy: no script and no style inside the page."""

import re

import pytest

from tests.architecture.own import name_of, own_files

INLINE = {
    "a script inside the page": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>", re.IGNORECASE),
    "a style inside the page": re.compile(r"<style[\s>]", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address that runs": re.compile(r"javascript:", re.IGNORECASE),
}
BAD = {
    "a script inside the page": '<script type="module">start()</script>',
    "a style inside the page": "<style>p {}</style>",
    "a style attribute": '<p class="a"\n style="color: red">',
    "an event attribute": '<button onclick="go()">',
    "an address that runs": '<a href="javascript:go()">',
}
#: Data for a script is not a script.
DATA = re.compile(r'<script[^>]*type="application/(ld\+)?json"', re.IGNORECASE)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?%\}.*?\{% endcomment %\}", re.DOTALL)


@pytest.mark.parametrize("what", INLINE)
def test_templates_hold_no(what: str) -> None:
    found = [
        f"{name_of(path)}: {match.group(0)[:80]}"
        for path in own_files("*.html")
        for match in INLINE[what].finditer(COMMENT.sub("", path.read_text()))
        if not DATA.match(match.group(0))
    ]
    assert found == []


@pytest.mark.parametrize("what", INLINE)
def test_rule_finds_what_it_forbids(what: str) -> None:
    assert INLINE[what].search(BAD[what])


def test_own_scripts_come_by_address() -> None:
    assert not INLINE["a script inside the page"].search(
        '<script type="module" src="/a.js"></script>'
    )
