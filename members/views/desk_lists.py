"""What the desk's lists of companies and people share: columns, bulk acts, exports."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from club.lib import clock
from club.lib.tables import XLSX
from members.forms.desk_lists import ListFilter
from members.views.desk import DeskView

FORMS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8"}
#: More rows than this are nobody's list to act on at once.
MOST = 20_000


class ListView(DeskView):
    """A list with filters, sorted columns, boxes to tick and a file to take along."""

    filter_class: type[ListFilter]

    def get_filter(self) -> ListFilter:
        """What the address narrows the list to."""
        return self.filter_class(self.request.GET, self.viewer)

    def heads_of(self, chosen: ListFilter) -> list[dict[str, Any]]:
        """Each column's heading with the address that sorts by it, and which way it is sorted."""
        heads = []
        for head in chosen.heads:
            is_current = bool(head.key) and chosen.order.lstrip("-") == head.key
            down = is_current and not chosen.order.startswith("-")
            words = {**chosen.chosen, "sort": f"-{head.key}" if down else head.key}
            heads.append(
                {
                    "label": head.label,
                    "url": f"?{urlencode(words)}" if head.key else "",
                    "sorted": ("ascending" if down else "descending") if is_current else "",
                }
            )
        return heads

    def list_context(self, chosen: ListFilter, rows: Any) -> dict[str, Any]:
        """What the templates of both lists need."""
        words = chosen.chosen
        kept = {**words, "sort": chosen.order} if chosen.order != chosen.first_order else words
        return {
            "filter": chosen,
            "heads": self.heads_of(chosen),
            "page": self.page_of(rows),
            "is_narrowed": bool(words),
            "address": urlencode(kept),
        }


class ExportView(ListView):
    """The list as it is narrowed, as a file. Asked for by POST, because it is kept who did."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The file."""
        form = "csv" if request.POST.get("form") == "csv" else "xlsx"
        body, name = self.export(self.get_filter(), form)
        day = clock.today().isoformat()
        response = HttpResponse(body, content_type=FORMS[form])
        response["Content-Disposition"] = f'attachment; filename="{name}-{day}.{form}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def export(self, chosen: ListFilter, form: str) -> tuple[bytes, str]:
        """The file, and the beginning of its name."""
        raise NotImplementedError


class BulkView(ListView):
    """One act on many rows: asks first, then does it to the rows that were shown."""

    template_name = "members/desk/bulk.html"
    #: The address name of the list.
    back: str

    def rows(self) -> Any:
        """All rows that the viewer may act on."""
        raise NotImplementedError

    def chosen_rows(self) -> list[Any]:
        """The ticked ones, or all that fit the filters, in the order of the list."""
        if "all" in self.request.POST:
            return list(self.get_filter().rows()[:MOST])  # type: ignore[attr-defined]
        ids = self.request.POST.get("ids") or ",".join(self.request.POST.getlist("row"))
        return self.find_all(self.rows(), ids)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """The question, or the deed where it was answered."""
        rows = self.chosen_rows()
        back = f"{reverse(self.back)}?{request.GET.urlencode()}"
        if not rows:
            messages.warning(request, _("Tick at least one line first."))
            return redirect(back)
        if "confirmed" in request.POST:
            try:
                sentence = self.do(rows)
            except ValidationError as error:
                return self._ask(rows, back, status=422, problem=" ".join(error.messages))
            if sentence:
                messages.success(request, sentence)
                return redirect(back)
        return self._ask(rows, back, status=422 if "confirmed" in request.POST else 200)

    def do(self, rows: list[Any]) -> str:
        """Do it, and say what was done; '' where the form says what is wrong."""
        raise NotImplementedError

    def words(self, rows: list[Any]) -> dict[str, Any]:
        """What the page asks."""
        raise NotImplementedError

    def _ask(
        self, rows: list[Any], back: str, *, status: int = 200, problem: str = ""
    ) -> HttpResponseBase:
        return self.show(
            status=status,
            rows=rows[:40],
            more=max(0, len(rows) - 40),
            number=len(rows),
            ids=",".join(str(row.pk) for row in rows),
            act=self.request.POST.get("act", ""),
            back=back,
            problem=problem,
            **self.words(rows),
        )
