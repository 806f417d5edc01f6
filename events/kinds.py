"""The kinds of facts that events give to the ledger."""

from django.utils.translation import gettext_lazy as _

from events.enums import RegistrationStatus
from participation.enums import Side
from participation.kinds import Kind

INVITED = "event.invited"
REGISTERED = "event.registered"
MAYBE = "event.maybe"
DECLINED = "event.declined"
CANCELLED = "event.cancelled"
ATTENDED = "event.attended"
NO_SHOW = "event.no_show"

KINDS = (
    Kind(INVITED, Side.CLUB, _("was invited to an event")),
    Kind(REGISTERED, Side.CLIENT, _("registered for an event")),
    Kind(MAYBE, Side.CLIENT, _("may come to an event")),
    Kind(DECLINED, Side.CLIENT, _("declined an event")),
    Kind(CANCELLED, Side.CLIENT, _("took back a registration")),
    Kind(ATTENDED, Side.CLIENT, _("came to an event")),
    Kind(NO_SHOW, Side.CLIENT, _("did not come to an event")),
)

#: The fact that each of these answers leaves.
OF_STATUS = {
    RegistrationStatus.GOING: REGISTERED,
    RegistrationStatus.WAITLISTED: REGISTERED,
    RegistrationStatus.PENDING: REGISTERED,
    RegistrationStatus.MAYBE: MAYBE,
    RegistrationStatus.DECLINED: DECLINED,
    RegistrationStatus.CANCELLED: CANCELLED,
    RegistrationStatus.ATTENDED: ATTENDED,
    RegistrationStatus.NO_SHOW: NO_SHOW,
}

#: What each of these facts takes back, because one of them was said last.
CONTRARY = {
    REGISTERED: (MAYBE, DECLINED, CANCELLED),
    MAYBE: (DECLINED, CANCELLED, REGISTERED),
    CANCELLED: (MAYBE, REGISTERED),
    DECLINED: (MAYBE, CANCELLED, REGISTERED),
    ATTENDED: (NO_SHOW,),
    NO_SHOW: (ATTENDED,),
}
