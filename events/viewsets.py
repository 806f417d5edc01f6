"""Choosing a member as a speaker."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet

from accounts.audience import require_roles
from accounts.enums import Role
from accounts.models import Membership, User


class PeopleFilterForm(BaseFilterForm):
    """Finds people by the beginning of their names, or of their company's."""

    q = forms.CharField(label=_("Name or company"), required=False)

    def filter(self, objects: QuerySet[User]) -> QuerySet[User]:
        """Those for whom each word is the beginning of one of their names."""
        query = self.cleaned_data.get("q", "").strip()
        self.is_searching, self.search_query = bool(query), query
        for word in query.split()[:6]:
            company = Membership.objects.active().filter(company__name__istartswith=word)
            objects = objects.filter(
                Q(first_name__istartswith=word)
                | Q(last_name__istartswith=word)
                | Q(pk__in=company.values("person"))
            )
        return objects


class _People:
    """People whom the directory shows to the viewer; for organisers only."""

    request: HttpRequest
    ordering = ("last_name", "first_name", "pk")
    filter_form_class = PeopleFilterForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Raises Http404 for anybody but organisers."""
        require_roles(request.viewer, Role.ORGANISER)  # type: ignore[attr-defined]
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        return response

    def people(self) -> QuerySet[User]:
        """Those who may be chosen."""
        viewer = self.request.viewer  # type: ignore[attr-defined]
        people: QuerySet[User] = User.objects.visible_to(viewer)
        return people

    def get_object_list(self) -> QuerySet[User]:
        """Those who may be chosen."""
        return self.people()

    def get_object(self, pk: Any) -> User:
        """One of them. Raises User.DoesNotExist, which the chooser answers with 404."""
        return self.people().get(pk__in=_numbers([pk]))

    def get_objects(self, pks: Any) -> QuerySet[User]:
        """Several of them."""
        return self.people().filter(pk__in=_numbers(pks))

    @property
    def columns(self) -> list[Column]:
        """Name and company."""
        return [self.title_column, Column("company", label=_("Company"), accessor=_company_of)]  # type: ignore[attr-defined]


def _numbers(pks: Iterable[Any]) -> list[int]:
    """Those that can be the number of a row."""
    return [int(pk) for pk in pks if str(pk).isdecimal() and len(str(pk)) < 18]


def _company_of(person: User) -> str:
    names = Membership.objects.active().filter(person=person)
    return names.values_list("company__name", flat=True).first() or ""


class ChoosePersonView(_People, chooser.ChooseView):
    """The window."""


class ChoosePersonResultsView(_People, chooser.ChooseResultsView):
    """Its list, while somebody types."""


class ChosenPersonView(_People, chooser.ChosenView):
    """Who was chosen."""


class ChosenPeopleView(_People, chooser.ChosenMultipleView):
    """The same for several."""


class PeopleChooser(ChooserViewSet):
    """Members as speakers."""

    model = User
    icon = "user"
    choose_one_text = _("Choose a member")
    page_title = _("Choose a member")
    register_widget = False
    choose_view_class = ChoosePersonView
    choose_results_view_class = ChoosePersonResultsView
    chosen_view_class = ChosenPersonView
    chosen_multiple_view_class = ChosenPeopleView

    def get_urlpatterns(self) -> list[Any]:
        """Without the address that creates: people come in by other doors."""
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]
