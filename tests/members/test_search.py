"""The words of the directory, and what it adds to the search over everything."""

import pytest

from accounts import services as accounts
from accounts.audience import viewer_for
from accounts.models import Company
from accounts.registry import search_sources
from members.models import CompanyWord, PersonWord, Profile
from members.models.search import query_words, split_words
from members.services import index_people, rebuild_directory, update_profile
from tests.factories.accounts import CompanyFactory, member, tier
from tests.members.made import INSIDE

pytestmark = pytest.mark.django_db


def words_of(person) -> set[str]:
    return set(PersonWord.objects.filter(person=person).values_list("word", flat=True))


def test_words_are_folded_and_distinct():
    assert split_words(["L’Énergie, l'énergie", "ŒUVRE_2", ""]) == {"l", "energie", "oeuvre", "2"}


def test_query_is_cut_to_a_sensible_length():
    assert query_words("a b c d e f g h i j") == list("abcdefgh")
    assert query_words("É" * 500) == ["e" * 40]
    assert query_words("%_- '") == []


def test_services_of_accounts_keep_the_words():
    person = accounts.create_user("x@example.org", first_name="Zoé", last_name="Ézéchiel")
    company = accounts.create_company("Nouvelle Société", tier=tier("gold"), city="Sète")
    accounts.start_membership(person, company, job_title="Chef d’atelier")
    assert words_of(person) == {"zoe", "ezechiel", "chef", "d", "atelier"}
    assert Profile.objects.get(person=person).sort_name == "ezechiel zoe"
    kept = CompanyWord.objects.filter(company=company).values_list("word", flat=True)
    assert set(kept) == {"nouvelle", "societe", "nouvellesociete", "sete"}


def test_renamed_company_is_found_by_its_new_name(company_a):
    rebuild_directory()
    Company.objects.filter(pk=company_a.pk).update(name="Forge Neuve")
    accounts.tell_companies_changed([company_a.pk])
    kept = CompanyWord.objects.filter(company=company_a).values_list("word", flat=True)
    assert set(kept) == {"forge", "neuve", "forgeneuve", "rennes"}


def test_changed_profile_changes_its_words(member_a):
    update_profile(member_a, by=member_a, can_help_with="EDI", job_title="Juriste")
    update_profile(member_a, by=member_a, can_help_with="Douane", last_name="Zola")
    assert words_of(member_a) == {"agathe", "zola", "juriste", "douane"}
    assert Profile.objects.get(person=member_a).sort_name == "zola agathe"


def test_indexing_again_writes_nothing(member_a, django_assert_num_queries):
    rebuild_directory()
    with django_assert_num_queries(6):  # savepoint, people, titles, words, subjects, release
        index_people([member_a.pk])


def hits(name, person, query, limit=10):
    source = search_sources.get(name)
    return [hit.title for hit in source.search(viewer_for(person), query, limit)]


@pytest.mark.parametrize("who", ["member_a", "suspended_b", "stranger"])
def test_sources_answer_people_of_the_club(request, who, member_a, member_b, suspended_b):
    rebuild_directory()
    person = request.getfixturevalue(who)
    inside = who in INSIDE
    assert hits("people", person, "beatrice") == (["Béatrice Bastide"] if inside else [])
    assert hits("companies", person, "bastide") == (["Bastide & Fils"] if inside else [])
    assert hits("people", person, "sabatier") == []


def test_sources_keep_to_the_limit_and_lead_on(member_a, company_b):
    for number in range(5):
        member(company_b, last_name=f"Même{number}")
        member(CompanyFactory.create(name=f"Même {number}"))
    rebuild_directory()
    assert len(hits("people", member_a, "meme", 3)) == 3
    assert len(hits("companies", member_a, "meme", 3)) == 3
    more = search_sources.get("people").more_url
    assert more is not None
    assert more("é & b") == "/members/?q=%C3%A9+%26+b"
