"""Telling people on their bell, and by mail where they want it; and what they have read."""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Model

from accounts.audience import viewer_for
from accounts.models import User
from club.lib import clock
from notifications import live
from notifications.bells import shown_items
from notifications.enums import MailChoice
from notifications.models import BellItem, BellState, Preference
from notifications.registry import Choice, Verb, preference_kinds, verbs
from notifications.services.outbox import notify
from notifications.topics import TOPIC

#: How long an item stays on the bell's page after it was read.
KEPT = timedelta(days=90)


@transaction.atomic
def tell(
    verb: str,
    *,
    person: User,
    subject: Model | None,
    by: User | None = None,
    payload: dict[str, Any] | None = None,
    about: str = "",
) -> BellItem | None:
    """Tell a person that something happened: on the bell, and by mail as they chose.

    `about` (default: the subject) names what it is about; while an item about it is unread, a
    further telling raises its count, and a mail that the person may refuse is not sent again.
    Returns the item, or None where the person wants nothing of it. Raises LookupError for an
    unknown verb. Tell several people in the order of their ids: each has a row that is locked.
    """
    known = verbs.get(verb)
    about = about or _about(subject)
    choice = _choice(known, person)
    rings = known.bell is not None and choice.bell
    mails = bool(known.template) and choice.mail != MailChoice.NEVER
    item = None
    if rings or (mails and known.is_refusable):
        seq = _next_seq(person.pk)
        item = _unread_item(known, person, subject, by, payload or {}, about, rings=rings)
        mails = mails and not (known.is_refusable and verb in item.mailed)
        item.mailed = [*item.mailed, verb] if mails else item.mailed
        item.save()
        if item.rings:
            _publish(person.pk, seq)
    if mails:
        notify(verb, person=person, subject=subject, by=by, payload=payload)
    return item


@transaction.atomic
def mark_bell_read(person: User, *, item: BellItem | None = None) -> int:
    """Note that the person read one item of the bell, or all of it; returns how many were new."""
    unread = BellItem.objects.unread().filter(person=person)
    return _mark(person.pk, unread.filter(pk=item.pk) if item else unread)


@transaction.atomic
def mark_read_about(person: User, about: str) -> int:
    """Note that the person opened what `about` names; returns how many items that settles."""
    return _mark(person.pk, BellItem.objects.unread().filter(person=person, about=about))


def settle_unseeable(limit: int = 100) -> int:
    """Settle what stands unread on the bells of people whose rights changed, and that they may not
    see any more: it could never be read, and its number would stay. Returns how many items.
    """
    settled = 0
    waiting = BellState.objects.filter(recheck=True).select_related("person").order_by("pk")
    for state in waiting[:limit]:
        settled += _settle(state.person)
    return settled


def forget_read(moment: datetime | None = None) -> int:
    """Remove what was read before (long ago unless told); returns how many items."""
    old = BellItem.objects.filter(read_at__lt=moment or clock.now() - KEPT)
    return old.delete()[0]


@transaction.atomic
def _settle(person: User) -> int:
    BellState.objects.filter(pk=person.pk).update(recheck=False)
    items = BellItem.objects.ringing().filter(person=person).prefetch_related("subject")
    seen = {shown.item.pk for shown in shown_items(items, viewer_for(person))}
    hidden = [item.pk for item in items if item.pk not in seen]
    return _mark(person.pk, BellItem.objects.unread().filter(pk__in=hidden)) if hidden else 0


def _mark(person_id: int, unread: Any) -> int:
    """Mark the items; the cursor's row first, as `tell` does, so that the two wait in turn."""
    if not unread.exists():
        return 0
    seq = _next_seq(person_id)
    marked: int = unread.update(read_at=clock.now())
    _publish(person_id, seq)
    return marked


def _about(subject: Model | None) -> str:
    if subject is None:
        raise ValueError("An item of the bell is about a subject, or `about` names it.")
    return f"{subject._meta.label_lower}:{subject.pk}"


def _choice(verb: Verb, person: User) -> Choice:
    """What the person wants of this verb; what nobody may refuse comes at once."""
    if verb.preference in preference_kinds:
        kind = preference_kinds.get(verb.preference)
        choice = Preference.objects.choice(person.pk, kind)
    else:
        choice = Choice(MailChoice.AT_ONCE, bell=True)
    return choice if verb.is_refusable else Choice(MailChoice.AT_ONCE, bell=True)


def _next_seq(person_id: int) -> int:
    """The next number of the person's bell; holds its row until the end of the transaction."""
    state = BellState.objects.filter(pk=person_id)
    if not state.update(last_seq=F("last_seq") + 1):
        BellState.objects.bulk_create([BellState(person_id=person_id)], ignore_conflicts=True)
        state.update(last_seq=F("last_seq") + 1)
    return state.values_list("last_seq", flat=True).get()


def _unread_item(
    verb: Verb,
    person: User,
    subject: Model | None,
    by: User | None,
    payload: dict[str, Any],
    about: str,
    *,
    rings: bool,
) -> BellItem:
    """The unread item about this, counted up, or a new one; not yet saved."""
    item = BellItem.objects.unread().filter(person=person, about=about).first()
    if item is None:
        item = BellItem(person=person, about=about, verb=verb.name)
    else:
        item.count += 1
        item.updated_at = clock.now()
    weightier = item.verb not in verbs or verb.order <= verbs.get(item.verb).order
    if item.pk is None or (rings >= item.rings and (weightier or rings > item.rings)):
        kind = ContentType.objects.get_for_model(subject) if subject else None
        item.verb, item.payload, item.caused_by = verb.name, payload, by
        item.content_type, item.object_id = kind, subject.pk if subject else None
    item.rings = rings if item.pk is None else item.rings or rings
    return item


def _publish(person_id: int, seq: int) -> None:
    """The new count to every open page of the person."""
    unread = BellState.objects.now(person_id).unread
    live.publish(TOPIC, person_id, seq=seq, reach=f"user:{person_id}", payload={"unread": unread})
