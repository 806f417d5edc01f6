"""Every page type carries the audience, and its own list goes through it."""

import pytest
from django.apps import apps
from wagtail.models import Page

from accounts.pages import RestrictedPage, RestrictedPageQuerySet

PAGE_TYPES = [model for model in apps.get_models() if issubclass(model, Page) and model is not Page]


def test_there_are_page_types():
    assert {m.__name__ for m in PAGE_TYPES} >= {"HomePage", "NewsPage", "StandardPage", "EventPage"}


@pytest.mark.parametrize("model", PAGE_TYPES, ids=lambda m: m.__name__)
class TestPageType:
    """The same for each."""

    def test_carries_the_audience(self, model):
        assert issubclass(model, RestrictedPage)
        assert model.__mro__.index(RestrictedPage) < model.__mro__.index(Page)
        assert not model._meta.get_field("audience").null

    def test_serves_through_the_check(self, model):
        assert model.serve is RestrictedPage.serve

    def test_has_no_other_privacy(self, model):
        assert model.private_page_options == []

    def test_lists_through_the_check(self, model):
        assert issubclass(model._default_manager._queryset_class, RestrictedPageQuerySet)

    def test_can_be_searched_by_audience(self, model):
        names = {field.field_name for field in model.search_fields}
        assert {"audience", "audience_id"} <= names

    def test_has_no_default_audience_in_the_form(self, model):
        form = model.get_edit_handler().get_form_class()
        assert form.base_fields["audience"].required
        assert form.base_fields["audience"].initial is None
