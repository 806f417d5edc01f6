"""Beginning threads and answering: numbers, the log, facts, and what is sent twice."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts import services as accounts_services
from forum import services
from forum.enums import EventKind
from forum.models import Post, ReadState, Thread, ThreadEvent
from forum.rules import PostRefused
from participation.models import Participation
from tests.forum import made

pytestmark = pytest.mark.usefixtures("in_english")


def test_a_thread_begins_with_post_one_row_one_and_a_fact(member_a, company_a):
    thread = made.fresh(made.thread(member_a, title="  EDI \n labels ", text="Who has *migrated*?"))
    post = thread.posts.get()
    assert (thread.title, thread.last_seq, thread.last_number) == ("EDI labels", 1, 1)
    assert (thread.last_visible_number, thread.post_count, thread.replies) == (1, 1, 0)
    assert (post.number, post.author, post.company) == (1, member_a, company_a)
    assert post.body_html == "<p>Who has <em>migrated</em>?</p>"
    event = thread.events.get()
    assert (event.seq, event.kind, event.post, event.spread_at) == (1, "post.published", post, None)
    fact = Participation.objects.standing().get()
    assert (fact.kind, fact.person, fact.company, fact.subject) == (
        "forum.posted",
        member_a,
        company_a,
        post,
    )
    services.spread_due()
    state = ReadState.objects.get()
    assert (state.user, state.last_read_number, state.takes_part) == (member_a, 1, True)


def test_answers_are_numbered_and_the_staff_leaves_no_fact(member_a, member_b, organiser):
    thread = made.thread(member_a)
    first, second = made.reply(thread, member_b), made.reply(thread, organiser)
    thread = made.fresh(thread)
    assert [first.number, second.number] == [2, 3]
    assert (thread.last_seq, thread.last_number, thread.post_count) == (3, 3, 3)
    assert list(thread.events.values_list("seq", flat=True)) == [1, 2, 3]
    assert second.company is None
    assert list(Participation.objects.values_list("person", flat=True).order_by("pk")) == [
        member_a.pk,
        member_b.pk,
    ]


def test_sent_twice_it_is_written_once(member_a, member_b):
    thread, key = made.thread(member_a), uuid.uuid4()
    first = made.reply(thread, member_b, submission_key=key)
    again = made.reply(made.fresh(thread), member_b, "Something else", submission_key=key)
    assert again == first
    thread = made.fresh(thread)
    assert (thread.last_seq, thread.last_number, thread.post_count) == (2, 2, 2)
    assert thread.events.count() == 2
    # The key is the author's own: somebody else's is another post.
    assert made.reply(thread, member_a, submission_key=key).number == 3


def test_a_thread_sent_twice_is_one_thread(member_a):
    room, key = made.category(), uuid.uuid4()
    words = {"by": member_a, "title": "EDI", "text": "Who?", "submission_key": key}
    first = services.create_thread(room, **words)
    assert services.create_thread(room, **words) == first
    assert (Thread.objects.count(), Post.objects.count(), ThreadEvent.objects.count()) == (1, 1, 1)


def test_nobody_answers_in_a_closed_thread_but_what_came_before_is_returned(
    member_a, member_b, organiser
):
    thread, key = made.thread(member_a), uuid.uuid4()
    before = made.reply(thread, member_b, submission_key=key)
    services.lock_thread(thread, by=organiser)
    stale = made.fresh(thread)
    stale.is_locked = False
    with pytest.raises(PostRefused, match="closed"):
        made.reply(stale, member_b)
    with pytest.raises(PostRefused, match="closed"):
        made.reply(made.fresh(thread), organiser)
    assert made.reply(made.fresh(thread), member_b, submission_key=key) == before
    assert made.fresh(thread).last_number == 2


def test_who_may_not_write_is_refused(member_a, member_c, organiser, suspended_b):
    gold = made.category("Gold", audience=made.gold())
    news = made.category("News", is_announcements=True)
    old = services.archive_category(made.category("Old"), by=organiser)
    for room, who in ((gold, member_c), (news, member_a), (old, organiser), (news, suspended_b)):
        with pytest.raises(PostRefused):
            made.thread(who, room=room)
    thread = made.thread(organiser, room=news)
    with pytest.raises(PostRefused, match="Only the club"):
        made.reply(thread, member_a)
    mine = made.thread(member_a, room=gold)
    accounts_services.suspend_membership(member_a.memberships.get())
    with pytest.raises(PostRefused):
        made.reply(mine, member_a)
    assert Post.objects.count() == 2


@pytest.mark.parametrize("title", ["", " \n ", "\x00", "x" * 121])
def test_a_title_that_cannot_be_taken_says_why(title, member_a):
    with pytest.raises(ValidationError) as refused:
        made.thread(member_a, title=title)
    assert "title" in refused.value.messages[0].lower()
    assert not Thread.objects.exists()


def test_editing_is_logged_and_only_the_author_may(member_a, member_b, organiser):
    thread = made.thread(member_a)
    post = made.fresh(made.reply(thread, member_b))
    for who in (member_a, organiser):
        with pytest.raises(PostRefused):
            services.edit_post(post, by=who, text="Mine now")
    services.edit_post(post, by=member_b, text="In **nine** weeks.")
    post = made.fresh(post)
    assert post.body_html == "<p>In <strong>nine</strong> weeks.</p>"
    assert post.edited_at is not None
    assert list(thread.events.values_list("seq", "kind"))[-1] == (3, EventKind.POST_EDITED)


def test_taking_back_and_showing_again_keeps_numbers_counters_and_facts(member_a, member_b):
    thread = made.thread(member_a)
    post = made.fresh(made.reply(thread, member_b))
    with pytest.raises(PostRefused):
        services.delete_post(post, by=member_a)
    services.delete_post(post, by=member_b)
    services.delete_post(made.fresh(post), by=member_b)
    gone = made.fresh(thread)
    assert (gone.last_number, gone.last_visible_number, gone.post_count) == (2, 1, 1)
    assert Participation.objects.standing().count() == 1
    services.restore_post(made.fresh(post), by=member_b)
    back = made.fresh(thread)
    assert (back.last_number, back.last_visible_number, back.post_count) == (2, 2, 2)
    assert back.last_post_at == post.created_at
    assert Participation.objects.standing().count() == 2
    assert list(back.events.values_list("seq", "kind"))[2:] == [
        (3, EventKind.POST_REMOVED),
        (4, EventKind.POST_RESTORED),
    ]


def test_what_the_staff_hides_its_author_does_not_bring_back(member_a, member_b, organiser):
    post = made.fresh(made.reply(made.thread(member_a), member_b))
    with pytest.raises(PostRefused):
        services.hide_post(post, by=member_a)
    services.hide_post(post, by=organiser)
    hidden = made.fresh(post)
    for act in (services.restore_post, services.delete_post):
        with pytest.raises(PostRefused):
            act(hidden, by=member_b)
    with pytest.raises(PostRefused):
        services.edit_post(hidden, by=member_b, text="Please")
    services.unhide_post(hidden, by=organiser)
    assert made.fresh(post).is_shown


def test_the_answer_counts_for_its_author_once(member_a, member_b, organiser):
    thread = made.thread(member_a)
    one, two = (made.fresh(made.reply(thread, who)) for who in (member_b, member_a))
    with pytest.raises(PostRefused):
        services.accept_answer(one, by=member_b)
    with pytest.raises(PostRefused):
        services.accept_answer(made.fresh(thread.posts.get(number=1)), by=member_a)
    services.accept_answer(one, by=member_a)
    accepted = Participation.objects.standing().filter(kind="forum.answer_accepted")
    assert [fact.person for fact in accepted] == [member_b]
    services.accept_answer(made.fresh(two), by=organiser)
    assert made.fresh(thread).answer == two
    assert not accepted.all().exists()
    services.withdraw_answer(made.fresh(thread), by=member_a)
    assert made.fresh(thread).answer is None
    seqs = list(thread.events.values_list("seq", flat=True))
    assert seqs == list(range(1, made.fresh(thread).last_seq + 1))


def test_closing_and_pinning_twice_is_once(member_a, organiser):
    thread = made.thread(member_a)
    for _ in range(2):
        services.lock_thread(made.fresh(thread), by=organiser)
        services.pin_thread(made.fresh(thread), by=organiser)
    services.lock_thread(made.fresh(thread), by=organiser, locked=False)
    thread = made.fresh(thread)
    assert (thread.is_locked, thread.is_pinned, thread.last_seq) == (False, True, 4)
    with pytest.raises(PostRefused):
        services.pin_thread(thread, by=member_a, pinned=False)


def test_reading_never_goes_back_nor_beyond(member_a, member_b):
    thread = made.thread(member_a)
    for _ in range(4):
        made.reply(thread, member_a)
    thread = made.fresh(thread)
    said = [services.mark_read(thread, by=member_b, number=n) for n in (3, 1, 99, -5)]
    assert said == [3, 3, 5, 5]
