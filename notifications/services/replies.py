"""What a guest's calendar answers: matched to the guest, counted once, or put before the staff.

An answer is believed when it came to the signed address of one guest, names that entry's UID, and
speaks for an address of that guest, from it or from a mailbox of the same house. RFC 5546 wants
the organiser's name in it too; Outlook leaves it out, so nothing depends on it.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, transaction
from django.utils.crypto import constant_time_compare

from accounts.models import User
from club.lib import clock
from club.lib.incoming import IncomingMail, MailKind, read_incoming
from club.lib.itip import Attendee, CalendarAnswer
from notifications.addresses import handle_of
from notifications.enums import OPEN_OUTCOMES, MailStatus, PartStat, ReplyOutcome
from notifications.models import CalendarEntry, CalendarGuest, CalendarReply
from notifications.registry import AnswerRefused, CalendarReplies, calendar_replies
from notifications.services.cleared import resend_invitation

logger = logging.getLogger(__name__)

#: Answers to one guest about foreign addresses are this far apart.
ASK_AGAIN = timedelta(days=1)
#: So many answers about one entry or guest that wait for the staff are enough to look at.
WAITING_LIMIT = 20
#: Rows about which there is nothing to do are kept so long: what names a fact is in the ledger.
KEPT = timedelta(days=90)
_COUNTS = frozenset({PartStat.ACCEPTED, PartStat.DECLINED, PartStat.TENTATIVE})
_OF_KIND = {
    MailKind.WORDS: ReplyOutcome.WORDS,
    MailKind.AUTOMATIC: ReplyOutcome.AUTOMATIC,
    MailKind.BOUNCE: ReplyOutcome.AUTOMATIC,
    MailKind.UNREADABLE: ReplyOutcome.UNREADABLE,
}
#: What the staff would settle, were the entry not private to its guests.
_FOR_STAFF = frozenset({ReplyOutcome.COUNTER, ReplyOutcome.UNCLEAR, ReplyOutcome.WORDS})
#: What people may still want to read in the mailbox itself.
_LEFT = frozenset(
    {ReplyOutcome.WORDS, ReplyOutcome.UNREADABLE, ReplyOutcome.UNSIGNED, ReplyOutcome.AUTOMATIC}
)


@dataclass(frozen=True, slots=True)
class _Matched:
    """A mail, what it is about, and who answers for the guest, where somebody does."""

    mail: IncomingMail
    entry: CalendarEntry
    guest: CalendarGuest | None = None
    attendee: Attendee | None = None

    @property
    def answer(self) -> CalendarAnswer | None:
        """The calendar's answer, where there is one."""
        return self.mail.answer


def take_mail(raw: bytes, *, is_whole: bool = True) -> bool:
    """Do what a mail that came in asks, once; whether it can be put away.

    `is_whole` False says that `raw` is only the beginning of a mail too large to read. A mail that
    has nothing to do with an invitation leaves no trace. An error of ours puts it before the
    staff; only a database that is away is raised, so that the mail is read again.
    """
    fingerprint = hashlib.sha256(raw).hexdigest()
    known = CalendarReply.objects.filter(fingerprint=fingerprint).first()
    if known is not None:
        return known.outcome not in _LEFT
    matched = _match(read_incoming(raw, is_whole=is_whole))
    if matched is None or matched.entry.kind not in calendar_replies:
        return False
    try:
        return _take_once(matched, fingerprint) not in _LEFT
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if CalendarReply.objects.filter(fingerprint=fingerprint).exists():
            return False  # another reader took it meanwhile
        logger.exception("An answer to %s could not be taken.", matched.entry)
        row = _new_row(matched, fingerprint, ReplyOutcome.UNREADABLE)
        if calendar_replies.get(matched.entry.kind).is_private:
            _keep_private(row)
        row.save()
        return False


def find_guest(addresses: tuple[str, ...]) -> CalendarGuest | None:
    """The guest whose signed address is among these; the signature is compared in constant time."""
    for address in addresses:
        if handle := handle_of(address):
            rows = CalendarGuest.objects.filter(reply_address__startswith=handle)
            for guest in rows.select_related("entry", "person")[:2]:
                if constant_time_compare(guest.reply_address, address):
                    return guest
    return None


