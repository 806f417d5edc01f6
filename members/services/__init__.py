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
    mails_of,
    set_function,
    set_mails,
    start_arrival,
)
from members.services.charter import accept_charter, charter_in_force, write_charter
from members.services.contacts import (
    accept_contact,
    decline_contact,
    remove_contact,
    request_contact,
    requests_left,
    withdraw_request,
)
from members.services.errors import (
    CharterChanged,
    InvitationGone,
    NotThere,
    Refused,
    TooOften,
)
from members.services.import_reviews import decide_review, undo_review
from members.services.imports import Overtaken, Report, apply_import
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
    hide_person,
    profile_of,
    remove_face,
    set_face,
    show_person,
    update_profile,
)
from members.services.rivals import drop_rival, name_rival
from members.services.search import (
    index_companies,
    index_people,
    rebuild_directory,
)
from members.services.suggestions import (
    dismiss_person,
    suggest_due,
    suggest_to,
    suggest_to_all,
    undo_dismissal,
)

__all__ = [
    "CharterChanged",
    "InvitationGone",
    "NotThere",
    "Overtaken",
    "Refused",
    "Report",
    "TooOften",
    "accept_charter",
    "accept_contact",
    "accept_invitation",
    "accept_join_request",
    "apply_import",
    "arrival_of",
    "charter_in_force",
    "decide_review",
    "decline_contact",
    "decline_join_request",
    "dismiss_greeting",
    "dismiss_person",
    "drop_rival",
    "find_invitation",
    "go_to_step",
    "hide_person",
    "index_companies",
    "index_people",
    "invite",
    "mails_of",
    "name_rival",
    "profile_of",
    "rebuild_directory",
    "refuse_invitation",
    "remove_contact",
    "remove_face",
    "request_contact",
    "request_to_join",
    "requests_left",
    "resend_invitation",
    "revoke_invitation",
    "set_face",
    "set_function",
    "set_mails",
    "show_person",
    "start_arrival",
    "suggest_due",
    "suggest_to",
    "suggest_to_all",
    "undo_dismissal",
    "undo_review",
    "update_profile",
    "withdraw_request",
    "write_charter",
]
