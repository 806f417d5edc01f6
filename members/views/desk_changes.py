"""The staff decides about new names and logos of companies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from members.forms.companies import RefusalForm
from members.models import CompanyChange
from members.services import approve_company_change, refuse_company_change
from members.views.desk import DeskView, WaitingList


class ChangeList(WaitingList):
    """Names and logos that wait, or those that were decided."""

    template_name = "members/desk/changes.html"
    page_title = gettext_lazy("Names and logos")
    header_icon = "image"
    done, done_words = "decided", gettext_lazy("Decided")

    def rows(self, *, is_done: bool) -> Any:
        """With who asked and who decided."""
        rows = CompanyChange.objects.visible_to(self.viewer)
        rows = rows.decided() if is_done else rows.waiting()
        return rows.select_related("company", "asked_by", "decided_by")


class ChangeDetail(DeskView):
    """One of them, beside what stands there now: approve it, or refuse it with a reason."""

    template_name = "members/desk/change.html"
    header_icon = "image"
    parent = ("members_desk:changes", gettext_lazy("Names and logos"))
    change: CompanyChange

    def get_page_title(self) -> str:
        """The company's name."""
        return str(self.change.company.name)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch it first. Raises Http404."""
        rows = CompanyChange.objects.visible_to(self.viewer)
        related = rows.select_related("company", "asked_by", "decided_by")
        self.change = self.find_or_404(related, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """What is asked, with both answers."""
        return self.show(change=self.change, form=RefusalForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One of both answers."""
        refuses = "refuse" in request.POST
        form = RefusalForm(request.POST if refuses else None)
        if (not refuses or form.is_valid()) and self._answer(form if refuses else None):
            return redirect("members_desk:changes")
        return self.show(change=self.change, form=form, status=422)

    def _answer(self, refusal: RefusalForm | None) -> bool:
        """Write the answer; False when it came too late, which the page then says."""
        try:
            if refusal is not None:
                reason = refusal.cleaned_data["reason"]
                refuse_company_change(self.change, by=self.person, reason=reason)
                done = _("Refused. %(name)s stays as it is, and its correspondent is told.")
            else:
                approve_company_change(self.change, by=self.person)
                done = _("Approved. %(name)s shows it from now on, and its correspondent is told.")
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return False
        messages.success(self.request, done % {"name": self.change.company.name})
        return True
