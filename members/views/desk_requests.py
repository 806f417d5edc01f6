"""The staff answers requests to join."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from members.forms.invitations import AdmitForm, DeclineForm
from members.models import JoinRequest
from members.models.belonging import belongings_of
from members.querysets import invitable_companies
from members.services import accept_join_request, decline_join_request
from members.views.desk import DeskView, WaitingList


class RequestList(WaitingList):
    """Requests that wait, or those that were answered."""

    template_name = "members/desk/requests.html"
    page_title = gettext_lazy("Requests to join")
    header_icon = "mail"
    done, done_words = "answered", gettext_lazy("Answered")

    def rows(self, *, is_done: bool) -> Any:
        """With who answered."""
        rows = JoinRequest.objects.visible_to(self.viewer)
        rows = rows.answered() if is_done else rows.open().order_by("created_at", "pk")
        return rows.select_related("handled_by", "invitation__company")


class RequestDetail(DeskView):
    """One request: read it, then invite or decline."""

    template_name = "members/desk/request.html"
    header_icon = "mail"
    parent = ("members_desk:requests", gettext_lazy("Requests to join"))
    join_request: JoinRequest

    def get_page_title(self) -> str:
        """The name of who asked."""
        return self.join_request.name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the request first. Raises Http404."""
        rows = JoinRequest.objects.visible_to(self.viewer)
        related = rows.select_related("handled_by", "invitation__company")
        self.join_request = self.find_or_404(related, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The request with both forms."""
        return self._page(self._admit_form(), DeclineForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One of both answers."""
        declines = "decline" in request.POST
        admit = self._admit_form(None if declines else request.POST)
        decline = DeclineForm(request.POST if declines else None)
        form = decline if declines else admit
        if form.is_valid() and self._answer(form, declines):
            return redirect("members_desk:requests")
        return self._page(admit, decline, status=422)

    def _admit_form(self, data: Any = None) -> AdmitForm:
        asked = self.join_request
        first, _blank, last = asked.name.partition(" ")
        return AdmitForm(
            data,
            companies=invitable_companies(self.viewer),
            company_name=self._company_name(),
            initial={
                "first_name": first,
                "last_name": last,
                "language": asked.language or "fr",
            },
        )

    def _company_name(self) -> str:
        """The company that a link of the page named, else the one of the same name, if any."""
        return self.request.GET.get("company", "")[:260] or self.join_request.company_name

    def _answer(self, form: Any, declines: bool) -> bool:
        """Write the answer; False when it was refused, which the form then says."""
        by, words = self.person, form.cleaned_data
        try:
            if declines:
                decline_join_request(
                    self.join_request,
                    by=by,
                    note=words["note"],
                    answer=form.words_in(self.join_request.language or "fr"),
                )
                done = _("The request of %(name)s is declined.")
            else:
                accept_join_request(self.join_request, by=by, **words)
                done = _("The invitation for %(name)s is on its way.")
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        messages.success(self.request, done % {"name": self.join_request.name})
        return True

    def _page(
        self, admit: AdmitForm, decline: DeclineForm, *, status: int = 200
    ) -> HttpResponseBase:
        same_address = JoinRequest.objects.visible_to(self.viewer).filter(
            email=self.join_request.email
        )
        return self.show(
            join_request=self.join_request,
            belongings=belongings_of(self.join_request, self.viewer),
            others=same_address.exclude(pk=self.join_request.pk)[:5],
            admit_form=admit,
            decline_form=decline,
            status=status,
        )
