"""Calls, visits, complaints and what else an account manager logs; each leaves its facts."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Company, User
from club.lib import clock
from loyalty import kinds, rules
from loyalty.enums import InteractionKind, Outcome
from loyalty.models import Interaction
from loyalty.services.days import noon_of, today
from loyalty.services.errors import Refused
from loyalty.services.refreshing import refresh_company
from participation import ledger
from participation.enums import Source
from participation.ledger import mark_companies
from participation.models import Participation

#: What each leaves in the ledger; a call that was answered leaves one fact more.
_FACT_OF = {
    InteractionKind.CALL: kinds.CALLED,
    InteractionKind.VISIT: kinds.VISITED,
    InteractionKind.COMPLAINT: kinds.COMPLAINED,
    InteractionKind.INFORMATION: kinds.INFORMED,
    InteractionKind.RECOMMENDATION: kinds.RECOMMENDED,
}
NOTE_LENGTH = 2000


def log_interaction(
    company: Company,
    *,
    by: User,
    kind: InteractionKind | str,
    happened_on: date,
    person: User | None = None,
    note: str = "",
    outcome: Outcome | str = "",
    is_about_manager: bool = False,
    submission_key: str | None = None,
    refresh: bool = True,
) -> Interaction:
    """Write down what happened between the club and a client, and bring its signal up to date.

    `person` is whom it was with, a past or present member of the company. `outcome` says whether a
    call was answered. With a `submission_key` that `by` has used, the row of that time is returned
    and nothing is written. Without `refresh` the signal waits for the clock: for many at once.

    Raises Refused when `by` is neither the company's account manager nor a director, and for a day
    that has not come, a person of another company, an outcome of what is no call, or a note that
    is too long.
    """
    _check_may(by, company)
    known = _sent_before(by, submission_key)
    if known is not None:
        return known
    row = Interaction(
        company=company,
        by=by,
        kind=InteractionKind(kind),
        happened_on=happened_on,
        person=person,
        note=note.strip(),
        outcome=Outcome(outcome) if outcome else "",
        is_about_manager=is_about_manager,
        submission_key=submission_key or None,
    )
    _check(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record_facts(row)
    except IntegrityError:
        known = _sent_before(by, submission_key)
        if known is None:
            raise
        return known
    if refresh:
        refresh_company(company.pk)
    return row


def change_interaction(interaction: Interaction, *, by: User, **changes: Any) -> Interaction:
    """Correct what was logged: its facts are taken back and recorded anew.

    `changes` are `kind`, `happened_on`, `person`, `note`, `outcome` or `is_about_manager`. Raises
    Refused as `log_interaction` does, and for one that was undone.
    """
    unknown = set(changes) - {
        *("kind", "happened_on", "person", "note", "outcome", "is_about_manager")
    }
    if unknown:
        raise TypeError(f"An interaction has no {', '.join(sorted(unknown))} to change.")
    with transaction.atomic():
        row = _held(interaction, by)
        _retract_facts(row, by)
        for name, value in changes.items():
            setattr(row, name, value)
        row.note = row.note.strip()
        row.revision += 1
        _check(row)
        row.save()
        _record_facts(row)
    refresh_company(row.company_id)
    return row


def undo_interaction(interaction: Interaction, *, by: User) -> Interaction:
    """Take back what was logged by mistake, with its facts; a second time nothing happens.

    Raises Refused as `log_interaction` does.
    """
    _check_may(by, interaction.company)
    with transaction.atomic():
        row: Interaction = Interaction.objects.select_for_update().get(pk=interaction.pk)
        if row.undone_at is None:
            _retract_facts(row, by)
            row.undone_at = clock.now()
            row.save(update_fields=["undone_at"])
            mark_companies([row.company_id])
    refresh_company(row.company_id)
    return row


def close_complaint(
    complaint: Interaction, *, by: User, is_satisfied: bool = False, on: date | None = None
) -> Interaction:
    """Say that a complaint was dealt with and, once the client has confirmed it, `is_satisfied`.

    Only the confirmation gives the points back in full. Closed already, it can still be confirmed;
    a second time nothing changes. Raises Refused as `log_interaction` does, for what is no
    complaint, and for a day before it was made or still to come.
    """
    day = on or today()
    with transaction.atomic():
        row = _held(complaint, by)
        if row.kind != InteractionKind.COMPLAINT:
            raise Refused(_("Only a complaint can be closed."))
        if not row.happened_on <= day <= today():
            raise Refused(_("Choose a day between the complaint and today."))
        row.closed_on = row.closed_on or day
        if is_satisfied and row.satisfied_on is None:
            row.satisfied_on = max(day, row.closed_on)
        row.save(update_fields=["closed_on", "satisfied_on"])
        mark_companies([row.company_id])
    refresh_company(row.company_id)
    return row


def _check_may(by: User, company: Company) -> None:
    if not rules.can_judge(viewer_for(by), company):
        raise Refused(_("Only the account manager of this client, or a director, can do this."))


def _held(interaction: Interaction, by: User) -> Interaction:
    """The row, held until the end of the transaction, of somebody who may change it."""
    _check_may(by, interaction.company)
    row = Interaction.objects.select_for_update().get(pk=interaction.pk)
    if row.undone_at is not None:
        raise Refused(_("This entry was taken back already."))
    found: Interaction = row
    return found


def _sent_before(by: User, submission_key: str | None) -> Interaction | None:
    if not submission_key:
        return None
    found: Interaction | None = Interaction.objects.filter(
        by=by, submission_key=submission_key
    ).first()
    return found


def _check(row: Interaction) -> None:
    """Raise Refused for what cannot have happened."""
    if row.happened_on > today():
        raise Refused(_("This day has not come yet. Choose today or a day before."))
    if row.happened_on.year < 2000:
        raise Refused(_("This day is too long ago. Choose a day since the year 2000."))
    if row.outcome and row.kind != InteractionKind.CALL:
        raise Refused(_("Only a call is answered or not."))
    if len(row.note) > NOTE_LENGTH:
        raise Refused(
            _("The note has more than %(most)d characters. Shorten it."),
            params={"most": NOTE_LENGTH},
        )
    if not _is_storable(row.note):
        raise Refused(_("The note holds a sign that cannot be kept. Type it anew."))
    if row.person is not None and not row.person.memberships.filter(company=row.company).exists():
        raise Refused(_("This person does not belong to the client. Choose somebody who does."))


def _is_storable(text: str) -> bool:
    """Whether a database can keep it: no NUL, no half of a sign."""
    return "\0" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def _record_facts(row: Interaction) -> None:
    """Leave the facts of this revision in the ledger."""
    fact = _record(row, _FACT_OF[InteractionKind(row.kind)])
    if row.kind == InteractionKind.CALL and row.outcome == Outcome.ANSWERED:
        _record(row, kinds.CALL_ANSWERED, solicited_by=fact)


def _record(
    row: Interaction, kind: str, *, solicited_by: Participation | None = None
) -> Participation:
    return ledger.record(
        kind,
        company=row.company,
        person=row.person,
        subject=row,
        occurred_at=min(noon_of(row.happened_on), clock.now()),
        source=Source.MANAGER,
        solicited_by=solicited_by,
        idempotency_key=f"interaction {row.pk} {kind} {row.revision}",
    )


def _retract_facts(row: Interaction, by: User) -> None:
    for kind in (kinds.CALL_ANSWERED, _FACT_OF[InteractionKind(row.kind)]):
        ledger.retract(kind, company=row.company, subject=row, by=by)
