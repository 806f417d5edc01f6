"""The staff says what records of client files are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from accounts.models import Company
from members.enums import ImportReason, ImportSubject, ReviewStatus
from members.imports.beside import pairs_of, people_of
from members.models import ImportReview
from members.querysets import invitable_companies
from members.services import decide_review, undo_review
from members.views.desk import DeskView, WaitingList

_LIST = "members_desk:reviews"


class ReviewList(WaitingList):
    """Records that wait for somebody to say what they are, or those that were decided."""

    template_name = "members/desk/reviews.html"
    page_title = gettext_lazy("Client files: to review")
    header_icon = "list-ul"
    done, done_words = "decided", gettext_lazy("Decided")

    def rows(self, *, is_done: bool) -> Any:
        """With whom each record may be, and who decided."""
        rows = ImportReview.objects.visible_to(self.viewer)
        rows = rows.decided() if is_done else rows.waiting()
        return rows.select_related("company", "known_person", "member", "decided_by")


class CompanyField(forms.ModelChoiceField):
    """One of the companies that the viewer handles."""

    def label_from_instance(self, company: Company) -> str:
        """Its name, with the city that tells namesakes apart."""
        return f"{company.name} ({company.city})" if company.city else company.name


class ReviewDetail(DeskView):
    """One record beside the one that it may be: the same, a new one, or left out; and undo."""

    template_name = "members/desk/review.html"
    header_icon = "list-ul"
    parent = (_LIST, gettext_lazy("Client files: to review"))
    review: ImportReview

    def get_page_title(self) -> str:
        """What the file calls it."""
        return self.review.title

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Fetch the record first. Raises Http404."""
        rows = ImportReview.objects.visible_to(self.viewer).select_related(
            "company__tier", "company__sector", "company__account_manager", "known_person",
            "member", "decided_by",
        )  # fmt: skip
        self.review = self.find_or_404(rows, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Both records."""
        return self._page()

    def post(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """One of the answers, or undo."""
        try:
            done = self._undo() if "undo" in request.POST else self._decide()
        except ValidationError as error:
            return self._page(status=422, problem=" ".join(error.messages))
        messages.success(request, done % {"name": self.review.title})
        return redirect(_LIST)

    def _undo(self) -> str:
        undo_review(self.review, by=self.person)
        return _("%(name)s waits on the review list again.")

    def _decide(self) -> str:
        """Raises ValidationError for what is no answer, and as the service does."""
        answers = {
            ReviewStatus.SAME: _("%(name)s is the one that the club knew."),
            ReviewStatus.NEW: _("%(name)s is new in the club."),
            ReviewStatus.SKIPPED: _("%(name)s is left out, of the next files as well."),
        }
        answer = self.request.POST.get("answer", "")
        if answer not in answers:
            raise ValidationError(_("Say what it is with one of the buttons."))
        company = self._company() if self._asks_company and answer == ReviewStatus.NEW else None
        decide_review(self.review, by=self.person, answer=ReviewStatus(answer), company=company)
        return answers[ReviewStatus(answer)]

    @property
    def _asks_company(self) -> bool:
        return self.review.reason == ImportReason.NO_COMPANY

    def _companies(self) -> "QuerySet[Company]":
        return invitable_companies(self.viewer).order_by("name", "pk")

    def _company(self) -> Company:
        field = CompanyField(self._companies())
        chosen: Company = field.clean(self.request.POST.get("company", ""))
        return chosen

    def _page(self, *, status: int = 200, problem: str = "") -> HttpResponseBase:
        review = self.review
        return self.show(
            review=review,
            pairs=pairs_of(review),
            people=people_of(review),
            asks_company=self._asks_company,
            companies=self._companies() if self._asks_company else None,
            chosen=self.request.POST.get("company") or str(review.company_id or ""),
            has_candidate=_has_candidate(review),
            problem=problem,
            status=status,
        )


def _has_candidate(review: ImportReview) -> bool:
    """Whether there is somebody or something that the record may be."""
    if review.subject == ImportSubject.COMPANY:
        return review.company_id is not None
    return review.known_person_id is not None or review.member_id is not None
