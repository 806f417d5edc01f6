"""Adding pictures and documents from code. People add theirs in the CMS."""

from typing import IO, Any

from django.core.files.base import File
from django.db import transaction

from accounts.models import Audience, User
from club.lib.pictures import clean_picture
from files.models import ClubDocument, ClubImage
from files.rules import check_document


@transaction.atomic
def add_picture(
    upload: "File[Any] | IO[bytes]",
    *,
    title: str,
    audience: Audience,
    by: User | None = None,
    description: str = "",
) -> ClubImage:
    """Keep a picture, cleaned. `description` says what it shows, for those who do not see it.

    Raises PictureRefused, with a sentence for the sender.
    """
    picture = ClubImage(
        title=title,
        audience=audience,
        description=description,
        uploaded_by_user=by,
        file=clean_picture(upload),
    )
    picture._set_image_file_metadata()
    picture.save()
    return picture


@transaction.atomic
def add_document(
    upload: "File[Any]", *, title: str, audience: Audience, by: User | None = None
) -> ClubDocument:
    """Keep a document. `upload.name` must end with its extension.

    Raises DocumentRefused, with a sentence for the sender.
    """
    check_document(upload)
    document = ClubDocument(title=title, audience=audience, uploaded_by_user=by, file=upload)
    document._set_document_file_metadata()
    document.save()
    return document
