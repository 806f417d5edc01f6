"""Model fields through which every file of the app is written: nothing is stored unchecked."""

import uuid
from typing import Any

from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from club.lib.pictures import MAX_BYTES, clean_picture
from files.rules import check_document


class PictureFieldFile(WagtailImageFieldFile):
    """A picture's file. Whatever is saved here is cleaned first and gets a name of its own."""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Clean `content` and store it. Raises PictureRefused.

        What waited in the CMS for its audience was cleaned on its way there and may have grown.
        """
        clean = clean_picture(content, max_bytes=4 * MAX_BYTES)
        super().save(clean.name, clean, save)

    @property
    def url(self) -> str:
        """Empty: an original has no address, only its renditions have."""
        return ""


class PictureField(WagtailImageField):
    """Holds the original of a picture."""

    attr_class = PictureFieldFile


class DocumentFieldFile(FieldFile):
    """A document's file. Whatever is saved here is checked first and gets a name of its own."""

    def save(self, name: str | None, content: Any, save: bool = True) -> None:
        """Check `content` and store it. Raises DocumentRefused."""
        extension = check_document(content, name or "")
        super().save(f"{uuid.uuid4().hex}.{extension}", content, save)

    @property
    def url(self) -> str:
        """The address of the document, where the right to it is checked."""
        address: str = self.instance.url  # type: ignore[attr-defined]
        return address


class DocumentField(models.FileField):
    """Holds a document."""

    attr_class = DocumentFieldFile
