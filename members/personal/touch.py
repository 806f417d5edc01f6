"""Introductions and meetings, blocks and reports, people to meet, the page of one's company."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.registry import Kept, PersonalData
from members.models import (
    Block,
    CompanyChange,
    Dismissal,
    Introduction,
    Meeting,
    Report,
    Rival,
    Suggestion,
)
from members.services.meetings import call_off_of


def _touch(person: User) -> Iterable[Kept]:
    for block in Block.objects.filter(by=person).select_related("person"):
        yield Kept(_("You have blocked"), block.person.full_name, block.created_at)
    for report in Report.objects.filter(by=person).select_related("person"):
        said = f"{report.person.full_name} · {report.get_reason_display()} · {report.note}"
        yield Kept(_("You have reported"), said, report.created_at)
    yield from _introductions(person)
    yield from _meetings(person)


def _introductions(person: User) -> Iterable[Kept]:
    """The lines that this person wrote or was written; never what the other one answered."""
    own = Q(by=person) | Q(one=person) | Q(other=person)
    for row in Introduction.objects.filter(own).select_related("by", "one", "other"):
        if row.by_id == person.pk:
            names = f"{row.one.full_name}, {row.other.full_name}"
            said = " · ".join((names, row.line_to_one, row.line_to_other))
        else:
            said = f"{row.by.full_name} · {row.line_for(person.pk)}"
        yield Kept(_("Introduction"), said, row.created_at)


def _meetings(person: User) -> Iterable[Kept]:
    for row in Meeting.objects.of(person.pk).select_related("by", "guest"):
        other = row.guest if row.by_id == person.pk else row.by
        details = (other.full_name if other else "", row.get_state_display(), row.line, row.where)
        yield Kept(_("Meeting"), " · ".join(filter(None, details)), row.created_at)


def _proposed(person: User) -> Iterable[Kept]:
    for row in Dismissal.objects.filter(by=person).select_related("person").order_by("-created_at"):
        yield Kept(_("Not to be proposed to you"), row.person.full_name, row.created_at)
    names = Suggestion.objects.filter(to=person).values_list(
        "person__first_name", "person__last_name"
    )
    for first, last in sorted(set(names)):
        yield Kept(_("Proposed to you"), f"{first} {last}".strip())


def _company_page(person: User) -> Iterable[Kept]:
    for change in CompanyChange.objects.filter(asked_by=person).order_by("-asked_at"):
        said = f"{change.name or _('a logo')} · {change.get_state_display()}"
        yield Kept(_("New name or logo asked"), said, change.asked_at)
    for rival in Rival.objects.filter(named_by=person).select_related("rival"):
        yield Kept(_("Competitor named"), rival.rival.name, rival.created_at)


def _leave_meetings(person: User) -> None:
    call_off_of(person)


TOUCH = PersonalData(
    "touch",
    56,
    _("Introductions, meetings, blocks and reports"),
    use=_("Bringing people together with the consent of both, and keeping others away from you."),
    period=_("While those concerned have an account."),
    seen_by=_("You and those concerned; of reports, organisers and administrators."),
    models=("members.Block", "members.Report", "members.Introduction", "members.Meeting"),
    export=_touch,
    erase=_leave_meetings,
    change="/me/contacts/",
)
PROPOSED = PersonalData(
    "proposed",
    57,
    _("People to meet"),
    use=_("Whom the club proposes to you today, and whom you do not want proposed again."),
    period=_("Proposals for a day; what you put away, with your account."),
    seen_by=_("You alone."),
    models=("members.Suggestion", "members.SuggestionDay", "members.Dismissal"),
    export=_proposed,
    change="/members/meet/",
)
COMPANY_PAGE = PersonalData(
    "company_page",
    67,
    _("What you asked for your company"),
    use=_("The club approves a new name or logo; competitors named are kept apart."),
    period=_("With the company; without your name once you have no account."),
    seen_by=_("Your company’s correspondents, its account manager and directors."),
    models=("members.CompanyChange", "members.Rival"),
    export=_company_page,
)
