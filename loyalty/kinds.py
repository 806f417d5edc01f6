"""The kinds of facts that account managers give to the ledger."""

from django.utils.translation import gettext_lazy as _

from participation.enums import Side
from participation.kinds import Kind

CALLED = "relation.called"
CALL_ANSWERED = "relation.call_answered"
VISITED = "relation.visited"
COMPLAINED = "relation.complained"
INFORMED = "relation.informed"
RECOMMENDED = "relation.recommended"

KINDS = (
    Kind(CALLED, Side.CLUB, _("was called")),
    Kind(CALL_ANSWERED, Side.CLIENT, _("answered a call")),
    Kind(VISITED, Side.CLUB, _("was visited")),
    Kind(COMPLAINED, Side.CLIENT, _("complained")),
    Kind(INFORMED, Side.CLIENT, _("gave useful information")),
    Kind(RECOMMENDED, Side.CLIENT, _("recommended us")),
)
