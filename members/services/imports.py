"""Doing what a plan says: one transaction for all of it, in batches.

A plan is made outside of it, so that reading and thinking hold no lock. What it wants to change is
read again, locked and compared; where somebody was faster nothing at all is written.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.bulk import BATCH, change_companies, create_companies, set_tags, tags_by_company
from accounts.models import Company, Membership, Sector, User
from accounts.services import change_membership, start_membership
from accounts.vocabulary import add_word
from club.lib import clock
from members import rules
from members.enums import ImportSubject, ReviewStatus
from members.imports.people import nameless_key
from members.imports.plans import Act, CompanyStep, Counts, PersonStep, Plan, Step
from members.models import ImportedName, ImportReview, Invitation, KnownPerson
from members.services.errors import Refused
from members.services.profiles import update_profile

Tell = Callable[[int, int], None]
COMPANY, PERSON = ImportSubject.COMPANY, ImportSubject.PERSON


class Overtaken(Exception):
    """Somebody changed what the plan relies on. Nothing was written; make a new plan."""


@dataclass
class Report:
    """What an import did: the plan's counts, and what is needed to take it back."""

    counts: Counts
    companies: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    names: list[int] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def empty(cls) -> "Report":
        """Nothing was done so far."""
        return cls(Counts())

    def add(self, other: "Report") -> None:
        """What was done besides."""
        self.companies += other.companies
        self.people += other.people
        self.names += other.names
        self.changes += other.changes

    def as_undo(self) -> dict[str, Any]:
        """What a row keeps to take it back."""
        return {
            "companies": self.companies,
            "people": self.people,
            "names": self.names,
            "changes": self.changes,
        }


def apply_import(plan: Plan, *, by: User | None, tell: Tell = lambda _done, _total: None) -> Report:
    """Do all that the plan says, or nothing.

    `by` is None for the operator of the installation. `tell` hears how many of how many records
    are written. Raises Refused for somebody who may not import, and Overtaken when the club
    changed since the plan was made.
    """
    if by is not None and not rules.can_import(viewer_for(by)):
        raise Refused(_("You cannot import client files. Ask an organiser or an administrator."))
    return apply_plan(plan, by=by, tell=tell)


def apply_plan(plan: Plan, *, by: User | None, tell: Tell = lambda _done, _total: None) -> Report:
    """The same for whoever has decided already that `by` may. Raises Overtaken."""
    try:
        with transaction.atomic():
            return _Applying(plan, by, tell).run()
    except (IntegrityError, ValidationError) as error:
        raise Overtaken from error


