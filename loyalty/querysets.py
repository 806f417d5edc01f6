"""Queries of the loyalty app: seen by who judges the company, and by nobody else."""

from datetime import date, datetime
from typing import Any, Never, Self

from django.db import models
from django.db.models import Q

from accounts.enums import Role
from accounts.viewer import Viewer
from loyalty.enums import InteractionKind


def portfolio_q(viewer: Viewer, company: str = "company__") -> Q:
    """Rows about companies that the viewer judges; `company` leads to the company ('' for itself).

    The twin of `rules.can_judge`.
    """
    if viewer.has_role(Role.DIRECTOR):
        return Q()
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return Q(**{f"{company}account_manager_id": viewer.user_id})
    return Q(pk__in=[])


class JudgedQuerySet(models.QuerySet[Any]):
    """Rows about one company each."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those about companies that the viewer judges."""
        return self.filter(portfolio_q(viewer))

    def of_company(self, company_id: int) -> Self:
        """Those about one company."""
        return self.filter(company_id=company_id)


class SignalQuerySet(JudgedQuerySet):
    """Signals: a company's month ends and its last day."""

    def newest(self) -> Self:
        """The last one of each company."""
        newer = self.model._default_manager.filter(
            company_id=models.OuterRef("company_id"), day__gt=models.OuterRef("day")
        )
        return self.filter(~models.Exists(newer))


class InteractionQuerySet(JudgedQuerySet):
    """What was logged."""

    def standing(self) -> Self:
        """Those that were not undone."""
        return self.filter(undone_at__isnull=True)

    def complaints(self) -> Self:
        """Complaints."""
        return self.filter(kind=InteractionKind.COMPLAINT)

    def open_complaints(self) -> Self:
        """Complaints that nobody closed yet."""
        return self.standing().complaints().filter(closed_on__isnull=True)


class AppendOnlyQuerySet(JudgedQuerySet):
    """Rows that are written once."""

    def update(self, **_values: Any) -> Never:
        """Refused."""
        raise TypeError("These rows are written once.")

    def delete(self) -> Never:
        """Refused."""
        raise TypeError("These rows are written once.")

    def forget_before(self, moment: datetime) -> int:
        """Remove what is older than it may be kept; returns how many."""
        return int(self.filter(looked_at__lt=moment)._raw_delete(self.db))

    delete.alters_data = True  # type: ignore[attr-defined]
    delete.queryset_only = True  # type: ignore[attr-defined]


class PriorsQuerySet(models.QuerySet[Any]):
    """What was frozen each night."""

    def in_force(self, day: date, version_id: int) -> Self:
        """The row for this day first: the last one not after it, else the first one after it."""
        after = models.Case(models.When(day__lte=day, then=0), default=1)
        distance = models.Case(models.When(day__lte=day, then=models.F("day")))
        return (
            self.filter(version_id=version_id)
            .annotate(is_after=after, before=distance)
            .order_by("is_after", models.F("before").desc(nulls_last=True), "day")
        )


SignalManager = models.Manager.from_queryset(SignalQuerySet)
InteractionManager = models.Manager.from_queryset(InteractionQuerySet)
LookManager = models.Manager.from_queryset(AppendOnlyQuerySet)
PriorsManager = models.Manager.from_queryset(PriorsQuerySet)
