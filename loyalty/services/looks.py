"""Every look at the reasons of a signal leaves a row."""

from datetime import timedelta

from accounts.models import Company
from accounts.viewer import Viewer
from loyalty.enums import LookedAt
from loyalty.models import Look

#: A rule of retention, which the club may make shorter.
KEPT = timedelta(days=365)


def log_look(viewer: Viewer, *, page: LookedAt, company: Company | None = None) -> Look:
    """Write down that the viewer looked at a client's page, or at a portfolio."""
    return Look.objects.create(viewer_id=viewer.user_id, company=company, page=page)
