"""Administrators and directors look for records that are there twice, and merge them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.enums import Role
from accounts.merging import (
    foresee_companies,
    foresee_people,
    merge_companies,
    merge_people,
)
from accounts.models import Company
from club.lib.dates import long_date
from members.models import duplicates
from members.views.desk import DeskView

ROLES = (Role.ADMINISTRATOR, Role.DIRECTOR)


class _ToMerge(DeskView):
    """Pairs of one name, and a search for others. The first one chosen is the one that stays."""

    template_name = "members/desk/to_merge.html"
    header_icon = "copy"
    roles = ROLES
    preview = ""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """The list."""
        query = request.GET.get("q", "").replace("\0", "").strip()[:200]
        keep = request.GET.get("keep", "")
        kept = self.rows().filter(pk=keep).first() if keep.isascii() and keep.isdigit() else None
        found = [row for row in self.find(query) if row != kept] if query else []
        return self.show(
            query=query,
            kept=kept,
            kept_words=_words(kept) if kept else "",
            found=[(row, _words(row), self._address(kept, row)) for row in found],
            pairs=[
                (one, _words(one), other, _words(other), self._address(one, other))
                for one, other in ([] if query or kept else self.pairs())
            ],
            is_people=self.preview == "members_desk:merge-people-preview",
        )

    def _address(self, kept: Any, gone: Any) -> str:
        return reverse(self.preview, args=[kept.pk, gone.pk]) if kept else ""

    def rows(self) -> Any:
        """Every record that may be merged."""
        raise NotImplementedError

    def find(self, query: str) -> Any:
        """Those that the words find."""
        raise NotImplementedError

    def pairs(self) -> Any:
        """Those that look the same."""
        raise NotImplementedError


class PeopleToMerge(_ToMerge):
    """People who may be there twice."""

    page_title = gettext_lazy("People who are there twice")
    preview = "members_desk:merge-people-preview"

    def rows(self) -> Any:
        """Everybody but the club's own team."""
        return duplicates.people()

    def find(self, query: str) -> Any:
        """By name or address."""
        return duplicates.find_people(query)

    def pairs(self) -> Any:
        """People of one name."""
        return duplicates.same_named_people()


class CompaniesToMerge(_ToMerge):
    """Companies that may be there twice."""

    page_title = gettext_lazy("Companies that are there twice")
    preview = "members_desk:merge-companies-preview"

    def rows(self) -> Any:
        """Every company, former clients too."""
        return Company.objects.all()

    def find(self, query: str) -> Any:
        """By name, city or id."""
        return duplicates.find_companies(query)

    def pairs(self) -> Any:
        """Companies of one name."""
        return duplicates.same_named_companies()


class _Merge(DeskView):
    """What merging two records moves and drops; then does it."""

    template_name = "members/desk/merge.html"
    page_title = gettext_lazy("Merge two records")
    header_icon = "copy"
    roles = ROLES
    foresee: Any
    merge: Any
    name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch both records first. Raises Http404."""
        self.kept = self.find_or_404(self.rows(), pk=kwargs["kept"])
        self.gone = self.find_or_404(self.rows(), pk=kwargs["gone"])
        return super().dispatch(request, *args, **kwargs)

    def rows(self) -> Any:
        """Every record that may be merged."""
        raise NotImplementedError

    def get(self, request: HttpRequest, kept: int, gone: int) -> HttpResponseBase:
        """The preview, or why there is none."""
        lines, refusal = [], ""
        try:
            lines = type(self).foresee(self.kept, self.gone)
        except ValidationError as error:
            refusal = " ".join(error.messages)
        return self.show(
            kept=self.kept,
            kept_words=_words(self.kept),
            gone=self.gone,
            gone_words=_words(self.gone),
            lines=lines,
            refusal=refusal,
            swap=reverse(f"members_desk:{self.name}-preview", args=[gone, kept]),
            back=reverse(f"members_desk:{self.name}"),
        )

    def post(self, request: HttpRequest, kept: int, gone: int) -> HttpResponseBase:
        """Do it."""
        names = {"kept": str(self.kept)}
        try:
            type(self).merge(self.kept, self.gone, by=self.person)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Both are one now: %(kept)s.") % names)
        return redirect(f"members_desk:{self.name}")


class MergePeople(_Merge):
    """Two records of one person."""

    parent = ("members_desk:merge-people", PeopleToMerge.page_title)
    name = "merge-people"
    foresee = staticmethod(foresee_people)
    merge = staticmethod(merge_people)

    def rows(self) -> Any:
        """Everybody but the club's own team."""
        return duplicates.people()


class MergeCompanies(_Merge):
    """Two records of one company."""

    parent = ("members_desk:merge-companies", CompaniesToMerge.page_title)
    name = "merge-companies"
    foresee = staticmethod(foresee_companies)
    merge = staticmethod(merge_companies)

    def rows(self) -> Any:
        """Every company, former clients too."""
        return Company.objects.all()


def _words(record: Any) -> str:
    """What tells a record from another one of the same name, on one line."""
    if isinstance(record, Company):
        parts = [record.city, record.legal_id, record.external_id or ""]
        return " · ".join(part for part in parts if part)
    where = [
        row.company.name
        if row.ended_on is None
        else _("%(company)s until %(day)s")
        % {"company": row.company.name, "day": long_date(row.ended_on)}
        for row in record.memberships.all()
    ]
    return " · ".join([record.email, *where])
