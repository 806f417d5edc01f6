"""Words kept in French and in English on one row."""

from typing import Any

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language


def pick(fr: str, en: str) -> str:
    """The text in the active language, or the other one where it is empty."""
    first, second = (en, fr) if (get_language() or "fr").startswith("en") else (fr, en)
    return first or second


class Bilingual:
    """Reads `<name>_fr` or `<name>_en` of its object, by the active language.

    >>> class Tier(models.Model):
    ...     name_fr, name_en = models.CharField(), models.CharField()
    ...     name = Bilingual("name")
    """

    def __init__(self, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        if instance is None:
            return self
        return pick(getattr(instance, f"{self.name}_fr"), getattr(instance, f"{self.name}_en"))


def in_language(name: str) -> Combinable:
    """What `pick` says, as an expression of the database on `<name>_fr` and `<name>_en`."""
    first, second = ("en", "fr") if (get_language() or "fr").startswith("en") else ("fr", "en")
    return Coalesce(NullIf(F(f"{name}_{first}"), Value("")), F(f"{name}_{second}"))
