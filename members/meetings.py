"""Who is worth meeting: a few people a day, the same all day long."""

from django.db.models import Exists, F, Q, QuerySet
from django.db.models.functions import Mod

from accounts.models import Company, Membership
from accounts.viewer import Viewer
from club.lib import clock
from members.querysets import contacts_q, visible_memberships, with_closeness

#: A prime: multiplying by anything smaller, modulo it, shuffles ids without collisions.
_ROUND = 1_000_003
_STEP = 104_729
#: A club of fewer people than this proposes nobody.
FEWEST = 8


def people_to_meet(viewer: Viewer, count: int = 3) -> list[Membership]:
    """People of other companies for a member to meet today, those of the same trade first.

    Other ones each day and for each viewer, and none of their contacts. Nobody for staff, who
    have no company here, and nobody while the club is so small that all know each other.
    """
    if viewer.company_id is None or viewer.user_id is None:
        return []
    everybody = visible_memberships(viewer)
    is_large = Exists(everybody.select_related(None).order_by("pk")[FEWEST - 1 : FEWEST])
    others = with_closeness(everybody.filter(is_large), viewer).exclude(
        Q(company_id=viewer.company_id) | contacts_q(viewer)
    )
    trade = Company.objects.filter(pk=viewer.company_id).values("sector_id")
    turn = (clock.today().toordinal() * _STEP + viewer.user_id) % (_ROUND - 1) + 1
    chosen = _shuffled(others.filter(company__sector_id__in=trade), turn, count)
    if len(chosen) < count:
        known = [membership.pk for membership in chosen]
        more = others.exclude(pk__in=known)
        chosen += _shuffled(more, turn, count - len(chosen))
    return chosen


def _shuffled(memberships: QuerySet[Membership], turn: int, count: int) -> list[Membership]:
    order = Mod(F("person_id") * turn, _ROUND)
    return list(memberships.order_by(order, "pk")[:count])
