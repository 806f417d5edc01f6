"""Regions and cities as client files write them."""

import re

from club.lib.text import fold
from members.crm.values import words

_REGIONS = {
    "Auvergne-Rhône-Alpes": "01 03 07 15 26 38 42 43 63 69 73 74",
    "Bourgogne-Franche-Comté": "21 25 39 58 70 71 89 90",
    "Bretagne": "22 29 35 56",
    "Centre-Val de Loire": "18 28 36 37 41 45",
    "Corse": "20 2a 2b",
    "Grand Est": "08 10 51 52 54 55 57 67 68 88",
    "Hauts-de-France": "02 59 60 62 80",
    "Île-de-France": "75 77 78 91 92 93 94 95",
    "Normandie": "14 27 50 61 76",
    "Nouvelle-Aquitaine": "16 17 19 23 24 33 40 47 64 79 86 87",
    "Occitanie": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "Pays de la Loire": "44 49 53 72 85",
    "Provence-Alpes-Côte d’Azur": "04 05 06 13 83 84",
}
_OTHER_NAMES = {
    "ara": "Auvergne-Rhône-Alpes",
    "aura": "Auvergne-Rhône-Alpes",
    "rhone alpes": "Auvergne-Rhône-Alpes",
    "bfc": "Bourgogne-Franche-Comté",
    "brittany": "Bretagne",
    "centre": "Centre-Val de Loire",
    "hdf": "Hauts-de-France",
    "idf": "Île-de-France",
    "region parisienne": "Île-de-France",
    "normandy": "Normandie",
    "pdl": "Pays de la Loire",
    "paca": "Provence-Alpes-Côte d’Azur",
    "provence alpes cote d azur": "Provence-Alpes-Côte d’Azur",
    "region sud": "Provence-Alpes-Côte d’Azur",
}
_BY_NAME = {words(name): name for name in _REGIONS} | _OTHER_NAMES
_BY_NUMBER = {n: name for name, numbers in _REGIONS.items() for n in numbers.split()}
_FRANCE = frozenset(["france", "fr", "fra", "france metropolitaine", "republique francaise"])
_POSTCODE = re.compile(r"\b(\d{5})\b[ ,]+([^\d,;]{2,60})")


def region(text: str) -> str:
    """A French region by its usual name, from a name, a short form or a department's number; any
    other text as it stands.
    """
    name = words(text)
    number = re.match(r"^(\d{2}|2[ab])\b", name)
    if name in _BY_NAME:
        return _BY_NAME[name]
    if number and number[1] in _BY_NUMBER and len(name) < 40:
        return _BY_NUMBER[number[1]]
    return text


def is_france(country: str) -> bool:
    """Whether a country is France."""
    return words(country) in _FRANCE


def region_of_postcode(postcode: str) -> str:
    """The region of a French postcode, or ''. Only for addresses known to be in France."""
    digits = re.sub(r"\D", "", postcode)
    digits = f"0{digits}" if len(digits) == 4 else digits
    return _BY_NUMBER.get(digits[:2], "") if len(digits) == 5 else ""


def city_of(address: str) -> str:
    """The city of an address that holds a postcode of five digits, or ''."""
    found = _POSTCODE.search(address)
    if not found:
        return ""
    city = re.split(r"\bcedex\b", found[2], flags=re.IGNORECASE)[0].strip(" -,.")
    parts = city.rsplit(" ", 1)
    return parts[0] if len(parts) == 2 and fold(parts[1]) in _FRANCE else city
