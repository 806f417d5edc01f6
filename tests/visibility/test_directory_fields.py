"""Who reads what of a person, on which way: the whole matrix of the directory, in one pass."""

from itertools import cycle

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from club.lib.text import ascii_slug
from events.services import register
from members.enums import Field, FieldVisibility
from members.models import Rival
from members.models.directory import Directory
from members.models.sight import PersonSight, see_people
from members.models.wish import Wish
from members.querysets import reachable_memberships, with_closeness
from members.services import (
    accept_contact,
    hide_person,
    rebuild_directory,
    request_contact,
    update_profile,
)
from tests.events.made import event, the_date
from tests.factories.accounts import CompanyFactory, member
from tests.forum.made import category
from tests.members.made import counts

pytestmark = pytest.mark.django_db
#: Each reader, and what there is for them of people of client A. docs/privacy.md prints this table.
#: fields: the choices under which a field is read. hiding: what there is of somebody who hides.
#: subjects: offers and needs. coming: who is seen coming to an event, of those who agreed to be
#: named. export: whom the desk's list and its files hold.
TABLE = """
| reader | fields | hiding | subjects | coming | export |
|---|---|---|---|---|---|
| member of the same company | members | no | yes | named | no |
| correspondent of the company | members | no | yes | named | no |
| member of another company | members | no | yes | named | no |
| contact | contacts, members | page | yes | named | no |
| competitor whom the company named | members | no | no | no | no |
| competitor who named the company | members | no | no | no | no |
| competitor in contact | contacts, members | page | no | no | no |
| suspended member, stranger | none | no | no | no | no |
| organiser | members | no | yes | all | listed |
| account manager of the company | contacts, members | page | yes | named | all |
| account manager of others | members | no | yes | named | no |
| director | members | no | yes | named | listed |
| administrator | contacts, members | page | yes | named | all |
"""
#: What each way shows of a person at all. The first of them are asked once for each person.
WAYS = {
    "page": {"name", *Field, "coming"},
    "sight": {"name", *Field},
    "card": {"name", Field.EMAIL, Field.PHONE},
    "list": {"name", Field.CAN_HELP_WITH, Field.LOOKS_FOR},
    "company": {"name", Field.CAN_HELP_WITH},
    "found by offer": {Field.CAN_HELP_WITH},
    "found by need": {Field.LOOKS_FOR},
    "search over all": {Field.CAN_HELP_WITH},
    "proposals of offers": {Field.CAN_HELP_WITH},
    "proposals of needs": {Field.LOOKS_FOR},
    "names for a mention": {"name"},
    "attendees": {"coming"},
    "filter by event": {"coming"},
    "desk": {"name", Field.EMAIL},
    "export": {"name", Field.EMAIL, Field.PHONE},
}
#: Ways that answer with people: whose name is there was found by it.
BY_NAME = {"search over all", "attendees"}
Looks = tuple[dict[str, dict[str, set[str]]], int]
NOBODY, CONTACTS, MEMBERS = FieldVisibility
#: Three people who chose differently for each field, and one who shows everything and hides.
CHOICES = {
    "Aude": (NOBODY, CONTACTS, MEMBERS, NOBODY, CONTACTS),
    "Blaise": (CONTACTS, MEMBERS, NOBODY, CONTACTS, MEMBERS),
    "Cléo": (MEMBERS, NOBODY, CONTACTS, MEMBERS, NOBODY),
    "Denis": (MEMBERS,) * 5,
}
HIDES = "Denis"
FAMILY, OFFER, NEED, EVENING = "Quartz", "Thulium", "Holmium", "Ytterbium evening"
DESK = "/cms/members/people/"


def words(name: str) -> dict[str, str]:
    """What is looked for, of one of the four; no two words are part of each other."""
    number = list(CHOICES).index(name)
    return {
        "name": f"{name} {FAMILY}",
        Field.EMAIL: f"box{number}@client-a.example",
        Field.PHONE: f"1 98 76 54 3{number}",
        Field.ABOUT: f"Samarium{number}",
        Field.CAN_HELP_WITH: f"Erbium{number}",
        Field.LOOKS_FOR: f"Terbium{number}",
    }


