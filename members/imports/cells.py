"""The cells of a line into values of a company and of a person."""

import re
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.enums import JobFunction
from accounts.models import Sector, Tier, User
from members.crm import dates, places, values
from members.crm.fields import COMPANY_KEYS, DATE_FIELDS, PERSON_KEYS, Field
from members.crm.headings import plain
from members.crm.values import Unfit
from members.imports.known import Known
from members.imports.texts import Texts

_ADDRESS = re.compile(r"[^\s<>()\[\],;]+@[^\s<>()\[\],;]+")
_DATE_NAMES = {Field.CLIENT_SINCE: "client_since_on", Field.RENEWAL: "renewal_on"}
#: Headings under which a title and a part in the decision are both written.
_EITHER = frozenset(["fonction", "function", "role", "fonction du contact"])

Values = dict[str, Any]


# --- Companies ------------------------------------------------------------------------------
def company_values(
    texts: Texts, known: Known, orders: Mapping[Field, bool | None], *, adds_sectors: bool
) -> tuple[Values, bool]:
    """What the line says of its company, and whether it names one that cannot be taken."""
    found: Values = {
        "external_id": texts.read(Field.COMPANY_ID, values.identifier),
        "name": texts.read(Field.COMPANY_NAME, lambda text: values.line(text, 160)),
        "legal_id": texts.read(Field.LEGAL_ID, values.legal_id),
    }
    if texts.failed(Field.COMPANY_ID, Field.COMPANY_NAME):
        return {}, True
    if not any(found.values()):
        return {}, texts.failed(*COMPANY_KEYS)
    found["size"] = texts.read(Field.SIZE, values.size)
    found["website"] = texts.read(Field.WEBSITE, values.website)
    found["sector"] = texts.read(Field.SECTOR, lambda text: sector(text, known, adds=adds_sectors))
    found["tier"] = texts.read(Field.TIER, lambda text: tier(text, known))
    found["tags"] = texts.read(Field.TAGS, lambda text: tags(text, known))
    found["account_manager"] = _manager(texts, known)
    found.update(_place(texts))
    for name in DATE_FIELDS:
        reader = partial(dates.day, day_first=orders.get(name))
        found[_DATE_NAMES[name]] = texts.read(name, reader)
    return {name: value for name, value in found.items() if value}, False


def _place(texts: Texts) -> Values:
    """City and region, from an address and a country where they have no columns of their own."""
    city = texts.read(Field.CITY, lambda text: values.line(text, 80))
    city = city or places.city_of(texts.text(Field.ADDRESS))[:80]
    region = texts.read(Field.REGION, lambda text: values.line(places.region(text), 80))
    country = texts.text(Field.COUNTRY)
    if not region and places.is_france(country):
        region = places.region_of_postcode(texts.text(Field.POSTCODE))
    elif not region and country:
        region = texts.read(Field.COUNTRY, lambda text: values.line(text, 80))
    return {"city": city, "region": region}


def tier(text: str, known: Known) -> Tier:
    """A tier by its name in either language. Raises Unfit."""
    name = values.words(text)
    for row in known.tiers:
        if name in {values.words(n) for n in (row.slug, row.name_fr, row.name_en)}:
            return row
    raise Unfit(
        "tier",
        _("is no tier of the club. Write one of: %(names)s.")
        % {"names": ", ".join(str(row) for row in known.tiers)},
    )


def sector(text: str, known: Known, *, adds: bool) -> Sector | str:
    """A sector by its name in either language; the text of a new one where such are added.

    Raises Unfit.
    """
    name = values.words(text)
    for row in known.sectors:
        if name in {values.words(n) for n in (row.slug, row.name_fr, row.name_en)}:
            return row
    if not adds:
        names = ", ".join(str(row) for row in known.sectors[:12])
        if not names:
            raise Unfit("sector", _("is no sector of the club, which has none yet."))
        raise Unfit(
            "sector",
            _("is no sector of the club. Write one of these: %(names)s.") % {"names": names},
        )
    return values.line(text.replace("_", " ").capitalize() if text.isupper() else text, 60)


def tags(text: str, known: Known) -> tuple[str, ...]:
    """Tags by name, each spelled in one way. Raises Unfit."""
    return tuple(sorted(map(known.spell_tag, values.tags(text)), key=str.casefold))


def _manager(texts: Texts, known: Known) -> User | None:
    """The account manager, by address first."""
    told = Field.MANAGER_EMAIL if texts.text(Field.MANAGER_EMAIL) else Field.MANAGER
    found: User | None = texts.read(told, lambda text: manager(text, known))
    return found


