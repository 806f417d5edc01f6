"""Client files: what an import would do. `plan` reads and writes nothing."""

from members.imports.planning import UnknownColumns, Unreadable, plan, plan_rows
from members.imports.plans import Act, Counts, Finding, Options, Plan, Scope, Step
from members.imports.wording import Row, rows_of

__all__ = [
    "Act",
    "Counts",
    "Finding",
    "Options",
    "Plan",
    "Row",
    "Scope",
    "Step",
    "UnknownColumns",
    "Unreadable",
    "plan",
    "plan_rows",
    "rows_of",
]
