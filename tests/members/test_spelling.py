"""Names with accents and slips are found; nobody by what the viewer may not read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts
from accounts.audience import viewer_for
from accounts.models import User
from club.lib.spelling import distance, spelling_keys
from members.models import NameSpelling
from members.registrations import search_companies, search_people
from members.services import hide_person, rebuild_directory, update_profile
from members.services.spelling import forget_unused_words
from tests.factories.accounts import CompanyFactory, member
from tests.members.made import names

pytestmark = pytest.mark.django_db
URL = "/members/"

#: A name, and ways in which it is typed: no accent, two letters in the wrong order, one left out,
#: one doubled, one wrong, parted or joined. Each must find the name.
SLIPS = {
    ("Chloé", "Lefèvre"): ["lefevre", "Lefevrre", "Lefvère", "Lefére", "Lefebre", "Chole Lefèvre"],
    ("Jean-Pierre", "Le Goff"): [
        *("jean pierre", "jeanpierre", "Jean-Piere", "Legoff", "Le Gof", "le gogf", "Jaen-Pierre"),
    ],
    ("Anaïs", "Dupont"): ["Duppont", "Dupotn", "Dupnt", "Dupond", "Dupomt", "anias dupont"],
    ("François", "Müller"): ["muller", "Mulller", "Mulelr", "Mller", "Moller", "Francois Mueller"],
    ("Zoé", "O’Neil-Caradec"): ["oneil", "o neil", "Caradce", "Caradecc", "Karadec", "neilcaradec"],
    ("Łukasz", "Świątek"): ["lukasz", "Lucasz", "Swiatek", "Swiatk", "Swaitek", "Swiattek"],
    ("Søren", "Bjørnsen"): ["soren", "Bjornsen", "Bjonrsen", "Bjornssen", "Bjornse", "Biornsen"],
    ("Thanh", "Nguyễn"): ["nguyen", "Nguyne", "Ngyen", "Nguuyen", "Nguyem", "tahnh nguyen"],
    ("Bérengère", "d’Aubigné"): [
        *("daubigne", "d aubigne", "Aubginé", "Aubigne", "Berengre", "Bérangère", "Bérrengère"),
    ],
}
COMPANIES = {
    "Société Générale de Pâtisserie": ["societe genrale", "Sociéte Patiserie", "patissrie"],
    "Métallerie Gauthier & Fils": ["metalerie", "Gautheir", "Gauhtier", "Gautier", "mettallerie"],
    "Éco-Logis": ["ecologis", "eco logis", "Eco-Lgois", "Écologiss"],
}


def test_keys_and_distances_say_how_near_two_words_are():
    assert spelling_keys("roy") == {"roy"}
    assert spelling_keys("loup") == {"loup", "oup", "lup", "lop", "lou"}
    pairs = [
        ("dupont", "duppont"),
        ("dupont", "dupotn"),
        ("dupont", "dupond"),
        ("martin", "nitram"),
    ]
    assert [distance(one, other) for one, other in pairs] == [1, 1, 1, 5]
    assert not spelling_keys("dupont") & spelling_keys("durant")


def test_names_are_found_with_accents_and_slips(member_a):
    """The recall over the stated list: each name among the first three answers."""
    company = CompanyFactory.create(name="Ombre")
    for first, last in SLIPS:
        member(company, first_name=first, last_name=last)
    for name in COMPANIES:
        member(CompanyFactory.create(name=name), first_name="Un", last_name="Tel")
    rebuild_directory()
    viewer = viewer_for(member_a)
    wanted = [(" ".join(name), typed, search_people) for name, typed in SLIPS.items()]
    wanted += [(name, typed, search_companies) for name, typed in COMPANIES.items()]
    missed = [
        (name, query)
        for name, typed, search in wanted
        for query in typed
        if name not in [hit.title for hit in search(viewer, query, 3)]
    ]
    assert missed == []


def test_the_answer_says_that_nobody_is_called_so(client_for, member_a, member_b):
    rebuild_directory()
    page = client_for(member_a).get(URL, {"q": "Bxstxsde"})
    assert (names(page), page.context["similar"]) == ([], [])
    assert "Nobody fits all of this" in page.content.decode()
    page = client_for(member_a).get(URL, {"q": "Bastisde"})
    assert [row.person for row in page.context["similar"]] == [member_b]
    assert "Nobody is called “<bdi>Bastisde</bdi>”; similar names:" in page.content.decode()
    companies = client_for(member_a).get("/companies/", {"q": "Bastisde"})
    assert [row["company"].name for row in companies.context["similar"]] == ["Bastide & Fils"]


def test_few_who_fit_are_followed_by_similar_names(client_for, member_a, company_b):
    dupont, dupond = (member(company_b, last_name=name) for name in ("Dupont", "Dupond"))
    rebuild_directory()
    page = client_for(member_a).get(URL, {"q": "dupont"})
    assert names(page) == [dupont.full_name]
    assert [row.person for row in page.context["similar"]] == [dupond]


def test_nobody_is_found_who_is_not_in_the_directory(
    client_for, member_a, member_b, suspended_b, outsider
):
    hide_person(member_b, by=member_b)
    rebuild_directory()
    for query in ("Bastisde", "Sabateir", "Orssini"):
        page = client_for(member_a).get(URL, {"q": query})
        people = [row.person for row in page.context["similar"]]
        assert not {member_b, suspended_b, outsider} & set(people)
        assert "Béatrice" not in page.content.decode()
    assert list(search_people(viewer_for(outsider), "Amiell", 5)) == []


def test_nobody_is_found_by_a_subject_that_the_viewer_may_not_read(client_for, member_a, member_b):
    """A subject that is somebody's name as well is in the vocabulary; the row of words decides."""
    member(CompanyFactory.create(), first_name="Aline", last_name="Fournier")
    update_profile(
        member_b, by=member_b, can_help_with="Fournier", can_help_with_visible_to="nobody"
    )
    rebuild_directory()
    page = client_for(member_a).get(URL, {"q": "Fuornier"})
    assert [row.person.last_name for row in page.context["similar"]] == ["Fournier"]


def test_a_name_that_nobody_has_any_more_is_forgotten(member_a, member_b):
    rebuild_directory()
    kept = NameSpelling.objects.filter(word="bastide")
    update_profile(member_b, by=member_b, last_name="Nouvelle")
    assert kept.exists(), "the company is called so"
    accounts.change_company(member_b.memberships.get().company, name="Forge")
    assert not kept.exists()
    assert NameSpelling.objects.filter(word="agathe", key="agthe").exists()
    member_a.memberships.all().delete()
    User.objects.filter(pk=member_a.pk).delete()
    assert forget_unused_words() == len(spelling_keys("agathe"))
    assert not NameSpelling.objects.filter(word="agathe").exists()


@pytest.mark.parametrize("count", [2, 30])
def test_similar_names_cost_one_query(client_for, member_a, company_b, count):
    for number in range(count):
        member(company_b, first_name=f"P{number}", last_name="Duquesnoy")
    rebuild_directory()
    client = client_for(member_a)
    client.get(URL)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(URL, {"q": "Duqesnoy", "size": "m"})
    assert len(page.context["similar"]) == min(count, 8)
    assert len(queries) == 7  # four of every page, two that count, and the similar ones
