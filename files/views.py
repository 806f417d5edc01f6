"""Files leave the house here, each time after the question whose they are to see.

Only what is there is served: no address makes the site compute a new size of a picture.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Any, cast

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.files.base import File
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.audience import get_visible_or_404
from files.models import ClubDocument, ClubRendition
from files.rules import extension_of

#: Whatever a file turns out to be, a browser that opens it runs nothing and loads nothing.
_POLICY = "default-src 'none'; sandbox"
_PICTURE_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


class StoredFileResponse(FileResponse):
    """A large file in blocks, which another thread reads when the server is asynchronous."""

    block_size = 64 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        blocks = cast("Iterator[bytes]", self.streaming_content)
        following: Any = sync_to_async(next, thread_sensitive=False)
        while block := await following(blocks, b""):
            yield block


@require_safe
def serve_picture(
    request: HttpRequest, image_id: str, filter_spec: str, name: str
) -> HttpResponseBase:
    """One size of a picture, for its audience. Raises Http404."""
    rendition = get_visible_or_404(
        ClubRendition.objects,
        request.viewer,  # type: ignore[attr-defined]
        image_id=int(image_id),
        filter_spec=filter_spec,
        file=f"renditions/{name}",
    )
    content_type = _PICTURE_TYPES.get(extension_of(name))
    if content_type is None:
        raise Http404
    etag = f'"{name}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with _open(rendition) as stored:
            response = HttpResponse(stored.read(), content_type=content_type)
    response.headers["ETag"] = etag
    seconds = getattr(settings, "FILES_PICTURE_MAX_AGE", 300)
    return _guarded(response, f"private, max-age={seconds}")


@require_safe
def serve_document(request: HttpRequest, document_id: str, name: str) -> HttpResponseBase:
    """A document to download, for its audience. Raises Http404.

    `name` only makes the address readable: a link stays right when the title is corrected.
    """
    document = get_visible_or_404(
        ClubDocument.objects,
        request.viewer,  # type: ignore[attr-defined]
        pk=int(document_id),
    )
    response = StoredFileResponse(
        _open(document),
        content_type=document.content_type,
        as_attachment=True,
        filename=document.filename,
    )
    return _guarded(response, "private, no-store")


def _open(stored: Any) -> "File[Any]":
    try:
        opened: File[Any] = stored.file.storage.open(stored.file.name, "rb")
    except FileNotFoundError:
        raise Http404 from None
    return opened


def _guarded(response: HttpResponseBase, cache: str) -> HttpResponseBase:
    response.headers["Cache-Control"] = cache
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    patch_vary_headers(response, ["Cookie"])
    return response
