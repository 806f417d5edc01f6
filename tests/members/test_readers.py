"""Choices of who reads which field: words in two fields, the preview, what lists cost.

Who reads what is the table of tests/visibility/test_directory_fields.py.
"""

import pytest

from accounts.audience import viewer_for
from members.enums import Field, FieldVisibility
from members.models import PersonWord, Profile
from members.models.directory import Directory
from members.models.sight import see_people
from members.models.wish import Wish
from members.querysets import visible_memberships, with_closeness
from members.services import (
    rebuild_directory,
    update_profile,
)

pytestmark = pytest.mark.django_db
#: What each field holds, and the word of a subject by which the person could be found.
SAID = {
    Field.PHONE: "+33 6 98 76 54 32",
    Field.ABOUT: "Ytterbium is what I write about",
    Field.CAN_HELP_WITH: "Thulium",
    Field.LOOKS_FOR: "Holmium",
}
NONE, CONTACTS, MEMBERS = FieldVisibility


def let_see(person, choice):
    """The person shows everything to the same readers."""
    facts = {field.value: text for field, text in SAID.items()}
    update_profile(person, by=person, **facts, **{field.choice: choice for field in Field})
    rebuild_directory()


def said(person, field):
    return person.email if field == Field.EMAIL else SAID[field]


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
    assert [row.person for row in Directory(viewer, Wish(query="douane")).rows()[:30]] == [member_a]
    assert Directory(viewer, Wish(query="edi")).rows()[:30] == []


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
