"""Queries of the members app. Who is found, and whose page is opened, stands here, once."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, ExpressionWrapper, OuterRef, Q, Value
from django.db.models.functions import Lower

from accounts.audience import Viewer
from accounts.enums import Role
from accounts.models import Company, Membership, User
from accounts.querysets import CompanyQuerySet, listed_q
from club.lib import clock
from members.enums import (
    LIVE_STATES,
    ChangeState,
    ConnectionState,
    ImportState,
    JoinStatus,
    ReviewStatus,
)


def visible_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """The directory: who is where today, with all that a list shows of them.

    Suspended and departed people, those of companies that left, those who hide, and whom the viewer
    has blocked are not in it; for strangers it is empty. Lists, searches, counts, mentions and
    choices of people use this.
    """
    rows: models.QuerySet[Membership] = Membership.objects.all()
    listed = Membership.objects.listed()
    found = rows.none() if viewer.is_stranger else listed.exclude(blocked_q(viewer))
    return found.select_related("person__profile", "company__sector", "company__tier")


def reachable_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """Those whose page the viewer may open: the directory, and some of those who hide.

    Who hides is reached by themselves, by their contacts, by whom they asked for contact, and by
    the team of their company.
    """
    if viewer.is_stranger:
        return visible_memberships(viewer)
    rows = Membership.objects.active().filter(person__is_active=True)
    known = (
        listed_q("person_id")
        | Q(person_id=viewer.user_id)
        | contacts_q(viewer)
        | asking_q(viewer)
        | team_q(viewer)
    )
    found: models.QuerySet[Membership] = rows.filter(known)
    return found.select_related("person__profile", "company__sector", "company__tier")


def contacts_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People who are in contact with the viewer; `person` is the column with their id."""
    if not viewer.is_member:
        return Q(pk__in=[])
    sought = User.objects.filter(
        connections_received__asked_by_id=viewer.user_id,
        connections_received__state=ConnectionState.ACCEPTED,
    )
    return Q(**{f"{person}__in": sought.values("pk")}) | _who_asked_q(
        viewer, person, ConnectionState.ACCEPTED
    )


def mutual_memberships(viewer: Viewer, person_id: int) -> "models.QuerySet[Membership]":
    """Those of the directory who are in contact with the viewer and with somebody else.

    The viewer is in contact with each of them, so that being named here tells of them only what
    their own contacts see; who hides is not named.
    """
    if not viewer.is_member or viewer.user_id == person_id:
        return visible_memberships(viewer).none()
    theirs = User.objects.filter(
        Q(
            connections_received__asked_by_id=person_id,
            connections_received__state=ConnectionState.ACCEPTED,
        )
        | Q(
            connections_sought__asked_id=person_id,
            connections_sought__state=ConnectionState.ACCEPTED,
        )
    )
    return visible_memberships(viewer).filter(contacts_q(viewer), person__in=theirs.values("pk"))


def asking_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People whose request for contact waits for the viewer's answer."""
    if not viewer.is_member:
        return Q(pk__in=[])
    return _who_asked_q(viewer, person, ConnectionState.ASKED)


def _who_asked_q(viewer: Viewer, person: str, state: ConnectionState) -> Q:
    received = User.objects.filter(
        connections_sought__asked_id=viewer.user_id, connections_sought__state=state
    )
    return Q(**{f"{person}__in": received.values("pk")})


def blocked_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People whom the viewer has blocked: they are out of the viewer's sight, never the reverse."""
    if not viewer.is_member:
        return Q(pk__in=[])
    blocked = User.objects.filter(blocks_received__by_id=viewer.user_id)
    return Q(**{f"{person}__in": blocked.values("pk")})


def blockers_of(person_id: int | None) -> "models.QuerySet[User]":
    """Those who want to hear nothing from this person."""
    found: models.QuerySet[User] = User.objects.filter(blocks_made__person_id=person_id)
    return found


def team_q(viewer: Viewer, company: str = "company") -> Q:
    """Memberships of companies of which the viewer sees what is kept for contacts.

    An administrator: all; an account manager: the own portfolio. `rules.is_team` is its twin.
    """
    if viewer.has_role(Role.ADMINISTRATOR):
        return Q(pk__isnull=False)  # an empty condition would vanish beside others
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return Q(**{f"{company}__account_manager_id": viewer.user_id})
    return Q(pk__in=[])


