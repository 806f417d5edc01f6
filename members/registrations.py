"""What this app adds to places that belong to all."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from accounts import registry
from accounts.models import Company
from accounts.registry import Hit
from accounts.viewer import Viewer
from members import mails, merging, tasks
from members.ical import ENTRY_KIND, FEED, facts, facts_of_many
from members.kinds import KINDS
from members.meetings import ON_THE_DAY, grounds
from members.models import SHOWS_ATTENDANCE, CharterVersion, Profile
from members.models.arrival import greeted_arrival
from members.models.grounds import MEMBERS_GROUNDS
from members.models.proposed import people_to_meet
from members.models.search import companies_matching_q, memberships_matching_q
from members.models.spelling import similar_companies, similar_people
from members.notices.verbs import PREFERENCES, VERBS
from members.querysets import by_name, visible_memberships
from members.rules import CHARTER_GATE
from members.services import (
    companies,
    contacts,
    departures,
    expire_introductions,
    index_companies,
    index_people,
    leaving,
    reminders,
)
from members.services.arrivals import VERB_WELCOME
from members.services.invitations import VERB, VERB_ADMITTED
from members.services.join_requests import VERB_DECLINED
from members.services.meeting_answers import REPLIES
from members.services.meetings import call_off_departed
from members.services.spelling import forget_unused_words
from members.views.meet import undo_context
from notifications.enums import Purpose
from notifications.registry import (
    PreferenceKind,
    Verb,
    calendar_replies,
    feed_sources,
    preference_kinds,
    register_calendar_source,
    register_due,
    register_verb,
)
from participation.kinds import register_kind


def register_all() -> None:
    """Fill the registries; called once, when the app is ready."""
    _register_places()
    _register_search()
    _register_public_paths()
    _register_mails()
    _register_arriving()
    _register_leaving()
    _register_touch()
    _register_clock()
    for ground in MEMBERS_GROUNDS:
        grounds.register(ground)


def _register_leaving() -> None:
    """What goes with a membership that ends, and what the clock carries out."""
    registry.leaving_parts.register(leaving.LEAVING)
    registry.person_merges.register(merging.PERSON)
    registry.company_merges.register(merging.COMPANY)
    register_due("members.reminders", 300, reminders.send_reminders)
    register_due("members.departures", 60, departures.carry_out_departures)
    register_verb(
        Verb(
            name=leaving.VERB,
            purpose=Purpose.SERVICE,
            label=_("A contact left their company"),
            bell=mails.contact_left_bell,
            preference=contacts.PREFERENCE,
        )
    )


def _register_touch() -> None:
    """Introductions and meetings: what is told, what calendars hold, and what the clock closes."""
    for kind in PREFERENCES:
        preference_kinds.register(kind)
    for verb in VERBS:
        register_verb(verb)
    register_calendar_source(ENTRY_KIND, facts, facts_of_many)
    feed_sources.register(FEED)
    calendar_replies.register(REPLIES)
    register_due("members.introductions", 3600, expire_introductions)
    registry.change_listeners.register(
        registry.ChangeListener("members.meetings", 10, memberships_changed=call_off_departed)
    )


def _register_arriving() -> None:
    """The charter at the door, what is read with who asks, and the facts about invitations."""
    registry.person_values.register(SHOWS_ATTENDANCE)
    registry.gates.register(registry.Gate(CHARTER_GATE, 10, charter_is_due))
    for kind in KINDS:
        register_kind(kind)


def _register_clock() -> None:
    """Client files and members who wait for the worker."""
    register_due(tasks.IMPORTS_JOB, 1, tasks.enqueue_imports)
    register_due(tasks.SUGGESTIONS_JOB, 15, tasks.enqueue_suggesting)


def charter_is_due() -> Exists:
    """On memberships: the person has not accepted the charter in force."""
    versions = CharterVersion.objects.in_force()
    return Exists(versions.not_accepted_by(OuterRef(OuterRef("person_id"))))


def _register_places() -> None:
    registry.nav_items.register(
        registry.NavItem(
            "members",
            30,
            _("Members"),
            "members:directory",
            "people",
            also=("members:companies",),
        )
    )
    registry.day_cards.register(
        registry.DayCard("members.meet", 50, "side", "members/_day_meet.html", _meet_context)
    )
    registry.absences.register(registry.Absence("members.hidden", 0, _hidden_people))
    registry.day_cards.register(
        registry.DayCard("members.greeting", 0, "main", "members/_day_greeting.html", _greeting)
    )
    registry.change_listeners.register(
        registry.ChangeListener("members.search", 0, index_people, index_companies)
    )


def _hidden_people() -> Any:
    return Profile.objects.hidden().values("person_id")


def _greeting(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """The account manager's welcome of a newcomer, for a week or until it is put away."""
    if not viewer.is_member:
        return None
    arrival = greeted_arrival(request.user)
    if arrival is None:
        return None
    companies = Company.objects.select_related("account_manager__profile")
    company = companies.get(memberships=viewer.membership_id)
    return {"arrival": arrival, "company": company, "manager": company.account_manager}


def _meet_context(request: HttpRequest, viewer: Viewer) -> dict[str, Any] | None:
    """Three people, or what would help to find some; nothing for staff, who have no contacts."""
    if not viewer.is_member:
        return None
    return {"people": people_to_meet(viewer, ON_THE_DAY), **undo_context(request, viewer)}


