"""Where an opening stands: what is done is read from what there is, never noted beside it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.enums import Role
from accounts.models import ClubSettings, Company, Membership, User
from events.models import EventPage
from home.enums import StepName
from home.models import OpeningStep
from home.services.opening import VERB_TEST
from members.models import Invitation
from notifications.enums import MailStatus
from notifications.models import OutboxMail

#: So many people are a table at which a talk begins.
FOUNDERS_WANTED = 10


@dataclass(frozen=True)
class Step:
    """One step: whether it is done, whether it was left out, and what there is so far."""

    name: StepName
    is_done: bool
    is_left_out: bool
    said: str

    @property
    def url(self) -> str:
        """Its page."""
        return reverse(f"home:opening-{self.name}")

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do here."""
        return self.is_done or self.is_left_out


def opening_steps(club: ClubSettings) -> list[Step]:
    """All steps in their order."""
    left_out = set(OpeningStep.objects.values_list("name", flat=True))
    return [
        Step(name, is_done, name in left_out and not is_done, said)
        for name in StepName
        for is_done, said in [_STATES[name](club)]
    ]


def is_opening_over(club: ClubSettings) -> bool:
    """Whether the club is open and no step is left."""
    return club.is_open and all(step.is_settled for step in opening_steps(club))


def _club_state(club: ClubSettings) -> tuple[bool, str]:
    is_done = bool(club.supplier_name and club.contact_email)
    return is_done, f"{club.club_name}, {club.supplier_name}" if is_done else ""


def _mail_state(club: ClubSettings) -> tuple[bool, str]:
    tests = OutboxMail.objects.filter(verb=VERB_TEST, status=MailStatus.SENT)
    sent = tests.order_by("-pk").first()
    said = _("It left for %(address)s.") % {"address": sent.address} if sent else ""
    return sent is not None, said


def _client_state(club: ClubSettings) -> tuple[bool, str]:
    clients = Company.objects.current().count()
    said = ngettext("%(count)s client", "%(count)s clients", clients) % {"count": clients}
    return clients > 0, said if clients else ""


def _team_state(club: ClubSettings) -> tuple[bool, str]:
    managers = User.objects.with_role(Role.ACCOUNT_MANAGER).count()
    orphans = Company.objects.current().filter(account_manager=None).count()
    said = []
    if managers:
        words = ngettext("%(count)s account manager", "%(count)s account managers", managers)
        said.append(words % {"count": managers})
    if managers and orphans:
        words = ngettext("%(count)s client without one", "%(count)s clients without one", orphans)
        said.append(words % {"count": orphans})
    return bool(managers) and not orphans, ", ".join(said)


def founders_invited() -> int:
    """How many founders are invited or here."""
    waiting = Invitation.objects.open().filter(is_founder=True).count()
    return waiting + Membership.objects.standing().filter(is_founder=True).count()


def _founder_state(club: ClubSettings) -> tuple[bool, str]:
    founders = founders_invited()
    arrived = Membership.objects.standing().filter(is_founder=True).count()
    said = ngettext("%(count)s founder invited", "%(count)s founders invited", founders)
    words = said % {"count": founders}
    if arrived:
        words += ", " + ngettext("%(count)s arrived", "%(count)s arrived", arrived) % {
            "count": arrived
        }
    return founders >= FOUNDERS_WANTED, words if founders else ""


def _event_state(club: ClubSettings) -> tuple[bool, str]:
    page = EventPage.objects.filter(Q(live=True) | Q(has_unpublished_changes=True)).first()
    if page is None:
        return False, ""
    said = _("%(title)s, published") if page.live else _("%(title)s, a draft")
    return True, said % {"title": page.title}


_STATES: dict[StepName, Callable[[ClubSettings], tuple[bool, str]]] = {
    StepName.CLUB: _club_state,
    StepName.MAIL: _mail_state,
    StepName.CLIENTS: _client_state,
    StepName.TEAM: _team_state,
    StepName.FOUNDERS: _founder_state,
    StepName.EVENT: _event_state,
}
