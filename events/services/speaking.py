"""Who may answer in whose name, and through which door the answer then comes."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.audience import Viewer, viewer_for
from accounts.enums import Role
from accounts.models import Company, User
from events import rules
from events.enums import RefusalCode, RegistrationSource
from events.models import EventPage
from events.rules import RegistrationRefused


@dataclass(frozen=True)
class Speaker:
    """Through which door somebody answers. `is_club`: an organiser decides for somebody else, so
    that the club's own terms (deadline, opening, approval) do not bind them.
    """

    source: RegistrationSource
    is_club: bool = False


def find_speaker(by: User | None, person: User, viewer: Viewer, page: EventPage) -> Speaker:
    """Who speaks for the person, whose viewer is given.

    The person, the site itself (None), an organiser, the account manager of the person's company,
    or a colleague where the event allows it. Raises RegistrationRefused for anybody else.
    """
    if by is None or by.pk == person.pk:
        return Speaker(RegistrationSource.PORTAL)
    speaker = viewer_for(by)
    if not rules.can_answer_for(speaker, viewer, _manager_of(viewer), page):
        raise RegistrationRefused(
            RefusalCode.NOT_YOURS, _("You cannot answer in the name of somebody else.")
        )
    if speaker.is_staff:
        return Speaker(RegistrationSource.STAFF, is_club=speaker.has_role(Role.ORGANISER))
    return Speaker(RegistrationSource.COLLEAGUE)


def viewer_of(person: User, viewer: Viewer | None) -> Viewer:
    """The viewer given, or the person's. Raises ValueError for somebody else's."""
    if viewer is None:
        return viewer_for(person)
    if viewer.user_id != person.pk:
        raise ValueError("The viewer given is somebody else.")
    return viewer


def require_organiser(by: User) -> None:
    """Raise RegistrationRefused unless this is an organiser."""
    if not viewer_for(by).has_role(Role.ORGANISER):
        raise RegistrationRefused(RefusalCode.NOT_YOURS, _("Only organisers decide this."))


def _manager_of(viewer: Viewer) -> int | None:
    companies = Company.objects.filter(pk=viewer.company_id or 0)
    manager: int | None = companies.values_list("account_manager_id", flat=True).first()
    return manager
