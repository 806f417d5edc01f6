"""The profile, contacts, how one came in, the supplier's records."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import words
from accounts.models import User
from accounts.registry import Kept, PersonalData, RetentionRule
from members.enums import Field
from members.models import (
    Arrival,
    CharterAcceptance,
    Connection,
    Departure,
    ImportReview,
    Invitation,
    JoinRequest,
    KnownPerson,
    Profile,
)
from members.services.client_imports import forget_old_imports
from members.services.erasing import erase_people_gone_before
from members.services.forgetting import (
    drop_profile,
    drop_records,
    forget_invitations,
    forget_reviews,
)


def _profile(person: User) -> Iterable[Kept]:
    profile = Profile.objects.filter(person=person).first()
    if profile is None:
        return
    since = profile.updated_at
    if profile.face:
        yield Kept(_("Picture"), "", since, seen_by=words.MEMBERS, file=profile.face)
    for field in (Field.ABOUT, Field.CAN_HELP_WITH, Field.LOOKS_FOR, Field.PHONE):
        value = getattr(profile, field.value)
        if value:
            shown_to = profile.visibility(field).label
            yield Kept(field.label.capitalize(), value, since, seen_by=shown_to)
    if profile.hidden_at:
        yield Kept(_("You are hidden"), "", profile.hidden_at)
    if profile.shows_attendance:
        yield Kept(_("Named among those who come to an event"), "", since)


def _phones(person: User) -> Iterable[str]:
    """Phones as they were typed and without what parts their digits; addresses of the records."""
    phones = list(Profile.objects.filter(person=person).values_list("phone", flat=True))
    for known in _records_of(person):
        phones.append(known.phone)
        yield known.email
    for phone in phones:
        yield from (phone, "".join(sign for sign in phone if sign.isdigit() or sign == "+"))


def _contacts(person: User) -> Iterable[Kept]:
    own = Connection.objects.filter(Q(asked_by=person) | Q(asked=person))
    for row in own.select_related("asked_by", "asked").order_by("-created_at", "-pk"):
        other = row.asked if row.asked_by_id == person.pk else row.asked_by
        declined = row.asked_by_id == person.pk and row.state == "declined"
        state = _("asked") if declined else row.get_state_display()
        yield Kept(other.full_name, f"{state} · {row.why}", row.created_at)


def _arriving(person: User) -> Iterable[Kept]:
    for accepted in CharterAcceptance.objects.filter(person=person).order_by("-accepted_at"):
        yield Kept(_("Charter accepted"), "", accepted.accepted_at)
    for arrival in Arrival.objects.filter(person=person):
        yield Kept(_("Welcome"), str(arrival))
    sent = Q(invited_by=person) | Q(accepted_by=person) | Q(email__iexact=person.email)
    for row in Invitation.objects.filter(sent).select_related("company").order_by("-created_at"):
        yield Kept(_("Invitation to join"), f"{row.email} · {row.company}", row.created_at)
    for asked in JoinRequest.objects.filter(email__iexact=person.email).order_by("-created_at"):
        details = (asked.name, asked.email, asked.company_name, asked.message)
        yield Kept(_("Request to join"), " · ".join(filter(None, details)), asked.created_at)
    about = Q(membership__person=person) | Q(noted_by=person) | Q(undone_by=person)
    left = Departure.objects.filter(about).select_related("membership__company")
    for departure in left.order_by("-noted_at"):
        said = f"{departure.membership.company} · {departure.from_on:%Y-%m-%d}"
        yield Kept(_("Departure"), said, departure.noted_at)


def _records_of(person: User) -> Iterable[KnownPerson]:
    own = Q(person=person) | Q(email__iexact=person.email)
    return KnownPerson.objects.filter(own).select_related("company")


def _records(person: User) -> Iterable[Kept]:
    for row in _records_of(person):
        details = (row.full_name, row.email, row.phone, row.job_title, row.company.name)
        yield Kept(_("The supplier’s record"), " · ".join(filter(None, details)), row.created_at)
    for review in ImportReview.objects.filter(member=person).order_by("-created_at"):
        yield Kept(_("Line of a client file"), str(review.title), review.created_at)


PROFILE = PersonalData(
    "profile",
    15,
    _("Your profile"),
    use=_("Other members find you, see what you offer and look for, and can reach you."),
    period=_("Until you change it, or with your account."),
    seen_by=_("Those whom you chose for each line."),
    models=("members.Profile", "members.PersonWord", "members.PersonTopic"),
    export=_profile,
    erase=drop_profile,
    known_as=_phones,
    change="/me/",
)
CONTACTS = PersonalData(
    "contacts",
    55,
    _("Your contacts"),
    use=_("Each shows the other what both agreed to; nobody is asked again too soon."),
    period=_("While both have an account."),
    seen_by=_("You and the other person."),
    models=("members.Connection",),
    export=_contacts,
    change="/me/contacts/",
)
ARRIVING = PersonalData(
    "arriving",
    65,
    _("How you came in, and left"),
    use=_("Who invited whom, which charter you accepted, where the welcome stopped, who left."),
    period=_("With your account; answered invitations and requests for %(time)s."),
    seen_by=_("You, your company’s correspondents, account manager, and the administrators."),
    models=(
        "members.Arrival",
        "members.CharterVersion",
        "members.CharterAcceptance",
        "members.Invitation",
        "members.JoinRequest",
        "members.Departure",
    ),
    export=_arriving,
    rule="invitations",
)
RECORDS = PersonalData(
    "records",
    66,
    _("What the supplier’s files say of you"),
    use=_("The club knows whom it may invite, and tells two people of one name apart."),
    period=_("While your company is a client; it goes when you delete your account."),
    seen_by=_("You, your company’s account manager and the administrators."),
    models=("members.KnownPerson", "members.ImportReview", "members.ClientImport"),
    export=_records,
    erase=drop_records,
)
RULES = (
    RetentionRule(
        "people.left",
        5,
        _("People who left"),
        _("Counted from the last act or sign-in; then the account is deleted as if they asked."),
        days=1095,
        longest=1095,
        least=30,
        apply=erase_people_gone_before,
    ),
    RetentionRule(
        "invitations",
        30,
        _("Invitations and requests to join that were answered or ran out"),
        _("The address and the name go with them."),
        days=365,
        longest=1095,
        least=30,
        apply=forget_invitations,
    ),
    RetentionRule(
        "imports",
        40,
        _("Decided lines of client files"),
        _("What the line said goes; the decision for the next file stays."),
        days=365,
        longest=1095,
        least=30,
        apply=forget_reviews,
    ),
    RetentionRule(
        "client_files",
        45,
        _("Client files given in at the desk, and their reports"),
        _("Counted from the last thing that was done with them."),
        days=30,
        longest=90,
        apply=forget_old_imports,
    ),
)
