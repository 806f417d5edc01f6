"""The pages: who sees them, what they say, and that everything works by page loads."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts_services
from forum import services
from forum.models import Post, ReadState, Thread
from tests.forum import made


def lines(thread: Thread, by, count: int) -> None:
    for n in range(count):
        made.reply(thread, by, f"Line {n}")


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def gold_thread(member_a) -> Thread:
    return made.thread(member_a, room=made.category("Gold room", audience=made.gold()))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("member_a", 200),
        ("colleague_a", 200),
        ("organiser", 200),
        ("manager", 200),
        ("director", 200),
        ("administrator", 200),
        ("member_b", 404),
        ("member_c", 404),
        ("suspended_b", 404),
        ("outsider", 404),
        ("stranger", 404),
    ],
)
def test_a_gold_room_exists_for_gold_and_the_team(who, status, gold_thread, client_for, request):
    person = request.getfixturevalue(who)
    client, url = client_for(person), gold_thread.get_absolute_url()
    room = gold_thread.category.get_absolute_url()
    gets = [url, f"{url}log/?after=0", f"{url}1/", room, f"{room}new/", f"{room}people/?q=ag"]
    codes = {path: client.get(path).status_code for path in gets}
    assert {200 if code == 302 else code for code in codes.values()} == {status}, codes
    if status == 404:
        acts = [
            "reply/",
            "read/",
            "follow/",
            "lock/",
            "1/edit/",
            "1/delete/",
            "1/hide/",
            "1/answer/",
        ]
        posts = {act: client.post(f"{url}{act}", {"text": "Hello"}).status_code for act in acts}
        assert set(posts.values()) == {404}, posts
        listed = client.get("/forum/")
        assert "Gold room" not in text_of(listed)
        assert gold_thread.title not in text_of(client.get("/search/?q=labels"))
    assert Post.objects.count() == 1


def test_members_see_no_empty_room_and_the_team_does(member_a, organiser, client_for):
    made.category("Empty")
    full = made.category("Full")
    post = made.thread(member_a, room=full).posts.get()
    assert [
        "Empty" in text_of(client_for(who).get("/forum/")) for who in (member_a, organiser)
    ] == [
        False,
        True,
    ]
    # A room whose only thread was taken back is empty for the others.
    services.delete_post(made.fresh(post), by=member_a)
    page = text_of(client_for(organiser).get("/forum/"))
    assert "Full" in page


def test_a_thread_taken_back_is_there_for_its_author_alone(member_a, member_b, client_for):
    thread = made.thread(member_a)
    url = thread.get_absolute_url()
    client = client_for(member_a)
    client.post(f"{url}1/delete/")
    assert client_for(member_b).get(url).status_code == 404
    assert "You took this post back" in text_of(client.get(url))
    client.post(f"{url}1/restore/")
    assert client_for(member_b).get(url).status_code == 200


def test_answering_by_page_loads(member_a, member_b, client_for):
    thread = made.thread(member_a)
    url, key = thread.get_absolute_url(), str(uuid.uuid4())
    client = client_for(member_b)
    for _ in range(2):
        response = client.post(f"{url}reply/", {"text": "In *ten* weeks.", "key": key})
        assert response.status_code == 302
        assert response.url == f"{url}#p2"
    page = text_of(client.get(url))
    assert page.count("In <em>ten</em> weeks.") == 1
    assert "Béatrice Bastide" in page
    assert "Bastide &amp; Fils" in page


def test_answering_by_script_gives_the_post_back_each_time(member_a, member_b, client_for):
    thread = made.thread(member_a)
    client, key = client_for(member_b, HTTP_ACCEPT="application/json"), str(uuid.uuid4())
    url = f"{thread.get_absolute_url()}reply/"
    answers = [client.post(url, {"text": "Yes", "key": key}).json()["post"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert (answers[0]["number"], answers[0]["key"], answers[0]["body"]) == (2, key, "<p>Yes</p>")


@pytest.mark.parametrize(
    "text", ["", "   \n", "\x00", "x" * 20_001, ">" * 60 + "a", "@Ann Bee " * 51]
)
def test_what_cannot_be_taken_comes_back_with_its_text(text, member_a, client_for):
    thread = made.thread(member_a)
    client, url = client_for(member_a), f"{thread.get_absolute_url()}reply/"
    response = client.post(url, {"text": text, "key": "no key"})
    assert response.status_code == 422
    assert response.context["form"].errors["text"]
    assert response.context["form"]["text"].value() == text
    said = client.post(url, {"text": text}, HTTP_ACCEPT="application/json")
    assert (said.status_code, bool(said.json()["said"])) == (422, True)
    assert Post.objects.count() == 1


def test_an_answer_to_a_thread_closed_meanwhile_is_kept_in_the_field(
    member_a, member_b, organiser, client_for
):
    thread = made.thread(member_a)
    services.lock_thread(thread, by=organiser)
    response = client_for(member_b).post(
        f"{thread.get_absolute_url()}reply/", {"text": "Half an hour of work"}
    )
    page = text_of(response)
    assert response.status_code == 422
    assert "This discussion has been closed, so your text was not sent" in page
    assert "Half an hour of work</textarea>" in page
    assert 'action="' + thread.get_absolute_url() + 'reply/#composer"' in page
    closed = text_of(client_for(member_b).get(thread.get_absolute_url()))
    assert 'id="composer"' not in closed


def test_signs_that_no_text_needs_are_taken_out(member_a, client_for):
    thread = made.thread(member_a)
    client = client_for(member_a)
    response = client.post(f"{thread.get_absolute_url()}reply/", {"text": "a\x00b\x1b\u202ec"})
    assert response.status_code == 302
    assert thread.posts.get(number=2).body_md == "abc"
    post = services.post_reply(made.fresh(thread), by=member_a, text="half \ud83d of a pair")
    assert post.body_md == "half  of a pair"


def test_beginning_a_thread_by_page_loads(member_a, client_for):
    room = made.category()
    client, url = client_for(member_a), f"{made.fresh(room).get_absolute_url()}new/"
    key = client.get(url).context["form"]["key"].value()
    refused = client.post(url, {"title": " ", "text": "Kept"})
    assert refused.status_code == 422
    assert "Kept</textarea>" in text_of(refused)
    words = {"title": "Étiquettes EDI ?", "text": "Qui l’a fait ?", "key": key}
    urls = {client.post(url, words).url for _ in range(2)}
    thread = Thread.objects.get()
    assert urls == {f"/forum/{room.slug}/{thread.pk}-etiquettes-edi/"}


def test_who_left_is_a_former_member_and_who_hides_has_no_link(member_a, member_b, client_for):
    thread = made.thread(member_a)
    made.reply(thread, member_b)
    url = thread.get_absolute_url()
    page = text_of(client_for(member_a).get(url))
    assert f'href="/members/{member_b.pk}/"' in page
    accounts_services.end_membership(member_b.memberships.get())
    page = text_of(client_for(member_a).get(url))
    assert "Béatrice" not in page
    assert "Bastide" not in page
    assert "Former member" in page


def test_pages_are_cut_by_number_and_addresses_last(member_a, client_for):
    thread = made.thread(member_a)
    lines(thread, member_a, 54)
    url = thread.get_absolute_url()
    client = client_for(member_a)
    numbers = [
        re.findall(r'data-number="(\d+)"', text_of(client.get(f"{url}?page={page}")))
        for page in (1, 2, 9)
    ]
    assert numbers[0] == [str(n) for n in range(1, 51)]
    assert numbers[1] == numbers[2] == [str(n) for n in range(51, 56)]
    assert client.get(f"{url}53/").url == f"{url}?page=2#p53"
    assert client.get(f"{url}99/").status_code == 404
    assert client.get(f"/forum/purchasing-fr/{thread.pk}-other/?page=2").url == f"{url}?page=2"
    assert client.get(f"{url}?page=-1").status_code == 200


def test_unread_posts_are_counted_and_found(member_a, member_b, client_for):
    thread = made.thread(member_a)
    lines(thread, member_a, 54)
    url, client = thread.get_absolute_url(), client_for(member_b)
    assert "55 new" in text_of(client.get("/forum/"))
    client.post(f"{url}read/", {"number": "52"})
    assert "3 new" in text_of(client.get(thread.category.get_absolute_url()))
    assert client.get(f"{url}?unread").url == f"{url}?page=2#p53"
    page = text_of(client.get(f"{url}?page=2"))
    assert page.index('id="new-line"') < page.index('id="p53"')
    services.delete_post(made.fresh(thread.posts.get(number=54)), by=member_a)
    assert "2 new" in text_of(client.get("/forum/"))
    client.post("/forum/read/")
    assert " new<" not in text_of(client.get("/forum/"))
    assert ReadState.objects.get(user=member_b).last_read_number == 55


def test_editing_by_page_loads_and_in_place(member_a, member_b, client_for):
    thread = made.thread(member_a)
    url, client = thread.get_absolute_url(), client_for(member_a)
    assert client_for(member_b).get(f"{url}1/edit/").status_code == 404
    assert "Who has migrated?</textarea>" in text_of(client.get(f"{url}1/edit/"))
    assert client.post(f"{url}1/edit/", {"text": "Who **has**?"}).status_code == 302
    part = {"HTTP_X_PART": "1", "HTTP_ACCEPT": "application/json"}
    refused = client.post(f"{url}1/edit/", {"text": ""}, **part)
    assert refused.status_code == 422
    assert "<html" not in text_of(refused)
    saved = client.post(f"{url}1/edit/", {"text": "Who did?"}, **part).json()
    assert saved["post"]["body"] == "<p>Who did?</p>"


def test_the_team_hides_closes_pins_and_who_asked_accepts(
    member_a, member_b, organiser, client_for
):
    thread = made.thread(member_a)
    made.reply(thread, member_b, "Rude words")
    url = thread.get_absolute_url()
    team, asker, other = (client_for(who) for who in (organiser, member_a, member_b))
    other.post(f"{url}2/answer/")
    assert not made.fresh(thread).is_solved
    asker.post(f"{url}2/answer/")
    assert 'sol-flag">' in text_of(other.get(url)).partition("<template")[0]
    other.post(f"{url}2/hide/")
    assert "Rude words" in text_of(asker.get(url))
    team.post(f"{url}2/hide/")
    for client in (asker, other):
        page = text_of(client.get(url))
        assert "Rude words" not in page
        assert 'sol-flag">' not in page.partition("<template")[0]
    assert "Rude words" in text_of(team.get(url))
    for act in ("lock", "pin"):
        asker.post(f"{url}{act}/")
        assert (made.fresh(thread).is_locked, made.fresh(thread).is_pinned) == (False, False)
    team.post(f"{url}lock/")
    team.post(f"{url}pin/")
    assert (made.fresh(thread).is_locked, made.fresh(thread).is_pinned) == (True, True)


def test_quoting_begins_the_answer(member_a, member_b, client_for):
    thread = made.thread(member_a, text="One\n\nTwo")
    page = client_for(member_b).get(f"{thread.get_absolute_url()}?quote=1")
    words = page.context["form"]["text"].value()
    assert words == "> **Agathe Aubrac**\n> One\n>\n> Two\n\n"


def test_reading_changes_nothing(member_a, member_b, client_for):
    thread = made.thread(member_a)
    url = thread.get_absolute_url()
    client = client_for(member_b)
    for act in ("", "1/", "log/?after=0", "?unread", "1/edit/"):
        client.get(f"{url}{act}")
    for act in ("reply/", "read/", "follow/", "lock/", "1/delete/"):
        assert client.get(f"{url}{act}").status_code == 405
    assert not ReadState.objects.filter(user=member_b).exists()


def test_the_log_gives_what_came_after(member_a, member_b, client_for):
    thread = made.thread(member_a)
    made.reply(thread, member_b)
    client, url = client_for(member_a), f"{thread.get_absolute_url()}log/"
    found = client.get(f"{url}?after=1").json()
    assert found["seq"] == 2
    assert [event["seq"] for event in found["events"]] == [2]
    assert found["events"][0]["data"]["post"]["name"] == "Béatrice Bastide"
    assert client.get(f"{url}?after=2").status_code == 304
    services.delete_post(made.fresh(thread.posts.get(number=2)), by=member_b)
    events = client.get(f"{url}?after=1").json()["events"]
    assert [event["data"] for event in events] == [{"kind": "post.removed", "number": 2}] * 2


QUERIES = {"index": 9, "category": 8, "thread": 6}


@pytest.mark.parametrize("size", [2, 40])
def test_queries_do_not_grow(size, member_a, member_b, client_for, django_assert_num_queries):
    room = made.category()
    thread = made.thread(member_a, room=room)
    for n in range(size):
        made.reply(thread, member_b if n % 2 else member_a)
        made.thread(member_b, room=room, title=f"Other {n}")
    services.accept_answer(made.fresh(thread.posts.get(number=2)), by=member_a)
    client = client_for(member_a)
    pages = {
        "index": "/forum/",
        "category": room.get_absolute_url(),
        "thread": thread.get_absolute_url(),
    }
    for name, path in pages.items():
        client.get(path)
        with django_assert_num_queries(QUERIES[name]):
            client.get(path)


@pytest.mark.parametrize("size", [2, 30])
def test_posting_costs_the_same_whatever_the_length(size, member_a, member_b, client_for):
    thread = made.thread(member_a)
    lines(thread, member_b, size)
    client, url = client_for(member_a), f"{thread.get_absolute_url()}reply/"
    client.post(url, {"text": "Warm"})
    with CaptureQueriesContext(connection) as context:
        client.post(url, {"text": "Cold"})
    written = [row["sql"] for row in context.captured_queries]
    work = [sql for sql in written if "SAVEPOINT" not in sql]
    assert len(work) == 10
