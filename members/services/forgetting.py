"""Removing what this app keeps about people: one who leaves for good, and what is old."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from accounts.models import User
from club.lib.text import fold
from members.enums import ImportState, JoinStatus, ReviewStatus
from members.models import (
    ClientImport,
    ImportedName,
    ImportReview,
    Invitation,
    JoinRequest,
    KnownPerson,
    PersonWord,
    Profile,
)
from members.services.spelling import forget_words

#: Client files of which the whole is still kept, and on which nobody works just now.
_LYING = (ImportState.READ, ImportState.UNREADABLE, ImportState.FAILED)


def drop_profile(person: User) -> None:
    """Remove the profile, the words by which it is found, and the picture from the store once that
    is certain.
    """
    words = PersonWord.objects.filter(person=person)
    names = set(words.values_list("word", flat=True))
    words.delete()
    forget_words(names)
    profile = Profile.objects.filter(person=person).first()
    if profile is not None and profile.face:
        storage, name = profile.face.storage, str(profile.face.name)
        transaction.on_commit(lambda: storage.delete(name))
    Profile.objects.filter(person=person).delete()


def drop_records(person: User) -> None:
    """Remove invitations, requests, records of client files, and what remembers their names.

    Client files that lie there whole go as well, since nobody can tell who is named in them: they
    are given in again.
    """
    ClientImport.objects.filter(state__in=_LYING).delete()
    addresses = {person.email.lower()}
    known = KnownPerson.objects.filter(Q(person=person) | Q(email__iexact=person.email))
    addresses |= {row.email.lower() for row in known if row.email}
    for address in addresses:
        Invitation.objects.filter(email__iexact=address).delete()
        JoinRequest.objects.filter(email__iexact=address).delete()
        ImportedName.objects.filter(key__iendswith=address).delete()
        _reviews_that_say(address).delete()
    Invitation.objects.filter(accepted_by=person).delete()
    ImportReview.objects.filter(member=person).delete()
    for name in (
        f"{person.first_name} {person.last_name}",
        f"{person.last_name} {person.first_name}",
    ):
        ImportedName.objects.filter(key__startswith=f"name:{fold(name).strip()}|").delete()
    known.delete()


def _reviews_that_say(address: str) -> "QuerySet[ImportReview]":
    text = Cast("rows", TextField())
    rows = ImportReview.objects.annotate(said=text)
    return rows.filter(Q(said__icontains=address) | Q(key__icontains=address))


def forget_invitations(moment: datetime) -> int:
    """Remove what was answered, withdrawn or ran out before; requests that were answered too."""
    old = Invitation.objects.filter(created_at__lt=moment, expires_at__lt=moment)
    answered = JoinRequest.objects.exclude(status=JoinStatus.OPEN).filter(created_at__lt=moment)
    return int(old.delete()[0]) + int(answered.delete()[0])


def forget_reviews(moment: datetime) -> int:
    """Remove lines of client files that were decided before."""
    decided = ImportReview.objects.exclude(status=ReviewStatus.WAITING)
    return int(decided.filter(decided_at__lt=moment).delete()[0])
