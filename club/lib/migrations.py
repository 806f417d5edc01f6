"""Making many models in one step of a migration.

Between two steps Django makes the classes of all models that are related to what changed, which
here are nearly all there are, and that costs far more than the tables themselves. The models of one
app are therefore made in one step.
"""

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateModels(Operation):
    """The models of `operations`, in their order: they may refer to each other.

    Only what a model inherits from has to stand before it: both databases take a reference to a
    table that the same step makes later.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: Sequence[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Add the models to a state without classes, which makes them anew when asked for them."""
        state.__dict__.pop("apps", None)
        # Made anew, no class waits for its turn any more: steps with rows need not make them again.
        state.is_delayed = False
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Make the tables."""
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop the tables, the last one first."""
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` and `sqlmigrate` show."""
        return f"Create models {', '.join(operation.name for operation in self.operations)}"