def mark_reply_done(reply: CalendarReply, *, by: User) -> CalendarReply:
    """Somebody looked at it, and it is done. A second time nothing happens."""
    waiting = CalendarReply.objects.to_look_at().filter(pk=reply.pk)
    waiting.update(handled_at=clock.now(), handled_by=by)
    reply.refresh_from_db()
    return reply


def forget_replies(moment: datetime | None = None) -> int:
    """Delete rows of before (long ago unless told) that need nothing; returns how many."""
    old = CalendarReply.objects.settled_before(moment or clock.now() - KEPT)
    return int(old.delete()[0])


# --- Whose it is ----------------------------------------------------------------------------
def _match(mail: IncomingMail) -> _Matched | None:
    """What the mail is about; None when it is about nothing of ours."""
    guest = find_guest(mail.addresses)
    if guest is not None:
        return _Matched(mail, guest.entry, guest, _who_answers(mail, guest))
    if mail.answer is None:
        return None
    entry = CalendarEntry.objects.filter(uid=mail.answer.uid).first()
    return _Matched(mail, entry) if entry else None


def _who_answers(mail: IncomingMail, guest: CalendarGuest) -> Attendee | None:
    """The guest among the attendees of the answer: of several own addresses, the one that says."""
    if mail.answer is None:
        return None
    own = _addresses_of(guest)
    if mail.sender not in own and not _is_of_house(mail.sender, own):
        return None
    answering = [who for who in mail.answer.attendees if who.address in own]
    return next((who for who in answering if who.partstat), next(iter(answering), None))


def _addresses_of(guest: CalendarGuest) -> frozenset[str]:
    """The guest's present address, and those to which its invitations went."""
    sent = guest.mails.filter(status=MailStatus.SENT).values_list("address", flat=True)
    known = [guest.person.email, guest.address, *sent.distinct()]
    return frozenset(address.lower() for address in known if address)


def _is_of_house(sender: str, own: frozenset[str]) -> bool:
    """Whether the sender's mailbox is in a domain of the guest's: an assistant's, an alias."""
    domain = sender.rpartition("@")[2]
    return bool(domain) and domain in {address.rpartition("@")[2] for address in own}


def _is_too_much(matched: _Matched) -> bool:
    """Whether so many wait already that one more would hide the others."""
    waiting = CalendarReply.objects.to_look_at()
    about = {"guest": matched.guest} if matched.guest else {"entry": matched.entry, "guest": None}
    return waiting.filter(**about).count() >= WAITING_LIMIT


# --- What is made of it ---------------------------------------------------------------------
@transaction.atomic
def _take_once(matched: _Matched, fingerprint: str) -> ReplyOutcome:
    """Decide, act, and leave the row that keeps the same mail from acting again.

    The app's locks come first, the guest's row next: the order in which invitations are written.
    Raises IntegrityError when another reader has left the row. What would only add to a list that
    is long enough already leaves none.
    """
    taker = calendar_replies.get(matched.entry.kind)
    taker.lock(matched.entry)
    matched.entry.refresh_from_db()
    if matched.guest is not None:
        CalendarGuest.objects.select_for_update().get(pk=matched.guest.pk)
        matched.guest.refresh_from_db()
    outcome = _judge(matched)
    if outcome in OPEN_OUTCOMES and _is_too_much(matched):
        return outcome
    row = _new_row(matched, fingerprint, outcome)
    words = row.words
    if taker.is_private:
        _keep_private(row)
    row.save()
    row.words = words
    try:
        _act(row, matched, taker)
    except AnswerRefused as refused:
        row.outcome, row.detail = ReplyOutcome.REFUSED, refused.code[:20]
        row.save(update_fields=["outcome", "detail"])
    return ReplyOutcome(row.outcome)


def _keep_private(row: CalendarReply) -> None:
    """Leave nothing of it for the staff: no words, no proposal, nothing to look at."""
    row.words, row.subject = "", ""
    row.proposed_starts_at = row.proposed_ends_at = None
    row.handled_at = row.received_at if row.outcome in OPEN_OUTCOMES else None


