"""The editing desk: what organisers write, and what the others find there."""

import json

import pytest
from wagtail.models import Page

from accounts.models import Audience, ClubSettings, Segment
from accounts.services import archive_audience
from home.models import HomePage, NewsIndexPage, NewsPage, StandardPage
from members.services import request_to_join
from tests.factories.accounts import AudienceFactory, audience, tier
from tests.home import made


def stream(*texts: str) -> dict[str, str]:
    """The form fields of a StreamField with these paragraphs, below `body_en`."""
    fields = {"body_en-count": str(len(texts))}
    for number, text in enumerate(texts):
        content = {
            "blocks": [
                {
                    "key": f"k{number}",
                    "text": text,
                    "type": "unstyled",
                    "depth": 0,
                    "inlineStyleRanges": [],
                    "entityRanges": [],
                    "data": {},
                }
            ],
            "entityMap": {},
        }
        fields |= {
            f"body_en-{number}-deleted": "",
            f"body_en-{number}-order": str(number),
            f"body_en-{number}-type": "paragraph",
            f"body_en-{number}-value": json.dumps(content),
        }
    return fields


def words(**changes: str) -> dict[str, str]:
    """What the form of a piece of news sends."""
    return {
        "title_fr": "",
        "title_en": "Line 9 is running",
        "summary_fr": "",
        "summary_en": "",
        "slug": "",
        "audience": str(audience("members").pk),
        "cover": "",
        "cover_description_fr": "",
        "cover_description_en": "",
        "body_fr-count": "0",
        "published_on": "2026-03-02",
        "author": "",
        "go_live_at": "",
        "expire_at": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        **stream("First.", "Second."),
        **changes,
    }


@pytest.fixture
def desk(organiser, client_for):
    """The organiser's browser."""
    return client_for(organiser)


@pytest.fixture
def add_url(db):
    """Where a piece of news is written."""
    return f"/cms/pages/add/home/newspage/{NewsIndexPage.objects.get().pk}/"


