"""The discussions of the demo: rooms, threads, and the long one of small finds."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

from accounts.audience import viewer_for
from accounts.models import Audience, User
from accounts.viewer import Viewer
from club.lib import clock
from forum.bulk import settle_before
from forum.models import Category, Post, Thread
from forum.services import (
    accept_answer,
    create_category,
    create_thread,
    mark_read,
    pin_thread,
    post_reply,
    spread_due,
)
from home.demo.data import read
from home.demo.days import Days
from home.demo.lives import liveliness
from home.demo.people import Cast, Member

#: Of the posts of the long thread, so many are finds; the others answer to one.
FINDS = 0.52
#: Whoever is at least so lively has read what was said until a few days ago.
READS = 0.6
READ_UNTIL = timedelta(days=5)
#: At least so much time lies between two posts.
PAUSE = timedelta(minutes=7)


class Talks:
    """Holds every discussion of the data, each post at the moment when it was written."""

    def __init__(
        self, days: Days, chance: Random, cast: Cast, audiences: dict[str, Audience]
    ) -> None:
        self.days, self.chance, self.cast, self.audiences = days, chance, cast, audiences
        self.viewers: dict[int, Viewer] = {}

    def hold_all(self) -> int:
        """Every thread, the oldest first. Returns how many."""
        data = read("forum")
        rooms = {
            row["key"]: self._open(row, number)
            for number, row in enumerate(data["category"], start=1)
        }
        self._hold_long(rooms[data["long"]["category"]], data["long"])
        rows = sorted(data["thread"], key=lambda row: -int(row["days"]))
        for row in rows:
            self._hold(rooms[row["category"]], row)
        self._read_along()
        return len(rows) + 1

    def _open(self, row: dict[str, Any], number: int) -> Category:
        opened = self.days.office_hour(self.days.day(-211), 0.1)
        with clock.at(opened):
            return create_category(
                row["name_fr"],
                row["name_en"],
                audience=self.audiences[row["audience"]],
                by=self.cast.organiser,
                slug=row["key"],
                description_fr=row["about_fr"],
                description_en=row["about_en"],
                is_announcements=row.get("staff_only", False),
                order=number * 10,
            )

    # --- An ordinary thread -----------------------------------------------------------------
    def _hold(self, room: Category, row: dict[str, Any]) -> None:
        began = self.days.office_hour(self.days.day(-row["days"]), self.chance.random() * 0.6)
        moments = self._moments(began, timedelta(days=row["over"]), len(row["posts"]))
        names = [row.get("by", ""), *(_named(text)[0] for text in row["posts"][1:])]
        texts = [row["posts"][0], *(_named(text)[1] for text in row["posts"][1:])]
        writers = [
            self._writer(room, name, moment) for name, moment in zip(names, moments, strict=True)
        ]
        thread = self._begin(room, writers[0], row["title"], texts[0], moments[0])
        posts = [
            self._answer(thread, writer, text, moment)
            for writer, text, moment in zip(writers[1:], texts[1:], moments[1:], strict=True)
        ]
        if "answer" in row:
            with clock.at(moments[-1]):
                accept_answer(posts[row["answer"] - 1], by=writers[0])
        if row.get("pinned"):
            pin_thread(thread, by=self.cast.organiser)
        self._tell(moments[-1])

    def _begin(self, room: Category, by: User, title: str, text: str, moment: datetime) -> Thread:
        with clock.at(moment):
            return create_thread(
                room, by=by, title=title, text=text.strip(), viewer=self._viewer(by)
            )

    def _answer(self, thread: Thread, by: User, text: str, moment: datetime) -> Post:
        with clock.at(moment):
            return post_reply(thread, by=by, text=text.strip(), viewer=self._viewer(by))

    def _tell(self, moment: datetime) -> None:
        """People learn of what was written when it was written; long ago they knew already."""
        settle_before(self.days.now - READ_UNTIL)
        with clock.at(moment + PAUSE):
            while spread_due():
                pass

    # --- The long one -----------------------------------------------------------------------
    def _hold_long(self, room: Category, row: dict[str, Any]) -> None:
        began = self.days.office_hour(self.days.day(-row["days"]), 0.2)
        moments = self._moments(began, timedelta(days=row["days"] - 1), row["posts"])
        thread = self._begin(room, self.cast.organiser, row["title"], row["opening"], moments[0])
        texts = _Texts(row, self.chance)
        last = self.cast.organiser
        for moment in moments[1:]:
            writer = self._writer(room, "", moment, but=last)
            language = "en" if writer.language == "en" else "fr"
            text = texts.next(language, last.first_name)
            self._answer(thread, writer, text, moment)
            last = writer
        self._tell(moments[-1])

    # --- Who and when -----------------------------------------------------------------------
    def _moments(self, began: datetime, over: timedelta, count: int) -> list[datetime]:
        """When the posts were written: in working hours, one after the other, none after now."""
        last = self.days.now - timedelta(minutes=25)
        shares = sorted(self.chance.random() for _number in range(count - 1))
        moments = [min(began, last - PAUSE * count)]
        for number, share in enumerate(shares, start=1):
            wanted = self._in_hours(began + over * share)
            latest = last - PAUSE * (count - 1 - number)
            moments.append(min(max(wanted, moments[-1] + PAUSE), latest))
        return moments

    def _in_hours(self, moment: datetime) -> datetime:
        behind = (self.days.today - moment.date()).days
        return self.days.office_hour(self.days.day(-behind), self.chance.random())

    def _writer(self, room: Category, name: str, moment: datetime, but: User | None = None) -> User:
        """Whom the data names: an address, somebody of a company, or anybody lively."""
        if name in self.cast.staff:
            return self.cast.staff[name]
        if name in self.cast.members:
            return self.cast.members[name].person
        days_ago = (self.days.now - moment).days
        able = [
            member
            for member in self.cast.members.values()
            if member.company.name == (name or member.company.name)
            and member.person.joined_at < moment
            and member.person != but
            and room.audience_id in self._viewer(member.person).audience_ids
            and self._viewer(member.person).is_member
        ]
        weights = [self._eagerness(member, days_ago) for member in able]
        return self.chance.choices([member.person for member in able], weights)[0]

    def _eagerness(self, member: Member, days_ago: int) -> float:
        return liveliness(member.life, days_ago) * member.zeal**2 + 0.001

    def _viewer(self, person: User) -> Viewer:
        if person.pk not in self.viewers:
            self.viewers[person.pk] = viewer_for(person)
        return self.viewers[person.pk]

    # --- Who has read it --------------------------------------------------------------------
    def _read_along(self) -> None:
        """The lively ones have read all but the last days."""
        until = self.days.now - READ_UNTIL
        for member in self.cast.members.values():
            viewer = self._viewer(member.person)
            if not viewer.is_member or liveliness(member.life, 0) * member.zeal < READS:
                continue
            for thread in Thread.objects.visible_to(viewer):
                seen = thread.posts.filter(created_at__lt=until).order_by("-number").first()
                if seen is not None:
                    with clock.at(until):
                        mark_read(thread, by=member.person, number=seen.number)


class _Texts:
    """What the long thread says next: each find once, and answers to it in between."""

    def __init__(self, row: dict[str, Any], chance: Random) -> None:
        self.chance = chance
        self.finds = {language: self._mixed(row[f"finds_{language}"]) for language in ("fr", "en")}
        self.answers = {
            language: self._round(row[f"thanks_{language}"]) for language in ("fr", "en")
        }
        self.was_find = False

    def _mixed(self, texts: list[str]) -> list[str]:
        return self.chance.sample(texts, len(texts))

    def _round(self, texts: list[str]) -> Iterator[str]:
        """All of them in a new order, again and again."""
        while True:
            yield from self._mixed(texts)

    def next(self, language: str, name: str) -> str:
        """A find, or an answer to the one before, whose author is called `name`."""
        finds = self.finds[language]
        if finds and (not self.was_find or self.chance.random() < FINDS / 2):
            self.was_find = True
            return finds.pop()
        self.was_find = False
        return next(self.answers[language]).format(name=name)


def _named(text: str) -> tuple[str, str]:
    """The name before a post, and the post."""
    head, colon, rest = text.strip().partition(": ")
    return (head, rest) if colon and len(head) < 60 and "\n" not in head else ("", text)
