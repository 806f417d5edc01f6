"""Queries of the files app: Wagtail's, with the house's rule."""

from typing import Any, Self

from django.db import models
from wagtail.documents.models import DocumentQuerySet
from wagtail.images.models import ImageQuerySet

from accounts.querysets import RestrictedQuerySet, restricted_q
from accounts.viewer import Viewer


class ClubImageQuerySet(RestrictedQuerySet, ImageQuerySet):
    """Pictures."""


class ClubDocumentQuerySet(RestrictedQuerySet, DocumentQuerySet):
    """Documents."""


class ClubRenditionQuerySet(models.QuerySet[Any]):
    """Pictures in one size. They have the audience of their picture."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those that the viewer may see."""
        return self.filter(restricted_q(viewer, "image__audience_id"))


ClubImageManager = models.Manager.from_queryset(ClubImageQuerySet)
ClubDocumentManager = models.Manager.from_queryset(ClubDocumentQuerySet)
ClubRenditionManager = models.Manager.from_queryset(ClubRenditionQuerySet)
