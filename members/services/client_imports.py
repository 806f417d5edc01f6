"""Client files that are given in at the desk: read, looked at, then taken in by the worker.

The clock finds what is due and the worker does it, so a page never waits for ten thousand lines.
What is done is what was shown: the plan is made again from the same file, and where it would do
anything else by now, it is shown again instead.
"""

import hashlib
import json
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.audit import note_act
from accounts.enums import AuditKind
from accounts.models import User
from club.lib import clock
from club.lib.progress import Progress
from members import rules
from members.enums import ImportState
from members.imports import Options, Plan, Unreadable, plan, rows_of
from members.models import ClientImport
from members.services.errors import Refused
from members.services.imports import Overtaken, apply_import

#: What may be given in at the desk; larger files are for `manage.py import_clients`.
MOST_BYTES = 10 * 1024 * 1024
_STEP = 5
#: Options that only those may choose who decide on tiers and account managers.
DECIDED_OPTIONS = frozenset({"changes_tiers", "changes_managers"})


def give_in_file(
    raw: bytes, name: str, *, by: User, options: dict[str, Any], language: str
) -> ClientImport:
    """Keep a client file, to be read by the worker.

    Raises Refused for somebody who may not import or may not allow what `options` allows, and
    ValidationError for a file that is empty or too large.
    """
    viewer = viewer_for(by)
    if not rules.can_import(viewer):
        raise Refused(_("You cannot import client files. Ask an organiser or an administrator."))
    if DECIDED_OPTIONS & {key for key, on in options.items() if on} and not rules.can_decide(
        viewer
    ):
        raise Refused(_("Tiers and account managers are changed by directors and administrators."))
    if not raw:
        raise ValidationError(_("This file is empty."))
    if len(raw) > MOST_BYTES:
        raise ValidationError(
            _("This file is larger than %(limit)s MB. Cut it in parts."),
            params={"limit": MOST_BYTES // 1024 // 1024},
        )
    return ClientImport.objects.create(
        raw=raw,
        name=name.replace("\0", "")[:200] or _("clients"),
        by=by,
        options={key: value for key, value in options.items() if value},
        language=language,
    )


@transaction.atomic
def confirm_import(row: ClientImport, *, by: User) -> None:
    """Have what was shown taken in. Raises Refused where there is nothing to take in."""
    locked = ClientImport.objects.select_for_update().get(pk=row.pk)
    if not rules.can_import(viewer_for(by)):
        raise Refused(_("You cannot import client files. Ask an organiser or an administrator."))
    if locked.state != ImportState.READ:
        raise Refused(_("Somebody else was faster. Look at the list again."))
    _move(locked, ImportState.CONFIRMED, by=by)


@transaction.atomic
def drop_import(row: ClientImport, *, by: User) -> None:
    """Forget a file of which nothing was written. Raises Refused while the worker has it."""
    locked = ClientImport.objects.select_for_update().get(pk=row.pk)
    if locked.state in {ImportState.CONFIRMED, ImportState.WRITING, ImportState.DONE}:
        raise Refused(_("This file is being taken in, or was. It stays in the list for a while."))
    locked.delete()


def work_on_due() -> int:
    """Read and take in what waits; returns how many files."""
    done = 0
    while row := ClientImport.objects.due().order_by("pk").first():
        work_on(row)
        done += 1
    return done


def work_on(row: ClientImport) -> None:
    """One step of one file, in the language of who gave it in."""
    reads = row.state in {ImportState.GIVEN, ImportState.READING}
    with translation.override(row.language):
        try:
            if reads:
                _read(row)
            else:
                _write(row)
        except Unreadable as error:
            _move(row, ImportState.UNREADABLE, problem=str(error))
        except (Refused, ValidationError) as error:
            _move(row, ImportState.FAILED, problem=" ".join(error.messages))
        except Overtaken:
            _move(
                row,
                ImportState.GIVEN,
                problem=_("The club changed meanwhile. Nothing was written; look again."),
            )


def _read(row: ClientImport) -> None:
    _move(row, ImportState.READING, share=0)
    _show(row, _plan(row))
    _move(row, ImportState.READ, share=100)


def _write(row: ClientImport) -> None:
    _move(row, ImportState.WRITING, share=0)
    planned = _plan(row)
    if _seal(planned) != row.seal:
        _show(row, planned)
        problem = _("The club changed since you looked. Nothing was written; look again.")
        _move(row, ImportState.READ, share=100, problem=problem)
        return
    progress = progress_of(row)
    try:
        with transaction.atomic():
            apply_import(planned, by=row.by, tell=progress.tell)
            note_act(AuditKind.IMPORT, by=row.by, number=planned.counts.changes, file=row.pk)
            _move(row, ImportState.DONE, share=100, raw=b"", problem="")
    finally:
        progress.forget()


def progress_of(row: ClientImport) -> Progress:
    """How many of its records are written, while its one transaction is open."""
    return Progress(f"client-import-{row.pk}")


def _plan(row: ClientImport) -> Plan:
    def tell(done: int, total: int) -> None:
        share = min(99, 100 * done // max(total, 1))
        if share >= row.share + _STEP:
            _move(row, ImportState(row.state), share=share)

    options = Options(**row.options)
    return plan(bytes(row.raw), name=row.name, by=row.by, options=options, tell=tell)


def _show(row: ClientImport, planned: Plan) -> None:
    row.how, row.notes = planned.how[:200], planned.notes
    row.unread = [heading for heading in planned.unknown_columns if heading]
    row.counts = {**asdict(planned.counts), "changes": planned.counts.changes}
    row.lines = _lines(planned)
    row.seal = _seal(planned)
    row.save(update_fields=["how", "notes", "unread", "counts", "lines", "seal"])


def _lines(planned: Plan) -> list[list[Any]]:
    return [[r.line, r.act.value, r.column, r.text, r.scope or ""] for r in rows_of(planned)]


def _seal(planned: Plan) -> str:
    """A mark of all that a plan would do. The language of the sentences is the file's own."""
    shown = json.dumps([asdict(planned.counts), _lines(planned)], sort_keys=True, default=str)
    return hashlib.sha256(shown.encode()).hexdigest()


def _move(row: ClientImport, state: ImportState, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.state, row.changed_at = state, clock.now()
    row.save(update_fields=["state", "changed_at", *changes])


def forget_old_imports(moment: datetime) -> int:
    """Take away files and reports that nothing happened to since; returns how many."""
    return int(ClientImport.objects.filter(changed_at__lt=moment).delete()[0])
