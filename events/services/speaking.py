"""Who may answer in whose name, and through which door the answer then comes."""

from django.utils.translation import gettext as _

from accounts.audience import Viewer, viewer_for
from accounts.enums import Role
from accounts.models import Company, User
from events import rules
from events.enums import RefusalCode, RegistrationSource
from events.models import EventPage
from events.rules import RegistrationRefused


def check_speaker(
    by: User | None, person: User, viewer: Viewer, page: EventPage
) -> RegistrationSource:
    """The door through which `by` answers for the person, whose viewer is given.

    The person, the site itself (None), an organiser, the account manager of the person's company,
    and a colleague where the event allows it. Raises RegistrationRefused for anybody else.
    """
    if by is None or by.pk == person.pk:
        return RegistrationSource.PORTAL
    speaker = viewer_for(by)
    if not rules.can_answer_for(speaker, viewer, _manager_of(viewer), page):
        raise RegistrationRefused(
            RefusalCode.NOT_YOURS, _("You cannot answer in the name of somebody else.")
        )
    return RegistrationSource.STAFF if speaker.is_staff else RegistrationSource.COLLEAGUE


def speaks_for_club(by: User | None, person: User) -> bool:
    """Whether an organiser answers for somebody: the club decides, its own terms do not bind it."""
    if by is None or by.pk == person.pk:
        return False
    return viewer_for(by).has_role(Role.ORGANISER)


def require_organiser(by: User) -> None:
    """Raise RegistrationRefused unless this is an organiser."""
    if not viewer_for(by).has_role(Role.ORGANISER):
        raise RegistrationRefused(RefusalCode.NOT_YOURS, _("Only organisers decide this."))


def _manager_of(viewer: Viewer) -> int | None:
    companies = Company.objects.filter(pk=viewer.company_id or 0)
    manager: int | None = companies.values_list("account_manager_id", flat=True).first()
    return manager
