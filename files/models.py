"""Pictures and documents of the CMS. Each has an audience; for everybody else it does not exist."""

import os
import uuid
from contextlib import closing
from typing import ClassVar

from django.db import models
from django.db.models.fields.files import FieldFile
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import (
    AbstractImage,
    AbstractRendition,
    Filter,
    SourceImageIOError,
    get_upload_to,
)
from wagtail.search import index

from accounts.viewer import Viewer
from club.lib.text import ascii_slug
from files.fields import DocumentField, PictureField
from files.querysets import ClubDocumentManager, ClubImageManager, ClubRenditionManager
from files.rules import CONTENT_TYPES, extension_of

AUDIENCE_SEARCH_FIELDS = [
    index.FilterField("audience"),
    index.FilterField("audience_id"),
]


def _close_stored(file: FieldFile) -> None:
    """Close what was opened on the disk to be measured; an upload is still to be written."""
    if file._committed:  # type: ignore[attr-defined]
        file.close()


class WithAudience(models.Model):
    """A file that is seen by its audience only."""

    audience = models.ForeignKey(
        "accounts.Audience",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("audience"),
        help_text=_("Who may see this file. For everybody else it does not exist."),
    )

    class Meta:
        abstract = True

    def is_visible_to(self, viewer: Viewer) -> bool:
        """Whether this file's audience includes the viewer."""
        return bool(self.audience_id in viewer.audience_ids)


class ClubImage(WithAudience, AbstractImage):
    """A picture, upright and without anything that the camera wrote into it.

    Its original has no address: what is shown are its renditions.
    """

    file = PictureField(
        verbose_name=_("file"),
        upload_to=get_upload_to,
        width_field="width",
        height_field="height",
    )

    admin_form_fields = (
        "title",
        "file",
        "audience",
        "description",
        "collection",
        "tags",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
    )
    search_fields = [*AbstractImage.search_fields, *AUDIENCE_SEARCH_FIELDS]

    objects: ClassVar["ClubImageManager[ClubImage]"] = ClubImageManager()

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_image", "Can choose image")]

    def __str__(self) -> str:
        return str(self.title)

    def get_upload_to(self, filename: str) -> str:
        """A path that says nothing about who sent what."""
        return f"pictures/{uuid.uuid4().hex}.{extension_of(filename)}"

    def _set_image_file_metadata(self) -> None:
        super()._set_image_file_metadata()
        _close_stored(self.file)

    def create_rendition(self, filter: Filter) -> "ClubRendition":  # noqa: A002  (its name there)
        """Make one size, unless somebody else just did. Raises SourceImageIOError."""
        if not self.file.storage.exists(self.file.name):
            raise SourceImageIOError(self.file.name)
        with closing(self.generate_rendition_file(filter)) as made:
            rendition, _made_here = ClubRendition.objects.get_or_create(
                image=self,
                filter_spec=filter.spec,
                focal_point_key=filter.get_cache_key(self),
                defaults={"file": made},
            )
        return rendition

    def create_renditions(self, *filters: Filter) -> "dict[Filter, ClubRendition]":
        """One after the other, so that whoever loses a race uses the winner's file."""
        return {one: self.create_rendition(one) for one in filters}


class ClubRendition(AbstractRendition):
    """A picture in one size."""

    image = models.ForeignKey(ClubImage, on_delete=models.CASCADE, related_name="renditions")

    objects: ClassVar["ClubRenditionManager[ClubRendition]"] = ClubRenditionManager()

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="rendition_once_per_size",
            )
        ]

    def __str__(self) -> str:
        return f"{self.image_id} · {self.filter_spec}"

    @property
    def name(self) -> str:
        """Its file's name, which changes whenever the picture does."""
        return str(os.path.basename(self.file.name))

    @property
    def url(self) -> str:
        """Its address, where the right to it is checked at each request."""
        return reverse("files:picture", args=[self.image_id, self.filter_spec, self.name])

    def get_upload_to(self, filename: str) -> str:
        """Beside the other renditions."""
        return f"renditions/{filename}"


class ClubDocument(WithAudience, AbstractDocument):
    """A document to download."""

    file = DocumentField(verbose_name=_("file"), upload_to="documents")

    admin_form_fields = ("title", "file", "audience", "collection", "tags")
    search_fields = [*AbstractDocument.search_fields, *AUDIENCE_SEARCH_FIELDS]

    objects: ClassVar["ClubDocumentManager[ClubDocument]"] = ClubDocumentManager()

    class Meta(AbstractDocument.Meta):
        permissions = [("choose_document", "Can choose document")]

    def __str__(self) -> str:
        return str(self.title)

    def _set_document_file_metadata(self) -> None:
        super()._set_document_file_metadata()
        _close_stored(self.file)

    @property
    def extension(self) -> str:
        """Of which kind it is, as the extension of a file name."""
        return extension_of(self.file.name or "")

    @property
    def filename(self) -> str:
        """The name that it has on the disk of whoever downloads it."""
        return f"{ascii_slug(self.title, 'document')[:80]}.{self.extension}"

    @property
    def content_type(self) -> str:
        """What it is sent as."""
        return CONTENT_TYPES.get(self.extension, "application/octet-stream")

    @property
    def url(self) -> str:
        """Its address, where the right to it is checked at each request."""
        return reverse("files:document", args=[self.pk, self.filename])
