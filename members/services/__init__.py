"""Every write of the members app."""

from members.services.errors import InvitationGone, Refused, TooOften
from members.services.invitations import (
    accept_invitation,
    find_invitation,
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
    "InvitationGone",
    "Refused",
    "TooOften",
    "accept_invitation",
    "accept_join_request",
    "decline_join_request",
    "find_invitation",
    "index_companies",
    "index_people",
    "invite",
    "profile_of",
    "rebuild_directory",
    "remove_face",
    "request_to_join",
    "resend_invitation",
    "revoke_invitation",
    "set_face",
    "update_profile",
]
