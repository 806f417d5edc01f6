"""What the tests of imports share."""

from members.imports import Options, Plan, Scope, plan
from members.services import apply_import


def table(*rows: str) -> str:
    """Rows written with commas, as one pasted text."""
    return "\n".join(rows) + "\n"


def planned(*rows: str, mapping: dict[str, str] | None = None, **options: object) -> Plan:
    """The plan of a table."""
    return plan(table(*rows), mapping=mapping, options=Options(**options))


def imported(*rows: str, **options: object) -> Plan:
    """The plan of a table, after doing it."""
    made = planned(*rows, **options)
    apply_import(made, by=None)
    return made


def acts(made: Plan) -> list[tuple[int, str, str]]:
    """Line, kind and act of every record that is not simply kept, in the order of the lines."""
    steps = sorted(made.steps, key=lambda step: (step.line, step.subject))
    return [(step.line, step.subject.value, step.act.value) for step in steps if step.act != "keep"]


def codes(made: Plan, *scopes: Scope) -> list[tuple[int, str]]:
    """Line and code of what is told, of these scopes or of all."""
    found = made.findings
    return [(f.line, f.code) for f in found if not scopes or f.scope in scopes]
