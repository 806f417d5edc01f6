"""At the desk: words of the club, a segment by rule, whom an audience reaches, a client file."""

import csv

from accounts.models import Company, CompanyTag
from members.services.client_imports import work_on_due
from tests.browser.steps import expect, sideways

PHONE = 360
DESK = ".club-desk"
FILE = """Raison sociale;Code client;Ville;Effectif;Prénom;Nom de famille;Courriel
Dorian & Fils;D-1;Dijon;120;Dora;Dorian;dora@dorian.example
Étoile SA;E-1;Épinal;beaucoup;Élie;Étoile;elie@etoile.example
"""


def test_tag_is_added_once_renamed_and_removed(live_site, page_for, axe, organiser):
    page = page_for(organiser, width=PHONE)
    page.goto(live_site.url("/cms/members/lists/"))
    page.get_by_role("link", name="Tags").click()
    expect(page.get_by_text("Nothing is on this list yet.")).to_be_visible()
    for name, kept in (("Été", True), ("éTÉ", False)):
        page.goto(live_site.url("/cms/members/lists/tags/new/"))
        page.get_by_label("Name").fill(name)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("is called so already")).to_have_count(0 if kept else 1)
    assert axe(page) == []
    page.goto(live_site.url("/cms/members/lists/tags/"))
    page.get_by_role("link", name="Été", exact=True).click()
    page.get_by_label("Name").fill("Summer")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Summer", exact=True).click()
    page.goto(live_site.url("/cms/members/lists/tags/"))
    assert [*axe(page), sideways(page, DESK)] == [0]
    page.get_by_role("link", name="Remove Summer").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text("Nothing is on this list yet.")).to_be_visible()
    assert not CompanyTag.objects.exists()


def test_segment_by_rule_counts_while_it_is_made_and_its_audience_says_who(
    live_site, page_for, axe, organiser, member_a, member_b, member_c
):
    page = page_for(organiser)
    page.goto(live_site.url("/cms/segments/new/"))
    expect(page.get_by_text("0 companies")).to_be_visible()
    page.get_by_label("Name").fill("Makers")
    page.get_by_role("checkbox", name="Trade industry").check()
    expect(page.get_by_text("2 companies")).to_be_visible()
    page.get_by_role("checkbox", name="Gold").check()
    expect(page.get_by_text("1 company")).to_be_visible()
    expect(page.locator(".club-fitting")).to_contain_text("Atelier Aubrac")
    page.get_by_role("checkbox", name="Gold").uncheck()
    expect(page.get_by_text("2 companies")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("button", name="Create").click()
    expect(page.get_by_role("link", name="Makers")).to_be_visible()

    page.goto(live_site.url("/cms/audiences/new/"))
    page.get_by_label("Name in French").fill("Fabricants")
    page.get_by_label("Name in English").fill("Makers only")
    page.get_by_role("checkbox", name="Makers").check()
    page.get_by_role("button", name="Create").click()
    row = page.get_by_role("row", name="Makers only")
    row.get_by_role("link", name="2", exact=True).click()
    page.set_viewport_size({"width": PHONE, "height": 800})
    expect(page.get_by_role("cell", name=member_a.full_name)).to_be_visible()
    expect(page.get_by_role("cell", name=member_b.full_name)).to_be_visible()
    expect(page.get_by_text(member_c.full_name)).to_have_count(0)
    assert [*axe(page), sideways(page, DESK)] == [0]
    page.get_by_role("link", name="2 companies").click()
    expect(page.get_by_role("cell", name="Bastide & Fils")).to_be_visible()


def test_client_file_is_shown_before_it_is_taken_in_and_reported(
    live_site, page_for, axe, organiser, tmp_path
):
    page = page_for(organiser, width=PHONE)
    page.goto(live_site.url("/cms/members/files/"))
    assert [*axe(page), sideways(page, DESK)] == [0]
    upload = {"name": "clients.csv", "mimeType": "text/csv", "buffer": FILE.encode()}
    page.get_by_label("Client file").set_input_files(upload)
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_text("You may close this page")).to_be_visible()
    work_on_due()
    expect(page.get_by_role("table", name="What it would do")).to_be_visible()
    expect(page.get_by_role("row", name="to create 2 2")).to_be_visible()
    expect(page.get_by_text("beaucoup")).to_be_visible()
    assert not Company.objects.filter(name="Dorian & Fils").exists()
    assert [*axe(page), sideways(page, DESK)] == [0]
    page.get_by_role("button", name="Take this in").click()
    expect(page.get_by_text("You may close this page")).to_be_visible()
    work_on_due()
    expect(page.get_by_role("table", name="What was done")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("link", name="CSV file").click()
    begun.value.save_as(tmp_path / "report.csv")
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as told:
        assert "beaucoup" in "".join(cell for row in csv.reader(told) for cell in row)
    assert Company.objects.filter(name="Dorian & Fils").exists()
