"""What the team and the reporter are told about a report."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.viewer import Viewer
from club.lib.urls import absolute_url
from members.models import Report
from notifications.models import BellItem, OutboxMail
from notifications.registry import BellText


def reported_bell(item: BellItem) -> BellText | None:
    """That somebody reports a person, while it waits and the reader may answer it."""
    report = item.subject
    if not isinstance(report, Report) or not report.is_open:
        return None
    words = {"name": report.by.full_name, "person": report.person.full_name}
    return BellText(
        text=_("%(name)s reports %(person)s to the club") % words,
        url=reverse("members_desk:report", args=[report.pk]),
        detail=report.get_reason_display(),
        person=report.by,
    )


def visible_reports(viewer: Viewer, ids: Collection[int]) -> Collection[int]:
    """Which of these reports the viewer may read as one of the team."""
    rows = Report.objects.visible_to(viewer).filter(pk__in=ids)
    return set(rows.values_list("pk", flat=True))


def report_read_bell(item: BellItem) -> BellText | None:
    """That the team has read it."""
    report = item.subject
    if not isinstance(report, Report) or report.by_id != item.person_id:
        return None
    return BellText(
        text=_("The club’s team has read what you reported"), url=reverse("members:blocks")
    )


def report_read_context(mail: OutboxMail) -> dict[str, Any] | None:
    """The same by mail, to who reported and is still of the club."""
    report, person = mail.subject, mail.person
    if not isinstance(report, Report) or person is None or report.by_id != person.pk:
        return None
    if not viewer_for(person).is_member:
        return None
    return {
        "reported": report.person,
        "action_url": absolute_url(reverse("members:blocks")),
        "action_label": _("See whom you have blocked"),
        "why": _("You receive this because you reported something to the club’s team."),
    }
