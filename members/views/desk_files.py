"""Client files at the desk: given in, looked at, taken in, and the report to take along."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin import messages

from accounts.enums import Role
from club.lib.tables import write_csv, write_xlsx
from members import rules
from members.enums import ImportState
from members.forms.desk_import import UploadForm
from members.imports import Act, Scope
from members.models import ClientImport
from members.services.client_imports import (
    confirm_import,
    drop_import,
    give_in_file,
    progress_of,
)
from members.views.desk import DeskView
from members.views.desk_lists import FORMS

ROLES = (Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)
_LIST = "members_desk:files"
_PARENT = (_LIST, gettext_lazy("Import of clients"))
_LINES_PER_PAGE = 100

ACTS = {
    Act.CREATE: gettext_lazy("create"),
    Act.CHANGE: gettext_lazy("change"),
    Act.KEEP: gettext_lazy("keep"),
    Act.REVIEW: gettext_lazy("review"),
    Act.REFUSE: gettext_lazy("error"),
    Act.IGNORE: gettext_lazy("ignore"),
}


class FileList(DeskView):
    """The files of the last thirty days, and the form for the next one."""

    template_name = "members/desk/files.html"
    page_title = gettext_lazy("Import of clients")
    header_icon = "upload"
    roles = ROLES

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The page."""
        return self._page(self._form())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take the file, or say why not."""
        form = self._form(request.POST, request.FILES)
        if form.is_valid():
            try:
                row = self._give_in(form)
            except ValidationError as error:
                form.add_error("file", error.messages)
            else:
                return redirect("members_desk:file", row.pk)
        return self._page(form, status=422)

    def _form(self, *args: Any) -> UploadForm:
        return UploadForm(*args, decides=rules.can_decide(self.viewer))

    def _give_in(self, form: UploadForm) -> ClientImport:
        upload = form.cleaned_data["file"]
        return give_in_file(
            upload.read(),
            upload.name,
            by=self.person,
            options=form.options(),
            language=(get_language() or "fr")[:2],
        )

    def _page(self, form: UploadForm, status: int = 200) -> HttpResponseBase:
        rows = ClientImport.objects.visible_to(self.viewer).defer("raw", "lines")
        return self.show(status=status, form=form, page=self.page_of(rows.select_related("by")))


class FileView(DeskView):
    """A page about one file."""

    header_icon = "upload"
    parent = _PARENT
    roles = ROLES
    file: ClientImport

    def get_page_title(self) -> str:
        """The name of the file."""
        return self.file.name

    @property
    def written(self) -> dict[str, int] | None:
        """How many of how many records are written, while they are."""
        found = progress_of(self.file).read() if self.file.state == ImportState.WRITING else None
        return {"done": found[0], "total": found[1]} if found else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the file first. Raises Http404."""
        rows = ClientImport.objects.visible_to(self.viewer).defer("raw").select_related("by")
        self.file = self.find_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)


class FileDetail(FileView):
    """What the file would do or did, line by line; while the worker has it, how far it is."""

    template_name = "members/desk/file.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The page."""
        return self._page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Have it taken in, or forget it."""
        try:
            if "drop" in request.POST:
                drop_import(self.file, by=self.person)
                messages.success(request, _("The file is forgotten. Nothing was written."))
                return redirect(_LIST)
            confirm_import(self.file, by=self.person)
        except ValidationError as error:
            return self._page(status=422, problem=" ".join(error.messages))
        return redirect("members_desk:file", pk)

    def _page(self, *, status: int = 200, problem: str = "") -> HttpResponseBase:
        only = self.request.GET.get("only", "")
        lines = [line for line in self.file.lines if not only or line[1] == only]
        page = Paginator(lines, _LINES_PER_PAGE).get_page(self.request.GET.get("p"))
        return self.show(
            status=status,
            file=self.file,
            written=self.written,
            page=page,
            rows=[_row(line) for line in page],
            only=only,
            kinds=_kinds(self.file.lines),
            address=f"only={only}" if only in ACTS else "",
            problem=problem or self.file.problem,
            can_confirm=self.file.state == ImportState.READ,
            can_drop=self.file.state
            in {ImportState.READ, ImportState.UNREADABLE, ImportState.FAILED},
            is_done=self.file.state == ImportState.DONE,
        )


class FileState(FileView):
    """How far it is, for a page that looks again by itself."""

    template_name = "members/desk/_file_state.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """The part of the page that changes."""
        response = self.show(file=self.file, written=self.written)
        response["Cache-Control"] = "private, no-store"
        response["X-Club-State"] = "moving" if self.file.is_moving else "still"
        return response


class FileReport(FileView):
    """Line by line, what would be or was done: a file to take along."""

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
        """The report. Raises Http404 for another form."""
        if form not in FORMS:
            raise Http404
        lines = [
            [_("Line"), _("What happens"), _("Column"), _("In words")],
            *([str(r["line"]), str(r["act"]), r["column"], r["text"]] for r in self._rows()),
        ]
        is_book = form == "xlsx"
        body = write_xlsx(lines, title=_("Report")) if is_book else write_csv(lines)
        response = HttpResponse(body, content_type=FORMS[form])
        name = slugify(self.file.name.rpartition(".")[0]) or "clients"
        response["Content-Disposition"] = f'attachment; filename="{name}-{_("report")}.{form}"'
        response["Cache-Control"] = "private, no-store"
        return response

    def _rows(self) -> list[dict[str, Any]]:
        return [_row(line) for line in self.file.lines]


def _row(line: list[Any]) -> dict[str, Any]:
    number, act, column, text, scope = line
    label = _("error in a cell") if scope == Scope.CELL else ACTS[Act(act)]
    return {"line": number, "act": label, "kind": act, "column": column, "text": text}


def _kinds(lines: list[list[Any]]) -> list[dict[str, Any]]:
    """How many lines tell of each kind, for the choice of which to read."""
    acts = [line[1] for line in lines]
    return [
        {"name": act.value, "label": label, "count": acts.count(act.value)}
        for act, label in ACTS.items()
        if act.value in acts
    ]
