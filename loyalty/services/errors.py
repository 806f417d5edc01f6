"""What a service says when it does not do what was asked."""

from django.core.exceptions import ValidationError


class Refused(ValidationError):
    """A sentence for the person who asked, and nothing was written."""
