"""The CMS's forms for pictures and documents."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.forms import FileField
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from accounts.models import Audience
from club.lib.pictures import clean_picture
from files.rules import check_document


class AudienceChoiceMixin:
    """Offers the audiences in use, and the one that the file has; none is chosen beforehand."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        if "audience" in fields:
            kept = self.instance.audience_id  # type: ignore[attr-defined]
            fields["audience"].queryset = Audience.objects.choosable(kept=kept)


class PictureUploadField(WagtailImageField):
    """Takes a picture by its bytes, whatever its name; Wagtail's own breaks on damaged ones.

    Gives the cleaned picture, and leaves nothing else in the upload.
    """

    def to_python(self, data: Any) -> Any:
        """The cleaned picture. Raises ValidationError."""
        upload = FileField.to_python(self, data)
        if upload is None:
            return None
        self.check_image_file_size(upload)
        clean = clean_picture(upload)
        _overwrite(upload, clean.read())
        clean.seek(0)
        return clean


class ClubImageForm(AudienceChoiceMixin, BaseImageForm):
    """A picture. What the camera wrote into it goes before anything of it is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file = self.fields.get("file")
        if file is not None:
            self.fields["file"] = PictureUploadField(
                label=file.label, required=file.required, widget=file.widget
            )


class ClubDocumentForm(AudienceChoiceMixin, BaseDocumentForm):
    """A document of one of the kinds that are taken."""

    def clean_file(self) -> Any:
        """The document. Raises DocumentRefused."""
        upload = self.cleaned_data["file"]
        if isinstance(upload, UploadedFile):
            check_document(upload)
        return upload


def _overwrite(upload: Any, data: bytes) -> None:
    """Put `data` into an upload in place.

    Several pictures at once come without an audience; the CMS parks what was uploaded until each
    has one. So nothing but the cleaned picture may be left in the upload either.
    """
    upload.seek(0)
    upload.truncate()
    upload.write(data)
    upload.flush()
    upload.seek(0)
    upload.size = len(data)
