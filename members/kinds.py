"""The kinds of facts that members give to the ledger."""

from django.utils.translation import gettext_lazy as _

from participation.enums import Side
from participation.kinds import Kind

#: The staff wrote to somebody: once per invitation, however often it is sent.
INVITED = "members.invited"
#: A correspondent did, which is the client's own doing.
INVITED_COLLEAGUE = "members.invited_colleague"
ACCEPTED = "members.accepted"
REFUSED = "members.refused_invitation"
#: Two members accepted each other: one fact for the company of each.
CONNECTED = "members.connected"

KINDS = (
    Kind(INVITED, Side.CLUB, _("was invited to join"), 10),
    Kind(INVITED_COLLEAGUE, Side.CLIENT, _("invited a colleague"), 11),
    Kind(ACCEPTED, Side.CLIENT, _("joined"), 12),
    Kind(REFUSED, Side.CLIENT, _("answered “No, thank you” to the invitation"), 13),
    Kind(CONNECTED, Side.CLIENT, _("has a new contact in another company"), 20),
)
