"""Two records of one person, or of one company, made one: nothing that happened is lost."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError

from accounts.audience import viewer_for
from accounts.enums import Role
from accounts.merging import (
    COMPANY_ROWS,
    PERSON_ROWS,
    MergeRefused,
    foresee_people,
    merge_companies,
    merge_people,
)
from accounts.models import Company, Membership, Merge, User
from accounts.registry import company_merges, person_merges
from accounts.services import end_membership, grant_role, suspend_membership
from club.lib import clock
from events import merging as events_merging
from events.enums import RegistrationStatus
from events.models import Registration
from events.services import cancel_registration, register
from forum import merging as forum_merging
from forum.models import Post
from loyalty import merging as loyalty_merging
from members import merging as members_merging
from members.enums import ConnectionState
from members.models import Connection, Profile
from members.services import accept_contact, profile_of, request_contact, update_profile
from notifications import merging as notifications_merging
from participation.ledger import rebuild_buckets
from participation.models import Actor, Bucket, LedgerMark, Participation
from tests.events.made import event, plan, the_date
from tests.factories.accounts import CompanyFactory, member
from tests.forum import made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english", "no_indexes")]

APPS = (events_merging, forum_merging, loyalty_merging, members_merging, notifications_merging)
#: What is not moved row by row, and why.
ELSEWHERE_OF_PEOPLE = {
    "participation.Participation.person": "participation.ledger.merging",
    "participation.Participation.voided_by": "participation.ledger.merging",
    "participation.Actor.person": "participation.ledger.merging",
    "members.KnownPerson.person": "let go where both have one",
    "account.EmailAddress.user": "a confirmed one becomes a further address",
    "accounts.User_groups.user": "no right comes over",
    "accounts.User_user_permissions.user": "no right comes over",
    "accounts.AccessLink.person": "staff only",
    "accounts.Audience.people": "its rows are moved",
    "mfa.Authenticator.user": "ways to sign in end",
    "usersessions.UserSession.user": "ways to sign in end",
    "socialaccount.SocialAccount.user": "ways to sign in end",
}
#: Columns that only the club's team is ever named in; their records are not merged.
STAFF_ONLY = (
    "by",
    "done_by",
    "handled_by",
    "decided_by",
    "created_by",
    "made_by",
    "left_by",
    "published_by",
    "asked_by",
    "changed_by",
    "noted_by",
    "undone_by",
    "viewer",
    "manager",
    "account_manager",
    "uploaded_by_user",
    "author",
)
ELSEWHERE_OF_COMPANIES = {
    "participation.Participation.company": "participation.ledger.merging",
    "participation.Bucket.company": "rolled up anew",
    "participation.LedgerMark.company": "marked anew",
    "accounts.Segment.companies": "its rows are moved",
    "accounts.Audience.companies": "its rows are moved",
}


def relations(model) -> set[str]:
    """Each column of our own apps, and of the sign-in, that points to the model."""
    found = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete:
            label = relation.related_model._meta.label
            if not label.startswith("wagtail"):
                found.add(f"{label}.{relation.field.name}")
    return found


def declared(name: str, own) -> set[str]:
    """The columns that the apps say they move."""
    rows = [*own, *(row for app in APPS for row in getattr(app, name, ()))]
    return {f"{row.model._meta.label}.{row.column}" for row in rows}


def test_every_row_of_a_person_and_of_a_company_is_spoken_for():
    people = relations(User) - declared("ROWS", PERSON_ROWS) - set(ELSEWHERE_OF_PEOPLE)
    assert {name for name in people if name.rpartition(".")[2] not in STAFF_ONLY} == set()
    companies = relations(Company) - declared("COMPANY_ROWS", COMPANY_ROWS)
    assert companies - set(ELSEWHERE_OF_COMPANIES) == set()
    assert len(list(person_merges)) == 7
    assert len(list(company_merges)) == 6


@pytest.fixture
def twin(company_a) -> User:
    """A second record of `member_a`, in the same company."""
    return member(
        company_a, email="agathe@client-a.example", first_name="Agathe", last_name="Aubrac"
    )


def rolled_up() -> set[tuple]:
    return set(Bucket.objects.values_list("company", "actor", "kind", "month", "n", "n_solicited"))


def test_facts_follow_once_each_and_the_roll_up_stays_exact(
    member_a, twin, member_b, administrator
):
    both = the_date(event(plan(seats=5)))
    alone = the_date(event(plan(30), title="Another one"))
    for person in (member_a, twin):
        register(both, person, by=person)
    register(alone, twin, by=twin)
    made.thread(twin)
    accept_contact(request_contact(member_b, by=twin, why="Hello"), by=member_b)
    before = Participation.objects.count()
    LedgerMark.objects.all().delete()
    lines = {str(line.label): line for line in foresee_people(member_a, twin)}
    assert (lines["facts"].moved, lines["facts"].dropped) == (3, 1)
    assert (lines["answers to events"].moved, lines["answers to events"].dropped) == (1, 1)

    gone = twin.pk
    log = merge_people(member_a, twin, by=administrator)

    assert Participation.objects.count() == before
    facts = Participation.objects.of_person(member_a)
    assert facts.filter(voided_at__isnull=False).count() == 1
    assert facts.standing().filter(kind="event.registered").count() == 2
    keys = facts.standing().values_list("idempotency_key", flat=True)
    assert [key for key in keys if f"person {gone} " in f"{key} "] == []
    assert set(facts.values_list("actor", flat=True)) == {Actor.objects.get(person=member_a).pk}
    kept = rolled_up()
    rebuild_buckets()
    assert rolled_up() == kept
    assert LedgerMark.objects.filter(company__slug="client-a").exists()
    assert (log.kept_id, log.gone_id, log.done_by) == (member_a.pk, gone, administrator)
    assert log.counts["participation"] == [3, 1]
    register(alone, member_a, by=member_a)  # recognised as the same
    assert facts.standing().filter(kind="event.registered").count() == 2


def test_one_seat_and_the_better_answer_are_kept(member_a, twin, member_b, administrator):
    date = the_date(event(plan(seats=2)))
    cancel_registration(register(date, member_a, by=member_a), by=member_a)
    for person in (twin, member_b):
        register(date, person, by=person)
    merge_people(member_a, twin, by=administrator)
    row = Registration.objects.get(date=date, person=member_a)
    assert row.status == RegistrationStatus.GOING
    date.refresh_from_db()
    assert date.seats_taken == date.registrations.count_seats() == 2


def test_two_seats_become_one_and_the_other_is_offered_on(member_a, twin, member_b, administrator):
    date = the_date(event(plan(seats=2)))
    for person in (member_a, twin, member_b):
        register(date, person, by=person)
    merge_people(member_a, twin, by=administrator)
    assert date.registrations.get(person=member_b).status == RegistrationStatus.OFFERED
    date.refresh_from_db()
    assert date.seats_taken == date.registrations.count_seats() == 2


def test_posts_contacts_profile_and_address_come_over(
    member_a, twin, member_b, member_c, administrator
):
    made.thread(twin)
    post = Post.objects.get(author=twin)
    for person in (member_a, twin):
        accept_contact(request_contact(member_b, by=person, why="Hi"), by=member_b)
    accept_contact(request_contact(member_c, by=twin, why="Hi"), by=member_c)
    update_profile(twin, by=twin, about="Maps rivers.")
    profile_of(member_a)
    Profile.objects.filter(person=twin).update(hidden_at=clock.now())
    EmailAddress.objects.create(user=twin, email=twin.email, verified=True, primary=True)
    merge_people(member_a, twin, by=administrator)
    post.refresh_from_db()
    assert post.author == member_a
    live = Connection.objects.filter(state=ConnectionState.ACCEPTED)
    assert sorted(row.other(member_a.pk) for row in live) == [member_b.pk, member_c.pk]
    profile = Profile.objects.get(person=member_a)
    assert profile.about == "Maps rivers."
    assert profile.hidden_at is not None
    address = EmailAddress.objects.get(email="agathe@client-a.example")
    assert (address.user, address.verified, address.primary) == (member_a, True, False)
    assert not User.objects.filter(email="agathe@client-a.example").exists()


def test_no_right_comes_over_and_a_suspension_holds(member_a, twin, administrator):
    grant_role(twin, Role.CORRESPONDENT)
    started = member_a.memberships.get().started_on
    Membership.objects.filter(person=twin).update(started_on=started - timedelta(days=90))
    suspend_membership(twin.memberships.get())
    merge_people(member_a, twin, by=administrator)
    row = member_a.memberships.get()
    assert row.started_on == started - timedelta(days=90)
    assert row.suspended_at is not None
    assert viewer_for(member_a).is_stranger
    assert not member_a.groups.exists()


def test_who_may_and_what_is_refused(
    member_a, twin, member_b, organiser, manager, director, administrator
):
    for by in (organiser, manager, member_a):
        with pytest.raises(MergeRefused):
            merge_people(member_a, twin, by=by)
    for one, other in ((member_a, member_a), (member_a, member_b), (member_a, organiser)):
        with pytest.raises(MergeRefused):
            merge_people(one, other, by=director)
    end_membership(member_b.memberships.get())
    merge_people(member_a, member_b, by=director)
    assert member_a.memberships.count() == 2
    with pytest.raises(ValidationError):
        merge_people(member_a, User(pk=10**6), by=director)


def test_companies_become_one_with_all_their_facts(company_a, member_a, administrator, organiser):
    double = CompanyFactory.create(
        name="Aubrac (Atelier)", slug="aubrac", legal_id="552 100 554", member_limit=25
    )
    colleague = member(double, email="other@aubrac.example")
    date = the_date(event(plan(seats=5)))
    for person in (member_a, colleague):
        register(date, person, by=person)
    made.thread(colleague)
    before = Participation.objects.count()
    gone = double.pk
    merge_companies(company_a, double, by=administrator)
    assert Participation.objects.of_company(company_a).count() == before
    kept = rolled_up()
    rebuild_buckets()
    assert rolled_up() == kept
    company_a.refresh_from_db()
    assert company_a.legal_id == "552 100 554"
    assert company_a.member_limit == 25
    assert viewer_for(colleague).company_id == company_a.pk
    assert set(date.registrations.values_list("company", flat=True)) == {company_a.pk}
    assert not Company.objects.filter(pk=gone).exists()
    assert Merge.objects.get().subject == "company"


@pytest.mark.parametrize(
    ("who", "may"),
    [("administrator", True), ("director", True), ("organiser", False), ("manager", False)],
)
def test_desk_shows_what_moves_before_it_does(request, client_for, member_a, twin, who, may):
    client = client_for(request.getfixturevalue(who))
    listed = client.get("/cms/members/merge/people/")
    address = f"/cms/members/merge/people/{member_a.pk}/{twin.pk}/"
    assert listed.status_code == (200 if may else 404)
    assert (address in listed.content.decode()) is may
    preview = client.get(address)
    assert preview.status_code == (200 if may else 404)
    assert ("Memberships" in preview.content.decode()) is may
    assert User.objects.filter(pk=twin.pk).exists()
    assert client.post(address).status_code == (302 if may else 404)
    assert User.objects.filter(pk=twin.pk).exists() is not may


def test_desk_finds_companies_and_says_what_is_lost(client_for, company_a, director):
    double = CompanyFactory.create(name="ATELIER AUBRAC SAS", slug="aubrac", city="Lyon")
    client = client_for(director)
    page = client.get("/cms/members/merge/companies/").content.decode()
    address = f"/cms/members/merge/companies/{company_a.pk}/{double.pk}/"
    assert address in page
    preview = client.get(address).content.decode()
    assert "city" in preview
    found = client.get(f"/cms/members/merge/companies/?q=aubrac&keep={double.pk}")
    assert f"/{double.pk}/{company_a.pk}/" in found.content.decode()