class TestWriting:
    """A piece of news, from the empty form to the reader."""

    def test_published_news_is_read_by_its_audience(self, desk, add_url, member_a, client_for):
        desk.post(add_url, {**words(), "action-publish": "1"})
        page = NewsPage.objects.get()
        assert (page.title, page.slug, page.live) == (
            "Line 9 is running",
            "line-9-is-running",
            True,
        )
        html = client_for(member_a).get("/news/line-9-is-running/").content.decode()
        assert "First." in html
        assert "Second." in html

    def test_saved_news_is_a_draft(self, desk, add_url):
        desk.post(add_url, words())
        assert NewsPage.objects.get().live is False

    def test_the_title_may_be_in_one_language(self, desk, add_url):
        desk.post(add_url, words(title_fr="La ligne 9 tourne", title_en=""))
        page = NewsPage.objects.get()
        assert (page.title, page.slug) == ("La ligne 9 tourne", "la-ligne-9-tourne")

    def test_the_title_follows_when_it_is_changed(self, desk, add_url):
        desk.post(add_url, words())
        page = NewsPage.objects.get()
        desk.post(f"/cms/pages/{page.pk}/edit/", words(title_en="Line 9 stopped", slug=page.slug))
        assert Page.objects.get(pk=page.pk).draft_title == "Line 9 stopped"

    def test_without_a_title_it_says_so(self, desk, add_url):
        response = desk.post(add_url, words(title_en=""))
        assert "title_fr" in response.context["form"].errors
        assert NewsPage.objects.count() == 0

    def test_without_an_audience_it_says_so(self, desk, add_url):
        response = desk.post(add_url, {**words(audience=""), "action-publish": "1"})
        assert "audience" in response.context["form"].errors
        assert NewsPage.objects.count() == 0

    def test_no_audience_is_chosen_beforehand_and_no_archived_one_offered(self, desk, add_url):
        old = AudienceFactory(name_fr="Vieux", name_en="Old")
        archive_audience(old)
        form = desk.get(add_url).context["form"]
        assert form["audience"].value() is None
        assert old not in form.fields["audience"].queryset

    def test_the_same_title_gets_another_address(self, desk, add_url):
        desk.post(add_url, words())
        desk.post(add_url, words())
        assert set(NewsPage.objects.values_list("slug", flat=True)) == {
            "line-9-is-running",
            "line-9-is-running-2",
        }

    def test_an_address_that_the_form_proposes_twice_is_numbered(self, desk, add_url):
        for _time in range(2):
            desk.post(add_url, words(slug="line-9-is-running"))
        assert set(NewsPage.objects.values_list("slug", flat=True)) == {
            "line-9-is-running",
            "line-9-is-running-2",
        }

    def test_its_state_names_the_audience_and_offers_no_other_privacy(self, desk, add_url):
        desk.post(add_url, words(slug="line-9"))
        for url in (add_url, f"/cms/pages/{NewsPage.objects.get().pk}/edit/"):
            html = desk.get(url).content.decode()
            assert "Visible to all" not in html
            assert "set-privacy" not in html

    def test_a_draft_with_a_numbered_address_is_saved_again(self, desk, add_url):
        for _time in range(2):
            desk.post(add_url, words(slug="line-9-is-running"))
        page = NewsPage.objects.get(slug="line-9-is-running-2")
        again = words(slug="line-9-is-running", title_en="Line 9 stopped")
        desk.post(f"/cms/pages/{page.pk}/edit/", {**again, "action-publish": "1"})
        page.refresh_from_db()
        assert (page.title, page.slug) == ("Line 9 stopped", "line-9-is-running-2")

    @pytest.mark.parametrize("slug", ["events", "members", "cms", "me", "search", "join", "files"])
    def test_addresses_of_the_site_are_refused(self, slug, desk):
        home = HomePage.objects.get()
        form = {**words(slug=slug), "title_en": "Rules"}
        response = desk.post(f"/cms/pages/add/home/standardpage/{home.pk}/", form)
        assert "slug" in response.context["form"].errors
        assert not StandardPage.objects.filter(slug=slug).exists()

    def test_letters_of_addresses_are_plain(self, desk, add_url):
        desk.post(add_url, words(title_en="", title_fr="L’été à Malmö, ça commence"))
        assert NewsPage.objects.get().slug.isascii()

    @pytest.mark.parametrize("mode", ["", "?mode=public", "?mode=day"])
    def test_pages_can_be_previewed(self, mode, desk):
        page = made.news_draft("Not yet")
        shown = desk.get(f"/cms/pages/{page.pk}/view_draft/")
        assert shown.status_code == 200
        assert b"Not yet" in shown.content
        home = HomePage.objects.get()
        home.save_revision()
        assert desk.get(f"/cms/pages/{home.pk}/view_draft/{mode}").status_code == 200

    def test_a_page_cannot_be_made_private_in_another_way(self, desk):
        page = made.news("News")
        response = desk.get(f"/cms/pages/{page.pk}/privacy/")
        assert b"password" not in response.content.lower()


HOME = "/home/"  # how Wagtail's own paths begin


class TestFixedPages:
    """What the site links to from everywhere keeps its place."""

    PLACES = ("", "news/", "events/", "legal/privacy/")

    @pytest.mark.parametrize("place", PLACES)
    @pytest.mark.parametrize("act", ["unpublish", "delete"])
    def test_it_can_neither_be_taken_off_nor_deleted(self, place, act, desk):
        page = Page.objects.get(url_path=HOME + place)
        desk.post(f"/cms/pages/{page.pk}/{act}/")
        assert Page.objects.get(url_path=HOME + place).live

    @pytest.mark.parametrize("act", ["unpublish", "delete"])
    def test_not_together_with_others_either(self, act, desk):
        page = Page.objects.get(url_path=HOME + "legal/notice/")
        desk.post(f"/cms/bulk/wagtailcore/page/{act}/?id={page.pk}")
        assert Page.objects.get(pk=page.pk).live

    def test_it_is_not_moved(self, desk):
        page = Page.objects.get(url_path=HOME + "legal/notice/")
        desk.post(f"/cms/pages/{page.pk}/move/{HomePage.objects.get().pk}/confirm/")
        assert Page.objects.get(pk=page.pk).url_path == HOME + "legal/notice/"

    def test_its_words_change_and_its_address_does_not(self, desk):
        page = StandardPage.objects.get(slug="notice")
        form = {**words(title_en="Who we are", slug="who"), "audience": str(page.audience_id)}
        desk.post(f"/cms/pages/{page.pk}/edit/", {**form, "action-publish": "1"})
        page.refresh_from_db()
        assert (page.title_en, page.slug) == ("Who we are", "notice")

    def test_other_pages_can(self, desk):
        page = made.standard("Rules", slug="rules")
        desk.post(f"/cms/pages/{page.pk}/edit/", words(title_en="Rules", slug="usages"))
        desk.post(f"/cms/pages/{page.pk}/unpublish/")
        assert Page.objects.get(pk=page.pk).live is False


