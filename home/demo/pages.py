"""Writing pages as organisers do, at the moment when they would have."""

from datetime import datetime, time
from typing import Any

from accounts.models import Audience, Company, Segment, Tier, User
from accounts.services import create_audience, create_segment
from club.lib import clock
from files.models import ClubImage
from files.services import add_picture
from home.demo.covers import DESCRIPTIONS, draw_cover
from home.demo.data import read
from home.demo.days import Days
from home.demo.words import body_blocks
from home.models import NewsIndexPage, NewsPage

_WORDS = ("title_fr", "title_en", "summary_fr", "summary_en")
MORNING = time(8, 0)


class Desk:
    """The editing desk of the demo: audiences, covers, and pages put in their place."""

    def __init__(self, days: Days, by: User) -> None:
        self.days, self.by = days, by
        self.audiences = self._name_audiences()
        self.covers: dict[str, ClubImage] = {}

    def _name_audiences(self) -> dict[str, Audience]:
        built_in = {row.key: row for row in Audience.objects.exclude(key=None)}
        gold, silver = Tier.objects.get(slug="gold"), Tier.objects.get(slug="silver")
        food = create_segment("Agroalimentaire", by=self.by, rule={"sector": ["agroalimentaire"]})
        made = {
            "gold": create_audience("Membres Or", "Gold members", by=self.by, tiers=[gold]),
            "gold_silver": create_audience(
                "Membres Or et Argent", "Gold and silver members", by=self.by, tiers=[gold, silver]
            ),
            "food": create_audience(
                "Agroalimentaire", "Food industry", by=self.by, segments=[food]
            ),
        }
        self._name_edi_group()
        return {**{str(key): row for key, row in built_in.items()}, **made}

    def _name_edi_group(self) -> None:
        """A set of companies named by hand, beside the one by rule."""
        tagged = Company.objects.filter(tags__name="EDI")
        segment: Segment = create_segment("Groupe EDI", by=self.by, companies=tagged)
        create_audience("Groupe EDI", "EDI group", by=self.by, segments=[segment])

    def words(self, row: dict[str, Any]) -> dict[str, Any]:
        """The fields that every page has."""
        return {
            **{name: row.get(name, "") for name in _WORDS},
            "audience": self.audiences[row["audience"]],
            "body_fr": body_blocks(row.get("body_fr", ""), "fr"),
            "body_en": body_blocks(row.get("body_en", ""), "en"),
            **self.cover(row.get("cover", "")),
        }

    def cover(self, name: str) -> dict[str, Any]:
        """The drawing called `name` for everybody of the club, made when it is first asked for."""
        if not name:
            return {}
        description_fr, description_en = DESCRIPTIONS[name]
        if name not in self.covers:
            self.covers[name] = add_picture(
                draw_cover(name),
                title=description_fr.partition(" : ")[2].capitalize(),
                audience=self.audiences["members"],
                by=self.by,
                description=description_fr,
            )
        return {
            "cover": self.covers[name],
            "cover_description_fr": description_fr,
            "cover_description_en": description_en,
        }

    def publish(self, parent: Any, page: Any, moment: datetime) -> Any:
        """Put a page below `parent` and publish it at `moment`."""
        page.live, page.owner = False, self.by
        with clock.at(moment):
            parent.add_child(instance=page)
            page.save_revision(user=self.by).publish(user=self.by)
        self._date(page, moment)
        page.refresh_from_db()
        return page

    def keep_draft(self, parent: Any, page: Any) -> Any:
        """Put a page below `parent`, unpublished; with a `go_live_at`, it waits for its hour."""
        page.live, page.owner = False, self.by
        parent.add_child(instance=page)
        revision = page.save_revision(user=self.by)
        if page.go_live_at:
            revision.publish(user=self.by)
        return page

    def _date(self, page: Any, moment: datetime) -> None:
        """Wagtail's own marks of time follow the demo's."""
        marks = ["first_published_at", "last_published_at", "latest_revision_created_at"]
        type(page).objects.filter(pk=page.pk).update(**dict.fromkeys(marks, moment))
        page.revisions.update(created_at=moment)


def write_news(desk: Desk) -> int:
    """All news: published, waiting for its hour, and a draft. Returns how many."""
    index = NewsIndexPage.objects.get()
    rows = read("news")["news"]
    for row in rows:
        day = desk.days.day(row["days"])
        page = NewsPage(published_on=day, author=desk.by, **desk.words(row))
        if row.get("scheduled"):
            page.go_live_at = desk.days.at(day, time.fromisoformat(row["scheduled"]))
            desk.keep_draft(index, page)
        elif row.get("draft"):
            desk.keep_draft(index, page)
        else:
            desk.publish(index, page, min(desk.days.at(day, MORNING), desk.days.now))
    return len(rows)
