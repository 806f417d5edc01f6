"""Bringing two people together, if both want it."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.audience import Viewer, viewer_for
from accounts.models import Company, Membership, User
from club.lib import clock
from members import rules
from members.enums import IntroductionAnswer, IntroductionState
from members.kinds import INTRODUCED, INTRODUCED_BY_CLUB
from members.models import Block, Introduction, Rival
from members.models.introduction import LINE_LENGTH, STANDS
from members.notices.names import (
    INTRODUCED as INTRODUCED_TO,
)
from members.notices.names import (
    INTRODUCTION_FAILED,
    INTRODUCTION_MADE,
    INTRODUCTION_NEWS,
)
from members.querysets import contacts_q, reachable_memberships, visible_memberships
from members.services.contacts import connect
from members.services.errors import Apart, NotThere, Refused
from members.services.lines import check_line
from members.services.pairs import company_ids_of, lock_people, require_reached
from notifications.services import mark_read_about, tell
from participation.ledger import record

#: In twenty-four hours, by one person.
MAX_PER_DAY = 5
#: So many are closed in one go by the clock.
BATCH = 200


def introducible(viewer: Viewer, person_id: int) -> "QuerySet[Membership]":
    """To whom the viewer may introduce this person.

    Members: their contacts, one to another. Account managers: anybody of the directory to the
    people of their portfolio.
    """
    others = visible_memberships(viewer).exclude(person_id=person_id)
    none: QuerySet[Membership] = others.none()
    if viewer.is_member:
        known = reachable_memberships(viewer).filter(contacts_q(viewer))
        is_known = known.filter(person_id=person_id).exists()
        return known.exclude(person_id=person_id) if is_known else none
    if not rules.can_introduce(viewer):
        return none
    if not visible_memberships(viewer).filter(person_id=person_id).exists():
        return none
    return others.filter(company__account_manager_id=viewer.user_id)


@transaction.atomic
def introduce(
    one: User,
    other: User,
    *,
    by: User,
    line_to_one: str,
    line_to_other: str,
    knows_apart: bool = False,
) -> Introduction:
    """Propose to two people to get in contact, with a line for each.

    Whoever has blocked one of the others is told nothing, and no answer will come. Raises NotThere
    for whom `by` may not introduce, ValidationError for a missing or too long line, and Refused
    when one hides from the other, when it was proposed already, and for the sixth of a day. Then,
    for the team only and unless `knows_apart`, Apart where one company named the other one as a
    competitor.
    """
    missing = _("Write a line to each of them.")
    to_one = check_line(line_to_one, limit=LINE_LENGTH, missing=missing)
    to_other = check_line(line_to_other, limit=LINE_LENGTH, missing=missing)
    lock_people(by.pk, one.pk, other.pk)
    viewer = viewer_for(by)
    if not introducible(viewer, one.pk).filter(person_id=other.pk).exists():
        raise NotThere
    _check_open_to_each_other(one, other)
    _check_new(by, one, other)
    _check_day(by)
    if viewer.is_staff and not knows_apart:
        _check_apart(one, other)
    made: Introduction = Introduction.objects.create(
        by=by, one=one, other=other, line_to_one=to_one, line_to_other=to_other
    )
    quiet = _who_blocks(by, one, other)
    for person in _both(made):
        if person.pk not in quiet:
            tell(INTRODUCED_TO, person=person, subject=made, by=by, about=about_introduction(made))
    if viewer.is_staff:
        _record_club(made)
    return made


@transaction.atomic
def answer_introduction(introduction: Introduction, *, by: User, agrees: bool) -> Introduction:
    """One of the two says yes or no, without knowing what the other says.

    With both yeses they are in contact. Raises NotThere for anybody else, for what is over, and
    for who has answered already something else.
    """
    lock_people(introduction.by_id, introduction.one_id, introduction.other_id)
    viewer = viewer_for(by)
    rows = Introduction.objects.visible_to(viewer).select_related("by", "one", "other")
    row: Introduction | None = rows.filter(pk=introduction.pk).first()
    answer = IntroductionAnswer.YES if agrees else IntroductionAnswer.NO
    if row is None or by.pk not in {row.one_id, row.other_id}:
        raise NotThere
    if row.answer_of(by.pk) == answer:
        return row
    if not row.is_open_at(clock.now()) or row.answer_of(by.pk) != IntroductionAnswer.NONE:
        raise NotThere
    require_reached(viewer, row.counterpart(by.pk))
    mark_read_about(by, about_introduction(row))
    side = "answer_of_one" if row.one_id == by.pk else "answer_of_other"
    setattr(row, side, answer)
    row.save(update_fields=[side])
    if not agrees:
        return _fail(row)
    if row.answer_of(row.counterpart(by.pk)) == IntroductionAnswer.YES:
        return _make(row)
    return row


def expire_introductions(limit: int = BATCH) -> int:
    """Close what was not answered in thirty days; returns how many."""
    old = Introduction.objects.open().filter(created_at__lte=clock.now() - STANDS)
    return sum(_expire(pk) for pk in list(old.order_by("pk").values_list("pk", flat=True)[:limit]))


def silence_introductions(by: User, person: User) -> None:
    """Take off the bell of `by` what a person whom they block proposes, or is proposed to them."""
    own = Introduction.objects.open().filter(Q(one=by) | Q(other=by))
    for row in own.filter(Q(by=person) | Q(one=person) | Q(other=person)):
        mark_read_about(by, about_introduction(row))


def about_introduction(introduction: Introduction) -> str:
    """What the items of the bell about an introduction are about."""
    return f"members.introduction:{introduction.pk}"


# --- Steps ----------------------------------------------------------------------------------
@transaction.atomic
def _expire(pk: int) -> bool:
    row = Introduction.objects.select_related("by", "one", "other").get(pk=pk)
    lock_people(row.by_id, row.one_id, row.other_id)
    row.refresh_from_db(fields=["state", "answer_of_one", "answer_of_other"])
    if row.state != IntroductionState.OPEN:
        return False
    _fail(row)
    return True


def _fail(row: Introduction) -> Introduction:
    """It does not come about: who agreed and who introduced are told, and not by whom."""
    _close(row, IntroductionState.FAILED)
    for person in _both(row):
        mark_read_about(person, about_introduction(row))
        if row.answer_of(person.pk) == IntroductionAnswer.YES:
            tell(INTRODUCTION_FAILED, person=person, subject=row, about=about_introduction(row))
    tell(INTRODUCTION_NEWS, person=row.by, subject=row, about=about_introduction(row))
    return row


def _make(row: Introduction) -> Introduction:
    row.connection = connect(row.one, row.other, why=row.line_to_other)
    _close(row, IntroductionState.MADE)
    for person in _both(row):
        tell(
            INTRODUCTION_MADE,
            person=person,
            subject=row,
            by=row.by,
            about=about_introduction(row),
        )
    tell(INTRODUCTION_NEWS, person=row.by, subject=row, about=about_introduction(row))
    companies = company_ids_of(row.by)
    if row.by_id in companies:
        company = Company.objects.get(pk=companies[row.by_id])
        record(INTRODUCED, company=company, person=row.by, subject=row)
    return row


def _close(row: Introduction, state: IntroductionState) -> None:
    row.state, row.closed_at = state, clock.now()
    row.save(update_fields=["state", "closed_at", "connection"])


def _both(row: Introduction) -> list[User]:
    """The two, in the order in which their rows are locked."""
    return sorted((row.one, row.other), key=lambda person: person.pk)


def _check_apart(one: User, other: User) -> None:
    """Asked for the team alone: what a member is told, or not told, must not depend on a list."""
    companies = company_ids_of(one, other)
    said = Rival.objects.between(companies[one.pk], companies[other.pk])
    rows = list(said.select_related("company__account_manager", "rival"))
    if rows:
        raise Apart(rows)


def _who_blocks(*people: User) -> set[int]:
    """Those among these people who have blocked another one of them."""
    found = Block.objects.between(*(person.pk for person in people))
    return set(found.values_list("by_id", flat=True))


def _record_club(row: Introduction) -> None:
    """What the club did for the company of each of the two."""
    companies = company_ids_of(row.one, row.other)
    for person in _both(row):
        company = Company.objects.get(pk=companies[person.pk])
        record(INTRODUCED_BY_CLUB, company=company, person=person, subject=row)


# --- What is refused ------------------------------------------------------------------------
def _check_open_to_each_other(one: User, other: User) -> None:
    """Names are shown to each other as the directory allows, and no further."""
    for person, seen in ((one, other), (other, one)):
        rows = reachable_memberships(viewer_for(person))
        if not rows.filter(person_id=seen.pk).exists():
            raise Refused(
                _("%(name)s does not want to be found. Ask them first, outside of the club."),
                params={"name": seen.full_name},
            )


def _check_new(by: User, one: User, other: User) -> None:
    pair = Q(one=one, other=other) | Q(one=other, other=one)
    if Introduction.objects.open().filter(pair, by=by, created_at__gt=clock.now() - STANDS):
        raise Refused(_("You have introduced these two already; they have not both answered yet."))


def _check_day(by: User) -> None:
    since = clock.now() - timedelta(days=1)
    if Introduction.objects.filter(by=by, created_at__gt=since).count() >= MAX_PER_DAY:
        raise Refused(
            _("You have introduced people five times in the last 24 hours, which is the limit.")
        )