def _register_search() -> None:
    register_due("members.spelling", 86_400, forget_unused_words)
    registry.search_sources.register(
        registry.SearchSource("people", 10, _("People"), search_people, _more("members:directory"))
    )
    registry.search_sources.register(
        registry.SearchSource(
            "companies", 20, _("Companies"), search_companies, _more("members:companies")
        )
    )


def _more(name: str) -> Any:
    return lambda query: f"{reverse(name)}?{urlencode({'q': query})}"


def search_people(viewer: Viewer, query: str, limit: int) -> Iterable[Hit]:
    """People of the directory by name, title, topic or company; else those of similar names."""
    found = visible_memberships(viewer).filter(memberships_matching_q(query, viewer))
    rows = list(by_name(found)[:limit])
    similar = rows or similar_people(visible_memberships(viewer), query, viewer, limit)
    for membership in similar:
        details = (membership.job_title, membership.company.name)
        yield Hit(
            title=membership.person.full_name,
            url=reverse("members:person-detail", args=[membership.person_id]),
            detail=", ".join(filter(None, ("" if rows else str(_("similar name")), *details))),
            person=membership.person,
        )


def search_companies(viewer: Viewer, query: str, limit: int) -> Iterable[Hit]:
    """Companies of the directory by name or city; else those of similar names."""
    found = Company.objects.visible_to(viewer).filter(companies_matching_q(query))
    ordered = found.select_related("sector").order_by("directory_entry__sort_name", "pk")
    rows = list(ordered[:limit])
    everything = Company.objects.visible_to(viewer).select_related("sector")
    for company in rows or similar_companies(everything, query, limit):
        sector = str(company.sector.name) if company.sector else ""
        details = ("" if rows else str(_("similar name")), sector, company.city)
        yield Hit(
            title=company.name,
            url=company.get_absolute_url(),
            detail=", ".join(filter(None, details)),
            company=company,
        )


def _register_public_paths() -> None:
    paths = {
        r"join/$": "strangers ask to be let in",
        r"join/sent/$": "the answer to a request, the same whatever was asked",
        r"join/[^/]+/$": "who was invited is a stranger until they accept; the token is the right",
        r"join/[^/]+/refuse/$": "who says no needs no account; the token is the right",
        r"me/privacy/deleted/$": "a good-bye to whose account is no more",
        r"welcome/charter/declined/$": "a good-bye to who has just been signed out",
    }
    for order, (pattern, reason) in enumerate(paths.items()):
        registry.public_paths.register(registry.PublicPath(pattern, reason, order))


def _register_mails() -> None:
    """An invitation solicits its receiver, unless it answers their own request to join."""
    for name, purpose in (
        (VERB, Purpose.SOLICITATION),
        (VERB_ADMITTED, Purpose.ANSWER),
    ):
        register_verb(
            Verb(
                name=name,
                purpose=purpose,
                template="members/email/invited",
                context=mails.invitation_context,
                label=_("Invitation to join"),
                secret=True,
            )
        )
    register_verb(
        Verb(
            name=reminders.VERB,
            purpose=Purpose.SOLICITATION,
            template="members/email/reminded",
            context=mails.reminder_context,
            label=_("Reminder of an invitation"),
            secret=True,
        )
    )
    register_verb(
        Verb(
            name=VERB_DECLINED,
            purpose=Purpose.ANSWER,
            template="members/email/declined",
            context=mails.declined_context,
            label=_("Answer to a request to join"),
        )
    )
    register_verb(
        Verb(
            name=VERB_WELCOME,
            purpose=Purpose.SERVICE,
            template="members/email/welcome",
            context=mails.welcome_context,
            label=_("Welcome"),
        )
    )
    _register_contacts()
    _register_companies()


def _register_companies() -> None:
    """What is told about new names and logos: to who decides, and to who asked."""
    for verb in (
        Verb(
            name=companies.VERB_ASKED,
            purpose=Purpose.SERVICE,
            template="members/email/company_change_asked",
            context=mails.change_asked_context,
            label=_("New name or logo asked"),
            bell=mails.change_asked_bell,
            visible=mails.visible_changes,
        ),
        Verb(
            name=companies.VERB_DECIDED,
            purpose=Purpose.ANSWER,
            template="members/email/company_change_decided",
            context=mails.change_decided_context,
            label=_("New name or logo decided"),
            bell=mails.change_decided_bell,
            visible=mails.visible_changes,
        ),
    ):
        register_verb(verb)


def _register_contacts() -> None:
    """What is told about contacts: a request may be refused, the answer to one's own comes."""
    preference_kinds.register(
        PreferenceKind(
            contacts.PREFERENCE,
            50,
            _("Contacts"),
            detail=_("Another member asks you for contact."),
        )
    )
    for verb in (
        Verb(
            name=contacts.VERB_ASKED,
            purpose=Purpose.SOLICITATION,
            template="members/email/contact_asked",
            context=mails.contact_asked_context,
            label=_("Request for contact"),
            bell=mails.contact_asked_bell,
            visible=mails.visible_connections,
            preference=contacts.PREFERENCE,
        ),
        Verb(
            name=contacts.VERB_ACCEPTED,
            purpose=Purpose.ANSWER,
            template="members/email/contact_accepted",
            context=mails.contact_accepted_context,
            label=_("Request for contact accepted"),
            bell=mails.contact_accepted_bell,
            visible=mails.visible_connections,
            preference=contacts.PREFERENCE,
        ),
    ):
        register_verb(verb)
