"""Administrators choose for how long things are kept, and read what the job did."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.enums import Role
from accounts.models import RetentionRun
from accounts.registry import retention_rules
from members.forms.privacy import RetentionForm
from members.services import periods, set_periods
from members.views.desk import DeskView

#: Runs of the last month, the job running once a day.
SHOWN = 31


class Retention(DeskView):
    """The periods, and the last reports of the job."""

    template_name = "members/desk/retention.html"
    page_title = gettext_lazy("How long data is kept")
    header_icon = "history"
    roles = (Role.ADMINISTRATOR,)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The form, filled in."""
        return self._page(RetentionForm(known=periods()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep what was chosen; the next run applies it."""
        form = RetentionForm(request.POST, known=periods())
        if not form.is_valid():
            return self._page(form, status=422)
        if set_periods(form.cleaned_data, by=self.person):
            messages.success(request, _("The periods are saved; tonight’s run applies them."))
        return redirect("members_desk:retention")

    def _page(self, form: forms.Form, *, status: int = 200) -> HttpResponseBase:
        runs = [_told(run) for run in RetentionRun.objects.all()[:SHOWN]]
        return self.show(form=form, runs=runs, status=status)


def _told(run: RetentionRun) -> dict[str, Any]:
    """One run: when, what went by the label of its rule, what failed."""
    labels = {rule.name: rule.label for rule in retention_rules}
    return {
        "at": run.started_at,
        "total": run.total,
        "is_finished": run.finished_at is not None,
        "counts": [(labels.get(name, name), n) for name, n in run.counts.items() if n],
        "failed": [labels.get(name, name) for name in run.failed],
    }
