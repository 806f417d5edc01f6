"""What an act changed: the signal before and after, in one sentence."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Company
from loyalty.models import Interaction
from loyalty.templatetags.loyalty_look import half, points
from loyalty.views import signals
from loyalty.views.journal import build_entry

#: A part that moved by less looks the same with two decimals.
_SEEN = 0.005


@dataclass(frozen=True)
class Change:
    """One act and what came of it. `undo` is the number of the contact that can be taken back."""

    words: str
    detail: str
    undo: int | None


def see_change(
    company: Company, act: Callable[[], Interaction], *, can_undo: bool = True
) -> Change:
    """Do it, and compare the signal before and after."""
    before = signals.latest_signal(company)
    entry = act()
    after = signals.latest_signal(company)
    what = _("Taken back") if entry.undone_at else build_entry(entry).title.rstrip(".")
    number, old = signals.number_of(after), signals.number_of(before)
    moved = _moved(signals.parts_of(before, company), signals.parts_of(after, company))
    return Change(
        words=_words(what, old, number),
        detail=moved if number is not None else signals.status_words(after.state if after else ""),
        undo=entry.pk if can_undo and not entry.undone_at else None,
    )


def _words(what: str, old: float | None, new: float | None) -> str:
    facts = {"what": what, "old": half(old), "new": half(new)}
    if new is None:
        return _("Noted: %(what)s.") % facts
    if old is None:
        return _("%(new)s: %(what)s") % facts
    if old == new:
        return _("%(what)s. The signal stays at %(new)s.") % facts
    return _("%(old)s → %(new)s: %(what)s") % facts


def _moved(before: list[signals.Part], after: list[signals.Part]) -> str:
    """The parts that moved: `Response 1.20 → 1.31 of 1.75`."""
    old = {part.name: part for part in before}
    moved = [
        _("%(part)s %(old)s → %(new)s of %(possible)s")
        % {
            "part": part.label,
            "old": points(old[part.name].reached),
            "new": points(part.reached),
            "possible": points(part.possible),
        }
        for part in after
        if abs(part.reached - old[part.name].reached) >= _SEEN
    ]
    return ", ".join(moved)
