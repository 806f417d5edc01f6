"""Lists of companies and people to take along: as a workbook or as text, and never a formula.

The headings are ones that an import knows, in either language: what is exported comes back in.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit import note_act
from accounts.enums import AuditKind
from accounts.models import Company, Membership, User
from club.lib.tables import write_csv, write_xlsx
from members.crm.fields import Field
from members.crm.values import OWN
from members.models.sight import PersonSight


def company_headings() -> dict[Field | str, str]:
    """What stands above each column; a text that is no field is not read by an import."""
    return {
        Field.COMPANY_ID: _("Customer ID"),
        Field.COMPANY_NAME: _("Company name"),
        Field.LEGAL_ID: _("Legal ID"),
        Field.SECTOR: _("Industry"),
        Field.SIZE: _("Company size"),
        Field.REGION: _("Region"),
        Field.CITY: _("City of address"),
        Field.WEBSITE: _("Website URL"),
        Field.TIER: _("Club tier"),
        Field.MANAGER: _("Account owner"),
        Field.MANAGER_EMAIL: _("Account owner email"),
        Field.CLIENT_SINCE: _("Customer since"),
        Field.RENEWAL: _("Renewal date"),
        Field.TAGS: _("Tags of the club"),
    }


def person_headings() -> dict[Field | str, str]:
    """The same for people."""
    return {
        Field.PERSON_ID: _("Contact ID"),
        Field.FIRST_NAME: _("First name of contact"),
        Field.LAST_NAME: _("Last name of contact"),
        Field.EMAIL: _("Contact email"),
        Field.PHONE: _("Phone number"),
        Field.JOB_TITLE: _("Contact title"),
        Field.FUNCTION: _("Decision role"),
        Field.COMPANY_ID: _("Customer ID"),
        Field.COMPANY_NAME: _("Company name"),
        "since": _("Member since"),
    }


@transaction.atomic
def export_companies(
    companies: Iterable[Company], *, by: User, form: str, chosen: dict[str, str]
) -> bytes:
    """These companies, fetched with sector, tier, account manager and tags, as a file.

    `form` is `xlsx` or `csv`; `chosen` says which filters were set. The act is kept.
    """
    lines = [list(company_headings().values()), *map(_company_line, companies)]
    return _taken(lines, AuditKind.EXPORT_COMPANIES, _("Companies"), by, form, chosen)


@transaction.atomic
def export_people(
    people: Iterable[PersonSight], *, by: User, form: str, chosen: dict[str, str]
) -> bytes:
    """These people as `by` sees them, as a file: what is kept from `by` is empty in it."""
    lines = [list(person_headings().values()), *map(_person_line, people)]
    return _taken(lines, AuditKind.EXPORT_PEOPLE, _("People"), by, form, chosen)


def _taken(
    lines: list[list[str]],
    kind: AuditKind,
    title: str,
    by: User,
    form: str,
    chosen: dict[str, str],
) -> bytes:
    # A search may hold a name, which must not stay here after it is erased elsewhere.
    filters = {name: value for name, value in chosen.items() if name != "q"}
    searched = "q" in chosen
    note_act(kind, by=by, number=len(lines) - 1, form=form, filters=filters, searched=searched)
    return write_xlsx(lines, title=title) if form == "xlsx" else write_csv(lines)


def _company_line(company: Company) -> list[str]:
    manager = company.account_manager
    return [
        _id_of(company),
        company.name,
        company.legal_id,
        str(company.sector) if company.sector else "",
        company.get_size_display(),
        company.region,
        company.city,
        company.website,
        str(company.tier),
        manager.full_name if manager else "",
        manager.email if manager else "",
        _day(company.client_since_on),
        _day(company.renewal_on),
        ", ".join(tag.name for tag in company.tags.all()),
    ]


def _person_line(sight: PersonSight) -> list[str]:
    membership: Membership = sight.membership
    known: Any = getattr(sight.person, "known_as", None)
    return [
        (known.external_id if known else "") or f"{OWN}{sight.person.pk}",
        sight.person.first_name,
        sight.person.last_name,
        sight.email,
        sight.phone,
        membership.job_title,
        membership.get_function_display(),
        _id_of(sight.company),
        sight.company.name,
        _day(membership.started_on),
    ]


def _id_of(company: Company) -> str:
    return company.external_id or f"{OWN}{company.slug}"


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
