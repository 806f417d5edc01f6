"""Every write on people, companies and audiences."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.files.base import File
from django.db import transaction

from accounts.audit import note_act
from accounts.enums import STAFF_ROLES, AuditKind, JobFunction, Role
from accounts.models import Audience, Company, CompanyTag, Membership, Segment, Tier, User
from accounts.registry import change_listeners, leaving_parts
from club.lib import clock
from club.lib.text import ascii_slug


def tell_people_changed(ids: Collection[int]) -> None:
    """Names or titles of these people changed: what is derived from them must follow."""
    for listener in change_listeners:
        listener.people_changed(ids)


def tell_companies_changed(ids: Collection[int]) -> None:
    """Names or places of these companies changed: what is derived from them must follow."""
    for listener in change_listeners:
        listener.companies_changed(ids)


def tell_memberships_changed(company_ids: Collection[int]) -> None:
    """Somebody came to these companies, left, or was suspended."""
    for listener in change_listeners:
        listener.memberships_changed(company_ids)


def tell_facts_changed(company_ids: Collection[int]) -> None:
    """Other facts of these companies count than before: what is computed must follow at once."""
    for listener in change_listeners:
        listener.facts_changed(company_ids)


def tell_words_changed(rows: Mapping[str, Sequence[Any]]) -> None:
    """Somebody's name was taken out of these rows, keys by model: what finds them must follow."""
    for listener in change_listeners:
        listener.words_changed(rows)


def tell_access_changed(ids: Collection[int] | None) -> None:
    """What these people may see changed (None: perhaps everybody's): what is open must follow."""
    for listener in change_listeners:
        listener.access_changed(ids)


def tell_sessions_ended(keys: Collection[str]) -> None:
    """These sessions were signed out: what they hold open must close."""
    for listener in change_listeners:
        listener.sessions_ended(keys)


def create_user(
    email: str,
    *,
    first_name: str = "",
    last_name: str = "",
    language: str = "",
    password: str | None = None,
    by: User | None = None,
) -> User:
    """A person who may sign in once a membership or a staff role opens the door."""
    user = User(email=email, first_name=first_name, last_name=last_name, language=language)
    user.set_password(password) if password else user.set_unusable_password()
    user.full_clean(exclude=["password"])
    user.save()
    return user


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
    _write(company, list(CHANGEABLE), changes)
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
    """The tag of this name, whatever its capitals; made where there is none.

    Raises ValidationError for a name that is too long.
    """
    wanted = " ".join(name.split())
    found = CompanyTag.objects.filter(name__iexact=wanted).order_by("pk").first()
    if found is not None:
        return found
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
def start_membership(
    person: User,
    company: Company,
    *,
    by: User | None = None,
    job_title: str = "",
    function: JobFunction = JobFunction.OTHER,
    started_on: date | None = None,
    is_founder: bool = False,
) -> Membership:
    """Make a person a member of a company. An open membership elsewhere ends the same day, and
    with it the right to invite for that company.
    """
    day = started_on or clock.today()
    former = Membership.objects.open().filter(person=person).select_related("company").first()
    companies = {company.pk}
    if former is not None:
        companies.add(former.company_id)
        _close_membership(former, day, by=by)
    membership = Membership.objects.create(
        person=person,
        company=company,
        job_title=job_title,
        function=function,
        started_on=day,
        is_founder=is_founder,
    )
    tell_people_changed([person.pk])
    tell_access_changed([person.pk])
    tell_memberships_changed(companies)
    return membership


@transaction.atomic
def change_membership(
    membership: Membership, *, by: User | None = None, **changes: Any
) -> Membership:
    """Change job title or function; what is not given stays. Raises ValidationError."""
    unknown = set(changes) - {"job_title", "function"}
    if unknown:
        raise TypeError(f"A membership has no {', '.join(sorted(unknown))} to change.")
    for name, value in changes.items():
        setattr(membership, name, value)
    membership.clean_fields(exclude={f.name for f in Membership._meta.fields} - set(changes))
    membership.save(update_fields=list(changes))
    tell_people_changed([membership.person_id])
    return membership


@transaction.atomic
def end_membership(
    membership: Membership, *, by: User | None = None, ended_on: date | None = None
) -> None:
    """The person left the company: out of the club from the next request on.

    `ended_on` is the first day without them, today unless given. What other apps give back (seats,
    contacts) goes in the same transaction.
    """
    _close_membership(membership, ended_on or clock.house_today(), by=by)
    end_sessions(membership.person)
    _note(AuditKind.ENDED, membership, by)
    tell_memberships_changed([membership.company_id])


def _close_membership(membership: Membership, day: date, *, by: User | None) -> None:
    membership.ended_on, membership.leaves_on = max(day, membership.started_on), None
    membership.save(update_fields=["ended_on", "leaves_on"])
    revoke_role(membership.person, Role.CORRESPONDENT, by=by)
    for part in leaving_parts:
        part.leave(membership.person, membership.company, by)


@transaction.atomic
def plan_leaving(membership: Membership, leaves_on: date | None, *, by: User | None = None) -> None:
    """Note the first day on which the person will not be of the company any more, or (None) that
    they stay. On that day they are out, whether or not the clock has got to it.
    """
    membership.leaves_on = leaves_on
    membership.save(update_fields=["leaves_on"])
    tell_access_changed([membership.person_id])


@transaction.atomic
def reopen_membership(membership: Membership, *, left_at: datetime, by: User | None = None) -> None:
    """The person did not leave after all: in again, with what can be given back of what was taken
    since `left_at`. Raises IntegrityError for somebody who belongs to a company again.
    """
    membership.ended_on = None
    membership.save(update_fields=["ended_on"])
    for part in leaving_parts:
        part.undo(membership.person, left_at)
    tell_people_changed([membership.person_id])
    tell_access_changed([membership.person_id])
    tell_memberships_changed([membership.company_id])


