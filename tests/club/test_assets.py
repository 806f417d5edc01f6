"""What the pages load: kept whole, within its weight, and clean of inline code."""

import gzip
import hashlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "static"
VENDORED = sorted(
    [*STATIC.glob("vendor/*/SHA256SUMS"), *ROOT.glob("tests/browser/vendor/*/SHA256SUMS")]
)
TEMPLATES = sorted(
    path for path in ROOT.glob("*/templates/**/*.html") if "/wagtailadmin/" not in path.as_posix()
)


def weight(*paths):
    return sum(len(gzip.compress(path.read_bytes(), 6)) for path in paths)


@pytest.mark.parametrize("sums", VENDORED, ids=lambda path: path.parent.name)
def test_third_party_files_are_the_ones_that_were_taken(sums):
    listed = dict(reversed(line.split(maxsplit=1)) for line in sums.read_text().splitlines())
    assert "LICENSE.txt" in listed
    for name, digest in listed.items():
        assert hashlib.sha256((sums.parent / name).read_bytes()).hexdigest() == digest
    kept = {path.name for path in sums.parent.iterdir()} - {"SHA256SUMS", "README.md"}
    assert set(listed) == kept


def test_every_folder_of_third_party_files_has_its_checksums():
    folders = {path for path in (STATIC / "vendor").iterdir() if path.is_dir()}
    assert {sums.parent for sums in VENDORED if sums.is_relative_to(STATIC)} == folders


def test_no_script_or_style_points_to_a_source_map():
    scripts = [*STATIC.rglob("*.js"), *STATIC.rglob("*.css")]
    assert scripts
    assert [path for path in scripts if b"sourceMappingURL" in path.read_bytes()] == []


def test_styles_of_a_member_page_weigh_at_most_35_kb():
    names = ("fonts.css", "tokens.css", "components.css", "pages.css")
    assert weight(*(STATIC / "css" / name for name in names)) <= 35_000


def test_scripts_of_a_member_page_weigh_at_most_60_kb():
    own = sorted((STATIC / "js").glob("*.js"))
    assert weight(*own, STATIC / "vendor/htmx/htmx.min.js") <= 60_000


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_templates_have_no_inline_script_style_or_handler(path):
    text = re.sub(r"{#.*?#}|<!--.*?-->", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert re.findall(r"<style\b|\sstyle=|\son[a-z]+=", text) == []
    assert [tag for tag in re.findall(r"<script\b[^>]*>", text) if "src=" not in tag] == []


def test_every_icon_in_the_templates_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "img/icons.svg").read_text()))
    asked = {
        name for path in TEMPLATES for name in re.findall(r'{% icon "([^"]+)"', path.read_text())
    }
    assert asked - drawn == set()
