"""How a plan is said, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Company, User
from club.lib import dates
from members.enums import ImportSubject
from members.imports.plans import Act, CompanyStep, Finding, PersonStep, Plan, Scope
from members.models import KnownPerson


@dataclass(frozen=True)
class Row:
    """One line of the answer: where, what happens, and to whom or what of it."""

    line: int
    act: Act
    text: str
    scope: Scope | None = None
    #: For programs: which finding it is, '' where the line is simply done.
    code: str = ""
    #: The heading of the column that is meant; '' for the whole line.
    column: str = ""


def label_of(model: type[Model], name: str) -> str:
    """What a person calls a field."""
    return str(getattr(model._meta.get_field(name), "verbose_name", name))


def shown(model: type[Model], name: str, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, "", ()):
        return "–"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, date):
        return dates.short_date(value)
    if isinstance(value, User):
        return value.full_name
    choices = dict(getattr(model._meta.get_field(name), "flatchoices", ()))
    return str(choices.get(value, value))


def rows_of(plan: Plan) -> Iterator[Row]:
    """Everything that a plan would do or not do, in the order of the lines.

    What stays as it is, and needs nobody's eye, is left out.
    """
    rows = [_company_row(step) for step in plan.companies if step.act in _TOLD]
    rows += [_person_row(step) for step in plan.people if step.act in _TOLD]
    rows += [_finding_row(finding) for finding in plan.findings]
    rows += [Row(f.line, Act.IGNORE, f.sentence, f.scope) for f in plan.ignored]
    yield from sorted(rows, key=lambda row: row.line)


_TOLD = frozenset({Act.CREATE, Act.CHANGE, Act.REVIEW})


def _company_row(step: CompanyStep) -> Row:
    words = {"name": step.title, "changes": _changes(Company, step.values, step.before)}
    match step.act:
        case Act.CREATE:
            words["manager"] = step.manager.full_name if step.manager else ""
            alone = _("company %(name)s, without an account manager")
            cared = _("company %(name)s, account manager: %(manager)s")
            text = (cared if step.manager else alone) % words
        case Act.CHANGE:
            text = _("company %(name)s: %(changes)s") % words
        case _:
            words["reason"] = str(step.reason.label) if step.reason else ""
            words["other"] = step.company.name if step.company else "–"
            text = _("company %(name)s: is it %(other)s? (%(reason)s)") % words
    return Row(step.line, step.act, text)


def _person_row(step: PersonStep) -> Row:
    company = step.company.name if step.company else step.home.title if step.home else "–"
    words = {
        "name": step.title,
        "company": company,
        "changes": _changes(KnownPerson, step.values | step.member_values, step.before),
    }
    match step.act:
        case Act.CREATE:
            text = _("person %(name)s, %(company)s") % words
        case Act.CHANGE if step.is_move:
            text = _("person %(name)s moves to %(company)s") % words
        case Act.CHANGE:
            text = _("person %(name)s, %(company)s: %(changes)s") % words
        case _ if step.reason is None:
            text = _("person %(name)s waits for the decision on %(company)s") % words
        case _:
            words["reason"] = str(step.reason.label) if step.reason else ""
            text = _("person %(name)s, %(company)s (%(reason)s)") % words
    return Row(step.line, step.act, text)


def _changes(model: type[Model], values: dict[str, Any], before: dict[str, Any]) -> str:
    """`city Lyon → Paris, region – → Bretagne`."""
    return ", ".join(
        f"{label_of(model, name)} {shown(model, name, before.get(name))} → "
        f"{shown(model, name, value)}"
        for name, value in values.items()
    )


def _finding_row(finding: Finding) -> Row:
    words = {"column": finding.column, "value": finding.value, "sentence": finding.sentence}
    if finding.column:
        text = _("column “%(column)s”, “%(value)s”: %(sentence)s") % words
    elif finding.value:
        text = _("“%(value)s”: %(sentence)s") % words
    else:
        text = finding.sentence
    acts = {Scope.LINE: Act.REFUSE, Scope.CELL: Act.REFUSE}
    return Row(
        finding.line,
        acts.get(finding.scope, Act.KEEP),
        text,
        finding.scope,
        finding.code,
        finding.column,
    )


def subject_of(step: CompanyStep | PersonStep) -> type[Model]:
    """The model that a step writes."""
    return Company if step.subject == ImportSubject.COMPANY else KnownPerson
