"""Telling the club about somebody, and what its team makes of it."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import services as accounts
from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.models import Membership, User
from club.lib import clock
from members import rules
from members.enums import ReportReason
from members.models import Report
from members.models.block import NOTE_LENGTH
from members.notices.names import REPORT_READ, REPORTED
from members.services.errors import NotThere, Refused
from members.services.pairs import require_reached
from notifications.services import mark_read_about, tell


@transaction.atomic
def report_person(person: User, *, by: User, reason: str, note: str) -> Report:
    """Tell the club's team about a person; they are not told.

    Raises NotThere for whom `by` cannot see, ValidationError for an unknown reason or words that
    are missing or too long, and Refused while an earlier report about the same person waits.
    """
    viewer = viewer_for(by)
    if by.pk == person.pk or not rules.can_ask(viewer):
        raise NotThere
    require_reached(viewer, person.pk)
    report = Report(by=by, person=person, reason=ReportReason(reason), note=_check_note(note))
    try:
        with transaction.atomic():
            report.save()
    except IntegrityError as error:
        raise Refused(
            _("You have reported %(name)s already; the club’s team has not answered yet."),
            params={"name": person.full_name},
        ) from error
    for reader in _readers():
        tell(REPORTED, person=reader, subject=report, by=by, about=about_report(report))
    return report


@transaction.atomic
def answer_report(report: Report, *, by: User, note: str, suspend: bool = False) -> Report:
    """Close a report with a note for the team, and suspend the person where that is needed.

    The reporter is told that it was read, and nothing more. Raises NotThere for who may not read
    reports and for one that is answered, Refused where there is nobody to suspend.
    """
    rows = Report.objects.visible_to(viewer_for(by)).open().select_related("by", "person")
    row: Report | None = rows.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if row is None:
        raise NotThere
    row.answer, row.handled_by, row.handled_at = _check_note(note), by, clock.now()
    row.has_suspended = suspend
    if suspend:
        accounts.suspend_membership(_membership_of(row.person), by=by)
    row.save(update_fields=["answer", "handled_by", "handled_at", "has_suspended"])
    for reader in _readers():
        mark_read_about(reader, about_report(row))
    tell(REPORT_READ, person=row.by, subject=row, about=f"{about_report(row)}:read")
    return row


def about_report(report: Report) -> str:
    """What the items of the team's bells about a report are about."""
    return f"members.report:{report.pk}"


def _readers() -> list[User]:
    """Who is told of a report: those whose desk it comes to."""
    people = User.objects.with_role(Role.ORGANISER) | User.objects.with_role(Role.ADMINISTRATOR)
    return list(people.distinct().order_by("pk"))


def _membership_of(person: User) -> Membership:
    found: Membership | None = Membership.objects.active().filter(person=person).first()
    if found is None:
        raise Refused(
            _("%(name)s is not a member any more, or is suspended already."),
            params={"name": person.full_name},
        )
    return found


def _check_note(note: str) -> str:
    text = note.strip()
    if not text:
        raise ValidationError(_("Say in a few words what happened."))
    if len(text) > NOTE_LENGTH:
        raise ValidationError(
            _("This text has %(length)s characters; %(limit)s is the limit."),
            params={"length": len(text), "limit": NOTE_LENGTH},
        )
    return text
