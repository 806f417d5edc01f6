"""Pages of text, and the legal ones that every club begins with."""

import pytest

from accounts.models import ClubSettings
from home.models import StandardPage
from home.templatetags.home_tags import emphasis, fill_in
from tests.events.made import gold_only
from tests.home import made


@pytest.fixture
def club(db) -> ClubSettings:
    """The club with its supplier named."""
    settings = ClubSettings.load()
    settings.supplier_name, settings.contact_email = "Aldane & Fils", "a@club.example"
    settings.save()
    return settings


@pytest.mark.parametrize("path", ["/legal/", "/legal/notice/", "/legal/privacy/"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_legal_pages_are_for_everybody(path, language, club, client_for):
    client = client_for(headers={"accept-language": language})
    html = client.get(path).content.decode()
    assert f'<html lang="{language}"' in html
    assert "[supplier]" not in html


def test_legal_pages_name_who_answers_for_them(club, client_for):
    html = client_for(headers={"accept-language": "en"}).get("/legal/privacy/").content.decode()
    assert "Aldane &amp; Fils is the controller" in html
    assert '<a href="mailto:a@club.example">a@club.example</a>' in html


def test_privacy_page_says_the_cookies_that_there_are(client_for, member_a):
    client = client_for(member_a)
    client.get("/join/")
    client.post("/language/", {"language": "en"})
    client.post("/theme/", {"theme": "dark"})
    assert set(client.cookies) <= {"sessionid", "csrftoken", "language", "theme"}


def test_legal_pages_exist_in_both_languages(db):
    for page in StandardPage.objects.all():
        assert page.title_fr
        assert page.title_en
        assert bool(page.body_fr) == bool(page.body_en)


def test_page_lists_what_is_below_it_and_visible(member_a, member_b, client_for):
    parent = made.standard("Rules")
    made.standard("For all", parent)
    made.standard("For gold", parent, audience=gold_only())
    assert b"For gold" in client_for(member_a).get(parent.get_url()).content
    html = client_for(member_b).get(parent.get_url()).content
    assert b"For all" in html
    assert b"For gold" not in html


def test_fill_in_escapes_what_it_fills_in(club):
    club.club_name = "<b>Club</b>"
    club.save()
    assert fill_in("<p>[club]</p>") == "<p>&lt;b&gt;Club&lt;/b&gt;</p>"


def test_emphasis_escapes_the_rest():
    assert emphasis("a *b* <c>") == "a <em>b</em> &lt;c&gt;"
    assert emphasis("2 * 3") == "2 * 3"
