"""Every write of the members app."""

from members.services.answers import (
    accept_invitation,
    find_invitation,
    refuse_invitation,
)
from members.services.arrivals import (
    arrival_of,
    dismiss_greeting,
    go_to_step,
    set_function,
    start_arrival,
)
from members.services.charter import accept_charter, charter_in_force, write_charter
from members.services.errors import CharterChanged, InvitationGone, Refused, TooOften
from members.services.invitations import (
    invite,
    resend_invitation,
    revoke_invitation,
)
from members.services.join_requests import (
    accept_join_request,
    decline_join_request,
    request_to_join,
)
from members.services.profiles import (
    profile_of,
    remove_face,
    set_face,
    update_profile,
)
from members.services.search import (
    index_companies,
    index_people,
    rebuild_directory,
)

__all__ = [
    "CharterChanged",
    "InvitationGone",
    "Refused",
    "TooOften",
    "accept_charter",
    "accept_invitation",
    "accept_join_request",
    "arrival_of",
    "charter_in_force",
    "decline_join_request",
    "dismiss_greeting",
    "find_invitation",
    "go_to_step",
    "index_companies",
    "index_people",
    "invite",
    "profile_of",
    "rebuild_directory",
    "refuse_invitation",
    "remove_face",
    "request_to_join",
    "resend_invitation",
    "revoke_invitation",
    "set_face",
    "set_function",
    "start_arrival",
    "update_profile",
    "write_charter",
]
