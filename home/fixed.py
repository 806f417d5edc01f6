"""Pages that the site links to from everywhere: they keep their place, whoever tidies up."""

from typing import Any

from accounts.pages import BilingualPageForm

#: Their places in Wagtail's tree, below the root page that nobody sees.
PLACES = frozenset(
    {
        "/home/",
        "/home/events/",
        "/home/news/",
        "/home/legal/",
        "/home/legal/notice/",
        "/home/legal/privacy/",
    }
)


def is_fixed(page: Any) -> bool:
    """Whether the page may not be moved, taken off or deleted."""
    return page.url_path in PLACES


class KeepsAddressForm(BilingualPageForm):
    """The form of a page whose address stays, where the site relies on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and is_fixed(self.instance):
            self.fields.pop("slug", None)
