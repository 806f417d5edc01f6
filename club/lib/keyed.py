"""Objects of which templates read many fields."""

from typing import Any


class Keyed:
    """Fields that a template finds at once.

    A template asks each object for a key before it asks for an attribute, and what has no keys
    answers with an exception: a thousand of them for fifty rows of twenty fields.
    """

    def __getitem__(self, name: str) -> Any:
        """The field of this name. Raises KeyError where there is none."""
        try:
            return getattr(self, name)
        except AttributeError as error:
            raise KeyError(name) from error