class TestMenu:
    """The first page of the desk, by role."""

    def menu(self, client) -> str:
        return client.get("/cms/").content.decode()

    def test_organiser_finds_what_to_write(self, desk):
        made.news_draft("Half written")
        html = self.menu(desk)
        assert "Editing desk of Le Cercle" in html
        assert "Half written" in html
        for path in ("/cms/audiences/", "/cms/segments/", "/cms/images/", "/cms/documents/"):
            assert path in html

    def test_nothing_leads_out_or_to_what_is_not_used(self, desk):
        html = self.menu(desk)
        for word in ("wagtail.org", "guide.wagtail", "whats-new", "/cms/workflows/", "/cms/users/"):
            assert word not in html

    @pytest.mark.parametrize("who", ["manager", "director", "administrator"])
    def test_the_others_find_no_pages(self, who, request, client_for, db):
        made.news_draft("Half written")
        html = self.menu(client_for(request.getfixturevalue(who)))
        assert "Half written" not in html
        assert "/cms/audiences/" not in html
        assert "/cms/members/requests/" in html
        assert 'role="search"' not in html

    @pytest.mark.parametrize("who", ["organiser", "manager", "director", "administrator"])
    def test_all_find_who_asks_to_be_let_in(self, who, request, client_for, db):
        request_to_join(name="Ada Lovelace", email="ada@example.org", company_name="Orsini")
        assert "Ada Lovelace" in self.menu(client_for(request.getfixturevalue(who)))

    def test_what_is_not_there_is_said_by_the_one_page_of_the_site(self, desk):
        answer = desk.get("/cms/nothing/")
        html = answer.content.decode()
        assert (answer.status_code, "There is nothing at this address" in html) == (404, True)
        assert 'href="/cms/"' in html

    def test_speaks_the_language_of_the_person(self, organiser, desk):
        organiser.language = "fr"
        organiser.save()
        assert '<html lang="fr"' in self.menu(desk)
        organiser.language = "en"
        organiser.save()
        assert '<html lang="en"' in self.menu(desk)

    def test_the_own_account_is_at_me(self, desk):
        assert desk.get("/cms/account/")["Location"] == "/me/"


class TestClubSettings:
    """The club's own words are the administrator's."""

    PATH = "/cms/settings/accounts/clubsettings/"

    def form(self, **changes: str) -> dict[str, str]:
        return {
            "club_name": "Le Salon",
            "supplier_name": "Aldane",
            "contact_email": "a@club.example",
            "tagline_fr": "",
            "tagline_en": "",
            "time_zone": "Europe/Paris",
            "language": "fr",
            **changes,
        }

    def path(self) -> str:
        return f"{self.PATH}{ClubSettings.load().pk}/"

    def test_administrator_renames_the_club(self, administrator, client_for):
        client_for(administrator).post(self.path(), self.form())
        assert ClubSettings.objects.get().club_name == "Le Salon"

    @pytest.mark.parametrize("who", ["organiser", "manager", "director", "member_a"])
    def test_nobody_else_does(self, who, request, client_for):
        client_for(request.getfixturevalue(who)).post(self.path(), self.form())
        assert ClubSettings.objects.get().club_name == "Le Cercle"

    def test_an_unknown_time_zone_is_refused(self, administrator, client_for):
        client_for(administrator).post(self.path(), self.form(time_zone="Europe/Atlantis"))
        assert ClubSettings.objects.get().time_zone == "Europe/Paris"


