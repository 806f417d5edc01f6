"""Mentions, followers, bells, mails, the search and the wire: never beyond the right to read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services as accounts_services
from accounts.audience import viewer_for
from forum import services
from forum.enums import Reach, TellLevel
from forum.live import THREADS, last_seqs, read_log, visible_keys
from forum.models import Mention, ThreadEvent
from members.services.search import rebuild_directory
from notifications.bells import shown_items
from notifications.live import event_for
from notifications.models import BellItem, OutboxMail
from notifications.registry import live_topics
from tests.factories.accounts import CompanyFactory, member, tier
from tests.forum import made

pytestmark = pytest.mark.usefixtures("in_english")


def bells(person) -> list[tuple[str, int]]:
    items = BellItem.objects.unread().filter(person=person, rings=True)
    return [(item.verb, item.count) for item in items]


def words(person) -> list[str]:
    """What the bell says to the person now."""
    viewer = viewer_for(person)
    items = BellItem.objects.filter(person=person).order_by("pk")
    return [str(shown.words.text) for shown in shown_items(items, viewer)]


def test_a_mention_rings_once_however_often_it_is_edited(member_a, member_b, outbox):
    rebuild_directory()
    thread = made.thread(member_a, text="Ask @Béatrice Bastide, she knows. @Beatrice bastide?")
    post = thread.posts.get()
    assert [mention.person for mention in Mention.objects.all()] == [member_b]
    services.spread_due()
    assert bells(member_b) == [("forum.mentioned", 1)]
    services.edit_post(made.fresh(post), by=member_a, text="Nobody named.")
    services.edit_post(made.fresh(post), by=member_a, text="@Béatrice Bastide again")
    services.spread_due()
    assert bells(member_b) == [("forum.mentioned", 1)]
    assert words(member_b) == ["Agathe Aubrac names you in “EDI labels”"]
    (mail,) = outbox()
    assert mail["To"].addresses[0].addr_spec == member_b.email
    body = mail.get_body(("plain",)).get_content()
    assert "@Béatrice Bastide again" in body
    assert f"{thread.get_absolute_url()}#p1" in body


def test_naming_somebody_without_the_right_rings_nobody(member_a, member_c, suspended_b, outsider):
    rebuild_directory()
    room = made.category("Gold", audience=made.gold())
    text = "@Cyril Cordier @Sylvie Sabatier @Olga Orsini @Agathe Aubrac @No Body"
    thread = made.thread(member_a, room=room, text=text)
    services.spread_due()
    assert [m.person for m in Mention.objects.all()] == [member_a]
    assert not BellItem.objects.exists()
    assert "<b>@Cyril" not in thread.posts.get().body_html


def test_the_team_can_be_named_and_two_of_one_name_need_their_company(
    member_a, member_b, organiser
):
    house = CompanyFactory.create(name="Twin & Co")
    twin = member(house, first_name="Béatrice", last_name="Bastide")
    rebuild_directory()
    thread = made.thread(member_a, text="@Odile Oury and @Béatrice Bastide")
    assert [m.person for m in Mention.objects.all()] == [organiser]
    made.reply(thread, member_a, "@Béatrice Bastide (Twin & Co) then")
    assert Mention.objects.filter(person=twin).count() == 1
    assert not Mention.objects.filter(person=member_b).exists()


def test_who_loses_the_right_before_the_bell_rings_is_told_nothing(member_a, colleague_a, outbox):
    rebuild_directory()
    room = made.category("Gold", audience=made.gold())
    made.thread(member_a, room=room, text="@Antoine Amiel?")
    company = colleague_a.memberships.get().company
    company.tier = tier("bronze")
    company.save()
    services.spread_due()
    assert not BellItem.objects.exists()
    company.tier = tier("gold")
    company.save()
    made.thread(member_a, room=room, text="@Antoine Amiel again?")
    services.spread_due()
    assert len(words(colleague_a)) == 1
    company.tier = tier("bronze")
    company.save()
    assert words(colleague_a) == []
    assert outbox() == []


def test_what_was_hidden_is_told_to_nobody(member_a, member_b, organiser, outbox):
    rebuild_directory()
    thread = made.thread(member_a, text="@Béatrice Bastide is a fool")
    services.spread_due()
    services.hide_post(made.fresh(thread.posts.get()), by=organiser)
    assert words(member_b) == []
    assert outbox() == []


def test_one_alert_for_a_thread_until_it_is_read(member_a, member_b, colleague_a, outbox):
    rebuild_directory()
    thread = made.thread(member_a)
    services.spread_due()
    for n in range(3):
        made.reply(thread, member_b, f"Line {n}")
        services.spread_due()
    assert bells(member_a) == [("forum.replied", 3)]
    assert words(member_a) == ["3 answers in “EDI labels”, the last one by Béatrice Bastide"]
    assert bells(member_b) == bells(colleague_a) == []
    assert [mail["To"].addresses[0].addr_spec for mail in outbox()] == [member_a.email]
    services.mark_read(made.fresh(thread), by=member_a, number=4)
    assert bells(member_a) == []
    made.reply(thread, member_b, "More, @Agathe Aubrac")
    services.spread_due()
    assert bells(member_a) == [("forum.mentioned", 1)]


def test_who_follows_is_told_and_who_wants_nothing_is_not(member_a, member_b, colleague_a):
    rebuild_directory()
    thread = made.thread(member_a)
    services.spread_due()
    services.choose_level(thread, by=colleague_a, level=TellLevel.ALL)
    services.choose_level(thread, by=member_a, level=TellLevel.NOTHING)
    made.reply(thread, member_b, "Yes, @Agathe Aubrac")
    services.spread_due()
    assert bells(colleague_a) == [("forum.replied", 1)]
    assert bells(member_a) == []
    # Who has it on the screen already is not rung for it.
    made.reply(thread, member_b, "And again")
    services.mark_read(made.fresh(thread), by=colleague_a, number=3)
    services.spread_due()
    assert bells(colleague_a) == []


def test_the_directory_decides_whom_the_field_offers(
    member_a, member_b, member_c, organiser, suspended_b, client_for
):
    rebuild_directory()
    gold = made.category("Gold", audience=made.gold())
    everybody = made.category("All")

    def offered(person, room, query):
        answer = client_for(person).get(f"{room.get_absolute_url()}people/", {"q": query})
        return [one["name"] for one in answer.json()["people"]]

    assert offered(member_a, everybody, "bast") == ["Béatrice Bastide"]
    assert offered(member_a, gold, "bast") == []
    assert offered(member_a, gold, "odi") == ["Odile Oury"]
    assert offered(organiser, everybody, "cyr") == ["Cyril Cordier"]
    assert offered(member_a, everybody, "syl") == []
    assert offered(member_a, everybody, "aga") == []
    assert offered(member_a, everybody, "\x00") == []


def test_the_search_finds_words_of_titles_and_posts_where_one_may_read(
    member_a, member_b, member_c, organiser, client_for
):
    thread = made.thread(member_a, room=made.category("Gold", audience=made.gold()))
    post = made.reply(thread, member_a, "The **Œuvre** of `palettes`")
    services.spread_due()

    def found(person, query):
        page = client_for(person).get("/search/", {"q": query}).content.decode()
        return thread.title in page

    assert [
        found(member_a, query) for query in ("labels", "oeuvre palet", "migrat", "nothing")
    ] == [
        True,
        True,
        True,
        False,
    ]
    assert [found(person, "palettes") for person in (member_b, member_c)] == [False, False]
    services.delete_post(made.fresh(post), by=member_a)
    services.spread_due()
    assert not found(organiser, "palettes")


def test_the_day_and_the_profile_show_what_the_viewer_may_read(
    member_a, member_b, member_c, client_for
):
    made.thread(member_a, room=made.category("Gold", audience=made.gold()), title="Golden prices")
    made.thread(member_a, room=made.category("All"), title="Common labels")
    profile = f"/members/{member_a.pk}/"
    for person in (member_b, member_c):
        for path in ("/", profile):
            page = client_for(person).get(path).content.decode()
            assert ("Golden prices" in page, "Common labels" in page) == (False, True), path
    assert "Golden prices" in client_for(member_a).get(profile).content.decode()


def test_the_wire_follows_the_same_rule(
    member_a, member_b, member_c, organiser, suspended_b, stranger
):
    gold = made.thread(member_a, room=made.category("Gold", audience=made.gold()))
    common = made.thread(member_a, room=made.category("All"))
    keys = [str(gold.pk), str(common.pk), "0", "x", "9" * 30]
    both, one = {str(gold.pk), str(common.pk)}, {str(common.pk)}
    seen = {
        person: visible_keys(viewer_for(person), keys)
        for person in (member_a, organiser, member_b, member_c, suspended_b, stranger)
    }
    assert list(seen.values()) == [both, both, one, one, set(), set()]
    assert last_seqs(keys) == {str(gold.pk): 1, str(common.pk): 1}
    assert live_topics.get("thread") == THREADS


def test_a_frame_says_what_the_post_is_now(member_a, member_b, organiser):
    thread = made.thread(member_a)
    post = made.fresh(made.reply(thread, member_b, "Secret words"))
    services.edit_post(post, by=member_b, text="Secret wordings")
    services.hide_post(made.fresh(post), by=organiser)
    services.lock_thread(made.fresh(thread), by=organiser)
    frames = read_log(str(thread.pk), 1, 200)
    assert [(frame.seq, frame.data["kind"]) for frame in frames] == [
        (2, "post.removed"),
        (3, "post.removed"),
        (4, "post.removed"),
        (5, "thread.locked"),
    ]
    assert "Secret" not in str(frames)
    services.unhide_post(made.fresh(post), by=organiser)
    back = read_log(str(thread.pk), 1, 2)
    assert [frame.data["post"]["body"] for frame in back] == ["<p>Secret wordings</p>"] * 2


def test_a_row_for_the_team_is_a_number_to_members(member_a, organiser):
    thread = made.thread(member_a)
    ThreadEvent.objects.create(
        thread=thread, seq=2, kind="thread.locked", reach=Reach.STAFF, data={"why": "Zircon"}
    )
    (frame,) = read_log(str(thread.pk), 1, 10)
    assert event_for(frame, viewer_for(member_a)) == {"seq": 2}
    assert event_for(frame, viewer_for(organiser))["data"]["why"] == "Zircon"


def test_following_costs_the_writer_nothing(member_a, member_b, company_b):
    thread = made.thread(member_a)
    made.reply(thread, member_b, "Warm")
    services.spread_due()
    counts = []
    for size in (1, 6):
        for person in [member(company_b) for _n in range(size)]:
            services.choose_level(thread, by=person, level=TellLevel.ALL)
        with CaptureQueriesContext(connection) as queries:
            made.reply(thread, member_b)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    services.spread_due()
    assert BellItem.objects.filter(verb="forum.replied").values("person").distinct().count() == 8
    assert OutboxMail.objects.filter(verb="forum.replied").count() == 8


def test_who_is_suspended_meanwhile_gets_no_mail(member_a, member_b, outbox):
    thread = made.thread(member_a)
    services.spread_due()
    made.reply(thread, member_b)
    services.spread_due()
    accounts_services.suspend_membership(member_a.memberships.get())
    assert outbox() == []