class _Applying:
    """One run of one plan."""

    def __init__(self, plan: Plan, by: User | None, tell: Tell) -> None:
        self.plan, self.by, self.tell = plan, by, tell
        self.report = Report(plan.counts)
        acts = (Act.CREATE, Act.CHANGE)
        self.total = sum(step.act in acts for step in plan.steps)
        self.done = 0

    def run(self) -> Report:
        """Sectors and names of staff first, then companies, their people, and what waits."""
        self._progress(0)
        self._add_sectors()
        for rename in self.plan.renames:
            update_profile(
                rename.person,
                by=self.by or rename.person,
                first_name=rename.first_name,
                last_name=rename.last_name,
            )
        self._create_companies()
        self._change_companies()
        self._create_people()
        self._change_people()
        self._keep_names()
        self._keep_reviews()
        return self.report

    def _progress(self, count: int) -> None:
        self.done += count
        self.tell(self.done, self.total)

    # --- Companies ---------------------------------------------------------------------------
    def _add_sectors(self) -> None:
        """New sectors bear the file's name in both languages."""
        made = {
            name.casefold(): add_word(Sector, by=self.by, name_fr=name, name_en=name)
            for name in self.plan.sectors
        }
        for step in self.plan.companies:
            named = step.values.get("sector")
            if isinstance(named, str):
                step.values["sector"] = made[named.casefold()]

    def _create_companies(self) -> None:
        for batch in _batches(_of(self.plan.companies, Act.CREATE)):
            made = create_companies([_plain_values(step) for step in batch], by=self.by)
            for step, company in zip(batch, made, strict=True):
                step.company = company
            self._set_tags(batch)
            self.report.companies += [company.pk for company in made]
            self._progress(len(batch))

    def _change_companies(self) -> None:
        for batch in _batches(_of(self.plan.companies, Act.CHANGE)):
            expected = [(step.company, _without_tags(step.before)) for step in batch]
            fresh = _locked(Company, expected)
            rows = [(fresh[_pk(step.company)], _plain_values(step)) for step in batch]
            change_companies([(row, values) for row, values in rows if values], by=self.by)
            self._set_tags(batch)
            self.report.changes += [_undo(step.company, step.before, step.values) for step in batch]
            self._progress(len(batch))

    def _set_tags(self, batch: list[CompanyStep]) -> None:
        """Raises Overtaken where a company has other tags by now than the plan saw."""
        wanted = [step for step in batch if step.company and "tags" in step.values]
        before = tags_by_company([_pk(step.company) for step in wanted])
        for step in wanted:
            if set(step.before.get("tags", ())) != set(before.get(_pk(step.company), ())):
                raise Overtaken
        set_tags([(step.company, step.values["tags"]) for step in wanted if step.company],
                 by=self.by)  # fmt: skip

    # --- People ------------------------------------------------------------------------------
    def _create_people(self) -> None:
        steps = _of(self.plan.people, Act.CREATE)
        for batch in _batches(steps):
            waiting = _invitations(batch)
            made = [
                KnownPerson(
                    company=_home(step),
                    person_id=step.member_id,
                    invitation_id=waiting.get((_home(step).pk, step.values.get("email", ""))),
                    **step.values,
                )
                for step in batch
            ]
            for known in made:
                known.clean_fields(exclude=["company", "person", "invitation"])
            for step, known in zip(batch, KnownPerson.objects.bulk_create(made), strict=True):
                step.known = known
                self._settle_member(step)
            self.report.people += [known.pk for known in made]
            self._progress(len(batch))

    def _change_people(self) -> None:
        for batch in _batches(_of(self.plan.people, Act.CHANGE)):
            fresh = _locked(KnownPerson, [(step.known, step.before) for step in batch])
            now = clock.now()
            for step in batch:
                known = fresh[_pk(step.known)]
                for name, value in step.values.items():
                    setattr(known, name, value)
                if step.is_move:
                    before, known.company = known.company, _home(step)
                    self.report.changes.append(
                        _undo(known, {"company": before}, {"company": known.company})
                    )
                known.updated_at = now
                step.known = known
                self._settle_member(step)
            self.report.changes += [_undo(step.known, step.before, step.values) for step in batch]
            _write_people([(step.known, step) for step in batch if step.known])
            self._progress(len(batch))

    def _settle_member(self, step: PersonStep) -> None:
        """Move a member who was said to move; fill what a member left empty."""
        if step.member_id is None or not (step.is_move or step.member_values):
            return
        membership = (
            Membership.objects.open().select_related("person").get(person_id=step.member_id)
        )
        if step.is_move:
            told = step.values | step.member_values
            start_membership(
                membership.person,
                _home(step),
                by=self.by,
                job_title=told.get("job_title", ""),
                function=told.get("function", membership.function),
            )
            return
        before = {name: getattr(membership, name) for name in step.member_values}
        self.report.changes.append(_undo(membership, before, step.member_values))
        change_membership(membership, by=self.by, **step.member_values)

    # --- What is remembered ------------------------------------------------------------------
    def _keep_names(self) -> None:
        rows = [
            ImportedName(subject=COMPANY, key=key, company=step.company)
            for step in self.plan.companies
            if step.company is not None
            for key in step.names
        ]
        for step in self.plan.people:
            if step.act == Act.CREATE and step.key.startswith("name:"):
                key = nameless_key(step.title, _home(step).pk)
                rows.append(ImportedName(subject=PERSON, key=key, known_person=step.known))
        made = ImportedName.objects.bulk_create(rows, batch_size=BATCH)
        self.report.names += [row.pk for row in made]

    def _keep_reviews(self) -> None:
        """One row for each record that staff must say something about; a waiting one is renewed,
        and one on which staff had said something waits again.
        """
        rows = [
            self._review(step)
            for step in self.plan.steps
            if step.act == Act.REVIEW and step.reason is not None
        ]
        ImportReview.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["subject", "key"],
            update_fields=[
                "reason", "title", "source", "line", "rows", "company", "known_person", "member",
                "manager", "status", "decided_at", "decided_by", "undo",
            ],
        )  # fmt: skip

    def _review(self, step: Step) -> ImportReview:
        company = step.company if isinstance(step, CompanyStep | PersonStep) else None
        return ImportReview(
            subject=step.subject,
            key=step.key,
            reason=step.reason or "",
            title=step.title[:200],
            source=self.plan.source[:200],
            line=step.line,
            rows=step.rows,
            company=company,
            known_person=step.known if isinstance(step, PersonStep) else None,
            member_id=step.member_id if isinstance(step, PersonStep) else None,
            manager=step.manager,
            status=ReviewStatus.WAITING,
        )


