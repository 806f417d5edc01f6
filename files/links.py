"""Links to pages, as far as the reader may follow them.

A link to a page that the reader may not see would give away its address, which tells its title. So
for them there is no link: the words that carry it stay, as plain text.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from wagtail.models import Page

from accounts.viewer import Viewer


def viewer_in(context: Mapping[str, Any] | None) -> Viewer | None:
    """Who reads what is being rendered; None in a mail or elsewhere without a request."""
    if context is None:
        return None
    request = context.get("request")
    return getattr(request, "viewer", None) or context.get("viewer")


def visible_page_urls(ids: Iterable[int], viewer: Viewer | None, request: Any) -> dict[int, str]:
    """The addresses of those of these pages that are published and the viewer may see.

    One query for all, and one for each type of page among them.
    """
    wanted = set(ids)
    if viewer is None or not wanted:
        return {}
    pages = list(Page.objects.filter(pk__in=wanted))
    seen: set[int] = set()
    for page_type in {page.specific_class for page in pages} - {None}:
        visible_to = getattr(page_type.objects, "visible_to", None)
        if visible_to is not None:
            seen.update(visible_to(viewer).filter(pk__in=wanted).values_list("pk", flat=True))
    return {page.pk: url for page in pages if page.pk in seen and (url := page.get_url(request))}


def visible_page_url(page: Page | None, context: Mapping[str, Any] | None) -> str:
    """The address of one page, empty when the reader may not see it."""
    if page is None or context is None:
        return ""
    urls = visible_page_urls([page.pk], viewer_in(context), context.get("request"))
    return urls.get(page.pk, "")
