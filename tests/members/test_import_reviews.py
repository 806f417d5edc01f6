"""The review list: who sees which record, what an answer writes, and undo."""

import pytest

from accounts.audience import viewer_for
from accounts.models import Company
from members.enums import ReviewStatus
from members.models import ImportedName, ImportReview, KnownPerson
from members.services import Refused, decide_review, undo_review
from tests.factories.accounts import CompanyFactory
from tests.members.imported import acts, imported

pytestmark = pytest.mark.django_db
LIST = "/cms/members/imports/"
STAFF = ("organiser", "manager", "manager2", "director", "administrator", "allinone")
OTHERS = ("member_a", "colleague_a", "suspended_b", "outsider", "stranger")
ROWS = (
    "Account ID,Account Name,Account Owner,Ville,Email,Last Name",
    "C7,ATELIER AUBRAC,Marc Maurel,Laguiole,lea@aubrac.example,Roux",
    "C7,ATELIER AUBRAC,Marc Maurel,Laguiole,max@aubrac.example,Blanc",
)


@pytest.fixture
def review(company_a, manager2):
    imported(*ROWS)
    return ImportReview.objects.get()


def state():
    """All that a decision may touch, but the review itself."""
    return [
        list(Company.objects.order_by("pk").values()),
        list(KnownPerson.objects.order_by("pk").values("pk", "email", "company", "last_name")),
        list(ImportedName.objects.values("subject", "key", "company", "known_person")),
    ]


@pytest.mark.parametrize("who", [*STAFF, *OTHERS])
def test_list_is_for_those_who_handle_the_company(request, client_for, review, who):
    client = client_for(request.getfixturevalue(who))
    allowed = who in STAFF
    sees = allowed and who != "manager2"
    answer = client.get(LIST)
    assert answer.status_code == (200 if allowed else 404)
    assert ("ATELIER AUBRAC" in answer.content.decode()) is sees
    assert client.get(f"{LIST}{review.pk}/").status_code == (200 if sees else 404)
    posted = client.post(f"{LIST}{review.pk}/", {"answer": "skipped"})
    assert posted.status_code == (302 if sees else 404)
    review.refresh_from_db()
    assert review.is_waiting is not sees


@pytest.mark.parametrize("who", ["manager2", "member_a", "outsider"])
def test_service_refuses_others(request, review, who):
    with pytest.raises(Refused):
        decide_review(review, by=request.getfixturevalue(who), answer=ReviewStatus.NEW)


def test_record_without_company_is_the_managers_whom_the_file_names(manager, manager2, director):
    imported("Email,First Name", "x@nowhere.example,Eve")
    ImportReview.objects.update(manager=manager)
    seen = {p: ImportReview.objects.visible_to(viewer_for(p)).count()
            for p in (manager, manager2, director)}  # fmt: skip
    assert seen == {manager: 1, manager2: 0, director: 1}


def test_same_takes_it_in_and_is_remembered(review, company_a, manager):
    before = state()
    decide_review(review, by=manager, answer=ReviewStatus.SAME)
    company_a.refresh_from_db()
    assert (company_a.name, company_a.city, company_a.external_id) == (
        "ATELIER AUBRAC",
        "Laguiole",
        "C7",
    )
    assert set(company_a.known_people.values_list("last_name", flat=True)) == {"Roux", "Blanc"}
    assert imported(*ROWS).counts.changes == imported(*ROWS).counts.reviews == 0
    undo_review(ImportReview.objects.get(), by=manager)
    assert state() == before
    assert acts(imported(*ROWS))[0] == (2, "company", "review")
    assert ImportReview.objects.get().is_waiting


def test_new_makes_a_second_company_and_undo_takes_it_away(review, company_a, organiser):
    before = state()
    decide_review(review, by=organiser, answer=ReviewStatus.NEW)
    made = Company.objects.get(external_id="C7")
    assert made != company_a
    assert made.known_people.count() == 2
    again = imported(*ROWS)
    assert (again.counts.changes, again.counts.reviews) == (0, 0)
    undo_review(ImportReview.objects.get(), by=organiser)
    assert state() == before


def test_skipped_is_left_out_of_the_next_files(review, organiser):
    decide_review(review, by=organiser, answer=ReviewStatus.SKIPPED)
    again = imported(*ROWS)
    assert (again.counts.changes, again.counts.reviews, again.counts.lines_ignored) == (0, 0, 2)
    undo_review(ImportReview.objects.get(), by=organiser)
    assert imported(*ROWS).counts.reviews == 3


def test_answer_is_given_once(review, organiser, director):
    decide_review(review, by=organiser, answer=ReviewStatus.SAME)
    with pytest.raises(Refused):
        decide_review(review, by=director, answer=ReviewStatus.NEW)
    undo_review(review, by=director)
    with pytest.raises(Refused):
        undo_review(review, by=organiser)