def manager(text: str, known: Known) -> User:
    """An account manager of the staff, by address or by name. Raises Unfit."""
    address = _ADDRESS.search(text)
    if address:
        person = known.staff_by_email.get(address[0].lower())
    else:
        named = known.staff_by_name.get(values.words(text), [])
        managers = [p for p in named if p.pk in known.manager_ids] or named
        if len(managers) > 1:
            raise Unfit("manager_twice", _("is the name of two people. Write the e-mail address."))
        person = managers[0] if managers else None
    if person is None:
        raise Unfit(
            "manager_unknown",
            _(
                "is nobody of your staff. Make this person an account manager, or write the "
                "address with which they sign in, and import again."
            ),
        )
    if person.pk not in known.manager_ids:
        raise Unfit(
            "manager_role",
            _("is no account manager. Give this person the role, and import again."),
        )
    return person


def staff_name(texts_manager: str, texts_email: str, known: Known) -> tuple[User, str, str] | None:
    """Who of the staff is meant by address, and the name that stands beside it."""
    address = _ADDRESS.search(texts_email or texts_manager)
    person = known.staff_by_email.get(address[0].lower()) if address else None
    written = re.sub(r"[<>()\[\];,]", " ", _ADDRESS.sub("", texts_manager)).strip()
    if person is None or not written:
        return None
    first, last = values.full_name(written)
    same = person in known.staff_by_name.get(values.words(written), [])
    return None if same else (person, first, last)


# --- People ---------------------------------------------------------------------------------
def person_values(texts: Texts) -> tuple[Values, bool]:
    """What the line says of its person, and whether it names one that cannot be taken."""
    found: Values = {
        "external_id": texts.read(Field.PERSON_ID, values.identifier),
        "email": texts.read(Field.EMAIL, values.email),
    }
    found.update(_names(texts))
    if texts.failed(Field.PERSON_ID, *PERSON_KEYS):
        return {}, True
    if not any(found.values()):
        return {}, False
    found["phone"] = texts.read(Field.PHONE, values.phone) or texts.read(Field.MOBILE, values.phone)
    found["language"] = texts.read(Field.LANGUAGE, values.language)
    found.update(_part(texts))
    return {name: value for name, value in found.items() if value}, False


def _names(texts: Texts) -> Values:
    first = texts.read(Field.FIRST_NAME, lambda text: values.line(text, 80))
    last = texts.read(Field.LAST_NAME, lambda text: values.line(text, 80))
    if first or last or not texts.text(Field.FULL_NAME):
        return {"first_name": first, "last_name": last}
    whole = texts.read(Field.FULL_NAME, lambda text: values.line(text, 160))
    if not whole or "@" in whole:
        return {}
    turned = plain(texts.heading(Field.FULL_NAME)).startswith(("nom pre", "nom et pre"))
    first, last = values.full_name(whole, last_first=turned)
    return {"first_name": first[:80], "last_name": last[:80]}


def _part(texts: Texts) -> Values:
    """Job title and function. Some write a function where others write a title."""
    title = texts.read(Field.JOB_TITLE, lambda text: values.line(text, 120))
    function = texts.read(Field.FUNCTION, values.function)
    for name, meant in (
        (Field.DECIDES, JobFunction.DECIDES),
        (Field.BUYS, JobFunction.BUYS),
        (Field.USES, JobFunction.USES),
    ):
        if function is None and texts.read(name, values.yes_or_no):
            function = meant
    if title and values.is_salutation(title):
        title = None
    if title and function is None and plain(texts.heading(Field.JOB_TITLE)) in _EITHER:
        function = values.function_word(title)
        if function not in {None, JobFunction.BUYS}:
            title = None
    return {"job_title": title, "function": function}


# --- Back to text ---------------------------------------------------------------------------
#: Under which field a review keeps what a record says, by model field.
COMPANY_CELLS = {
    "external_id": Field.COMPANY_ID,
    "name": Field.COMPANY_NAME,
    "legal_id": Field.LEGAL_ID,
    "size": Field.SIZE,
    "website": Field.WEBSITE,
    "sector": Field.SECTOR,
    "tier": Field.TIER,
    "account_manager": Field.MANAGER_EMAIL,
    "city": Field.CITY,
    "region": Field.REGION,
    "client_since_on": Field.CLIENT_SINCE,
    "renewal_on": Field.RENEWAL,
    "tags": Field.TAGS,
}
PERSON_CELLS = {
    "external_id": Field.PERSON_ID,
    "email": Field.EMAIL,
    "first_name": Field.FIRST_NAME,
    "last_name": Field.LAST_NAME,
    "job_title": Field.JOB_TITLE,
    "function": Field.FUNCTION,
    "phone": Field.PHONE,
    "language": Field.LANGUAGE,
}


def as_cells(company: Mapping[str, Any], person: Mapping[str, Any]) -> dict[str, str]:
    """Values as text that is read in one way only, by field: what a review keeps of a line."""
    cells = {COMPANY_CELLS[name].value: _text(value) for name, value in company.items()}
    cells |= {PERSON_CELLS[name].value: _text(value) for name, value in person.items()}
    return cells


def _text(value: Any) -> str:
    match value:
        case User():
            return value.email
        case Tier() | Sector():
            return value.slug
        case date():
            return value.isoformat()
        case tuple():
            return ", ".join(value)
        case _:
            return str(value)
