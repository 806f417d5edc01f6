"""What one viewer sees of one person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Company, Membership, Tier, User
from accounts.viewer import Viewer
from club.lib.keyed import Keyed
from members import rules
from members.enums import Field, FieldVisibility, Tongue
from members.models.profile import Profile

#: What somebody may see of another person's page before they are in contact, and after.
AS_MEMBER = frozenset({FieldVisibility.MEMBERS})
AS_CONTACT = AS_MEMBER | {FieldVisibility.CONTACTS}


@dataclass(frozen=True)
class PersonSight(Keyed):
    """A person in the eyes of a viewer: the one way by which pages, lists and cards read fields.

    `levels` are the choices under which the person shows a thing to this viewer. What is not
    shown is empty here.
    """

    membership: Membership
    levels: frozenset[FieldVisibility]
    is_contact: bool = False
    is_rival: bool = False
    #: Whether the viewer looks after the person's company by office.
    is_team: bool = False

    @property
    def person(self) -> User:
        """Whom it is about."""
        return self.membership.person

    @property
    def company(self) -> Company:
        """Where they work."""
        return self.membership.company

    @property
    def profile(self) -> Profile:
        """What they say about themselves; an empty one where they have said nothing yet."""
        profile: Profile | None = getattr(self.person, "profile", None)
        return profile or Profile(person=self.person)

    @property
    def tier(self) -> Tier | None:
        """The company's tier where it honours."""
        return self.company.tier if rules.is_honour(self.company.tier) else None

    def shows(self, field: Field) -> bool:
        """Whether the viewer may read a field."""
        if self.is_rival and field in rules.KEPT_FROM_RIVALS:
            return False
        return self.profile.visibility(field) in self.levels

    @property
    def email(self) -> str:
        """The address, or ''."""
        return self.person.email if self.shows(Field.EMAIL) else ""

    @property
    def phone(self) -> str:
        """The number, or ''."""
        return self.profile.phone if self.shows(Field.PHONE) else ""

    @property
    def about(self) -> str:
        """What they write about themselves, or ''."""
        return self.profile.about if self.shows(Field.ABOUT) else ""

    @property
    def helps(self) -> list[str]:
        """Subjects they can help with."""
        return self.profile.help_topics if self.shows(Field.CAN_HELP_WITH) else []

    @property
    def looks(self) -> list[str]:
        """Subjects they look for."""
        return self.profile.wanted_topics if self.shows(Field.LOOKS_FOR) else []

    @property
    def languages(self) -> list[Any]:
        """What the languages they speak are called; all members see them."""
        return [Tongue(code).label for code in self.profile.spoken if code in Tongue.values]

    @property
    def email_choice(self) -> str:
        """Whom they let see the address."""
        return self.profile.email_visible_to

    @property
    def phone_choice(self) -> str:
        """Whom they let see the number; '' without one."""
        return self.profile.phone_visible_to if self.profile.phone else ""

    @property
    def is_hidden(self) -> bool:
        """Whether the person does not want to be found."""
        return self.profile.hidden_at is not None


def see_person(membership: Any, viewer: Viewer) -> PersonSight:
    """A row of `querysets.with_closeness`, fetched with profile and company, as the viewer sees it.

    Asks the database for nothing more.
    """
    levels = rules.shown_levels(
        viewer,
        person_id=membership.person_id,
        manager_id=membership.company.account_manager_id,
        is_contact=membership.is_contact,
    )
    return PersonSight(
        membership,
        levels,
        is_contact=bool(membership.is_contact),
        is_rival=bool(membership.is_rival),
        is_team=rules.is_team(viewer, membership.company.account_manager_id),
    )


def see_people(memberships: Iterable[Any], viewer: Viewer) -> list[PersonSight]:
    """The same for each row of a list."""
    return [see_person(membership, viewer) for membership in memberships]
