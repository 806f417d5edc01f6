"""Models of the accounts app, one subject a file."""

from accounts.models.access import AccessLink
from accounts.models.audience import Audience, Segment
from accounts.models.audit import AuditEntry
from accounts.models.company import Company, CompanyTag, Membership, Sector, Tier
from accounts.models.merge import Merge
from accounts.models.retention import RetentionPeriod, RetentionRun
from accounts.models.settings import ClubSettings
from accounts.models.user import User

__all__ = [
    "AccessLink",
    "Audience",
    "AuditEntry",
    "ClubSettings",
    "Company",
    "CompanyTag",
    "Membership",
    "Merge",
    "RetentionPeriod",
    "RetentionRun",
    "Sector",
    "Segment",
    "Tier",
    "User",
]