class TestAudiences:
    """Who may be chosen as an audience is the organisers' affair."""

    def form(self, **changes) -> dict:
        return {
            "name_fr": "Or et Paul",
            "name_en": "Gold and Paul",
            "tiers": [tier("gold").pk],
            "people_addresses": "",
            **changes,
        }

    def test_a_new_one_reaches_whom_it_names(self, desk, member_a, member_b, member_c):
        desk.post("/cms/audiences/new/", self.form(people_addresses=member_c.email.upper()))
        made_now = Audience.objects.get(key=None)
        assert made_now.name_en == "Gold and Paul"
        assert set(made_now.members()) == {member_a, member_c}

    def test_it_can_be_changed(self, desk, member_a, member_b):
        desk.post("/cms/audiences/new/", self.form())
        known = Audience.objects.get(key=None)
        desk.post(f"/cms/audiences/edit/{known.pk}/", self.form(tiers=[tier("silver").pk]))
        assert set(known.members()) == {member_b}

    def test_one_that_names_nobody_is_refused(self, desk):
        response = desk.post("/cms/audiences/new/", self.form(tiers=[]))
        assert response.context["form"].non_field_errors()
        assert not Audience.objects.filter(key=None).exists()

    def test_addresses_of_strangers_are_refused_by_name(self, desk, outsider, suspended_b):
        addresses = f"{outsider.email}\n{suspended_b.email}"
        response = desk.post("/cms/audiences/new/", self.form(people_addresses=addresses))
        (message,) = response.context["form"].errors["people_addresses"]
        assert outsider.email in message
        assert suspended_b.email in message

    def test_archived_it_is_offered_no_more_and_still_holds(self, desk, member_a, client_for):
        gold = AudienceFactory(tiers=[tier("gold")])
        page = made.news("For gold", audience=gold)
        response = desk.post(f"/cms/audiences/delete/{gold.pk}/")
        assert response.status_code == 302
        gold.refresh_from_db()
        assert gold.archived_at is not None
        assert gold not in Audience.objects.choosable()
        assert client_for(member_a).get(page.get_url()).status_code == 200

    def test_built_in_ones_stay_as_they_are(self, desk):
        everybody = audience("members")
        desk.post(f"/cms/audiences/edit/{everybody.pk}/", self.form())
        desk.post(f"/cms/audiences/delete/{everybody.pk}/")
        kept = Audience.objects.get(pk=everybody.pk)
        assert (kept.name_en, kept.archived_at) == ("All members", None)

    @pytest.mark.parametrize("who", ["manager", "director", "administrator", "member_a"])
    def test_nobody_else_makes_them(self, who, request, client_for):
        client = client_for(request.getfixturevalue(who))
        client.post("/cms/audiences/new/", self.form())
        client.post("/cms/segments/new/", {"name": "X", "size": ["m"]})
        assert not Audience.objects.filter(key=None).exists()
        assert not Segment.objects.exists()


class TestSegments:
    """Sets of companies."""

    def test_by_rule(self, desk, company_a, company_c, member_a, member_c):
        desk.post("/cms/segments/new/", {"name": "Industry", "sector": [company_a.sector.slug]})
        segment = Segment.objects.get()
        assert segment.rule == {"sector": [company_a.sector.slug]}
        desk.post("/cms/audiences/new/", {"name_fr": "I", "name_en": "I", "segments": [segment.pk]})
        assert set(Audience.objects.get(key=None).members()) == {member_a}

    def test_by_hand(self, desk, company_c):
        desk.post("/cms/segments/new/", {"name": "One", "companies": [company_c.pk]})
        assert list(Segment.objects.get().companies.all()) == [company_c]

    def test_an_empty_one_is_refused(self, desk):
        desk.post("/cms/segments/new/", {"name": "Nobody"})
        assert not Segment.objects.exists()

    def test_what_is_not_offered_is_refused(self, desk, company_c):
        desk.post("/cms/segments/new/", {"name": "X", "sector": ["no-such-sector"]})
        assert not Segment.objects.exists()