def rivals_q(viewer: Viewer, company: str = "company_id") -> Q:
    """Companies that the viewer's company named as competitors, and those that named it.

    `company` is the column with their id. One list works both ways; nobody of the staff has rivals.
    """
    if viewer.company_id is None:
        return Q(pk__in=[])
    rows = Company._meta.get_field("rivals").related_model._default_manager
    named = rows.filter(company_id=viewer.company_id).values("rival_id")
    naming = rows.filter(rival_id=viewer.company_id).values("company_id")
    return Q(**{f"{company}__in": named}) | Q(**{f"{company}__in": naming})


def apart_q(viewer: Viewer, person: str = "person_id") -> Q:
    """People of competitors, who keep from the viewer what they offer, look for and come to.

    Contacts are no exception. `person` is the column with their id; `is_rival`, which
    `with_closeness` adds to a row, says the same of one of them.
    """
    if viewer.company_id is None:
        return Q(pk__in=[])
    people = Membership.objects.open().filter(rivals_q(viewer)).values("person_id")
    return Q(**{f"{person}__in": people})


def with_closeness(
    memberships: "models.QuerySet[Membership]", viewer: Viewer
) -> "models.QuerySet[Membership]":
    """Annotated with `is_contact` (in contact with the viewer) and `is_rival` (of a competitor)."""
    if not viewer.is_member:
        return memberships.annotate(is_contact=Value(False), is_rival=Value(False))
    near = ExpressionWrapper(contacts_q(viewer), output_field=models.BooleanField())
    rival = ExpressionWrapper(rivals_q(viewer), output_field=models.BooleanField())
    return memberships.annotate(is_contact=near, is_rival=rival)


def by_name(memberships: "models.QuerySet[Membership]") -> "models.QuerySet[Membership]":
    """Sorted by last name, whatever its accents and capitals."""
    return memberships.order_by("person__profile__sort_name", "person_id")


def invitable_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies for which the viewer may invite people.

    An account manager only: the own portfolio. Other staff: every client. A correspondent: the
    own company. Anybody else: none.
    """
    every = (Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)
    return _companies_of(viewer, every, own=True).current()


def departing_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies whose people the viewer may mark as having left.

    The own portfolio for account managers, every client for administrators and directors, the own
    company for its correspondent. Organisers invite, but the relation is not theirs.
    """
    return _companies_of(viewer, (Role.DIRECTOR, Role.ADMINISTRATOR), own=True).current()


def handled_companies(viewer: Viewer) -> "models.QuerySet[Company]":
    """The companies that the viewer looks after at the desk, those that left included.

    An account manager only: the own portfolio. Other staff: all. Anybody else: none.
    """
    return _companies_of(viewer, (Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR))


def _companies_of(
    viewer: Viewer, every: tuple[Role, ...], *, own: bool = False
) -> "CompanyQuerySet":
    """All for these roles, the portfolio for an account manager, with `own` a correspondent's."""
    companies: CompanyQuerySet = Company.objects.all()
    if viewer.has_role(*every):
        return companies
    if viewer.has_role(Role.ACCOUNT_MANAGER):
        return companies.filter(account_manager_id=viewer.user_id)
    if own and viewer.has_role(Role.CORRESPONDENT) and viewer.company_id is not None:
        return companies.filter(pk=viewer.company_id)
    return companies.none()


def handled_memberships(viewer: Viewer) -> "models.QuerySet[Membership]":
    """Who belongs to these companies today, as far as the viewer may know of them.

    The team of a company knows its suspended people and those who hide; the rest of the staff
    knows whom the directory lists.
    """
    rows: models.QuerySet[Membership] = Membership.objects.open()
    if viewer.has_role(Role.ADMINISTRATOR):
        return rows
    listed = Q(pk__in=Membership.objects.listed().values("pk"))
    known = rows.filter(team_q(viewer) | listed)
    return known.filter(company__in=handled_companies(viewer))


class ProfileQuerySet(models.QuerySet[Any]):
    """What people say about themselves."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Profiles of people whose page the viewer may open, and the viewer's own."""
        if viewer.is_stranger:
            return self.none()
        reached = reachable_memberships(viewer).values("person_id")
        return self.filter(Q(person__in=reached) | Q(person_id=viewer.user_id))

    def hidden(self) -> Self:
        """Of people who do not want to be found."""
        return self.filter(hidden_at__isnull=False)


