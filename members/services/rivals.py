"""Which companies a company names as its competitors.

Nothing of it is recorded in the ledger and nobody is told: facts have readers who must not know.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audience import viewer_for
from accounts.models import Company, User
from members import rules
from members.models import Rival
from members.models.rival import MOST_RIVALS
from members.services.errors import NotThere, Refused


@transaction.atomic
def name_rival(company: Company, rival: Company, *, by: User) -> Rival:
    """Name a client company as a competitor; naming it twice changes nothing.

    Raises NotThere for who does not keep this company's list and for a company that they do not
    find in the directory, and Refused for the own company and beyond `MOST_RIVALS`.
    """
    viewer = viewer_for(by)
    found = Company.objects.visible_to(viewer).filter(pk=rival.pk)
    if not rules.can_name_rivals(viewer, company) or not found.exists():
        raise NotThere
    if company.pk == rival.pk:
        raise Refused(_("A company is not its own competitor."))
    rows = Rival.objects.filter(company=company)
    if not rows.filter(rival=rival).exists() and rows.count() >= MOST_RIVALS:
        raise Refused(
            _("There are %(limit)s companies on the list, which is the limit. Take one off first."),
            params={"limit": MOST_RIVALS},
        )
    row, _new = rows.get_or_create(company=company, rival=rival, defaults={"named_by": by})
    named: Rival = row
    return named


@transaction.atomic
def drop_rival(company: Company, rival_id: int, *, by: User) -> None:
    """Take a company off the list; one that is not on it changes nothing.

    Raises NotThere for who does not keep this company's list.
    """
    if not rules.can_name_rivals(viewer_for(by), company):
        raise NotThere
    Rival.objects.filter(company=company, rival_id=rival_id).delete()
