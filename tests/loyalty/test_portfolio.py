"""/portfolio/: whose clients, what each line says on the day of the import, filters and order."""

from datetime import timedelta

import pytest
from django.utils.html import escape

from accounts.enums import JobFunction
from accounts.models import Company
from club.lib import clock
from loyalty.models import Look
from members.services import rebuild_directory
from tests.factories.accounts import CompanyFactory, member
from tests.loyalty.clients import invited, known, signal

pytestmark = pytest.mark.django_db
URL = "/portfolio/"


def lines(client, query: str = "") -> list:
    answer = client.get(URL + query)
    assert answer.status_code == 200
    return answer.context["lines"]


def names(client, query: str = "") -> list[str]:
    return [line.company.name for line in lines(client, query)]


# --- Whose ----------------------------------------------------------------------------------
def test_account_manager_sees_the_own_clients_only(
    client_for, manager, manager2, director, allinone, company_a, company_b, company_c
):
    CompanyFactory.create(name="Left Behind", account_manager=manager, left_on=clock.today())
    CompanyFactory.create(name="Nobody’s")
    assert set(names(client_for(manager))) == {company_a.name, company_c.name}
    assert names(client_for(manager2)) == [company_b.name]
    everything = {company_a.name, company_b.name, company_c.name, "Nobody’s"}
    assert set(names(client_for(director))) == everything
    assert set(names(client_for(allinone))) == everything


def test_a_client_that_moves_to_another_manager_moves_at_once(
    client_for, manager, manager2, company_a
):
    client = client_for(manager)
    assert names(client) == [company_a.name]
    Company.objects.filter(pk=company_a.pk).update(account_manager=manager2)
    assert names(client) == []
    assert client.get("/portfolio/client-a/").status_code == 404


def test_only_the_direction_narrows_by_manager(
    client_for, manager, manager2, director, company_a, company_b
):
    client = client_for(director)
    answer = client.get(URL)
    assert [label for _pk, label, _on in answer.context["managers"]] == [
        "Marc Maurel",
        "Maud Morin",
    ]
    assert names(client, f"?manager={manager2.pk}") == [company_b.name]
    assert client_for(manager).get(URL).context["managers"] == []
    assert names(client_for(manager), f"?manager={manager2.pk}") == []


def test_each_look_is_written_down(client_for, manager, company_a):
    client_for(manager).get(URL)
    look = Look.objects.get()
    assert (look.viewer, look.company, look.page) == (manager, None, "portfolio")


# --- The day of the import ------------------------------------------------------------------
def test_each_line_says_what_is_known_and_what_to_do_before_any_act(
    client_for, manager, company_a, company_c
):
    Company.objects.filter(pk=company_c.pk).update(renewal_on=clock.today() + timedelta(days=60))
    known(company_c, "Ada Known")
    known(company_c, "Bob Buyer", function=JobFunction.DECIDES)
    renewing, empty = lines(client_for(manager))
    assert renewing.company == company_c
    assert (renewing.number, renewing.status) == (None, "Not yet rated")
    assert renewing.people == "2 people known, 0 invited, 0 arrived"
    assert renewing.decider == "Whoever decides is known, and not here yet"
    assert renewing.contact == "No contact logged yet"
    assert renewing.renewal.startswith("Renewal in 60 days, on ")
    assert renewing.renews_soon
    assert (renewing.act.label, renewing.act.url) == (
        "Invite up to 2 people",
        "/portfolio/client-c/invite/",
    )
    assert (empty.people, empty.act.label) == ("Nobody is known there yet", "Name somebody")
    assert empty.renewal == "Renewal date not known"


def test_people_are_counted_once_from_the_records_to_their_arrival(
    client_for, manager, company_a, member_a
):
    known(company_a, "Ada Known")
    wrote = known(company_a, "Bob Buyer")
    wrote.invitation = invited(company_a, manager, wrote.email)
    wrote.save()
    came = known(company_a, "Agathe Aubrac")
    came.person = member_a
    came.save()
    (line,) = lines(client_for(manager))
    assert line.people == "3 people known, 2 invited, 1 arrived"
    assert line.decider == "Somebody who decides is here"
    assert not line.lacks_decider


@pytest.mark.parametrize(
    ("function", "label"),
    [(JobFunction.USES, "Invite somebody who decides"), (JobFunction.DECIDES, "Call")],
)
def test_every_proposed_act_leads_to_where_it_is_done(
    client_for, manager, company_a, member_a, function, label
):
    member_a.memberships.update(function=function)
    client = client_for(manager)
    (line,) = lines(client)
    assert line.act.label == label
    assert client.get(line.act.url).status_code == 200


def test_invited_and_not_come_asks_for_a_call(client_for, manager, company_a):
    invited(company_a, manager)
    client = client_for(manager)
    (line,) = lines(client)
    assert line.act.label == "Call about the invitation"
    form = client.get(line.act.url).context["form"]
    assert form["kind"].value() == "call"


