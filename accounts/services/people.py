"""People: who they are, which roles they have, how they sign in."""

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.db import transaction

from accounts.audit import note_act
from accounts.enums import STAFF_ROLES, AuditKind, Role
from accounts.models import User
from accounts.services.telling import tell_access_changed


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


def set_language(person: User, language: str) -> None:
    """Remember the language that a person chose."""
    person.language = language
    person.save(update_fields=["language"])
