"""Small operations on text."""

import hashlib
import unicodedata

from django.utils.text import slugify

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})


def fold(text: str) -> str:
    """Lower case without accents and ligatures, for comparing what people type."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.casefold().translate(_LIGATURES)


def short_hash(text: str) -> str:
    """Ten hexadecimal digits that change when the text does; for addresses and ETags."""
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def initials(*words: str) -> str:
    """The first letters of at most two words, upper case; '?' when there is none."""
    letters = [word.strip()[0] for word in words if word.strip()]
    return "".join(letters[:2]).upper() or "?"


def ascii_slug(text: str, fallback: str = "item") -> str:
    """An ASCII slug, never empty."""
    return slugify(fold(text)) or fallback


def clean_line(text: str) -> str:
    """One line without control characters, outer blanks removed."""
    kept = "".join(" " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c for c in text)
    return " ".join(kept.split())
