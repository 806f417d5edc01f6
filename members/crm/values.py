"""What a cell says, brought into the form in which the club keeps it.

Each reader takes the text of one cell, never an empty one, and raises `Unfit` with a sentence that
tells what to do.
"""

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from accounts.enums import CompanySize, JobFunction
from club.lib.text import clean_line, fold


def set_of(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


#: What programs write into a cell that holds nothing.
_EMPTY = set_of("""- -- — – n/a #n/a na n.c. nc null none (vide) (blank) ?""")
_FORMULA = re.compile(r"^(=|[+\-@].*(\||!|[A-Za-z]\())", re.DOTALL)
_SCIENTIFIC = re.compile(r"^\d[.,]\d+e\+?\d{2}$", re.IGNORECASE)
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_IS_URL = URLValidator(schemes=["http", "https"])


class Unfit(ValueError):
    """A cell that cannot be kept. `code` names the reason, the sentence tells what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code, self.sentence = code, sentence


def clean(raw: str) -> str:
    """One line of text, '' for a cell that holds nothing. Raises Unfit for what no cell may hold.

    An apostrophe that a spreadsheet or an export put before a sign is taken away again.
    """
    is_plain = raw.isprintable()
    if "\ufffd" in raw or (
        not is_plain and any(c == "\0" or unicodedata.category(c) == "Cs" for c in raw)
    ):
        raise Unfit("character", _("holds a character that cannot be read. Type the text anew."))
    text = " ".join(raw.split()) if is_plain else clean_line(raw).replace("\ufeff", "").strip()
    if text.startswith("'") and text[1:2] in set("=+-@＝＋－＠"):
        text = text[1:].strip()
        return "" if text.lower() in _EMPTY else text
    if text.lower() in _EMPTY:
        return ""
    if _FORMULA.match(text):
        raise Unfit("formula", _("is a formula. Replace it by its value."))
    return text


def line(text: str, limit: int) -> str:
    """Text of at most `limit` characters."""
    if len(text) > limit:
        raise Unfit(
            "long",
            _("is longer than %(limit)s characters. Shorten it.") % {"limit": limit},
        )
    return text


#: A company has no more tags than this; a longer list is another column.
_MOST_TAGS = 30


def tags(text: str, limit: int = 40) -> list[str]:
    """The words of a cell, parted by semicolons or commas, each once, whatever its accents."""
    named = (" ".join(name.split()) for name in text.replace(";", ",").split(","))
    spelled: dict[str, str] = {}
    for name in filter(None, named):
        spelled.setdefault(fold(name), name)
    found = list(spelled.values())
    long = next((name for name in found if len(name) > limit), None)
    if long is not None:
        raise Unfit(
            "tag_long",
            _("has a tag of more than %(limit)s characters. Part tags by semicolons or commas.")
            % {"limit": limit},
        )
    if len(found) > _MOST_TAGS:
        raise Unfit("tags_many", _("has more than %(limit)s tags.") % {"limit": _MOST_TAGS})
    return found


@lru_cache(maxsize=20_000)
def words(text: str) -> str:
    """Folded, with one blank for all that is neither letter nor digit: for comparing."""
    return " ".join(_NOT_WORD.sub(" ", fold(text)).split())


def identifier(text: str, limit: int = 80) -> str:
    """An id as the CRM writes it; the first one where it lists several."""
    if _SCIENTIFIC.match(text):
        raise Unfit(
            "rounded",
            _("was rounded by the spreadsheet. Format the column as text, and export it again."),
        )
    return line(re.split(r"[;,]\s*", text)[0].strip() or text, limit)


#: Before what the club itself tells a row by, in its exports, where the CRM gave no id.
OWN = "cercle:"


def own_key(text: str | None) -> str:
    """What the club tells a row by, of an id that one of its exports wrote; else ''."""
    return (text or "").removeprefix(OWN) if (text or "").startswith(OWN) else ""


def legal_id(text: str) -> str:
    """Letters and digits of a registration number: `552 100 554` is `552100554`."""
    identifier(text)
    kept = re.sub(r"[^0-9A-Za-z]", "", text).upper()
    if not kept or not any(c.isdigit() for c in kept):
        raise Unfit("legal_id", _("is no legal id. Write its digits, or leave the cell empty."))
    return line(kept, 40)


def email(text: str) -> str:
    """An address in lower case; the first one where a cell holds several."""
    found = re.search(r"<([^<>]*)>", text)
    text = found.group(1) if found else text
    address = re.split(r"[;,\s]+", text.strip())[0].removeprefix("mailto:").lower()
    try:
        validate_email(address)
    except ValidationError:
        raise Unfit(
            "email", _("is no e-mail address. Write it like name@company.example.")
        ) from None
    return line(address, 254)


def phone(text: str) -> str:
    """A phone number as it stands, without what surrounds it."""
    text = re.sub(r"^(tel|tél|phone|mobile)\b[\s.:]*", "", text, flags=re.IGNORECASE)
    if sum(c.isdigit() for c in text) < 4 or sum(c.isalpha() for c in text) > 8:
        raise Unfit("phone", _("is no phone number. Write its digits, or leave the cell empty."))
    return line(text, 30)


def website(text: str) -> str:
    """An address of a site, with https:// where the scheme is missing."""
    address = text if "://" in text else f"https://{text.lstrip('/')}"
    try:
        _IS_URL(address)
    except ValidationError:
        raise Unfit(
            "website", _("is no address of a site. Write it like https://company.example.")
        ) from None
    return line(address, 200)


def domain(address: str) -> str:
    """The domain of a site or of an e-mail address, without www."""
    host = address.rpartition("@")[2] if "@" in address else address.partition("://")[2]
    return host.split("/")[0].split(":")[0].removeprefix("www.").lower()


#: Domains of which everybody can have an address: they say nothing of a company.
PUBLIC_DOMAINS = set_of(
    """gmail.com googlemail.com outlook.com outlook.fr hotmail.com hotmail.fr live.com live.fr
    msn.com yahoo.com yahoo.fr icloud.com me.com aol.com gmx.com gmx.fr gmx.de proton.me
    protonmail.com orange.fr wanadoo.fr free.fr sfr.fr laposte.net bbox.fr neuf.fr"""
)

_YES = frozenset(["1", "oui", "yes", "true", "vrai", "x", "o", "y", "ok", "v"])
_NO = frozenset(["0", "non", "no", "false", "faux", "n"])


def yes_or_no(text: str) -> bool:
    """A tick as spreadsheets write it."""
    answer = words(text) or ("x" if text in {"✓", "✔", "✅", "☑"} else "")
    if answer in _YES:
        return True
    if answer in _NO:
        return False
    raise Unfit("yes_no", _("is neither yes nor no. Write yes or no."))


_LANGUAGES = {
    "fr": "fr", "francais": "fr", "french": "fr", "fra": "fr", "fr fr": "fr", "francaise": "fr",
    "en": "en", "anglais": "en", "english": "en", "eng": "en", "en us": "en", "en gb": "en",
}  # fmt: skip


def language(text: str) -> str:
    """`fr` or `en`, the languages of the club."""
    name = words(text)
    found = _LANGUAGES.get(name) or _LANGUAGES.get(name.split(" ")[0] if name else "")
    if not found:
        raise Unfit("language", _("is no language of the club. Write fr or en."))
    return found


_FUNCTIONS: dict[JobFunction, str] = {
    JobFunction.DECIDES: """decides; decide; decideur; decideuse; decisionnaire; decision maker;
        economic decision maker; budget holder; executive sponsor; signataire; decider; sponsor;
        detenteur du budget; detenteur de budget; responsable du budget; sponsor executif;
        economic buyer; acheteur economique; decideur economique""",
    JobFunction.BUYS: """buys; achete; acheteur; acheteuse; buyer; purchaser; achats; purchasing;
        technical buyer; acheteur technique; approvisionneur; approvisionneuse""",
    JobFunction.USES: """uses; utilise; utilisateur; utilisatrice; user; end user; business user;
        utilisateur final; utilisatrice finale; utilisateur metier; usager; employee; employe""",
    JobFunction.ADVISES: """advises; conseille; prescripteur; prescriptrice; influencer;
        influenceur; influenceuse; influence; evaluator; evaluateur; champion; ambassadeur;
        conseil; conseiller; conseillere; adviser; advisor; promoteur""",
    JobFunction.OTHER: """other; autre; autres; bloqueur; blocker; legal compliance; juridique;
        juridique et conformite; legal""",
}
_FUNCTION_OF = {
    " ".join(name.split()): function
    for function, names in _FUNCTIONS.items()
    for name in names.split(";")
}


def function_word(text: str) -> JobFunction | None:
    """The function that a word names, None where it names none."""
    found = _FUNCTION_OF.get(words(text))
    if found is None and re.search(r"[;,/]", text):
        parts = [_FUNCTION_OF.get(words(part)) for part in re.split(r"[;,/]", text)]
        known = [part for part in parts if part is not None]
        found = min(known, key=list(JobFunction).index) if known else None
    return found


_RIGHTS = frozenset(
    ["correspondent", "correspondant", "correspondante", "organiser", "organisateur", "admin",
     "administrator", "administrateur", "director", "directeur du club", "account manager",
     "member", "membre", "staff", "superuser"]
)  # fmt: skip


def function(text: str) -> JobFunction:
    """The part that a person plays. A right in the club is none: an import gives no rights."""
    found = function_word(text)
    if found is not None:
        return found
    if words(text) in _RIGHTS:
        raise Unfit("right", _("is a right in the club. An import gives none."))
    raise Unfit("function", _("is no function. Write decides, buys, uses, advises or other."))


_BANDS = (
    (9, CompanySize.S), (49, CompanySize.M), (249, CompanySize.L), (999, CompanySize.XL),
)  # fmt: skip
_SIZE_WORDS = {
    "tpe": CompanySize.S, "micro": CompanySize.S, "micro entreprise": CompanySize.S,
    "independant": CompanySize.S, "self employed": CompanySize.S,
    "ge": CompanySize.XXL, "grande entreprise": CompanySize.XXL, "grand groupe": CompanySize.XXL,
    **{size.value: size for size in CompanySize},
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:[\s\u00a0\u202f.,']\d{3})*(?!\d)")
_LESS = re.compile(r"^(<|moins|less|under|jusqu|up to)")


def size(text: str) -> CompanySize:
    """A head count, or a band such as `51-200` by its middle, or a word such as TPE."""
    known = _SIZE_WORDS.get(words(text))
    if known:
        return known
    plain = fold(text)
    numbers = [int(re.sub(r"\D", "", n)) for n in _NUMBER.findall(plain)]
    if not numbers or len(numbers) > 2 or max(numbers) > 5_000_000 or "%" in text:
        raise Unfit("size", _("is no head count. Write a number, for instance 120."))
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        raise Unfit("size", _("is no head count. Write a number, for instance 120."))
    if _LESS.match(plain):
        return band(max(1, numbers[0] - 1))
    return band(sum(numbers) // len(numbers))


def band(count: int) -> CompanySize:
    """The band of a head count."""
    if count < 1:
        raise Unfit("size", _("is no head count. Write a number, for instance 120."))
    return next((size for most, size in _BANDS if count <= most), CompanySize.XXL)


def full_name(text: str, *, last_first: bool = False) -> tuple[str, str]:
    """First and last name of `Jeanne Durand`, `DURAND Jeanne` or `Durand, Jeanne`."""
    text = re.sub(r"^(m\.|mr\.?|mme\.?|mlle\.?|mrs\.?|ms\.?|dr\.?)\s+", "", text, flags=re.I)
    if "," in text:
        last, _comma, first = text.partition(",")
        return first.strip(), last.strip()
    parts = text.split()
    capitals = 0
    while capitals < len(parts) and parts[capitals].isupper() and len(parts[capitals]) > 1:
        capitals += 1
    if 0 < capitals < len(parts):
        return " ".join(parts[capitals:]), " ".join(parts[:capitals])
    if last_first and len(parts) > 1:
        return " ".join(parts[1:]), parts[0]
    return (parts[0], " ".join(parts[1:])) if len(parts) > 1 else ("", text)


_SALUTATIONS = frozenset(["m", "mr", "mme", "mlle", "mrs", "ms", "dr", "monsieur", "madame", "me"])


def is_salutation(text: str) -> bool:
    """Whether a `title` is how somebody is addressed, not what they do."""
    return words(text) in _SALUTATIONS


_LEGAL_FORMS = set_of(
    """sa sas sasu sarl eurl snc sci scop scp selarl se gie ltd limited plc llp llc inc corp co
    gmbh ag kg ohg bv nv spa srl sl sro sp z oo ab as oy aps group groupe"""
)


def bare_name(name: str) -> str:
    """A company's name as a person would compare it: folded, without its legal form."""
    parts = words(name).split()
    kept = [part for part in parts if part not in _LEGAL_FORMS]
    return " ".join(kept or parts) or fold(name).strip()
