"""Invitations that go in waves, as large as the club wants them."""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import ClubSettings, User
from club.lib import clock
from home.enums import WaveOrder
from home.models import InvitationWave, WavePlace
from home.services.opening import lock_club
from members.models import KnownPerson
from members.services import invite
from notifications.services import notify

WAVE_LIMIT = 200
#: So many invitations are written in one turn of the clock.
AT_ONCE = 20
VERB_SAMPLE = "home.invitation_sample"


_ORDERS: dict[WaveOrder, tuple[Any, ...]] = {
    WaveOrder.TIER: ("company__tier__rank",),
    WaveOrder.COMPANY: (),
    WaveOrder.PORTFOLIO: (
        F("company__account_manager__last_name").asc(nulls_last=True),
        "company__account_manager_id",
    ),
}


def next_people(order: WaveOrder) -> QuerySet[KnownPerson]:
    """Everybody who waits for an invitation, in the order in which they get it."""
    rest = ("company__name", "company_id", "last_name", "first_name", "pk")
    people: QuerySet[KnownPerson] = KnownPerson.objects.invitable()
    return people.select_related("company__tier", "company__account_manager").order_by(
        *_ORDERS[order], *rest
    )


@transaction.atomic
def send_wave(
    people: Collection[int], *, number: int, order: WaveOrder, by: User
) -> InvitationWave:
    """Begin the wave of this number with these people known; the clock writes the invitations.

    The same number a second time gives the wave of the first: a double click sends one. People
    who were invited meanwhile are left out. Raises ValidationError before the opening, while
    another wave is not through, and for too many or none.
    """
    club = lock_club()
    known = InvitationWave.objects.filter(number=number).first()
    if known is not None:
        return known
    _check_turn(club, number)
    places = list(next_people(order).filter(pk__in=list(people)[: WAVE_LIMIT + 1]))
    if not places:
        raise ValidationError(_("Nobody of these waits for an invitation any more."))
    if len(places) > WAVE_LIMIT:
        raise ValidationError(
            _("A wave holds %(most)s people at most."), params={"most": WAVE_LIMIT}
        )
    wave = InvitationWave.objects.create(number=number, order=order, created_by=by)
    WavePlace.objects.bulk_create(
        WavePlace(wave=wave, known_person=known_person) for known_person in places
    )
    return wave


def _check_turn(club: ClubSettings, number: int) -> None:
    if not club.is_open:
        raise ValidationError(_("Waves go once the club is open. Until then, invite founders."))
    last = InvitationWave.objects.first()
    if number != (last.number if last else 0) + 1:
        raise ValidationError(_("Another wave was sent meanwhile. Look at the next one first."))
    if last and last.ended_at is None and last.places.filter(handled_at=None).exists():
        raise ValidationError(
            _("Wave %(number)s is not through yet. Wait for it, or end it."),
            params={"number": last.number},
        )


def write_waiting(limit: int = AT_ONCE) -> int:
    """Write the invitations of waves that run, a few at a time. Returns how many people.

    Why somebody could not be invited is kept in the club's language.
    """
    waiting = list(WavePlace.objects.waiting().values_list("pk", flat=True)[:limit])
    if not waiting:
        return 0
    with translation.override(ClubSettings.load().language):
        return sum(_write(pk) for pk in waiting)


@transaction.atomic
def _write(pk: int) -> bool:
    """Invite one person, or keep why it cannot be. False when somebody else did meanwhile."""
    place = (
        WavePlace.objects.waiting()
        .select_for_update(of=("self",))
        .select_related("known_person__company", "wave__created_by")
        .filter(pk=pk)
        .first()
    )
    if place is None:
        return False
    try:
        with transaction.atomic():
            place.invitation = _invite(place.known_person, place.wave.created_by)
    except ValidationError as error:
        place.refusal = " ".join(error.messages)[:300]
    place.handled_at = clock.now()
    place.save(update_fields=["invitation", "refusal", "handled_at"])
    return True


def _invite(known: KnownPerson, by: User | None) -> Any:
    if by is None:
        raise ValidationError(_("Whoever sent the wave has no account any more."))
    if not KnownPerson.objects.invitable().filter(pk=known.pk).exists():
        raise ValidationError(_("Was invited meanwhile, or came by another way."))
    return invite(
        known.email,
        known.company,
        by=by,
        first_name=known.first_name,
        last_name=known.last_name,
        job_title=known.job_title,
        function=known.function,  # type: ignore[arg-type]
        language=known.language or ClubSettings.load().language,
    )


def pause_wave(wave: InvitationWave, *, by: User) -> None:
    """Write no further invitation of this wave until it is resumed."""
    InvitationWave.objects.filter(pk=wave.pk, paused_at=None).update(paused_at=clock.now())


def resume_wave(wave: InvitationWave, *, by: User) -> None:
    """Go on with a paused wave."""
    InvitationWave.objects.filter(pk=wave.pk).update(paused_at=None)


@transaction.atomic
def end_wave(wave: InvitationWave, *, by: User) -> None:
    """Stop here: those who were not written to wait for a later wave."""
    InvitationWave.objects.filter(pk=wave.pk, ended_at=None).update(ended_at=clock.now())
    WavePlace.objects.filter(wave=wave, handled_at=None).delete()


def send_sample(known: KnownPerson, *, by: User) -> None:
    """Send to oneself the invitation as this person would read it; its button opens nothing."""
    language = known.language or ClubSettings.load().language
    notify(VERB_SAMPLE, address=by.email, subject=known, by=by, language=language)