@transaction.atomic
def suspend_membership(membership: Membership, *, by: User | None = None) -> None:
    """Refuse the person everywhere; seats and facts are kept."""
    membership.suspended_at = clock.now()
    membership.save(update_fields=["suspended_at"])
    end_sessions(membership.person)
    _note(AuditKind.SUSPENDED, membership, by)
    tell_memberships_changed([membership.company_id])


@transaction.atomic
def resume_membership(membership: Membership, *, by: User | None = None) -> None:
    """Let a suspended person in again."""
    membership.suspended_at = None
    membership.save(update_fields=["suspended_at"])
    _note(AuditKind.RESUMED, membership, by)
    tell_memberships_changed([membership.company_id])


def _note(kind: AuditKind, membership: Membership, by: User | None) -> None:
    note_act(kind, by=by, person=membership.person, company=membership.company)


@transaction.atomic
def end_company(company: Company, *, by: User | None = None) -> None:
    """The company is a client no more: its people are out, its history stays."""
    for membership in Membership.objects.open().filter(company=company):
        end_membership(membership, by=by)
    company.left_on = clock.today()
    company.save(update_fields=["left_on"])
    tell_companies_changed([company.pk])


def grant_role(person: User, role: Role, *, by: User | None = None) -> None:
    """Put a person into the role's group. Raises ValueError for MEMBER, which is a membership."""
    if role == Role.MEMBER:
        raise ValueError("A member is made by start_membership().")
    person.groups.add(Group.objects.get_or_create(name=role.value)[0])
    note_act(AuditKind.ROLE_GIVEN, by=by, person=person, role=role.value)
    _note_staff(person)


def revoke_role(person: User, role: Role, *, by: User | None = None) -> None:
    """Take a person out of the role's group."""
    held = list(person.groups.filter(name=role.value))
    person.groups.remove(*held)
    if held:
        note_act(AuditKind.ROLE_TAKEN, by=by, person=person, role=role.value)
    _note_staff(person)


def _note_staff(person: User) -> None:
    """Keep Django's own flag equal to what the groups say."""
    person.is_staff = person.groups.filter(name__in=[r.value for r in STAFF_ROLES]).exists()
    person.save(update_fields=["is_staff"])
    tell_access_changed([person.pk])


def end_sessions(person: User) -> None:
    """Sign a person out everywhere."""
    keys = person.usersession_set.values_list("session_key", flat=True)  # type: ignore[attr-defined]
    Session.objects.filter(session_key__in=list(keys)).delete()
    person.usersession_set.all().delete()  # type: ignore[attr-defined]
    tell_access_changed([person.pk])


@transaction.atomic
def note_address(person: User) -> None:
    """Keep the sign-in library's list of addresses equal to the one address that a person has.

    Whoever holds a stale row of the address loses it: addresses are unique among people.
    """
    rows = EmailAddress.objects.filter(user=person)
    if rows.filter(email=person.email, verified=True, primary=True).exists():
        return
    rows.delete()
    EmailAddress.objects.filter(email=person.email).delete()
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


@transaction.atomic
def create_audience(
    name_fr: str,
    name_en: str,
    *,
    by: User | None = None,
    tiers: Iterable[Tier] = (),
    companies: Iterable[Company] = (),
    segments: Iterable[Any] = (),
    people: Iterable[User] = (),
) -> Audience:
    """A named row saying who may see something."""
    audience = Audience.objects.create(name_fr=name_fr, name_en=name_en)
    audience.tiers.set(tiers)
    audience.companies.set(companies)
    audience.segments.set(segments)
    audience.people.set(people)
    return audience


@transaction.atomic
def change_audience(audience: Audience, *, by: User | None = None, **changes: Any) -> Audience:
    """Rename an audience or change whom it names: name_fr, name_en, tiers, companies, segments,
    people; what is not given stays. Raises ValueError for a built-in one.
    """
    if audience.key:
        raise ValueError("A built-in audience stays as it is.")
    _write(audience, ["name_fr", "name_en"], changes)
    _link(audience, ["tiers", "companies", "segments", "people"], changes)
    tell_access_changed(None)
    return audience


@transaction.atomic
def create_segment(
    name: str,
    *,
    by: User | None = None,
    companies: Iterable[Company] = (),
    rule: dict[str, list[str]] | None = None,
) -> Segment:
    """A named set of companies: those listed, and those that fit the rule."""
    segment = Segment(name=name, rule=rule or {})
    segment.full_clean()
    segment.save()
    segment.companies.set(companies)
    return segment


@transaction.atomic
def change_segment(segment: Segment, *, by: User | None = None, **changes: Any) -> Segment:
    """Change name, rule or companies of a segment; what is not given stays."""
    _write(segment, ["name", "rule"], changes)
    _link(segment, ["companies"], changes)
    tell_access_changed(None)
    return segment


def _write(row: Any, fields: list[str], changes: dict[str, Any]) -> None:
    given = [name for name in fields if name in changes]
    for name in given:
        setattr(row, name, changes[name])
    row.full_clean()
    row.save(update_fields=given)


def _link(row: Any, relations: list[str], changes: dict[str, Any]) -> None:
    for name in relations:
        if name in changes:
            getattr(row, name).set(changes[name])


def archive_audience(audience: Audience, *, by: User | None = None) -> None:
    """Offer an audience no more. Raises ValueError for a built-in one."""
    if audience.key:
        raise ValueError("A built-in audience stays.")
    audience.archived_at = clock.now()
    audience.save(update_fields=["archived_at"])


def set_language(person: User, language: str) -> None:
    """Remember the language that a person chose."""
    person.language = language
    person.save(update_fields=["language"])
