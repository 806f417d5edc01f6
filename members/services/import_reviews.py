"""What staff say of a record on the review list: taken in at once, and remembered."""

from datetime import date
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Company, User
from accounts.services import change_company, change_membership, set_company_tags
from club.lib import clock
from members.enums import ImportReason, ImportSubject, ReviewStatus
from members.imports.planning import plan_rows
from members.imports.plans import Act, Plan
from members.models import ImportedName, ImportReview, KnownPerson
from members.querysets import invitable_companies
from members.services.errors import Refused
from members.services.imports import Overtaken, Report, apply_plan

COMPANY, PERSON = ImportSubject.COMPANY, ImportSubject.PERSON
_TAKEN = frozenset({Act.CREATE, Act.CHANGE, Act.KEEP})


@transaction.atomic
def decide_review(
    review: ImportReview, *, by: User, answer: ReviewStatus, company: Company | None = None
) -> ImportReview:
    """Say that a record is the one it may be, a new one, or none that the club wants.

    What the file says of it is taken in at once, its people included, and the next file is
    understood alike. `company` is where a person belongs whose line names none. Raises Refused for
    a review that is not the person's to decide or was decided already, and where what the file
    says cannot be taken.
    """
    review = _locked(review, by, waiting=True)
    report = Report.empty()
    if answer == ReviewStatus.SKIPPED:
        _remember(review, report, is_skipped=True)
    elif review.subject == COMPANY:
        _decide_company(review, by, report, is_new=answer == ReviewStatus.NEW)
    else:
        home = company if review.reason == ImportReason.NO_COMPANY else review.company
        _decide_person(review, by, report, home, is_new=answer == ReviewStatus.NEW)
    review.status = answer
    review.decided_at, review.decided_by = clock.now(), by
    review.undo = report.as_undo()
    review.save(update_fields=["status", "decided_at", "decided_by", "undo"])
    return review


def _locked(review: ImportReview, by: User, *, waiting: bool) -> ImportReview:
    """The row, held until the end of the transaction. Raises Refused."""
    row: ImportReview | None = (
        ImportReview.objects.visible_to(viewer_for(by))
        .select_for_update(of=("self",))
        .filter(pk=review.pk)
        .first()
    )
    if row is None:
        raise Refused(_("This line is not yours to decide."))
    if row.is_waiting != waiting:
        raise Refused(_("Somebody else was faster. Look at the list again."))
    return row


def _decide_company(review: ImportReview, by: User, report: Report, *, is_new: bool) -> None:
    if not is_new:
        if review.company is None:
            raise Refused(_("There is no company that it could be. Say that it is a new one."))
        _remember(review, report, company=review.company)
    new = [review.key] if is_new else []
    plan = plan_rows(review.rows, new_keys={COMPANY: new})
    _apply(plan, by, report)
    if is_new:
        _remember(review, report, company=plan.companies[0].company)


def _decide_person(
    review: ImportReview, by: User, report: Report, home: Company | None, *, is_new: bool
) -> None:
    if home is None or not invitable_companies(viewer_for(by)).filter(pk=home.pk).exists():
        raise Refused(_("Choose the company to which the person belongs."))
    if not is_new:
        _remember(review, report, known_person=_same_person(review, report))
    new = [review.key] if is_new else []
    plan = plan_rows(review.rows, new_keys={PERSON: new}, home=home)
    _apply(plan, by, report)
    if is_new:
        _remember(review, report, known_person=plan.people[0].known)


def _same_person(review: ImportReview, report: Report) -> KnownPerson:
    """The known person that it may be; for a member whom no file named so far, a new row."""
    if review.known_person is not None:
        return review.known_person
    member = review.member
    if member is None or review.company is None:
        raise Refused(_("There is nobody whom it could be. Say that it is a new person."))
    known = KnownPerson.objects.create(
        company=review.company,
        person=member,
        email=member.email,
        first_name=member.first_name,
        last_name=member.last_name,
    )
    report.people.append(known.pk)
    return known


