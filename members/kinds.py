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
#: Two members of different companies agreed upon a meeting: one fact for the company of each.
MET = "members.meeting_agreed"
#: A member brought two others together, and both agreed.
INTRODUCED = "members.introduced"
#: An account manager proposed to a member to get in contact with another one.
INTRODUCED_BY_CLUB = "members.introduced_by_club"

KINDS = (
    Kind(INVITED, Side.CLUB, _("was invited to join"), 10),
    Kind(INVITED_COLLEAGUE, Side.CLIENT, _("invited a colleague"), 11),
    Kind(ACCEPTED, Side.CLIENT, _("joined"), 12),
    Kind(REFUSED, Side.CLIENT, _("answered “No, thank you” to the invitation"), 13),
    Kind(CONNECTED, Side.CLIENT, _("has a new contact in another company"), 20),
    Kind(MET, Side.CLIENT, _("agreed to meet a contact of another company"), 21),
    Kind(INTRODUCED, Side.CLIENT, _("brought two other members together"), 22),
    Kind(INTRODUCED_BY_CLUB, Side.CLUB, _("was introduced to another member"), 23),
)
