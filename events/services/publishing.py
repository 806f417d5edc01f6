"""Publishing an event: what stands in the way, who is told, and who else has to look at it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Revision

from accounts.enums import Role
from accounts.models import ClubSettings, User
from club.lib import clock
from events.enums import DateEffect, Outside, RequestOutcome
from events.models import EventDate, EventPage, PublishRequest
from events.models.editing import refuse_unfinished
from events.notices import PUBLISH_ASKED, PUBLISH_DONE, PUBLISH_SENT_BACK
from events.services.changes import DateChange, compare_dates, count_receivers, known_dates
from events.services.narrowing import count_outside, keep_outside, release_outside
from events.services.speaking import require_organiser
from notifications.services import notify

#: What a revision holds besides what somebody wrote.
_HOUSEKEEPING = frozenset(
    {
        "draft_title",
        "expired",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
        "numchild",
        "path",
        "url_path",
        "wagtail_admin_comments",
    }
)


class PublishRefused(Exception):
    """It cannot be published so, or not by this person. The text is a sentence for them."""


@dataclass(frozen=True)
class Notice:
    """What publishing a draft means: what happens to each date, and how many people are told.

    `complaints` are sentences that say why it cannot be published at all. `outside` is how many of
    those who registered would see the event no more.
    """

    changes: list[DateChange]
    told: int
    complaints: list[str]
    outside: int = 0

    @property
    def telling(self) -> list[DateChange]:
        """Those changes that somebody is told of."""
        return [change for change in self.changes if change.tells]

    @property
    def asks(self) -> bool:
        """Whether somebody has to confirm it, or to correct something, before it is published."""
        return bool(self.told or self.complaints or self.outside)


def build_notice(draft: EventPage) -> Notice:
    """What publishing this draft, with its dates as they are in memory, means."""
    complaints = list(_complaints(draft))
    if complaints:
        return Notice([], 0, complaints)
    plans = list(draft.planned_dates.all())
    changes = compare_dates(draft, plans, known_dates(draft), clock.now())
    if _adds_to_all(draft, changes):
        complaints = [
            _(
                "People have registered for all dates together, so no date can be added. Make "
                "another event for it."
            )
        ]
    if any(_is_too_late(draft, change) for change in changes):
        complaints += [_("A date would be over by the time at which this is published.")]
    outside = count_outside(draft, draft.audience)
    return Notice(changes, count_receivers(changes, draft), complaints, outside)


def _complaints(draft: EventPage) -> Iterable[str]:
    """What is missing or wrong, a sentence each."""
    plans = draft.planned_dates.all()
    checks: list[Callable[[], Any]] = [partial(refuse_unfinished, draft), draft.full_clean]
    checks += [plan.clean for plan in plans]
    seen: set[str] = set()
    for check in checks:
        try:
            check()
        except ValidationError as error:
            seen.update(sentence for sentence in error.messages if sentence not in seen)
    return sorted(seen)


def _adds_to_all(draft: EventPage, changes: list[DateChange]) -> bool:
    """Whether those who took all dates would suddenly miss one of them."""
    if not draft.takes_all_dates or all(one.effect != DateEffect.NEW for one in changes):
        return False
    known = EventDate.objects.filter(page_id=draft.pk, ends_at__gt=clock.now())
    return bool(known.is_answered().exists())


def _is_too_late(draft: EventPage, change: DateChange) -> bool:
    """Whether a date that is to come would be over by the hour at which it is published."""
    if change.event_date is None or "ends_at" not in change.changed:
        return False
    moment = max(clock.now(), draft.go_live_at or clock.now())
    return bool(not change.event_date.is_over(clock.now()) and change.wanted["ends_at"] <= moment)


# --- Publishing -----------------------------------------------------------------------------
@transaction.atomic
def publish_event(
    page: EventPage,
    *,
    revision_id: int,
    by: User,
    outside: Outside | None = None,
    reason: str = "",
) -> Notice | None:
    """Publish the draft that somebody looked at; at its hour, where it has one.

    `outside` says what becomes of those who registered and would see it no more; of what is
    published at an hour the desk asks afterwards. Returns what it meant, or None when this very
    draft is published, or waits for its hour, already. Raises PublishRefused where something is
    missing, where the draft was changed since it was looked at, and where a second person has to
    publish it.
    """
    row = _locked(page)
    revision = row.latest_revision
    if revision is None or revision.pk != revision_id:
        raise PublishRefused(_("Somebody changed this event meanwhile. Look at it again."))
    if revision.approved_go_live_at or (row.live and row.live_revision_id == revision.pk):
        return None
    _refuse_person(row, by)
    if must_ask(row, by=by):
        raise PublishRefused(_("You changed this event last: a colleague has to publish it."))
    draft = revision.as_object()
    notice = build_notice(draft)
    if notice.complaints:
        raise PublishRefused(" ".join(notice.complaints))
    is_now = not (draft.go_live_at and draft.go_live_at > clock.now())
    if notice.outside and is_now and outside is None:
        raise PublishRefused(_("Say what becomes of those who would see the event no more."))
    PublishPageRevisionAction(revision, user=by).execute()
    if notice.outside and is_now and outside is not None:
        settle_outside(row, outside, by=by, reason=reason)
    _close_request(row, RequestOutcome.PUBLISHED, by=by)
    return notice


def settle_outside(page: EventPage, outside: Outside, *, by: User, reason: str = "") -> int:
    """Do what was said about those who registered and see the event no more; returns how many.

    Raises RegistrationRefused for anybody but an organiser.
    """
    if outside == Outside.KEEP:
        return keep_outside(page, by=by)
    return release_outside(page, by=by, reason=reason)


def _locked(page: EventPage) -> EventPage:
    rows = EventPage.objects.select_related("latest_revision")
    found: EventPage = rows.select_for_update(of=("self",), no_key=True).get(pk=page.pk)
    return found


def _refuse_person(page: EventPage, by: User) -> None:
    """Raises PublishRefused for whoever may not publish, and while somebody else holds the page."""
    lock = page.get_lock()
    if lock is not None and lock.for_user(by):
        raise PublishRefused(_("This page is locked."))
    if not page.permissions_for_user(by).can_publish():
        raise PermissionDenied


# --- The second person ----------------------------------------------------------------------
def must_ask(page: EventPage, *, by: User) -> bool:
    """Whether somebody else has to publish this draft, because `by` changed it last."""
    if not ClubSettings.load().events_need_second_person:
        return False
    return last_editor_id(page) == by.pk


def last_editor_id(page: EventPage) -> int | None:
    """Who made the draft what it is; saving it again without a change makes nobody its editor."""
    editor, content = None, None
    rows = Revision.objects.for_instance(page).order_by("-created_at", "-pk")
    for revision in rows.iterator(chunk_size=5):
        words = _written(revision.content)
        if content is not None and words != content:
            break
        editor, content = revision.user_id, words
    return editor


def _written(content: dict[str, Any]) -> str:
    """What somebody wrote of a revision, in a form that can be compared."""
    words = {name: value for name, value in content.items() if name not in _HOUSEKEEPING}
    return json.dumps(words, sort_keys=True, default=str)


@transaction.atomic
def ask_colleague(page: EventPage, *, by: User, note: str = "") -> PublishRequest:
    """Ask the other organisers to look at the draft and to publish it; each is told by mail.

    A second time the open request is kept, with the new word, and nobody is told again. Raises
    RegistrationRefused for anybody but an organiser, PublishRefused where there is no colleague or
    something is missing.
    """
    require_organiser(by)
    row = _locked(page)
    colleagues = User.objects.with_role(Role.ORGANISER).exclude(pk=by.pk)
    if not colleagues.exists():
        raise PublishRefused(
            _("There is no other organiser. An administrator can change that, or the rule.")
        )
    notice = build_notice(row.get_latest_revision_as_object())
    if notice.complaints:
        raise PublishRefused(" ".join(notice.complaints))
    asked, is_new = PublishRequest.objects.get_or_create(
        page=row, outcome="", defaults={"asked_by": by, "note": note}
    )
    if not is_new:
        asked.asked_by, asked.note = by, note or asked.note
        asked.save(update_fields=["asked_by", "note"])
        return asked
    for colleague in colleagues.order_by("pk"):
        notify(PUBLISH_ASKED, person=colleague, subject=asked, by=by)
    return asked


@transaction.atomic
def send_back(page: EventPage, *, by: User, note: str) -> PublishRequest:
    """Say what is to be changed first; whoever asked is told by mail.

    Raises RegistrationRefused for anybody but an organiser, PublishRefused without an open request
    or for one's own.
    """
    require_organiser(by)
    row = _locked(page)
    asked = PublishRequest.objects.open().filter(page=row).first()
    if asked is None or asked.asked_by_id == by.pk:
        raise PublishRefused(_("Nobody asks you to publish this event any more."))
    closed: PublishRequest = _close(asked, RequestOutcome.SENT_BACK, by=by, answer=note)
    notify(PUBLISH_SENT_BACK, person=closed.asked_by, subject=closed, by=by)
    return closed


@transaction.atomic
def withdraw_request(page: EventPage, *, by: User) -> None:
    """Take back what one asked oneself. A second time nothing happens."""
    asked = PublishRequest.objects.open().filter(page=_locked(page), asked_by=by).first()
    if asked is not None:
        _close(asked, RequestOutcome.WITHDRAWN, by=by)


def _close_request(page: EventPage, outcome: RequestOutcome, *, by: User) -> None:
    """What was asked is done; whoever asked is told, unless it was they who did it."""
    asked = PublishRequest.objects.open().filter(page=page).first()
    if asked is None:
        return
    _close(asked, outcome, by=by)
    if asked.asked_by_id != by.pk:
        notify(PUBLISH_DONE, person=asked.asked_by, subject=asked, by=by)


def _close(
    asked: PublishRequest, outcome: RequestOutcome, *, by: User, answer: str = ""
) -> PublishRequest:
    asked.outcome, asked.answer = outcome, answer
    asked.decided_by, asked.decided_at = by, clock.now()
    asked.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
    return asked
