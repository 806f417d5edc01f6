"""Nothing of the signal is known to the Wagtail admin, in whichever way a model can be."""

from django.apps import apps
from django.urls import get_resolver
from modelsearch.index import get_indexed_models
from wagtail.admin.viewsets import viewsets
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import (
    DraftStateMixin,
    ModelLogEntry,
    Page,
    ReferenceIndex,
    Revision,
    RevisionMixin,
    WorkflowMixin,
    get_page_models,
)
from wagtail.snippets.models import get_snippet_models

from loyalty.models import Signal
from loyalty.services import change_interaction, log_interaction, today, undo_interaction

OURS = set(apps.get_app_config("loyalty").get_models())
LEDGER = set(apps.get_app_config("participation").get_models())
ALL = OURS | LEDGER


def models_of_viewsets():
    """The models of everything that the admin lists, edits or offers to choose from."""
    found = set()
    for viewset in viewsets.viewsets:
        found |= {getattr(viewset, "model", None)}
    return {model for model in found if isinstance(model, type)}


def addresses(resolver, prefix=""):
    """Every callback below a resolver."""
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern, prefix + str(pattern.pattern))
        else:
            yield prefix + str(pattern.pattern), pattern.callback


def test_there_is_something_to_hide():
    names = {model.__name__ for model in ALL}
    assert {"Signal", "SignalVersion", "FrozenPriors", "Interaction", "Look"} <= names
    assert {"Participation", "Bucket", "Actor", "LedgerMark"} <= names


def test_no_model_is_registered_with_wagtail():
    get_resolver().url_patterns  # noqa: B018 - registers what the admin's addresses register
    assert models_of_viewsets()
    assert not ALL & models_of_viewsets()
    assert not ALL & set(get_snippet_models())
    assert not ALL & set(get_page_models())
    assert not ALL & set(settings_registry)
    assert not ALL & set(get_indexed_models())
    kinds = (Page, RevisionMixin, DraftStateMixin, WorkflowMixin)
    assert not [model for model in ALL if issubclass(model, kinds)]
    assert not [model for model in ALL if ReferenceIndex.model_is_indexable(model)]


def test_no_address_of_the_admin_shows_one(db):
    views = [
        (path, getattr(callback, "view_class", None) or callback)
        for path, callback in addresses(get_resolver())
        if path.startswith("cms/")
    ]
    assert len(views) > 100
    for path, view in views:
        assert not {getattr(view, "model", None)} & ALL, path
        assert not getattr(view, "__module__", "").startswith(("loyalty", "participation")), path


def test_writing_leaves_no_trace_with_wagtail(company_a, member_a, manager):
    row = log_interaction(
        company_a, by=manager, kind="call", happened_on=today(), person=member_a, note="a word"
    )
    change_interaction(row, by=manager, note="another word")
    undo_interaction(row, by=manager)
    assert Signal.objects.exists()
    assert not ModelLogEntry.objects.exists()
    assert not Revision.objects.exists()
    assert not ReferenceIndex.objects.filter(
        content_type__app_label__in=["loyalty", "participation"]
    ).exists()
