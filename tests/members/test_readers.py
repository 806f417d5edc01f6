"""Who reads which field: every choice, on every way, for everybody of the cast."""

import pytest

from accounts.audience import viewer_for
from accounts.registry import search_sources
from members import rules
from members.enums import Field, FieldVisibility
from members.models import PersonTopic, PersonWord, Profile
from members.models.directory import Directory, Wish
from members.models.search import topics_in_use
from members.models.sight import see_people
from members.querysets import visible_memberships, with_closeness
from members.services import (
    accept_contact,
    profile_of,
    rebuild_directory,
    request_contact,
    update_profile,
)
from tests.factories.accounts import member
from tests.members.made import counts

pytestmark = pytest.mark.django_db
#: What each field holds, and the word of a subject by which the person could be found.
SAID = {
    Field.PHONE: "+33 6 98 76 54 32",
    Field.ABOUT: "Ytterbium is what I write about",
    Field.CAN_HELP_WITH: "Thulium",
    Field.LOOKS_FOR: "Holmium",
}
NONE, CONTACTS, MEMBERS = FieldVisibility
#: The choices under which each of the cast reads a field of `member_a`.
READS = {
    "member_a": {NONE, CONTACTS, MEMBERS},
    "contact": {CONTACTS, MEMBERS},
    "manager": {CONTACTS, MEMBERS},
    "administrator": {CONTACTS, MEMBERS},
    "colleague_a": {MEMBERS},
    "member_b": {MEMBERS},
    "manager2": {MEMBERS},
    "organiser": {MEMBERS},
    "director": {MEMBERS},
    "allinone": {MEMBERS},
    "suspended_b": set(),
    "outsider": set(),
    "stranger": set(),
}


@pytest.fixture
def contact(member_a, company_c):
    """A member of client C who is in contact with `member_a`."""
    person = member(company_c, first_name="Colette", last_name="Carré")
    accept_contact(request_contact(member_a, by=person, why="Bonjour"), by=member_a)
    return person


def let_see(person, choice):
    """The person shows everything to the same readers."""
    facts = {field.value: text for field, text in SAID.items()}
    update_profile(person, by=person, **facts, **{field.choice: choice for field in Field})
    rebuild_directory()


def said(person, field):
    return person.email if field == Field.EMAIL else SAID[field]


@pytest.mark.parametrize("who", READS)
def test_page_list_search_and_counts_keep_to_the_choice(
    request, client_for, contact, member_a, who
):
    reader = request.getfixturevalue(who)
    client, viewer = client_for(reader), viewer_for(reader)
    for choice in FieldVisibility:
        let_see(member_a, choice)
        reads = choice in READS[who]
        page = client.get(f"/members/{member_a.pk}/")
        for field in Field:
            assert (said(member_a, field) in page.content.decode()) is reads, (choice, field)
        if page.status_code == 404:
            continue
        listed = client.get("/members/")
        assert ("Thulium" in listed.content.decode()) is reads, choice
        assert counts(listed, "helps") == ({"thulium": 1} if reads else {}), choice
        assert counts(listed, "looks") == ({"holmium": 1} if reads else {}), choice
        for asked in ({"q": "thul"}, {"q": "holm"}, {"helps": "Thulium"}, {"looks": "Holmium"}):
            found = client.get("/members/", asked).context["people"]
            assert [sight.person for sight in found] == ([member_a] if reads else []), asked
        hits = [hit.person for hit in search_sources.get("people").search(viewer, "thulium", 9)]
        assert hits == ([member_a] if reads else [])
        assert topics_in_use(viewer, "thul", 9) == (["Thulium"] if reads else [])
        assert ("Thulium" in client.get("/companies/client-a/").content.decode()) is reads
        assert (b"Thulium" in client.get("/members/topics/?q=thu").content) is reads


@pytest.mark.parametrize("who", READS)
def test_rule_for_a_field_and_rule_for_rows_say_the_same(request, contact, member_a, who):
    viewer = viewer_for(request.getfixturevalue(who))
    profile = profile_of(member_a)
    company = member_a.memberships.get().company
    for choice in FieldVisibility:
        let_see(member_a, choice)
        profile.refresh_from_db()
        for field in Field:
            shown = rules.can_see_field(
                viewer, profile, field, company=company, is_contact=who == "contact"
            )
            assert shown is (choice in READS[who]), (choice, field)
        words = PersonWord.objects.filter(rules.shown_words_q(viewer), word="thulium")
        for rows in (PersonTopic.objects.filter(rules.shown_rows_q(viewer)), words):
            assert rows.filter(person=member_a).exists() is (choice in READS[who]), choice


def test_each_field_has_its_own_choice(client_for, contact, member_a, member_b):
    let_see(member_a, NONE)
    for field in Field:
        update_profile(member_a, by=member_a, **{field.choice: CONTACTS})
        for reader, reads in ((contact, True), (member_b, False)):
            page = client_for(reader).get(f"/members/{member_a.pk}/").content.decode()
            shown = [one for one in Field if said(member_a, one) in page]
            assert shown == ([field] if reads else [])
        update_profile(member_a, by=member_a, **{field.choice: NONE})


def test_a_word_that_stands_in_two_fields_is_as_open_as_the_more_open_one(member_a, member_b):
    update_profile(
        member_a,
        by=member_a,
        job_title="Douane",
        can_help_with="Douane, EDI",
        looks_for="EDI",
        can_help_with_visible_to=NONE,
        looks_for_visible_to=CONTACTS,
    )
    kept = dict(PersonWord.objects.filter(person=member_a).values_list("word", "visible_to"))
    assert (kept["douane"], kept["edi"]) == (MEMBERS, CONTACTS)
    viewer = viewer_for(member_b)
    assert Directory(viewer, Wish(query="douane")).rows().get().person == member_a
    assert not Directory(viewer, Wish(query="edi")).rows().exists()


def test_what_lists_read_costs_nothing_more(member_a, member_b, django_assert_num_queries):
    viewer = viewer_for(member_b)
    rows = list(with_closeness(visible_memberships(viewer), viewer))
    with django_assert_num_queries(0):
        sights = see_people(rows, viewer)
        assert [(s.email, s.phone, s.about, s.helps, s.looks) for s in sights]


@pytest.mark.parametrize(
    ("role", "reads"), [("member", {MEMBERS}), ("contact", {CONTACTS, MEMBERS})]
)
def test_preview_is_the_page_of_such_a_reader(client_for, member_a, role, reads):
    client = client_for(member_a)
    for choice in FieldVisibility:
        let_see(member_a, choice)
        page = client.get("/me/preview/", {"as": role}).content.decode()
        page = page.partition("<main")[2].partition("</main>")[0]  # the frame names the account
        for field in Field:
            assert (said(member_a, field) in page) is (choice in reads), (choice, field)


@pytest.mark.parametrize(
    ("who", "status"),
    [("member_a", 200), ("organiser", 404), ("suspended_b", 404), ("stranger", 404)],
)
def test_preview_is_for_those_who_have_a_page(request, client_for, who, status):
    client = client_for(request.getfixturevalue(who))
    assert client.get("/me/preview/").status_code == status
    assert client.get("/me/preview/?as=administrator").status_code == 404


def test_choices_are_made_on_the_own_page(client_for, member_a):
    page = client_for(member_a).get("/me/")
    for field in Field:
        assert page.context["form"].fields[field.choice].help_text
    assert Profile.objects.get(person=member_a).email_visible_to == CONTACTS
