"""The mail reader of a demo: every mail that the site sent, and what calendars answer to it."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from club.lib.answering import Invited
from notifications.enums import PartStat
from notifications.models import KeptMail
from notifications.reading import ReadMail, read_mail
from notifications.services import mailbox

PER_PAGE = 30
#: What a calendar may answer.
ANSWERS = frozenset({PartStat.ACCEPTED, PartStat.TENTATIVE, PartStat.DECLINED})
#: What a mail may do in the page: show its own styles. Links open in a new tab.
HTML_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
_PANES = ("html", "text", "calendar", "source")


@require_safe
@cache_control(private=True, no_store=True)
def mail_list(request: HttpRequest) -> HttpResponse:
    """The mails, newest first, the newest one open beside them."""
    _require_demo()
    listing = _listing(request)
    opened = next(iter(listing["page"].object_list), None)
    return _reader(request, listing, opened, is_list=True)


@require_safe
@cache_control(private=True, no_store=True)
def mail_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, as its reader sees it, beside the others."""
    _require_demo()
    opened = get_object_or_404(KeptMail, pk=pk)
    return _reader(request, _listing(request), opened, is_list=False)


@require_safe
@xframe_options_sameorigin
@cache_control(private=True, no_store=True)
def mail_html(request: HttpRequest, pk: int) -> HttpResponse:
    """The HTML of a mail for the frame, under a policy that lets it do nothing."""
    _require_demo()
    html = read_mail(bytes(get_object_or_404(KeptMail, pk=pk).raw)).html
    framed = html.replace("<head>", '<head><base target="_blank">', 1)
    return HttpResponse(framed, headers={"Content-Security-Policy": HTML_POLICY})


@require_safe
@cache_control(private=True, no_store=True)
def mail_eml(request: HttpRequest, pk: int) -> HttpResponse:
    """The message as a file, to open in a mail program."""
    _require_demo()
    kept = get_object_or_404(KeptMail, pk=pk)
    name = f'attachment; filename="mail-{kept.pk}.eml"'
    return HttpResponse(
        bytes(kept.raw), content_type="message/rfc822", headers={"Content-Disposition": name}
    )


@require_POST
def mail_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the guest's calendar answer the invitation in this mail, by a mail of its own."""
    _require_demo()
    kept = get_object_or_404(KeptMail, pk=pk)
    invited = _invited(read_mail(bytes(kept.raw)))
    partstat = request.POST.get("partstat", "")
    if invited is None or partstat not in ANSWERS or not mailbox.is_kept_here():
        raise Http404
    mailbox.drop_reply(invited, partstat)
    messages.success(
        request,
        _("The calendar’s answer lies in the club’s mailbox. It is read within a few seconds."),
    )
    return redirect("notifications:mail-detail", pk=pk)


def _invited(mail: ReadMail) -> Invited | None:
    """What a calendar would answer to; None where there is nothing to answer."""
    found = mail.invitation
    if found is None or found.method != "REQUEST" or not (found.organizer and found.attendee):
        return None
    return Invited(
        uid=found.uid,
        sequence=found.sequence,
        summary=found.summary,
        organizer=found.organizer.address,
        attendee=found.attendee,
    )


def _require_demo() -> None:
    """Raise Http404 anywhere but in a demo: these mails hold sign-in codes."""
    if not settings.DEMO:
        raise Http404


def _listing(request: HttpRequest) -> dict[str, Any]:
    query = request.GET.get("q", "").strip()[:100].replace("\0", "")
    mails = KeptMail.objects.defer("raw")
    if query:
        mails = mails.filter(to__icontains=query)
    page = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    keep = {"q": query} if query else {}
    return {"page": page, "query": query, "keep": urlencode({**keep, "page": page.number})}


def _reader(
    request: HttpRequest, listing: dict[str, Any], opened: KeptMail | None, *, is_list: bool
) -> HttpResponse:
    mail = read_mail(bytes(opened.raw)) if opened else None
    context = {
        **listing,
        "opened": opened,
        "mail": mail,
        "can_answer": bool(mail and _invited(mail) and mailbox.is_kept_here()),
        "pane": _pane(mail, request.GET.get("show", "")),
        "is_list": is_list,
    }
    return render(request, "notifications/mail_reader.html", context)


def _pane(mail: ReadMail | None, asked: str) -> str:
    """The part to show: the one asked for where the mail has it, else the best there is."""
    for pane in (asked, *_PANES):
        if pane in _PANES and str(getattr(mail, pane, "") or ""):
            return pane
    return "source"