def _without_tags(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "tags"}


def _plain_values(step: CompanyStep) -> dict[str, Any]:
    """What is kept in the company's own row."""
    return _without_tags(step.values)


def _of(steps: Sequence[Any], act: Act) -> list[Any]:
    return [step for step in steps if step.act == act]


def _invitations(steps: Sequence[PersonStep]) -> dict[tuple[int, str], int]:
    """Invitations that wait for an answer, by company and address."""
    addresses = [step.values["email"] for step in steps if step.values.get("email")]
    rows = Invitation.objects.waiting().filter(email__in=addresses)
    return {
        (company, email): pk for company, email, pk in rows.values_list("company", "email", "pk")
    }


def _home(step: PersonStep) -> Company:
    """The company of a person, by now in the database."""
    company = step.home.company if step.home is not None else step.company
    if company is None:
        raise Overtaken
    return company


def _pk(row: Model | None) -> Any:
    return row.pk if row is not None else None


def _locked(model: Any, expected: list[tuple[Any, dict[str, Any]]]) -> dict[Any, Any]:
    """The rows as they are now, held until the end. Raises Overtaken where one has changed."""
    rows = model.objects.select_for_update().in_bulk([_pk(row) for row, _before in expected])
    for row, before in expected:
        now = rows.get(_pk(row))
        if now is None or any(
            getattr(now, _column(model, name)) != _plain(value) for name, value in before.items()
        ):
            raise Overtaken
    return dict(rows)


def _column(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).attname)


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def _write_people(changed: list[tuple[KnownPerson, PersonStep]]) -> None:
    def names(pair: tuple[KnownPerson, PersonStep]) -> list[str]:
        moved = ["company"] if pair[1].is_move else []
        return sorted([*pair[1].values, *moved, "updated_at"])

    for known, step in changed:
        others = {f.name for f in KnownPerson._meta.fields} - set(step.values)
        known.clean_fields(exclude=others)
    for fields, group in groupby(sorted(changed, key=names), key=names):
        KnownPerson.objects.bulk_update([known for known, _s in group], fields, batch_size=BATCH)


def _undo(row: Any, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What to write to take a change back, and what stands there until then, as JSON holds it."""
    return {
        "model": row._meta.label_lower,
        "pk": row.pk,
        "before": {name: _json(value) for name, value in before.items()},
        "after": {name: _json(value) for name, value in after.items()},
    }


def _json(value: Any) -> Any:
    value = _plain(value)
    if isinstance(value, tuple):
        return list(value)
    return value.isoformat() if isinstance(value, date) else value


def _batches(rows: Sequence[Any]) -> Iterator[list[Any]]:
    return (list(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
