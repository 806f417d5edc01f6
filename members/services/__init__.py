"""Every write of the members app."""

from members.services.answers import (
    accept_invitation,
    find_invitation,
    refuse_invitation,
)
from members.services.archive import build_archive, take_archive
from members.services.arrivals import (
    arrival_of,
    dismiss_greeting,
    go_to_step,
    mails_of,
    set_function,
    set_mails,
    start_arrival,
)
from members.services.blocks import block_person, has_blocked, unblock_person
from members.services.charter import accept_charter, charter_in_force, write_charter
from members.services.companies import (
    approve_company_change,
    ask_company_change,
    describe_company,
    refuse_company_change,
    withdraw_company_change,
)
from members.services.contacts import (
    accept_contact,
    decline_contact,
    remove_contact,
    request_contact,
    requests_left,
    withdraw_request,
)
from members.services.erasing import Erased, EraseRefused, erase_person
from members.services.errors import (
    Apart,
    CharterChanged,
    InvitationGone,
    NotThere,
    Refused,
    TooOften,
)
from members.services.facets import choose_company_facets, choose_directory_facets
from members.services.import_reviews import decide_review, undo_review
from members.services.imports import Overtaken, Report, apply_import
from members.services.introductions import (
    answer_introduction,
    expire_introductions,
    introduce,
    introducible,
)
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
from members.services.meetings import (
    accept_meeting,
    cancel_meeting,
    decline_meeting,
    move_meeting,
    propose_meeting,
    withdraw_meeting,
)
from members.services.periods import days_in_words, period_of
from members.services.profiles import (
    hide_person,
    profile_of,
    remove_face,
    set_face,
    show_person,
    update_profile,
)
from members.services.reports import answer_report, report_person
from members.services.retention import apply_retention, periods, set_periods
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
    "Apart",
    "CharterChanged",
    "EraseRefused",
    "Erased",
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
    "accept_meeting",
    "answer_introduction",
    "answer_report",
    "apply_import",
    "apply_retention",
    "approve_company_change",
    "arrival_of",
    "ask_company_change",
    "block_person",
    "build_archive",
    "cancel_meeting",
    "charter_in_force",
    "choose_company_facets",
    "choose_directory_facets",
    "days_in_words",
    "decide_review",
    "decline_contact",
    "decline_join_request",
    "decline_meeting",
    "describe_company",
    "dismiss_greeting",
    "dismiss_person",
    "drop_rival",
    "erase_person",
    "expire_introductions",
    "find_invitation",
    "go_to_step",
    "has_blocked",
    "hide_person",
    "index_companies",
    "index_people",
    "introduce",
    "introducible",
    "invite",
    "mails_of",
    "move_meeting",
    "name_rival",
    "period_of",
    "periods",
    "profile_of",
    "propose_meeting",
    "rebuild_directory",
    "refuse_company_change",
    "refuse_invitation",
    "remove_contact",
    "remove_face",
    "report_person",
    "request_contact",
    "request_to_join",
    "requests_left",
    "resend_invitation",
    "revoke_invitation",
    "set_face",
    "set_function",
    "set_mails",
    "set_periods",
    "show_person",
    "start_arrival",
    "suggest_due",
    "suggest_to",
    "suggest_to_all",
    "take_archive",
    "unblock_person",
    "undo_dismissal",
    "undo_review",
    "update_profile",
    "withdraw_company_change",
    "withdraw_meeting",
    "withdraw_request",
    "write_charter",
]
