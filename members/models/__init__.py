"""Models of the members app, one subject a file."""

from members.models.arrival import Arrival
from members.models.block import Block, Report
from members.models.charter import CharterAcceptance, CharterVersion
from members.models.client_import import ClientImport
from members.models.company_change import CompanyChange
from members.models.connection import Connection
from members.models.departure import Departure
from members.models.import_review import ImportedName, ImportReview
from members.models.introduction import Introduction
from members.models.invitation import Invitation, InvitationLink
from members.models.join_request import JoinRequest
from members.models.known_person import KnownPerson
from members.models.meeting import Meeting, MeetingTime
from members.models.profile import SHOWS_ATTENDANCE, Profile, shows_attendance
from members.models.rival import Rival
from members.models.search import CompanyEntry, CompanyWord, PersonTopic, PersonWord
from members.models.spelling import NameSpelling
from members.models.suggestion import Dismissal, Suggestion, SuggestionDay

__all__ = [
    "SHOWS_ATTENDANCE",
    "Arrival",
    "Block",
    "CharterAcceptance",
    "CharterVersion",
    "ClientImport",
    "CompanyChange",
    "CompanyEntry",
    "CompanyWord",
    "Connection",
    "Departure",
    "Dismissal",
    "ImportReview",
    "ImportedName",
    "Introduction",
    "Invitation",
    "InvitationLink",
    "JoinRequest",
    "KnownPerson",
    "Meeting",
    "MeetingTime",
    "NameSpelling",
    "PersonTopic",
    "PersonWord",
    "Profile",
    "Report",
    "Rival",
    "Suggestion",
    "SuggestionDay",
    "shows_attendance",
]
