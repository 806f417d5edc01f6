"""Client companies at the desk: found, made, changed, one by one and many at once."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.admin.widgets.button import HeaderButton

from accounts import services
from accounts.models import Company
from members import rules
from members.forms.desk_bulk import BulkForm, CompanyAct, company_acts
from members.forms.desk_company import CompanyForm
from members.forms.desk_lists import CompanyFilter, ListFilter
from members.querysets import handled_companies
from members.services.exports import export_companies
from members.views.desk import DeskView
from members.views.desk_lists import BulkView, ExportView, ListView

_LIST = "members_desk:companies"
_PARENT = (_LIST, gettext_lazy("Companies"))


class CompanyList(ListView):
    """The companies that the viewer looks after."""

    template_name = "members/desk/companies.html"
    page_title = gettext_lazy("Companies")
    header_icon = "home"
    filter_class = CompanyFilter

    def get_header_buttons(self) -> list[Any]:
        """The way to make one, for those who may."""
        if not rules.can_add_company(self.viewer):
            return []
        url = reverse("members_desk:company-new")
        return [HeaderButton(_("Add a company"), url, icon_name="plus")]

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        chosen = self.get_filter()
        rows = chosen.rows().prefetch_related("tags")  # type: ignore[attr-defined]
        return self.show(**self.list_context(chosen, rows), acts=company_acts(self.viewer))


class CompanyExport(ExportView):
    """The list of companies as a file."""

    filter_class = CompanyFilter

    def export(self, chosen: ListFilter, form: str) -> tuple[bytes, str]:
        """Every field of the file is one that the list's readers may see."""
        rows = chosen.rows().prefetch_related("tags")  # type: ignore[attr-defined]
        body = export_companies(rows, by=self.person, form=form, chosen=chosen.chosen)
        return body, _("companies")


class CompanyBulk(BulkView):
    """A tier, an account manager, a tag or a segment for many companies."""

    filter_class = CompanyFilter
    page_title = gettext_lazy("Change many companies")
    header_icon = "home"
    parent = _PARENT
    back = _LIST

    def rows(self) -> Any:
        """Those of the viewer."""
        return handled_companies(self.viewer)

    def act(self) -> CompanyAct:
        """What is to be done. Raises Http404 for an act that is not the viewer's."""
        name = self.request.POST.get("act", "")
        found = next((act for act in company_acts(self.viewer) if act.name == name), None)
        if found is None:
            raise Http404
        return found

    def form(self, act: CompanyAct) -> BulkForm:
        """The question for the value."""
        posted = self.request.POST if "confirmed" in self.request.POST else None
        return BulkForm(posted, act=act)

    def do(self, rows: list[Any]) -> str:
        """Through the services; those that had it already are not counted."""
        act = self.act()
        form = self.form(act)
        if not form.is_valid():
            return ""
        changed = act.do(rows, form.cleaned_data["value"], self.person)
        sentence = ngettext(
            "%(label)s: %(count)d company changed.",
            "%(label)s: %(count)d companies changed.",
            changed,
        )
        return sentence % {"label": act.label, "count": changed}

    def words(self, rows: list[Any]) -> dict[str, Any]:
        """The act, its form, and which companies."""
        act = self.act()
        return {
            "label": act.label,
            "form": self.form(act),
            "names": [company.name for company in rows[:40]],
        }


class CompanyEdit(DeskView):
    """One company: its facts, for those who look after it."""

    template_name = "members/desk/company.html"
    header_icon = "home"
    parent = _PARENT
    company: Company | None = None

    def get_page_title(self) -> str:
        """Its name."""
        return self.company.name if self.company else _("Add a company")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the company first. Raises Http404."""
        if "pk" in kwargs:
            rows = handled_companies(self.viewer).select_related("tier", "sector")
            self.company = self.find_or_404(rows, pk=kwargs["pk"])
        elif not rules.can_add_company(self.viewer):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """The form."""
        return self._page(self._form())

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponseBase:
        """Write it, or say what is wrong."""
        form = self._form(request.POST)
        if form.is_valid() and self._write(form):
            return redirect(_LIST)
        return self._page(form, status=422)

    def _form(self, data: Any = None) -> CompanyForm:
        return CompanyForm(data, company=self.company, decides=rules.can_decide(self.viewer))

    def _page(self, form: CompanyForm, status: int = 200) -> HttpResponseBase:
        members = self.company.memberships.active().count() if self.company else 0
        return self.show(status=status, form=form, company=self.company, members=members)

    def _write(self, form: CompanyForm) -> bool:
        try:
            with transaction.atomic():
                company = self._saved(form)
                services.set_company_tags(company, form.cleaned_data["tags"], by=self.person)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return False
        messages.success(self.request, _("%(name)s is saved.") % {"name": company.name})
        return True

    def _saved(self, form: CompanyForm) -> Company:
        words = form.words()
        if self.company is None:
            name, tier = words.pop("name"), words.pop("tier") or form.initial["tier"]
            return services.create_company(name, tier=tier, by=self.person, **words)
        now = {name: getattr(self.company, name) for name in words}
        changes = {name: value for name, value in words.items() if value != now[name]}
        if not changes:
            return self.company
        return services.change_company(self.company, by=self.person, **changes)