class ConnectionQuerySet(models.QuerySet[Any]):
    """Contacts and requests for contact."""

    def of(self, person_id: int | None) -> Self:
        """Those that a person asked for or was asked for."""
        return self.filter(Q(asked_by_id=person_id) | Q(asked_id=person_id))

    def between(self, one: int, other: int) -> Self:
        """Those of two people, whoever asked."""
        return self.filter(Q(asked_by_id=one, asked_id=other) | Q(asked_by_id=other, asked_id=one))

    def live(self) -> Self:
        """Asked or accepted."""
        return self.filter(state__in=LIVE_STATES)

    def accepted(self) -> Self:
        """Two people in contact."""
        return self.filter(state=ConnectionState.ACCEPTED)

    def visible_to(self, viewer: Viewer) -> Self:
        """A member's own ones with people whom they may reach; nobody else's, and none for staff.

        Who was asked does not see what is over; who asked reads a refusal as not yet answered.
        """
        if not viewer.is_member:
            return self.none()
        reached = reachable_memberships(viewer).values("person_id")
        sought = Q(
            asked_by_id=viewer.user_id,
            asked__in=reached,
            state__in=[*LIVE_STATES, ConnectionState.DECLINED],
        )
        received = Q(asked_id=viewer.user_id, asked_by__in=reached, state__in=LIVE_STATES)
        return self.filter(sought | received)


class RivalQuerySet(models.QuerySet[Any]):
    """Which companies named which as competitors."""

    def visible_to(self, viewer: Viewer) -> Self:
        """A director sees all, an account manager those that the own clients named, a
        correspondent those that the own company named. Nobody else sees any, least of all those
        who are named.
        """
        shown = Q(pk__in=[])
        if viewer.has_role(Role.DIRECTOR):
            return self.all()
        if viewer.has_role(Role.ACCOUNT_MANAGER):
            shown |= Q(company__account_manager_id=viewer.user_id)
        if viewer.has_role(Role.CORRESPONDENT) and viewer.company_id is not None:
            shown |= Q(company_id=viewer.company_id)
        return self.filter(shown)


