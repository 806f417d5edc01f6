"""Client companies."""

from collections.abc import Iterable
from typing import Any

from django.core.files.base import File
from django.db import transaction

from accounts.audit import note_act
from accounts.enums import AuditKind
from accounts.models import Company, CompanyTag, Membership, Tier, User
from accounts.services.memberships import end_membership
from accounts.services.rows import write_fields
from accounts.services.telling import tell_access_changed, tell_companies_changed
from club.lib import clock
from club.lib.text import ascii_slug, fold


@transaction.atomic
def create_company(name: str, *, tier: Tier, by: User | None = None, **fields: Any) -> Company:
    """A client company, with a slug of its own."""
    company = Company(name=name, tier=tier, slug=_free_slug(name), **fields)
    company.full_clean()
    company.save()
    tell_companies_changed([company.pk])
    return company


#: What audiences and the rules of segments look at.
_DECIDE_ACCESS = {"tier", "sector", "size", "region"}

#: What of a company may change; its slug stays, and with it every link to its page.
CHANGEABLE = (
    "name",
    "legal_id",
    "external_id",
    "sector",
    "size",
    "region",
    "city",
    "website",
    "about_fr",
    "about_en",
    "tier",
    "account_manager",
    "client_since_on",
    "renewal_on",
    "member_limit",
)

#: What of a company decides who sees what: each change is kept.
DECIDED = {"tier": AuditKind.TIER, "account_manager": AuditKind.MANAGER}


@transaction.atomic
def change_company(company: Company, *, by: User | None = None, **changes: Any) -> Company:
    """Change fields of a company; what is not given stays.

    Raises ValidationError for a value that does not fit, TypeError for a field that is none of
    `CHANGEABLE`.
    """
    unknown = set(changes) - set(CHANGEABLE)
    if unknown:
        raise TypeError(f"A company has no {', '.join(sorted(unknown))} to change.")
    write_fields(company, list(CHANGEABLE), changes)
    for name, kind in DECIDED.items():
        if name in changes:
            note_act(kind, by=by, company=company, to=getattr(changes[name], "pk", None))
    tell_companies_changed([company.pk])
    if _DECIDE_ACCESS & set(changes):
        members = Membership.objects.open().filter(company=company)
        tell_access_changed(list(members.values_list("person_id", flat=True)))
    return company


@transaction.atomic
def set_company_tags(company: Company, names: Iterable[str], *, by: User | None = None) -> None:
    """Let a company wear exactly these tags; new words become tags. Raises ValidationError."""
    tags = [find_tag(name) for name in names]
    before = set(company.tags.values_list("pk", flat=True))
    if before == {tag.pk for tag in tags}:
        return
    company.tags.set(tags)
    members = Membership.objects.open().filter(company=company)
    tell_access_changed(list(members.values_list("person_id", flat=True)))


def find_tag(name: str) -> CompanyTag:
    """The tag of this name, whatever its capitals and accents; made where there is none.

    Folded here, because SQLite compares letters beyond ASCII as they are written. Raises
    ValidationError for a name that is too long.
    """
    wanted = " ".join(name.split())
    alike = [tag for tag in CompanyTag.objects.order_by("pk") if fold(tag.name) == fold(wanted)]
    if alike:
        return next((tag for tag in alike if tag.name == wanted), alike[0])
    tag = CompanyTag(name=wanted)
    tag.full_clean()
    tag.save()
    return tag


def set_company_logo(
    company: Company, picture: File[Any] | None, *, by: User | None = None
) -> Company:
    """Show this picture, cleaned already, or none; the file of the one before is thrown away."""
    if company.logo:
        storage, name = company.logo.storage, str(company.logo.name)
        transaction.on_commit(lambda: storage.delete(name))
    company.logo = ""
    if picture is not None:
        company.logo.save(str(picture.name), picture, save=False)
    company.save(update_fields=["logo"])
    return company


def _free_slug(name: str) -> str:
    base = ascii_slug(name, "company")[:72]
    taken = set(Company.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for s in numbered(base, len(taken)) if s not in taken)


def numbered(base: str, count: int) -> Iterable[str]:
    """Slugs to try, the plain one first: one more than `count` others can take."""
    yield base
    yield from (f"{base}-{n}" for n in range(2, count + 3))


@transaction.atomic
def end_company(company: Company, *, by: User | None = None) -> None:
    """The company is a client no more: its people are out, its history stays."""
    for membership in Membership.objects.open().filter(company=company):
        end_membership(membership, by=by)
    company.left_on = clock.today()
    company.save(update_fields=["left_on"])
    tell_companies_changed([company.pk])
