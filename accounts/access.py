"""One-time links by which people of the staff come in for the first time."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mails
from accounts.enums import STAFF_ROLES, Role
from accounts.models import AccessLink, Membership, User
from accounts.models.access import hash_token
from accounts.services import create_user, end_sessions, grant_role, note_address, revoke_role
from club.lib import clock
from club.lib.urls import absolute_url

#: A printed link is used at once; one in a mail waits for its reader.
PRINTED_LIFETIME = timedelta(hours=2)
MAILED_LIFETIME = timedelta(days=7)
TOKEN_BYTES = 32
TWICE = timedelta(minutes=1)


class AccessLinkGone(Exception):
    """The link does not exist, was used, has expired, or its person lost the role."""


@transaction.atomic
def open_first_access(email: str, *, leads_to: str = "/") -> str:
    """Make the person with this address administrator and organiser, and give the way in.

    Returns an absolute link that works once, for two hours. Links that were printed earlier are
    dead, and who never used theirs has no role any more: the address may have been a slip.
    Raises ValidationError for the address of a client's member.
    """
    person = _staff_person(email)
    _forget_printed(person)
    for role in (Role.ADMINISTRATOR, Role.ORGANISER):
        grant_role(person, role)
    return make_access_link(
        person, Role.ADMINISTRATOR, lifetime=PRINTED_LIFETIME, leads_to=leads_to
    )


def _staff_person(email: str) -> User:
    """The person of this address, made if need be. Raises ValidationError for a member."""
    address = email.strip().lower()
    found: User | None = User.objects.filter(email=address).first()
    if found is None:
        return create_user(address)
    if Membership.objects.open().filter(person=found).exists():
        raise ValidationError(
            _("%(address)s belongs to a member of a client company. Use another address."),
            params={"address": address},
        )
    if not found.is_active:
        raise ValidationError(
            _("The account of %(address)s is closed. Use another address."),
            params={"address": address},
        )
    return found


def _forget_printed(person: User) -> None:
    waiting = AccessLink.objects.filter(made_by=None, used_at=None).select_related("person")
    for link in waiting.exclude(person=person).filter(person__last_login=None):
        for role in (Role.ADMINISTRATOR, Role.ORGANISER):
            revoke_role(link.person, role)
    waiting.delete()


@transaction.atomic
def admit_staff(
    email: str, roles: Collection[Role], *, by: User, first_name: str = "", last_name: str = ""
) -> User:
    """Give somebody a part in the staff, and write to them with a one-time link.

    Who has signed in before keeps their ways in and is told nothing. Raises ValidationError for
    the address of a client's member, or without a role of the staff.
    """
    wanted = [role for role in roles if role in STAFF_ROLES]
    if not wanted:
        raise ValidationError(_("Choose at least one role."))
    person = _staff_person(email)
    for name, value in (("first_name", first_name), ("last_name", last_name)):
        if value and not getattr(person, name):
            setattr(person, name, value)
    person.full_clean(exclude=["password"])
    person.save()
    for role in wanted:
        grant_role(person, role, by=by)
    if person.last_login is None and not _written_just_now(person):
        _write_to(person, wanted[0], by=by)
    return person


def _written_just_now(person: User) -> bool:
    """Whether a button was pressed twice: the first link stays good, and one mail is enough."""
    since = clock.now() - TWICE
    return _working().filter(person=person, created_at__gt=since).exists()


def _write_to(person: User, role: Role, *, by: User) -> None:
    url = make_access_link(person, role, lifetime=MAILED_LIFETIME, by=by)
    words = {"access_url": url, "by": by, "days": MAILED_LIFETIME.days}
    mails.send(mails.compose("account/email/access", person.email, person, words))


def make_access_link(
    person: User,
    role: Role,
    *,
    lifetime: timedelta,
    leads_to: str = "/",
    by: User | None = None,
) -> str:
    """An absolute link that lets the person in once; an earlier one of theirs dies."""
    AccessLink.objects.filter(person=person, used_at=None).delete()
    token = secrets.token_urlsafe(TOKEN_BYTES)
    AccessLink.objects.create(
        person=person,
        role=role,
        token_hash=hash_token(token),
        leads_to=leads_to,
        made_by=by,
        expires_at=clock.now() + lifetime,
    )
    return absolute_url(reverse("account_access", args=[token]))


def find_access_link(token: str) -> AccessLink | None:
    """The link of this token while it works, or None. Changes nothing."""
    link = _working().filter(token_hash=hash_token(token)).select_related("person").first()
    if link is None or not link.person.groups.filter(name=link.role).exists():
        return None
    return link


def _working() -> QuerySet[AccessLink]:
    return AccessLink.objects.filter(
        used_at=None, expires_at__gt=clock.now(), person__is_active=True
    )


@transaction.atomic
def use_access_link(
    token: str, *, password: str, first_name: str = "", last_name: str = ""
) -> AccessLink:
    """Use the link up: its person gets password and name, and is signed out everywhere else.

    Of many who try at once one succeeds; the others get AccessLinkGone.
    """
    link = find_access_link(token)
    if link is None or not _working().filter(pk=link.pk).update(used_at=clock.now()):
        raise AccessLinkGone
    link.person.set_password(password)
    link.person.first_name = first_name or link.person.first_name
    link.person.last_name = last_name or link.person.last_name
    link.person.save(update_fields=["password", "first_name", "last_name"])
    end_sessions(link.person)
    note_address(link.person)
    return link
