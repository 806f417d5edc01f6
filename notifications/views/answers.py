"""For organisers and administrators, in /cms/: answers to invitations that need somebody."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from accounts.audience import require_roles
from accounts.models import User
from notifications.enums import PartStat, ReplyOutcome
from notifications.models import CalendarReply
from notifications.registry import calendar_replies
from notifications.services import mark_reply_done
from notifications.services.mailbox import is_set, mailbox_state
from notifications.views.undelivered import ROLES

PER_PAGE = 50

#: What somebody of the staff can do about each kind.
ADVICE = {
    ReplyOutcome.COUNTER: gettext_lazy(
        "The person keeps their seat. Answer them; the event moves only when you move it."
    ),
    ReplyOutcome.FOREIGN: gettext_lazy(
        "Nothing was changed. The guest was asked by mail to answer once more."
    ),
    ReplyOutcome.UNSIGNED: gettext_lazy(
        "Nothing was changed: the answer did not come to the address of an invitation. If this "
        "happens often, the mailbox drops the part after the plus sign."
    ),
    ReplyOutcome.REFUSED: gettext_lazy(
        "The person was told why by mail, unless they are out of the club or of the audience."
    ),
    ReplyOutcome.UNCLEAR: gettext_lazy(
        "Nothing was changed. Ask the person whether they come, and note it for them."
    ),
    ReplyOutcome.WORDS: gettext_lazy(
        "Somebody wrote instead of pressing a button. The mail is still in the mailbox: answer it."
    ),
    ReplyOutcome.UNREADABLE: gettext_lazy(
        "The mail is too large or broken. It is still in the mailbox: look at it there."
    ),
}


@require_safe
def reply_list(request: HttpRequest) -> HttpResponse:
    """What waits for somebody, the newest first, and whether the mailbox is read at all."""
    _require_staff(request)
    waiting = CalendarReply.objects.to_look_at().select_related("guest__person", "entry")
    paginator = WagtailPaginator(waiting.order_by("-received_at", "-pk"), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "rows": _rows(page.object_list),
        "count": paginator.count,
        "is_set": is_set(),
        "state": mailbox_state(),
    }
    return render(request, "notifications/answers.html", context)


@require_POST
def reply_done(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one off the list."""
    _require_staff(request)
    reply = get_object_or_404(CalendarReply.objects.to_look_at(), pk=pk)
    assert isinstance(request.user, User)  # noqa: S101  (the role was checked)
    mark_reply_done(reply, by=request.user)
    messages.success(request, _("Done: the answer is off the list."))
    return redirect("calendar-answers")


def _rows(replies: Iterable[CalendarReply]) -> list[dict[str, Any]]:
    """Each with the event that it is about, asked of each kind of entry once."""
    replies = list(replies)
    titles: dict[int, tuple[str, str]] = {}
    for taker in calendar_replies:
        ids = {r.entry_id for r in replies if r.entry and r.entry.kind == taker.name}
        titles |= taker.titles([pk for pk in ids if pk is not None]) if ids else {}
    return [_row(reply, *titles.get(reply.entry_id or 0, ("", ""))) for reply in replies]


def _row(reply: CalendarReply, title: str, url: str) -> dict[str, Any]:
    outcome = ReplyOutcome(reply.outcome)
    taker = calendar_replies.get(reply.entry.kind) if reply.entry else None
    is_known = reply.partstat in PartStat.values and reply.partstat != PartStat.NEEDS_ACTION
    return {
        "reply": reply,
        "person": reply.guest.person if reply.guest else None,
        "title": title,
        "url": url,
        "said": PartStat(reply.partstat).label if is_known else "",
        "reason": taker.reason(reply.detail) if taker and reply.detail else "",
        "advice": ADVICE.get(outcome, ""),
    }


def _require_staff(request: HttpRequest) -> None:
    require_roles(request.viewer, *ROLES)  # type: ignore[attr-defined]
