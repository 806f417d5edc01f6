"""For organisers and administrators, in /cms/: mails that did not arrive."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.paginator import WagtailPaginator

from accounts.audience import require_roles
from accounts.enums import Role
from accounts.models import User
from notifications.enums import MailStatus
from notifications.models import OutboxMail
from notifications.registry import verbs
from notifications.services import NotRetryable, give_up_mail, retry_mail
from notifications.services.outbox import is_secret

ROLES = (Role.ADMINISTRATOR, Role.ORGANISER)
PER_PAGE = 50


@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """The dead mails, and those that failed and will be tried again; newest first."""
    _require_staff(request)
    mails = OutboxMail.objects.undelivered().select_related("person")
    paginator = WagtailPaginator(mails.order_by("-pk"), PER_PAGE)
    page = paginator.get_page(request.GET.get("p"))
    context = {
        "page_obj": page,
        "elided_page_range": paginator.get_elided_page_range(page.number),
        "rows": [_row(mail) for mail in page.object_list],
        "dead": OutboxMail.objects.dead().count(),
    }
    return render(request, "notifications/undelivered.html", context)


@require_POST
def mail_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Try again now."""
    return _handle(request, pk, retry_mail, _("The mail to %(address)s is on its way again."))


@require_POST
def mail_give_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop trying."""
    return _handle(request, pk, give_up_mail, _("The mail to %(address)s is given up."))


def _handle(
    request: HttpRequest, pk: int, service: Callable[..., OutboxMail], done: str
) -> HttpResponse:
    _require_staff(request)
    mail = get_object_or_404(OutboxMail.objects.undelivered(), pk=pk)
    assert isinstance(request.user, User)  # noqa: S101  (the role was checked)
    try:
        service(mail, by=request.user)
    except NotRetryable as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done % {"address": mail.address})
    return redirect("undelivered-mails")


def _row(mail: OutboxMail) -> dict[str, Any]:
    """What the staff may know of a mail: never its words."""
    is_dead = mail.status == MailStatus.DEAD
    label = verbs.get(mail.verb).label if mail.verb in verbs else ""
    return {
        "mail": mail,
        "label": label or mail.verb,
        "is_dead": is_dead,
        "can_retry": not (is_dead and is_secret(mail)),
        "can_act": mail.status != MailStatus.SENDING,
    }


def _require_staff(request: HttpRequest) -> None:
    require_roles(request.viewer, *ROLES)  # type: ignore[attr-defined]
