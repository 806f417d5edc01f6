"""What the three of an introduction are told; checked again each time."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Membership, User
from accounts.viewer import Viewer
from club.lib import clock
from club.lib.urls import absolute_url
from members.enums import IntroductionAnswer, IntroductionState
from members.models import Introduction
from members.models.sight import see_person
from members.querysets import reachable_memberships, with_closeness
from notifications.models import BellItem, OutboxMail
from notifications.registry import BellText


def visible_introductions(viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Which of these the viewer may see now."""
    rows = Introduction.objects.visible_to(viewer).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def introduced_bell(item: BellItem) -> BellText | None:
    """Who introduces whom, while the reader's answer is awaited."""
    row = item.subject
    if not isinstance(row, Introduction) or not _waits_for(row, item.person_id):
        return None
    other = _other(row, item.person_id)
    words = {"name": row.by.full_name, "other": other.full_name}
    return BellText(
        text=_("%(name)s would like to introduce you to %(other)s") % words,
        url=reverse("members:introduction", args=[row.pk]),
        detail=row.line_for(item.person_id),
        person=row.by,
    )


def made_bell(item: BellItem) -> BellText | None:
    """That both agreed."""
    row = item.subject
    if not isinstance(row, Introduction) or row.state != IntroductionState.MADE:
        return None
    other = _other(row, item.person_id)
    return BellText(
        text=_("You and %(name)s are in contact") % {"name": other.full_name},
        url=reverse("members:person-detail", args=[other.pk]),
        detail=_("%(name)s introduced you") % {"name": row.by.full_name},
        person=other,
    )


def failed_bell(item: BellItem) -> BellText | None:
    """That it did not come about, to who had agreed; not because of whom."""
    row = item.subject
    if not isinstance(row, Introduction) or row.state != IntroductionState.FAILED:
        return None
    other = _other(row, item.person_id)
    return BellText(
        text=_("The introduction to %(name)s did not come about") % {"name": other.full_name},
        url=reverse("members:introduction", args=[row.pk]),
        person=row.by,
    )


def news_bell(item: BellItem) -> BellText | None:
    """To the introducer: whether it came about."""
    row = item.subject
    if not isinstance(row, Introduction) or row.by_id != item.person_id:
        return None
    words = {"one": row.one.full_name, "other": row.other.full_name}
    text = (
        _("%(one)s and %(other)s are in contact, thanks to you")
        if row.state == IntroductionState.MADE
        else _("The introduction of %(one)s and %(other)s did not come about")
    )
    return BellText(text=text % words, url=reverse("members:introductions"))


def introduced_context(mail: OutboxMail) -> dict[str, Any] | None:
    """Who introduces whom and why, while the answer is awaited and both may be seen."""
    row = _row(mail)
    if row is None or mail.person is None or not _waits_for(row, mail.person_id):
        return None
    other = _membership(mail.person, row.counterpart(mail.person_id))
    if other is None:
        return None
    return {
        "introduction": row,
        "introducer": row.by,
        "house": _house(row.by),
        "line": row.line_for(mail.person_id),
        "other": other.person,
        "company": other.company,
        "job_title": other.job_title,
        "until": row.expires_at,
        "action_url": absolute_url(reverse("members:introduction", args=[row.pk])),
        "action_label": _("See the introduction"),
        "why": _("You receive this because somebody would like to introduce you."),
    }


def made_context(mail: OutboxMail) -> dict[str, Any] | None:
    """Who the new contact is, with what they show to contacts; None when it has ended."""
    row = _row(mail)
    if row is None or mail.person is None or row.state != IntroductionState.MADE:
        return None
    viewer = viewer_for(mail.person)
    rows = with_closeness(reachable_memberships(viewer), viewer)
    membership = rows.filter(person_id=row.counterpart(mail.person_id)).first()
    if membership is None or not membership.is_contact:  # type: ignore[attr-defined]
        return None
    sight = see_person(membership, viewer)
    return {
        "introducer": row.by,
        "other": sight.person,
        "sight": sight,
        "company": sight.company,
        "action_url": absolute_url(reverse("members:person-detail", args=[sight.person.pk])),
        "action_label": _("See the page"),
        "why": _("You receive this because you agreed to be introduced."),
    }


def failed_context(mail: OutboxMail) -> dict[str, Any] | None:
    """That it did not come about."""
    row = _row(mail)
    if row is None or mail.person_id is None or row.state != IntroductionState.FAILED:
        return None
    if row.answer_of(mail.person_id) != IntroductionAnswer.YES:
        return None
    return {
        "introducer": row.by,
        "other": _other(row, mail.person_id),
        "action_url": absolute_url(reverse("members:directory")),
        "action_label": _("Look through the members"),
        "why": _("You receive this because you agreed to be introduced."),
    }


def _row(mail: OutboxMail) -> Introduction | None:
    """What a mail is about, as far as its receiver may see it now."""
    if mail.person is None or not isinstance(mail.subject, Introduction):
        return None
    rows = Introduction.objects.visible_to(viewer_for(mail.person))
    found: Introduction | None = (
        rows.select_related("by", "one", "other").filter(pk=mail.subject.pk).first()
    )
    return found


def _waits_for(row: Introduction, person_id: int | None) -> bool:
    is_new = row.answer_of(person_id) == IntroductionAnswer.NONE
    return is_new and row.is_open_at(clock.now())


def _other(row: Introduction, person_id: int | None) -> User:
    return row.other if row.one_id == person_id else row.one


def _membership(reader: User, person_id: int) -> Membership | None:
    rows = reachable_memberships(viewer_for(reader)).filter(person_id=person_id)
    return rows.select_related("person", "company").first()


def _house(person: User) -> str:
    """The company of a member who introduces; '' for the club's own people."""
    rows = Membership.objects.active().filter(person=person).select_related("company")
    membership = rows.first()
    return str(membership.company.name) if membership else ""