class InvitationQuerySet(models.QuerySet[Any]):
    """Offers to join."""

    def waiting(self) -> Self:
        """Not accepted, refused or withdrawn; their time may be over."""
        return self.filter(
            accepted_at__isnull=True, revoked_at__isnull=True, refused_at__isnull=True
        )

    def open(self) -> Self:
        """Those that can still be accepted."""
        return self.waiting().filter(expires_at__gt=clock.now())

    def opened_by(self, token_hash: str) -> Self:
        """Those that a token with this hash opens: the first mail's, or one of its reminders'."""
        links = self.model._meta.get_field("links").related_model._default_manager
        reminded = links.filter(token_hash=token_hash, invitation=OuterRef("pk"))
        return self.filter(Q(token_hash=token_hash) | Exists(reminded))

    def to_remind(self) -> Self:
        """Open ones of which a reminder may be due, by the clock alone."""
        return self.open().filter(remind_at__lte=clock.now()).order_by("remind_at", "pk")

    def refused_since(self, moment: datetime) -> Self:
        """Those to which the receiver said no after this moment, the latest first."""
        return self.filter(refused_at__gt=moment).order_by("-refused_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite."""
        return self.filter(company__in=invitable_companies(viewer))


class DepartureQuerySet(models.QuerySet[Any]):
    """Who left which company."""

    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def due(self) -> Self:
        """Those whose day has come, and that nobody has carried out yet."""
        return self.standing().filter(done_at__isnull=True, from_on__lte=clock.house_today())

    def recent(self, since: datetime) -> Self:
        """Those carried out after this moment, the latest first."""
        return self.standing().filter(done_at__gt=since).order_by("-done_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies whose people the viewer may mark as having left."""
        return self.filter(membership__company__in=departing_companies(viewer))


class CharterVersionQuerySet(models.QuerySet[Any]):
    """The charter as it stood and stands."""

    def in_force(self) -> Self:
        """The newest version; none where the club has no charter."""
        newer = self.model._default_manager.filter(number__gt=OuterRef("number"))
        return self.filter(~Exists(newer))

    def not_accepted_by(self, person_id: Any) -> Self:
        """Those that a person, or the one whom an outer query means, has not accepted."""
        acceptances = self.model._meta.get_field("acceptances").related_model._default_manager
        return self.filter(~Exists(acceptances.filter(version=OuterRef("pk"), person_id=person_id)))


class JoinRequestQuerySet(models.QuerySet[Any]):
    """Requests of strangers."""

    def open(self) -> Self:
        """Those that nobody has answered."""
        return self.filter(status=JoinStatus.OPEN)

    def answered(self) -> Self:
        """Those that were accepted or declined, the latest first."""
        return self.exclude(status=JoinStatus.OPEN).order_by("-handled_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for the staff, none for others."""
        return self.all() if viewer.is_staff else self.none()


class KnownPersonQuerySet(models.QuerySet[Any]):
    """People whom the supplier's records name."""

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite; never for members."""
        if not viewer.is_staff:
            return self.none()
        return self.filter(company__in=invitable_companies(viewer))

    def uninvited(self) -> Self:
        """Those to whom nobody has written yet, and who are not members."""
        return self.filter(invitation__isnull=True, person__isnull=True)

    def matching(self, query: str) -> Self:
        """Those with every word of the query in their name, address or company."""
        found = self
        for word in query.split()[:8]:
            found = found.filter(
                Q(first_name__icontains=word)
                | Q(last_name__icontains=word)
                | Q(email__icontains=word)
                | Q(company__name__icontains=word)
            )
        return found

    def invitable(self) -> Self:
        """The uninvited who have an address that nobody uses here or was invited under already."""
        invitations = self.model._meta.get_field("invitation").related_model._default_manager
        at_address = {"email": Lower(OuterRef("email"))}
        return self.uninvited().filter(
            ~Exists(User.objects.staff().filter(**at_address)),
            ~Exists(User.objects.standing_members().filter(**at_address)),
            ~Exists(User.objects.filter(is_active=False, **at_address)),
            ~Exists(invitations.open().filter(**at_address)),
            ~Q(email=""),
            company__left_on__isnull=True,
        )


class ImportReviewQuerySet(models.QuerySet[Any]):
    """Lines of client files that staff must say something about."""

    def waiting(self) -> Self:
        """Those that nobody has decided."""
        return self.filter(status=ReviewStatus.WAITING)

    def decided(self) -> Self:
        """The others, the latest first."""
        return self.exclude(status=ReviewStatus.WAITING).order_by("-decided_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies that the viewer handles; never for members.

        One without a company belongs to the account manager whom the file names, and to those who
        handle every company.
        """
        if not viewer.is_staff:
            return self.none()
        if viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR):
            return self.all()
        nobodys = Q(company__isnull=True, manager_id=viewer.user_id)
        return self.filter(nobodys | Q(company__in=invitable_companies(viewer)))


DepartureManager = models.Manager.from_queryset(DepartureQuerySet)


class CompanyChangeQuerySet(models.QuerySet[Any]):
    """Names and logos that companies ask for."""

    def waiting(self) -> Self:
        """Those that nobody has decided, the oldest first."""
        return self.filter(state=ChangeState.WAITING).order_by("asked_at", "pk")

    def decided(self) -> Self:
        """Those that were approved or refused, the latest first."""
        decided = (ChangeState.APPROVED, ChangeState.REFUSED)
        return self.filter(state__in=decided).order_by("-decided_at", "-pk")

    def visible_to(self, viewer: Viewer) -> Self:
        """Those of the companies for which the viewer may invite: who handles a company decides
        about its name, and its correspondent has asked.
        """
        return self.filter(company__in=invitable_companies(viewer))


CompanyChangeManager = models.Manager.from_queryset(CompanyChangeQuerySet)


class ClientImportQuerySet(models.QuerySet[Any]):
    """Client files that were given in at the desk."""

    def visible_to(self, viewer: Viewer) -> Self:
        """All of them for those who may import, none for others."""
        may = viewer.has_role(Role.ORGANISER, Role.DIRECTOR, Role.ADMINISTRATOR)
        return self.all() if may else self.none()

    def due(self) -> Self:
        """Those that wait for a worker; one whose worker died half an hour ago waits again."""
        lost = Q(state__in=[ImportState.READING, ImportState.WRITING]) & Q(
            changed_at__lt=clock.now() - timedelta(minutes=30)
        )
        return self.filter(Q(state__in=[ImportState.GIVEN, ImportState.CONFIRMED]) | lost)


ClientImportManager = models.Manager.from_queryset(ClientImportQuerySet)
ConnectionManager = models.Manager.from_queryset(ConnectionQuerySet)
RivalManager = models.Manager.from_queryset(RivalQuerySet)
ProfileManager = models.Manager.from_queryset(ProfileQuerySet)
KnownPersonManager = models.Manager.from_queryset(KnownPersonQuerySet)
CharterVersionManager = models.Manager.from_queryset(CharterVersionQuerySet)
InvitationManager = models.Manager.from_queryset(InvitationQuerySet)
JoinRequestManager = models.Manager.from_queryset(JoinRequestQuerySet)
ImportReviewManager = models.Manager.from_queryset(ImportReviewQuerySet)
