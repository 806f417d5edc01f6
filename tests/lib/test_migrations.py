"""Models made in one step of a migration."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState

from club.lib.migrations import CreateModels


def id_field() -> tuple[str, models.Field]:
    return ("id", models.BigAutoField(primary_key=True))


def shelf_and_book() -> CreateModels:
    shelf = models.ForeignKey("shop.Shelf", models.CASCADE)
    first = models.ForeignKey("shop.Book", models.SET_NULL, null=True, related_name="+")
    return CreateModels(
        operations=[
            CreateModel("Shelf", [id_field(), ("first", first)]),
            CreateModel("Book", [id_field(), ("shelf", shelf)]),
        ]
    )


@pytest.mark.parametrize("rendered", [False, True])
def test_models_of_one_step_know_each_other(rendered: bool) -> None:
    state = ProjectState()
    if rendered:
        assert not state.apps.get_models()
        state.is_delayed = True
    shelf_and_book().state_forwards("shop", state)
    shelf, book = (state.apps.get_model("shop", name) for name in ("Shelf", "Book"))
    assert book._meta.get_field("shelf").related_model is shelf
    assert shelf._meta.get_field("first").related_model is book
    assert not state.is_delayed


@pytest.mark.django_db(transaction=True)
def test_tables_come_and_go() -> None:
    made = shelf_and_book()
    before, after = ProjectState(), ProjectState()
    made.state_forwards("shop", after)
    tables = set(connection.introspection.table_names())
    with connection.schema_editor() as editor:
        made.database_forwards("shop", editor, before, after)
    assert set(connection.introspection.table_names()) - tables == {"shop_shelf", "shop_book"}
    with connection.schema_editor() as editor:
        made.database_backwards("shop", editor, after, before)
    assert set(connection.introspection.table_names()) == tables


def test_plan_names_the_models() -> None:
    assert shelf_and_book().describe() == "Create models Shelf, Book"
