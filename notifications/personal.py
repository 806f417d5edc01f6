"""What the mails, the bell and the calendars keep about a person."""

from collections.abc import Iterable
from datetime import datetime
from email import message_from_bytes
from email.policy import default

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import (
    Kept,
    PersonalData,
    RetentionRule,
    personal_data,
    retention_rules,
)
from club.lib.traces import Traces
from notifications.enums import MailStatus
from notifications.models import (
    BellItem,
    CalendarFeed,
    CalendarGuest,
    CalendarReply,
    KeptMail,
    OutboxMail,
    Preference,
)
from notifications.registry import preference_kinds, verbs
from notifications.services.bell import KEPT as BELLS_KEPT
from notifications.services.bell import forget_read
from notifications.services.replies import KEPT as REPLIES_KEPT
from notifications.services.replies import forget_replies


def register_personal_data() -> None:
    """Called once, when the app is ready."""
    for entry in (MAILS, BELLS, CALENDARS, CHOICES):
        personal_data.register(entry)
    for rule in (MAILS_RULE, BELLS_RULE, REPLIES_RULE):
        retention_rules.register(rule)


def _label(verb: str) -> str:
    return str(verbs.get(verb).label) if verb in verbs else verb


def _mails(person: User) -> Iterable[Kept]:
    own = Q(person=person) | Q(address__iexact=person.email)
    for mail in OutboxMail.objects.filter(own).order_by("-created_at", "-pk"):
        details = (mail.address, mail.get_purpose_display(), mail.get_status_display())
        yield Kept(
            _label(mail.verb), " · ".join(map(str, details)), mail.sent_at or mail.created_at
        )


def _bells(person: User) -> Iterable[Kept]:
    items = BellItem.objects.filter(person=person)
    for item in items.order_by("-updated_at", "-pk"):
        yield Kept(_label(item.verb), _("read") if item.read_at else _("unread"), item.updated_at)


def _calendars(person: User) -> Iterable[Kept]:
    guests = CalendarGuest.objects.filter(person=person).order_by("-created_at")
    for guest in guests:
        details = (guest.address, str(guest.get_partstat_display()))
        yield Kept(
            _("Invitation in your calendar"), " · ".join(filter(None, details)), guest.created_at
        )
    for feed in CalendarFeed.objects.filter(person=person):
        yield Kept(_("Subscribed calendar"), feed.last_program, feed.made_at)
    for reply in CalendarReply.objects.filter(_replies_of(person)).order_by("-received_at"):
        yield Kept(_("Answer from your calendar"), reply.words or reply.partstat, reply.received_at)


def _choices(person: User) -> Iterable[Kept]:
    for row in Preference.objects.filter(person=person).order_by("kind"):
        known = row.kind in preference_kinds
        label = preference_kinds.get(row.kind).label if known else row.kind
        yield Kept(label, row.get_mail_display(), row.changed_at)


def _replies_of(person: User) -> Q:
    address = person.email
    sent = Q(sender__iexact=address) | Q(attendee__iexact=address)
    return Q(guest__person=person) | sent


def _addresses(person: User) -> Iterable[str]:
    """Where mails went: an address of before is one too."""
    guests = CalendarGuest.objects.filter(person=person).exclude(address="")
    mails = OutboxMail.objects.filter(person=person)
    yield from guests.values_list("address", flat=True).distinct()
    yield from mails.values_list("address", flat=True).order_by().distinct()


def _drop_mails(person: User) -> None:
    """Mails to the person, whoever they were written to; in a demo the kept ones that name them."""
    addresses = {address.lower() for address in (person.email, *_addresses(person))}
    for address in addresses:
        OutboxMail.objects.filter(address__iexact=address).delete()
        CalendarReply.objects.filter(
            Q(sender__iexact=address) | Q(attendee__iexact=address)
        ).delete()
    CalendarReply.objects.filter(guest__person=person).delete()
    OutboxMail.objects.filter(person=person).delete()
    traces = Traces.of([*addresses, person.full_name if person.last_name else ""], "")
    for mail in KeptMail.objects.order_by("pk").iterator(chunk_size=100):
        if traces.words and traces.pattern.search(_text_of(bytes(mail.raw))):
            mail.delete()


def _text_of(raw: bytes) -> str:
    """The mail as it is, its headers and every text part decoded."""
    message = message_from_bytes(raw, policy=default)
    parts = [raw.decode("utf-8", "replace"), *map(str, message.values())]
    parts += [str(p.get_content()) for p in message.walk() if p.get_content_maintype() == "text"]
    return "\n".join(parts)


def _forget_mails(moment: datetime) -> int:
    """Mails that are done with: sent, skipped or given up."""
    done = [MailStatus.SENT, MailStatus.SKIPPED, MailStatus.DEAD]
    return int(OutboxMail.objects.filter(status__in=done, created_at__lt=moment).delete()[0])


MAILS = PersonalData(
    "mails",
    70,
    _("Mails written to you"),
    use=_("Each mail is sent once, and the club can tell whether it arrived."),
    period=_("%(time)s."),
    seen_by=words.OPERATORS,
    models=("notifications.OutboxMail",),
    export=_mails,
    erase=_drop_mails,
    known_as=_addresses,
    change="/me/notifications/",
    rule="mails",
)
BELLS = PersonalData(
    "bells",
    80,
    _("Your bell"),
    use=_("You are told once of what concerns you."),
    period=_("What you have read: %(time)s."),
    seen_by=words.ONLY_YOU,
    models=("notifications.BellItem", "notifications.BellState"),
    export=_bells,
    rule="bells",
)
CALENDARS = PersonalData(
    "calendars",
    90,
    _("Your calendar"),
    use=_("Invitations follow changes, and answers from your calendar are counted once."),
    period=_("With the event; answers that came by mail for %(time)s."),
    seen_by=words.ORGANISERS,
    models=(
        "notifications.CalendarGuest",
        "notifications.CalendarFeed",
        "notifications.CalendarReply",
    ),
    export=_calendars,
    change="/me/calendar/",
    rule="replies",
)
CHOICES = PersonalData(
    "choices",
    100,
    _("What you want to receive"),
    use=_("The club obeys it."),
    period=_("With your account."),
    seen_by=words.ONLY_YOU,
    models=("notifications.Preference",),
    export=_choices,
    change="/me/notifications/",
)
MAILS_RULE = RetentionRule(
    "mails",
    60,
    _("Mails that were sent or given up"),
    _("To whom, why and when; the words are not kept."),
    days=365,
    longest=1095,
    least=30,
    apply=_forget_mails,
)
BELLS_RULE = RetentionRule(
    "bells",
    70,
    _("What was read on the bell"),
    _("Counted from the day on which it was read."),
    days=BELLS_KEPT.days,
    longest=365,
    apply=forget_read,
)
REPLIES_RULE = RetentionRule(
    "replies",
    80,
    _("Answers that came from calendars"),
    _("Those about which there is nothing left to do."),
    days=REPLIES_KEPT.days,
    longest=365,
    apply=forget_replies,
)