def test_undo_is_refused_for_what_is_in_use(review, company_a, organiser):
    decide_review(review, by=organiser, answer=ReviewStatus.SAME)
    Company.objects.filter(pk=company_a.pk).update(city="Brest")
    with pytest.raises(Refused):
        undo_review(review, by=organiser)
    Company.objects.filter(pk=company_a.pk).update(city="Laguiole")
    undo_review(review, by=organiser)
    decide_review(review, by=organiser, answer=ReviewStatus.NEW)
    KnownPerson.objects.create(company=Company.objects.get(external_id="C7"), email="n@x.example")
    with pytest.raises(Refused):
        undo_review(review, by=organiser)


def test_person_is_the_same_or_a_new_one(company_a, organiser):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    old = KnownPerson.objects.create(
        company=company_a, email="old@x.example", first_name="Léa", last_name="Roux"
    )
    rows = ("Account ID,Email,First Name,Last Name,Phone", "A,new@x.example,Léa,Roux,0102030405")
    imported(*rows)
    before = state()
    review = decide_review(ImportReview.objects.get(), by=organiser, answer=ReviewStatus.SAME)
    old.refresh_from_db()
    assert (old.email, old.phone) == ("new@x.example", "0102030405")
    assert imported(*rows).counts.changes == 0
    undo_review(review, by=organiser)
    assert state() == before
    decide_review(review, by=organiser, answer=ReviewStatus.NEW)
    assert KnownPerson.objects.count() == 2
    assert imported(*rows).counts.changes == imported(*rows).counts.reviews == 0


def test_namesake_among_the_members_is_linked(company_a, member_a, organiser):
    Company.objects.filter(pk=company_a.pk).update(external_id="A")
    imported("Account ID,Email,First Name,Last Name", "A,other@x.example,AGATHE,Aubrac")
    decide_review(ImportReview.objects.get(), by=organiser, answer=ReviewStatus.SAME)
    known = KnownPerson.objects.get()
    assert (known.person, known.email) == (member_a, "member@client-a.example")
    assert KnownPerson.objects.uninvited().count() == 0


def test_person_without_company_is_placed_by_hand(client_for, company_a, company_b, manager):
    KnownPerson.objects.create(company=company_a, email="k@aubrac.example")
    imported("Email,First Name", "new@aubrac.example,Eve")
    review = ImportReview.objects.get()
    client = client_for(manager)
    page = client.get(f"{LIST}{review.pk}/").content.decode()
    assert "Atelier Aubrac" in page
    assert "Bastide" not in page
    for wrong in ("", "abc", str(company_b.pk), "9999999999999999999999"):
        answer = client.post(f"{LIST}{review.pk}/", {"answer": "new", "company": wrong})
        assert answer.status_code == 422
    client.post(f"{LIST}{review.pk}/", {"answer": "new", "company": company_a.pk})
    assert KnownPerson.objects.get(email="new@aubrac.example").company == company_a
    assert imported("Email,First Name", "new@aubrac.example,Eve").counts.changes == 0


def test_page_shows_both_sides_and_answers_by_buttons(client_for, review, organiser):
    client = client_for(organiser)
    path = f"{LIST}{review.pk}/"
    page = client.get(path).content.decode()
    for words in ("Laguiole", "Rennes", "Roux, Blanc", 'value="same"', 'value="new"'):
        assert words in page
    for nonsense in ({}, {"answer": "waiting"}, {"answer": "\0\ud800".encode("utf-8", "replace")}):
        assert client.post(path, nonsense).status_code == 422
    assert client.post(path, {"answer": "same"})["Location"] == LIST
    assert 'value="same"' not in client.get(path).content.decode()
    assert "ATELIER AUBRAC" in client.get(f"{LIST}?show=decided").content.decode()
    assert client.post(path, {"undo": "1"}).status_code == 302
    review.refresh_from_db()
    assert review.is_waiting


def test_list_costs_the_same_for_one_and_for_three(
    client_for, organiser, django_assert_num_queries
):
    client = client_for(organiser)
    for size in (1, 3):
        for n in range(size):
            CompanyFactory.create(name=f"Double {size} {n}")
        imported("Raison sociale", *(f"Double {size} {n} SA" for n in range(size)))
        client.get(LIST)
        with django_assert_num_queries(LIST_QUERIES):
            page = client.get(LIST)
        assert page.content.decode().count('class="title"') == {1: 1, 3: 4}[size]


LIST_QUERIES = 20


def test_hostile_words_stay_words(client_for, organiser):
    CompanyFactory.create(name="<script>alert(1)</script>")
    imported("Raison sociale,Ville", '<script>alert(1)</script> SA,"<img src=x onerror=alert(1)>"')
    review = ImportReview.objects.get()
    page = client_for(organiser).get(f"{LIST}{review.pk}/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<img src=x" not in page
