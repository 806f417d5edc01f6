"""The search over everything."""

import pytest

from accounts.registry import Hit, SearchSource, search_sources
from home import search
from members.services import index_people
from tests.events import made as events_made
from tests.factories.accounts import audience
from tests.home import made


def found(client, query: str) -> dict[str, list[str]]:
    """Titles by source."""
    groups = client.get("/search/", {"q": query}).context["groups"]
    return {group.name: [hit.title for hit in group.hits] for group in groups}


@pytest.mark.parametrize(
    "query",
    [
        "societe",
        "Société",
        "SOCIÉTÉ",
        "soci",
        "l'énergie",
        "energie societe",
        "sociétés",
        "d’énergie",
    ],
)
def test_accents_capitals_beginnings_and_plurals_make_no_difference(query, member_a, client_for):
    made.news("Society", title_fr="La société d’énergie change l’énergie")
    assert found(client_for(member_a), query) == {"news": ["Society"]}


@pytest.mark.parametrize("query", ["ociete", "xyzzy", "societe xyzzy"])
def test_other_words_find_nothing(query, member_a, client_for):
    made.news("Society", title_fr="La société")
    assert found(client_for(member_a), query) == {}


def test_text_and_summary_are_searched_too(member_a, client_for):
    made.news("News", summary_en="About seals", body_fr=made.body("Le four électrique"))
    client = client_for(member_a)
    assert found(client, "seals") == found(client, "electriques") == {"news": ["News"]}


def test_each_kind_has_its_group(member_a, colleague_a, client_for):
    made.news("Quarry news")
    made.standard("Quarry rules")
    index_people([colleague_a.pk])
    events_made.event(title="Quarry visit", slug="quarry")
    assert found(client_for(member_a), "quarry") == {
        "events": ["Quarry visit"],
        "news": ["Quarry news"],
        "pages": ["Quarry rules"],
    }
    assert found(client_for(member_a), colleague_a.last_name)["people"] == [colleague_a.full_name]


def test_legal_pages_are_found(member_a, client_for):
    made.standard("Vos données", audience=audience("public"), slug="donnees")
    assert "Vos données" in found(client_for(member_a), "donnees")["pages"]


def test_a_word_that_was_taken_out_is_not_found_any_more(member_a, client_for):
    page = made.news("News", body_en=made.body("Molybdenum"))
    client = client_for(member_a)
    assert found(client, "molyb") == {"news": ["News"]}
    page.body_en = made.body("Steel")
    page.save_revision().publish()
    assert found(client, "molyb") == {}


@pytest.mark.parametrize("query", ["", " ", "a", "!", "é", "?!"])
def test_too_little_is_not_searched(query, member_a, client_for):
    response = client_for(member_a).get("/search/", {"q": query})
    assert response.status_code == 200
    assert response.context["groups"] == []


@pytest.mark.parametrize(
    "query",
    [
        '"', "' OR 1=1", "a* OR b", "title:x", "NEAR(a b)", "(", "\x00\x00ab", "x" * 5000,
        "<script>alert(1)</script>", "%", "\\", "ab \ud7ff", "- -", "AND OR NOT", "{a}",
    ],
)  # fmt: skip
def test_odd_queries_are_answered(query, member_a, client_for):
    response = client_for(member_a).get("/search/", {"q": query})
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


def test_the_query_is_kept_in_the_form(member_a, client_for):
    html = client_for(member_a).get("/search/?q=%22x%22+%3Cb%3E").content.decode()
    assert 'value="&quot;x&quot; &lt;b&gt;"' in html


def test_nothing_found_says_what_to_do(member_a, client_for):
    assert b"Try the beginning of a name" in client_for(member_a).get("/search/?q=xyzzy").content


@pytest.mark.parametrize("who", ["suspended_b", "outsider", None])
def test_strangers_find_nothing_not_even_the_form(who, request, client_for, db):
    person = request.getfixturevalue(who) if who else None
    assert client_for(person).get("/search/?q=gold").status_code == 404


def test_only_get_is_answered(member_a, client_for):
    assert client_for(member_a).post("/search/", {"q": "x"}).status_code == 405


def test_a_source_is_cut_and_leads_to_all(member_a, monkeypatch):
    hits = [Hit(title=str(n), url="/") for n in range(20)]
    source = SearchSource("many", 1, "Many", lambda *_: hits, more_url=lambda q: f"/many/?q={q}")
    monkeypatch.setattr(search, "search_sources", [source])
    (group,) = search.find_all(None, "ab")
    assert len(group.hits) == search.PER_SOURCE
    assert group.more_url == "/many/?q=ab"


def test_sources_are_registered():
    assert {source.name for source in search_sources} >= {
        "people",
        "companies",
        "events",
        "news",
        "pages",
    }