@pytest.fixture
def four(company_a, organiser) -> dict[str, User]:
    """They say the same kinds of things, come to one event, and agreed to be named there."""
    evening = the_date(event(title=EVENING))
    people = {}
    for name, choices in CHOICES.items():
        said = words(name)
        person = member(company_a, first_name=name, last_name=FAMILY, email=said[Field.EMAIL])
        update_profile(
            person,
            by=person,
            phone=f"+33 {said[Field.PHONE]}",
            about=said[Field.ABOUT],
            can_help_with=f"{OFFER}, {said[Field.CAN_HELP_WITH]}",
            looks_for=f"{NEED}, {said[Field.LOOKS_FOR]}",
            **{field.choice: choice for field, choice in zip(Field, choices, strict=True)},
        )
        register(evening, person, by=person, is_listed=True)
        people[name] = person
    return people


@pytest.fixture
def readers(request, four, company_a, company_b, company_c) -> dict[str, list[User]]:
    """Who is who in the table."""
    rival, named = CompanyFactory.create(name="Rivale"), company_b
    Rival.objects.create(company=company_a, rival=named)
    Rival.objects.create(company=rival, rival=company_a)
    near = {"contact": member(company_c), "competitor in contact": member(rival)}
    for reader in near.values():
        for person in four.values():
            accept_contact(request_contact(person, by=reader, why="Hello"), by=person)
    hide_person(four[HIDES], by=four[HIDES])
    cast = {
        "member of the same company": ["member_a"],
        "correspondent of the company": ["colleague_a"],
        "member of another company": ["member_c"],
        "competitor whom the company named": ["member_b"],
        "suspended member, stranger": ["suspended_b", "stranger"],
        "organiser": ["organiser"],
        "account manager of the company": ["manager"],
        "account manager of others": ["manager2"],
        "director": ["director"],
        "administrator": ["administrator"],
    }
    found = {who: [request.getfixturevalue(one) for one in names] for who, names in cast.items()}
    found |= {who: [reader] for who, reader in near.items()}
    found["competitor who named the company"] = [member(rival)]
    rebuild_directory()
    return found


