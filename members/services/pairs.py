"""What every act between two members begins with."""

from accounts.audience import Viewer
from accounts.models import Membership, User
from members.models import Connection
from members.querysets import reachable_memberships
from members.services.errors import NotThere


def lock_people(*person_ids: int | None) -> None:
    """Hold these people, in one order, until the transaction ends: their acts come in turn. None
    stands for a deleted account.
    """
    people = User.objects.filter(pk__in=filter(None, person_ids)).order_by("pk")
    list(people.select_for_update(no_key=True).values_list("pk", flat=True))


def are_contacts(one_id: int, other_id: int) -> bool:
    """Whether two people are in contact."""
    return Connection.objects.between(one_id, other_id).accepted().exists()


def company_ids_of(*people: User) -> dict[int, int]:
    """Where these people are members today, by their ids."""
    rows = Membership.objects.active().filter(person__in=people)
    return dict(rows.values_list("person_id", "company_id"))


def require_reached(viewer: Viewer, *person_ids: int) -> None:
    """Raise NotThere unless the viewer may open the page of each of these people."""
    rows = reachable_memberships(viewer)
    found = set(rows.filter(person_id__in=person_ids).values_list("person_id", flat=True))
    if found != set(person_ids):
        raise NotThere
