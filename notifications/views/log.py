"""A live log by plain requests: what a page asks while it has no socket."""

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse

from notifications import live

_LONGEST = 15


def answer_log(request: HttpRequest, topic: str, key: str) -> HttpResponse:
    """`{epoch, seq, events}` above `?after=N`, the same frames as on the socket; 304 for none.

    That the viewer may follow `key` is the caller's to check. A number that is none counts as 0.
    """
    text = request.GET.get("after", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST
    log = live.read_since(topic, key, int(text) if is_number else 0)
    if log.frames == [] and request.GET.get("epoch") in {None, log.epoch}:
        return HttpResponseNotModified()
    viewer = request.viewer  # type: ignore[attr-defined]
    return JsonResponse(log.for_viewer(viewer))
