"""The team reads what members report, and answers it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import Membership
from members.forms.blocks import ReportAnswerForm
from members.models import Report
from members.services import NotThere, answer_report
from members.views.desk import DeskView, WaitingList

_ROLES = (Role.ORGANISER, Role.ADMINISTRATOR)


class ReportList(WaitingList):
    """Reports that wait, or those that were answered."""

    template_name = "members/desk/reports.html"
    page_title = gettext_lazy("Reports")
    header_icon = "warning"
    roles = _ROLES
    done, done_words = "answered", gettext_lazy("Answered")

    def rows(self, *, is_done: bool) -> Any:
        """With those whom it is about."""
        rows = Report.objects.visible_to(self.viewer)
        rows = rows.answered() if is_done else rows.open().order_by("created_at", "pk")
        return rows.select_related("by", "person", "handled_by")


class ReportDetail(DeskView):
    """One report: read it, then close it, with or without suspending the person."""

    template_name = "members/desk/report.html"
    header_icon = "warning"
    roles = _ROLES
    parent = ("members_desk:reports", gettext_lazy("Reports"))
    report: Report

    def get_page_title(self) -> str:
        """Whom it is about."""
        return self.report.person.full_name

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the report first. Raises Http404."""
        rows = Report.objects.visible_to(self.viewer)
        related = rows.select_related("by", "person", "handled_by")
        self.report = self.find_or_404(related, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The report with the form to answer it."""
        return self._page(ReportAnswerForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Close it."""
        form = ReportAnswerForm(request.POST)
        if form.is_valid() and self._answer(form, suspend="suspend" in request.POST):
            return redirect("members_desk:reports")
        return self._page(form, status=422)

    def _answer(self, form: ReportAnswerForm, *, suspend: bool) -> bool:
        """Write the answer; False when it was refused, which the form then says."""
        try:
            answer_report(
                self.report, by=self.person, note=form.cleaned_data["note"], suspend=suspend
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        except NotThere:
            form.add_error(None, _("Somebody else has answered this report meanwhile."))
            return False
        words = {"name": self.report.person.full_name, "by": self.report.by.full_name}
        done = (
            _("%(name)s is suspended, and %(by)s is told that the report was read.")
            if suspend
            else _("The report is closed, and %(by)s is told that it was read.")
        )
        messages.success(self.request, done % words)
        return True

    def _page(self, form: ReportAnswerForm, *, status: int = 200) -> HttpResponseBase:
        people = [self.report.person_id, self.report.by_id]
        memberships = Membership.objects.open().filter(person__in=people).select_related("company")
        by_person = {row.person_id: row for row in memberships}
        others = Report.objects.visible_to(self.viewer).filter(person=self.report.person_id)
        return self.show(
            report=self.report,
            membership=by_person.get(self.report.person_id),
            reporter=by_person.get(self.report.by_id),
            others=others.exclude(pk=self.report.pk).select_related("by")[:10],
            form=form,
            status=status,
        )
