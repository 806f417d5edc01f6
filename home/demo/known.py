"""People whom the demo's supplier knows and has not invited, as its CRM exports them."""

from accounts.models import Company
from club.lib import clock
from club.lib.text import ascii_slug
from home.demo.data import read
from home.demo.days import Days
from home.demo.people import Cast
from members.imports import plan
from members.services import apply_import

_HEADINGS = ("Account ID", "Account Name", "First Name", "Last Name", "Title", "Email", "Role")


def import_known_people(days: Days, cast: Cast) -> int:
    """Bring them in by the same import as a club's own file. Returns how many there are."""
    rows = read("relations")["known"]
    lines = [_HEADINGS, *(_line(row, cast.companies[row["company"]]) for row in rows)]
    with clock.at(days.office_hour(days.day(-37), 0.5)):
        export = plan("\n".join("\t".join(line) for line in lines))
        apply_import(export, by=cast.staff["admin@club.example"])
    return len(rows)


def _line(row: dict[str, str], company: Company) -> tuple[str, ...]:
    address = f"{ascii_slug(row['first'])}.{ascii_slug(row['last'])}@{ascii_slug(company.name)}"
    role = {"decides": "Decision maker", "buys": "Buyer", "uses": "User"}[row["function"]]
    return (
        str(company.external_id),
        company.name,
        row["first"],
        row["last"],
        row["job"],
        f"{address}.example",
        role,
    )