# --- The signal -----------------------------------------------------------------------------
@pytest.mark.parametrize("state", ["not_yet", "unsure", "one_person"])
def test_what_is_not_rated_has_no_number_and_no_arrow(client_for, manager, company_a, state):
    value = None if state == "one_person" else 8.76
    change = None if state == "one_person" else -2.0
    signal(company_a, value, state=state, change=change, causes={"fading": -2.0})
    client = client_for(manager)
    (line,) = lines(client)
    assert (line.number, line.direction) == (None, "")
    assert line.reason == "No contact logged yet"
    html = client.get(URL).content.decode()
    for leak in ("8.76", "8,76", "9<", "8.5", "falling"):
        assert leak not in html, leak


def test_a_rated_client_has_a_half_number_an_arrow_and_one_reason(client_for, manager, company_a):
    signal(company_a, 6.26, change=-0.9, causes={"fading": -1.2, "new_acts": 0.3})
    client = client_for(manager)
    (line,) = lines(client)
    assert (line.number, line.direction) == (6.5, "down")
    assert line.reason == "Little has come lately, and what they did before fades."
    html = client.get(URL).content.decode()
    assert escape(line.reason) in html
    assert "6.26" not in html
    assert "0.9" not in html


def test_noise_is_not_a_trend(client_for, manager, company_a):
    signal(company_a, 6.0, change=-0.39, causes={"fading": -0.39})
    (line,) = lines(client_for(manager))
    assert line.direction == "flat"


# --- Order, filters, search -----------------------------------------------------------------
@pytest.fixture
def several(manager):
    """Seven clients, each in a state of its own, made in another order than they are due."""
    today = clock.today()
    made = {}
    for name in ("Quiet", "Rising", "Renewing", "Falling", "Fallen", "New"):
        made[name] = CompanyFactory.create(name=name, city=f"{name}ville", account_manager=manager)
        if name != "New":
            member(made[name], email=f"somebody@{name.lower()}.example")
    signal(made["Quiet"], 9.0, change=0.1)
    signal(made["Rising"], 5.0, change=0.8, causes={"new_acts": 0.8})
    signal(made["Falling"], 7.0, change=-0.5, causes={"fading": -0.5})
    signal(made["Fallen"], 2.0, change=-1.5, causes={"response": -1.5})
    made["Renewing"].renewal_on = today + timedelta(days=30)
    made["Renewing"].save()
    rebuild_directory()
    return made


def test_what_changed_or_is_due_comes_first_and_never_the_largest(client_for, manager, several):
    client = client_for(manager)
    assert names(client) == ["Fallen", "Falling", "Renewing", "Rising", "New", "Quiet"]
    assert client.get(URL).context["headline"].before == "3 clients are waiting for you"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?sort=name", ["Fallen", "Falling", "New", "Quiet", "Renewing", "Rising"]),
        ("?sort=signal", ["Fallen", "Rising", "Falling", "Quiet", "New", "Renewing"]),
        ("?sort=renewal", ["Renewing", "Fallen", "Falling", "New", "Quiet", "Rising"]),
        ("?state=falling", ["Fallen", "Falling"]),
        ("?state=rising", ["Rising"]),
        ("?state=renewal", ["Renewing"]),
        ("?state=unrated", ["Renewing", "New"]),
        ("?state=not-invited&sort=name", ["New"]),
        ("?state=nonsense&sort=nonsense&page=99&manager=x&tier=", 6),
        ("?q=fall", ["Fallen", "Falling"]),
        ("?q=risingville", ["Rising"]),
        ("?q=" + "x" * 300, []),
        ("?q=%00fallen&tier=%00", ["Fallen"]),
        ("?tier=gold", []),
        ("?tier=silver&q=new", ["New"]),
        ("?manager=999999999999999999999", 6),
    ],
)
def test_filters_search_and_order(client_for, manager, several, query, found):
    shown = names(client_for(manager), query)
    assert (len(shown) if isinstance(found, int) else shown) == found


def test_chips_count_under_the_other_filters(client_for, manager, several):
    chips = {c.label: c.count for c in client_for(manager).get(URL + "?q=fall").context["states"]}
    assert chips == {"All": 2, "Drifting away": 2}


def test_empty_portfolio_says_how_clients_come(client_for, manager, director):
    html = client_for(manager).get(URL).content.decode()
    assert "No client is yours yet" in html
    assert "import_clients" in client_for(director).get(URL).content.decode()


# --- Size -----------------------------------------------------------------------------------
QUERIES = 8


@pytest.mark.parametrize("count", [1, 40])
def test_queries_and_weight_do_not_grow(
    client_for, director, manager, django_assert_num_queries, count
):
    for number in range(count):
        company = CompanyFactory.create(name=f"Client number {number}", account_manager=manager)
        member(company, email=f"person@client{number}.example")
        known(company, "Ada Known")
        signal(company, 6.0, change=-1.0, causes={"fading": -1.0})
    client = client_for(director)
    client.get(URL)
    with django_assert_num_queries(QUERIES):
        answer = client.get(URL)
    assert len(answer.context["lines"]) == min(count, 25)
    assert len(answer.content) <= 60_000
