"""The staff's invitations."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from club.lib import clock
from members.forms.invitations import DeskInviteForm
from members.models import Invitation
from members.querysets import invitable_companies
from members.services import invite, resend_invitation, revoke_invitation
from members.services.invitations import REFUSAL_HOLDS
from members.views.desk import PER_PAGE, DeskView

_PARENT = ("members_desk:invitations", gettext_lazy("Invitations"))


class InvitationList(DeskView):
    """Invitations that wait, those whose time is over included."""

    template_name = "members/desk/invitations.html"
    page_title = gettext_lazy("Invitations")
    header_icon = "user"

    def get_header_buttons(self) -> list[Any]:
        """The way to write one."""
        url = reverse("members_desk:invitation-new")
        return [HeaderButton(_("Invite somebody"), url, icon_name="plus")]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        rows = Invitation.objects.visible_to(self.viewer).waiting()
        related = rows.select_related("company", "invited_by").order_by("expires_at")
        refused = Invitation.objects.visible_to(self.viewer).refused_since(
            clock.now() - REFUSAL_HOLDS
        )
        return self.show(
            page=self.page_of(related),
            refused=refused.select_related("company", "invited_by")[:PER_PAGE],
        )


class InvitationNew(DeskView):
    """Invite somebody to one of the companies."""

    template_name = "members/desk/invitation_new.html"
    page_title = gettext_lazy("Invite somebody")
    header_icon = "user"
    parent = _PARENT

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The empty form."""
        return self.show(form=self._form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Write the invitation, or say what is wrong."""
        form = self._form(request.POST)
        if form.is_valid() and self._write(form):
            return redirect("members_desk:invitations")
        return self.show(form=form, status=422)

    def _form(self, data: Any = None) -> DeskInviteForm:
        return DeskInviteForm(
            data,
            companies=invitable_companies(self.viewer),
            initial={"language": (get_language() or "fr")[:2]},
        )

    def _write(self, form: DeskInviteForm) -> bool:
        words = dict(form.cleaned_data)
        try:
            invite(words.pop("email"), words.pop("company"), by=self.person, **words)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        done = _("The invitation for %(address)s is on its way.")
        messages.success(self.request, done % {"address": form.cleaned_data["email"]})
        return True


class InvitationAct(DeskView):
    """Send again or withdraw; asks first."""

    template_name = "members/desk/confirm.html"
    header_icon = "user"
    parent = _PARENT

    def get_page_title(self) -> str:
        """What is about to be done."""
        return {"resend": _("Send again"), "revoke": _("Withdraw")}[self.kwargs["act"]]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Know the act and fetch the invitation first. Raises Http404."""
        if kwargs["act"] not in {"resend", "revoke"}:
            raise Http404
        rows = Invitation.objects.visible_to(self.viewer).select_related("company")
        self.invitation = self.find_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """The question."""
        words = {"address": self.invitation.email, "company": self.invitation.company}
        questions = {
            "resend": _(
                "Write to %(address)s again (%(company)s)? The link in the earlier mail "
                "stops working."
            ),
            "revoke": _(
                "Withdraw the invitation of %(address)s (%(company)s)? Its link stops working."
            ),
        }
        return self.show(
            question=questions[act] % words,
            back=reverse("members_desk:invitations"),
            is_serious=act == "revoke",
        )

    def post(self, request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
        """Do it."""
        service = resend_invitation if act == "resend" else revoke_invitation
        try:
            service(self.invitation, by=self.person)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            done = {"resend": _("Sent again."), "revoke": _("Withdrawn.")}
            messages.success(request, done[act])
        return redirect("members_desk:invitations")
