"""The editing desk: what an organiser writes, what is refused and in which words, previews."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from club.lib import clock
from events.models import EventDate, EventIndexPage, EventPage
from events.services import draft_event, register
from tests.events.made import crowd, draft, event, plan, the_date
from tests.factories.accounts import audience

pytestmark = pytest.mark.django_db


def day(n: int = 24) -> str:
    return (clock.now().date() + timedelta(days=n)).isoformat()


def a_date(**facts) -> dict:
    return {
        "starts_on": day(),
        "starts_time": "09:00",
        "ends_on": "",
        "ends_time": "12:30",
        "time_zone": "Europe/Paris",
        "capacity": "20",
        "kept_seats": "0",
        **facts,
    }


def form(*dates: dict, initial: int = 0, **facts) -> dict:
    return nested_form_data(
        {
            "title_fr": "La ligne 9",
            "title_en": "Line 9",
            "summary_fr": "",
            "summary_en": "",
            "slug": "",
            "audience": audience("members").pk,
            "event_type": "preview",
            "format": "on_site",
            "place_name": "Saint-Égrève",
            "address": "",
            "join_link": "",
            "cover": "",
            "cover_description_fr": "",
            "cover_description_en": "",
            "body_fr": streamfield([("paragraph", rich_text("<p>Bonjour</p>"))]),
            "body_en": streamfield([]),
            "opens_at": "",
            "closes_hours": "-1",
            "early_tier": "",
            "early_hours": "48",
            "company_quota": "",
            "guests_allowed": "0",
            "allows_colleagues": "on",
            "line_order": "arrival",
            "questions": inline_formset([]),
            "agenda": streamfield([]),
            "documents": streamfield([]),
            "notes_fr": streamfield([]),
            "notes_en": streamfield([]),
            "planned_dates": inline_formset(list(dates), initial=initial),
            **facts,
        }
    )


@pytest.fixture
def desk(client_for, organiser):
    return client_for(organiser)


def add_url() -> str:
    index = EventIndexPage.objects.get()
    return reverse("wagtailadmin_pages:add", args=["events", "eventpage", index.pk])


def edit(desk, page, data, action="action-publish"):
    return desk.post(edit_url(page), {**data, action: "1"})


def edit_url(page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def create(desk, organiser, data, action="action-publish"):
    """A new draft, filled in; without a date in `data` its own is taken away."""
    page = draft_event("other", by=organiser)
    own = {
        "planned_dates-INITIAL_FORMS": "1",
        "planned_dates-0-id": str(page.planned_dates.get().pk),
    }
    if data["planned_dates-TOTAL_FORMS"] == "0":
        own |= {"planned_dates-TOTAL_FORMS": "1", "planned_dates-0-DELETE": "on"}
    return edit(desk, page, {**data, **own}, action)


def complaints(answer) -> str:
    assert answer.status_code == 200
    return answer.content.decode()


def refused(answer) -> set[str]:
    """The fields with a complaint, those of dates among them."""
    form = answer.context["form"]
    dates = form.formsets["planned_dates"]
    about_dates = {"planned_dates"} if dates.non_form_errors() else set()
    return {*form.errors, *about_dates, *(name for errors in dates.errors for name in errors)}


def test_new_event_begins_with_what_is_planned(desk):
    for answer in (desk.get(add_url()), desk.post(add_url(), form(a_date()))):
        assert (answer.status_code, answer["Location"]) == (302, "/cms/events/new/")
    assert EventPage.objects.count() == 0


def test_organiser_writes_and_publishes(desk, organiser):
    answer = create(desk, organiser, form(a_date()))
    assert answer.status_code == 302
    page = EventPage.objects.get()
    assert (page.title, page.slug, page.live) == ("La ligne 9", "la-ligne-9", True)
    assert the_date(page).capacity == 20


def test_page_in_english_only(desk, organiser):
    create(desk, organiser, form(a_date(), title_fr="", title_en="Ça & là"))
    assert (EventPage.objects.get().title, EventPage.objects.get().slug) == ("Ça & là", "ca-la")


def test_draft_may_be_incomplete_but_makes_no_date(desk, organiser):
    data = form(a_date(starts_on=""), title_fr="", title_en="", place_name="")
    answer = create(desk, organiser, data, action="action-save")
    assert answer.status_code == 302
    assert EventPage.objects.get().get_latest_revision_as_object().planned_dates.count() == 1
    assert EventDate.objects.count() == 0


#: What is wrong with a date, and the sentence about it, or else the field.
WRONG_DATES = [
    (a_date(ends_time="08:00"), "The event ends before it starts."),
    (a_date(ends_time=""), "Say when it ends"),
    (a_date(starts_time=""), "Say when it starts too"),
    (a_date(ends_on=day(1)), "The event ends on a day before it starts."),
    (
        a_date(starts_on="2027-03-28", starts_time="02:30", ends_time="04:00"),
        "clocks in Paris (Europe) jump over 02:30",
    ),
    (a_date(capacity="0"), "capacity"),
    (a_date(time_zone="Mars/Olympus"), "time_zone"),
    (a_date(starts_on=""), "starts_on"),
]


@pytest.mark.parametrize(
    ("dates", "facts", "complained"),
    [
        ([wrong for wrong, _about in WRONG_DATES], {}, [about for _wrong, about in WRONG_DATES]),
        ([], {}, ["planned_dates"]),
        (
            [a_date()],
            {"title_fr": "", "title_en": "", "audience": "", "join_link": "javascript:x()"},
            ["Write a title in French", "audience", "join_link"],
        ),
        ([a_date()], {"place_name": ""}, ["Say where it takes place"]),
        ([a_date()], {"early_tier": "1", "opens_at": ""}, ["Say when registration opens for all"]),
        ([a_date()], {"early_tier": "1", "opens_at": f"{day(-1)} 09:00"}, ["at once"]),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(desk, organiser, dates, facts, complained):
    answer = create(desk, organiser, form(*dates, **facts))
    said, fields = complaints(answer), refused(answer)
    for about in complained:
        assert about in (said if " " in about else fields), about
    assert not EventPage.objects.get().live


def test_cover_needs_words(desk, organiser):
    from files.models import ClubImage
    from tests.files.made import photograph, upload

    cover = ClubImage.objects.create(
        title="Hall", file=upload(photograph(), "hall.jpg"), audience=audience("members")
    )
    answer = create(desk, organiser, form(a_date(), cover=cover.pk))
    assert "Say what the picture shows" in complaints(answer)


def test_fewer_seats_than_people_is_refused_with_the_number(desk):
    page = event(plan(seats=5))
    for person in crowd(3):
        register(the_date(page), person, by=person)
    planned = page.planned_dates.get()
    same = {"initial": 1, "slug": page.slug, "address": page.address}
    data = form(a_date(id=planned.pk, capacity="2"), **same)
    assert "3 people have a seat already" in complaints(edit(desk, page, data))
    data = form(a_date(id=planned.pk, capacity="3"), **same)
    assert edit(desk, page, data).status_code == 302
    assert (the_date(page).capacity, the_date(page).seats_taken) == (3, 3)


def test_editing_keeps_the_date_and_its_entry(desk):
    page = event()
    before = the_date(page)
    planned = page.planned_dates.get()
    data = form(
        a_date(id=planned.pk, starts_time="10:00"),
        initial=1,
        slug=page.slug,
        address=page.address,
    )
    assert edit(desk, page, data).status_code == 302
    after = the_date(page)
    assert (after.pk, after.calendar_entry.uid) == (before.pk, before.calendar_entry.uid)
    assert after.calendar_entry.sequence == 1


def test_editor_leads_to_the_attendees(desk):
    page = event()
    html = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert f"{page.path_on_site}attendees/" in html


def test_preview_shows_dates_that_are_only_planned(desk):
    page = draft(plan(10, seats=9), plan(20, seats=8), title="Preview me")
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    answer = desk.get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "Preview me" in html
    assert "9 seats free" in html
    assert "8 seats free" in html
    assert re.findall(r'data-state="(\w+)"', html) == ["open"]
    assert "/register/" not in html


def test_preview_of_a_published_event_shows_its_seats(desk, member_a):
    page = event(plan(seats=4))
    register(the_date(page), member_a, by=member_a)
    html = desk.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])).content.decode()
    assert "3 seats free" in html


def test_page_with_registrations_is_not_deleted_at_the_desk(desk, member_a):
    page = event()
    register(the_date(page), member_a, by=member_a)
    for name in ("delete",):
        answer = desk.post(reverse(f"wagtailadmin_pages:{name}", args=[page.pk]))
        assert answer.status_code == 302
    assert EventPage.objects.filter(pk=page.pk).exists()
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    desk.post(f"{bulk}?id={page.pk}")
    assert EventPage.objects.filter(pk=page.pk).exists()


def test_members_do_not_reach_the_desk(client_for, member_a):
    assert client_for(member_a).get(add_url()).status_code == 404