def _judge(matched: _Matched) -> ReplyOutcome:
    """What is to be made of the mail, from what is known before it."""
    answer, guest = matched.answer, matched.guest
    if answer is None:
        return _OF_KIND[matched.mail.kind]
    if guest is None or answer.uid != matched.entry.uid:
        return ReplyOutcome.UNSIGNED
    if matched.attendee is None:
        return ReplyOutcome.FOREIGN
    if answer.method == "COUNTER":
        return ReplyOutcome.COUNTER
    if answer.method == "REFRESH":
        return ReplyOutcome.RESENT
    if answer.is_one_of_series or matched.attendee.partstat not in _COUNTS:
        return ReplyOutcome.UNCLEAR
    is_old = _is_outdated(guest, answer, matched.attendee.partstat)
    return ReplyOutcome.OUTDATED if is_old else ReplyOutcome.APPLIED


def _is_outdated(guest: CalendarGuest, answer: CalendarAnswer, partstat: str) -> bool:
    """Whether it is to an older invitation, or older than what is known (RFC 5546 2.1.5)."""
    if answer.sequence is not None and answer.sequence < guest.current_sequence:
        return True
    if guest.answered_stamp_at is None or answer.stamp is None:
        return False
    if (guest.answered_sequence or 0) < guest.current_sequence:
        return False
    if answer.stamp == guest.answered_stamp_at:
        return partstat == guest.partstat
    return answer.stamp < guest.answered_stamp_at


def _act(row: CalendarReply, matched: _Matched, taker: CalendarReplies) -> None:
    """Do what follows from the outcome."""
    guest, attendee = matched.guest, matched.attendee
    if guest is None:
        return
    if row.outcome == ReplyOutcome.FOREIGN or (taker.is_private and row.outcome in _FOR_STAFF):
        _ask_once(row, guest, taker)
    elif row.outcome == ReplyOutcome.RESENT:
        resend_invitation(guest)
    elif row.outcome == ReplyOutcome.APPLIED and attendee is not None:
        _note_answer(guest, matched.answer, attendee.partstat)
        taker.answer(guest.entry, guest.person, attendee.partstat, row.words)


def _note_answer(guest: CalendarGuest, answer: CalendarAnswer | None, partstat: str) -> None:
    """Keep what the guest's calendar shows now. A clock that runs ahead does not count."""
    now = clock.now()
    guest.partstat = partstat
    guest.answered_sequence = guest.current_sequence
    guest.answered_stamp_at = min(answer.stamp or now, now) if answer else now
    guest.save(update_fields=["partstat", "answered_sequence", "answered_stamp_at"])


def _ask_once(row: CalendarReply, guest: CalendarGuest, taker: CalendarReplies) -> None:
    """Write to the guest, never to the foreign address, and not again and again."""
    asked = {ReplyOutcome.FOREIGN, *(_FOR_STAFF if taker.is_private else ())}
    earlier = guest.replies.filter(outcome__in=asked, received_at__gt=row.received_at - ASK_AGAIN)
    if not earlier.exclude(pk=row.pk).exists():
        taker.ask(guest.entry, guest.person, row.attendee or row.sender)


def _new_row(matched: _Matched, fingerprint: str, outcome: ReplyOutcome) -> CalendarReply:
    mail, answer = matched.mail, matched.answer
    return CalendarReply(
        fingerprint=fingerprint,
        guest=matched.guest,
        entry=matched.entry,
        sender=mail.sender,
        subject=mail.subject,
        outcome=outcome,
        received_at=clock.now(),
        **(_of_answer(answer, matched.attendee) if answer else {"words": mail.words}),
    )


def _of_answer(answer: CalendarAnswer, attendee: Attendee | None) -> dict[str, Any]:
    """What the calendar said. Times are those of a proposal only."""
    who = attendee or next(iter(answer.attendees), Attendee(""))
    proposes = answer.method == "COUNTER"
    starts, ends = answer.starts_at, answer.ends_at
    return {
        "method": answer.method[:8],
        "partstat": who.partstat[:12],
        "attendee": who.address,
        "words": answer.comment or who.comment,
        "proposed_starts_at": starts if proposes and isinstance(starts, datetime) else None,
        "proposed_ends_at": ends if proposes and isinstance(ends, datetime) else None,
    }