def decided() -> dict[str, dict[str, str]]:
    """The table, by reader and column."""
    head, _line, *rows = (
        [cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.split("\n") if line
    )
    return {row[0]: dict(zip(head, row, strict=True)) for row in rows}


def expected(way: str, name: str, says: dict[str, str]) -> set[str]:
    """What of one of the four a reader finds on one way, by the table."""
    if not _is_there(way, name, says):
        return set()
    fields = {
        field
        for field, choice in zip(Field, CHOICES[name], strict=True)
        if choice.value in says["fields"].split(", ")
    }
    if says["subjects"] == "no":
        fields -= {Field.CAN_HELP_WITH, Field.LOOKS_FOR}
    seen = says["coming"] == "all" or (says["coming"] == "named" and name != HIDES)
    return WAYS[way] & ({"name", *fields} | ({"coming"} if seen else set()))


def _is_there(way: str, name: str, says: dict[str, str]) -> bool:
    if says["fields"] == "none":
        return False
    if way in {"desk", "export"}:
        return says["export"] == "all" or (says["export"] == "listed" and name != HIDES)
    if name != HIDES:
        return True
    return says["hiding"] == "page" if way in {"page", "card", "sight"} else way == "attendees"


def look(reader: User, client: Client, four: dict[str, User], one: str, room: str) -> Looks:
    """What there is of each of the four on each way. Of the three who are found, the page and the
    card of `one` are asked for: a template shows what `sight` holds, whoever reads it.
    """
    pages = {
        "list": "/members/",
        "company": "/companies/client-a/",
        "search over all": f"/search/?q={OFFER}",
        "proposals of offers": "/members/topics/?q=erbi",
        "proposals of needs": "/members/topics/?q=terbi",
        "names for a mention": f"{room}people/?q={FAMILY}",
        "attendees": f"/events/{ascii_slug(EVENING)}/attendees/",
        "desk": DESK,
    }
    answers = {way: client.get(path) for way, path in pages.items()}
    answers["export"] = client.post(f"{DESK}export/", {"form": "csv"})
    texts = {way: main_of(answer) for way, answer in answers.items()}
    found = {way: {name: shown(way, name, texts[way]) for name in four} for way in texts}
    for name in (one, HIDES):
        path = f"/members/{four[name].pk}/"
        for way, address in (("page", path), ("card", f"{path}card.vcf")):
            text = main_of(client.get(address))
            found.setdefault(way, {})[name] = shown(way, name, text)
    offers = counts(answers["list"], "helps").get(OFFER.lower(), 0) if texts["list"] else 0
    return found | ask_directly(viewer_for(reader), four), offers


def ask_directly(viewer: Viewer, four: dict[str, User]) -> dict[str, dict[str, set[str]]]:
    """What pages are made of: how people are read, and who is found by what."""
    rows = with_closeness(reachable_memberships(viewer), viewer)
    sights = {sight.person: sight for sight in see_people(rows, viewer)}
    wishes = {
        "found by offer": Wish(chosen={"helps": frozenset({OFFER.lower()})}),
        "found by need": Wish(query=NEED[:5]),
        "filter by event": Wish(chosen={"event": frozenset({ascii_slug(EVENING)})}),
    }
    found: dict[str, dict[str, set[str]]] = {"sight": {}}
    for name, person in four.items():
        found["sight"][name] = read(sights[person]) if person in sights else set()
    for way, wish in wishes.items():
        people = {row.person for row in Directory(viewer, wish).rows()[:30]}
        found[way] = {name: WAYS[way] if four[name] in people else set() for name in four}
    return found


def read(sight: PersonSight) -> set[str]:
    """The fields that are not empty for the viewer."""
    held = zip(
        Field, (sight.email, sight.phone, sight.about, sight.helps, sight.looks), strict=True
    )
    return {"name", *(field for field, value in held if value)}


def main_of(answer: HttpResponse) -> str:
    """The page without its frame, which names the reader; a file whole; '' of what is missing."""
    if answer.status_code == 404:
        return ""
    text = answer.content.decode("utf-8-sig")
    if "json" in answer.headers["Content-Type"]:
        return str(answer.json())
    main = text.partition("<main")[2].partition("</main>")[0]
    return main or text.replace(";", " ")


def shown(way: str, name: str, text: str) -> set[str]:
    """What of one of the four stands in a text."""
    said = words(name)
    if way in BY_NAME:
        return WAYS[way] if said["name"] in text else set()
    return {item for item, word in (said | {"coming": EVENING}).items() if word in text}


def test_everybody_reads_what_the_table_says_and_nothing_else(four, readers, client_for):
    room, turns, wrong = category().get_absolute_url(), cycle(set(four) - {HIDES}), []
    for who, says in decided().items():
        for reader in readers[who]:
            found, offers = look(reader, client_for(reader), four, next(turns), room)
            assert set(found) == set(WAYS)
            for way, people in found.items():
                for name, items in people.items():
                    right = expected(way, name, says)
                    if items != right:
                        wrong.append((who, way, name, sorted(items - right), sorted(right - items)))
            read_of = [name for name in four if expected("found by offer", name, says)]
            if offers != len(read_of):
                wrong.append((who, "count", offers, read_of))
    assert wrong == []


def test_the_person_reads_all_of_the_own_page(four, client_for):
    person = four["Aude"]
    text = main_of(client_for(person).get(f"/members/{person.pk}/"))
    assert shown("page", "Aude", text) == WAYS["page"]


def test_the_documents_print_the_table():
    assert TABLE in (settings.BASE_DIR / "docs" / "privacy.md").read_text()