def _apply(plan: Plan, by: User, report: Report) -> None:
    """Take the rows in. Raises Refused, with the sentence, where one of them cannot be."""
    if any(step.act not in _TAKEN for step in plan.steps):
        found = [finding.sentence for finding in plan.refused]
        raise Refused(
            found[0] if found else _("The club changed meanwhile. Import the file again.")
        )
    try:
        report.add(apply_plan(plan, by=by))
    except Overtaken:
        raise Refused(_("The club changed meanwhile. Import the file again.")) from None


def _remember(review: ImportReview, report: Report, **meaning: Any) -> None:
    """What the record is taken for from now on."""
    facts = {"company": None, "known_person": None, "is_skipped": False, **meaning}
    name, _new = ImportedName.objects.update_or_create(
        subject=review.subject, key=review.key, defaults={**facts, "is_decided": True}
    )
    if name.pk not in report.names:
        report.names.append(name.pk)


# --- Undo -----------------------------------------------------------------------------------
@transaction.atomic
def undo_review(review: ImportReview, *, by: User) -> ImportReview:
    """Take a decision back: the record waits again, and what it wrote is as it was.

    Raises Refused where what was written has changed or was used since.
    """
    review = _locked(review, by, waiting=False)
    done = review.undo
    ImportedName.objects.filter(pk__in=done.get("names", [])).delete()
    for change in reversed(done.get("changes", [])):
        _revert(change, by)
    for person in KnownPerson.objects.filter(pk__in=done.get("people", [])):
        _delete(person)
    for company in Company.objects.filter(pk__in=done.get("companies", [])):
        _delete(company)
    review.status, review.undo = ReviewStatus.WAITING, {}
    review.decided_at = review.decided_by = None
    review.save(update_fields=["status", "decided_at", "decided_by", "undo"])
    return review


def _revert(change: dict[str, Any], by: User) -> None:
    model = apps.get_model(change["model"])
    row = model._default_manager.select_for_update().filter(pk=change["pk"]).first()
    if row is None:
        raise Refused(_in_use())
    values = {}
    for name, value in change["before"].items():
        if name == "tags":
            _revert_tags(row, value, change["after"]["tags"], by)
            continue
        field: Any = model._meta.get_field(name)
        now = getattr(row, field.attname)
        if (now.isoformat() if isinstance(now, date) else now) != change["after"].get(name):
            raise Refused(_in_use())
        is_link = field.is_relation and value is not None
        values[name] = (
            field.related_model._default_manager.get(pk=value)
            if is_link
            else (field.to_python(value))
        )
    if values:
        _write_back(row, values, by)


def _revert_tags(row: Any, before: list[str], after: list[str], by: User) -> None:
    if set(row.tags.values_list("name", flat=True)) != set(after):
        raise Refused(_in_use())
    set_company_tags(row, before, by=by)


def _write_back(row: Any, values: dict[str, Any], by: User) -> None:
    if isinstance(row, Company):
        change_company(row, by=by, **values)
    elif isinstance(row, KnownPerson):
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=[*values])
    else:
        change_membership(row, by=by, **values)


def _delete(row: Company | KnownPerson) -> None:
    """Delete what a decision made, unless something hangs on it by now."""
    harmless = {"companyentry", "companyword", "company_tags", "importedname", "importreview"}
    used = isinstance(row, KnownPerson) and (row.invitation_id or row.person_id)
    collector = Collector(using=row._state.db or "default")
    try:
        collector.collect([row])
    except (ProtectedError, RestrictedError):
        raise Refused(_in_use()) from None
    others = {m._meta.model_name for m in collector.data} - {row._meta.model_name} - harmless
    others |= {q.model._meta.model_name for q in collector.fast_deletes if q.exists()} - harmless
    if used or others:
        raise Refused(_in_use())
    row.delete()


def _in_use() -> str:
    return _("What was decided here is in use by now, so it cannot be taken back.")
