"""Two records that are one, merged at the desk: what moves is seen before it does."""

from accounts.models import Company, User
from members.services import accept_contact, request_contact
from tests.browser.steps import expect, sideways
from tests.factories.accounts import CompanyFactory, member
from tests.forum import made

PHONE = 360
DESK = ".club-desk"


def test_two_records_of_a_person_become_one_that_has_it_all(
    live_site, page_for, axe, administrator, company_a, member_a, member_b
):
    twin = member(
        company_a, email="agathe@client-a.example", first_name="Agathe", last_name="Aubrac"
    )
    thread = made.thread(twin)
    accept_contact(request_contact(member_b, by=twin, why="Hello"), by=member_b)
    page = page_for(administrator, width=PHONE)
    page.goto(live_site.url("/cms/members/merge/people/"))
    assert [*axe(page), sideways(page, DESK)] == [0]
    page.get_by_role("link", name="Preview the merge").click()
    stays = page.locator("dd").first
    expect(stays).to_contain_text(member_a.email)
    page.get_by_role("link", name="The other way round").click()
    expect(stays).to_contain_text(twin.email)
    page.get_by_role("link", name="The other way round").click()
    expect(stays).to_contain_text(member_a.email)
    contacts = page.get_by_role("row", name="Contacts")
    expect(contacts.get_by_role("cell").nth(1)).to_have_text("1")
    expect(page.get_by_text("This cannot be undone.")).to_be_visible()
    assert [*axe(page), sideways(page, DESK)] == [0]
    page.get_by_role("button", name="Merge the two").click()
    expect(page.locator(".messages")).to_contain_text("Both are one now")
    expect(page.get_by_text("No two records have the same name.")).to_be_visible()

    reader = page_for(member_b)
    reader.goto(live_site.url(thread.get_absolute_url()))
    reader.get_by_role("main").get_by_role("link", name=member_a.full_name).first.click()
    expect(reader).to_have_url(live_site.url(f"/members/{member_a.pk}/"))
    expect(reader.get_by_role("link", name="Propose to meet")).to_be_visible()  # a contact now
    assert not User.objects.filter(pk=twin.pk).exists()


def test_two_records_of_a_company_become_one_with_the_people_of_both(
    live_site, page_for, axe, director, company_a, member_a, member_b
):
    other = CompanyFactory.create(name="Aubrac Atelier SARL", slug="aubrac-2", city="Rodez")
    newcomer = member(other, first_name="Noé", last_name="Nouveau")
    page = page_for(director)
    page.goto(live_site.url("/cms/members/merge/companies/"))
    expect(page.get_by_text("No two records have the same name.")).to_be_visible()
    search = page.get_by_label("Words of the name or the address")
    search.fill("aubrac")
    search.press("Enter")
    row = page.get_by_role("row", name=company_a.name)
    row.get_by_role("link", name="This one stays").click()
    expect(page.get_by_text("Look for the record that goes into it.")).to_be_visible()
    row = page.get_by_role("row", name=other.name)
    row.get_by_role("link", name="Preview the merge").click()
    people = page.get_by_role("row", name="Memberships")
    expect(people.get_by_role("cell").nth(1)).to_have_text("1")
    assert axe(page) == []
    page.get_by_role("button", name="Merge the two").click()
    expect(page.locator(".messages")).to_contain_text("Both are one now: Atelier Aubrac")

    reader = page_for(member_b)
    reader.goto(live_site.url(company_a.get_absolute_url()))
    for person in (member_a, newcomer):
        expect(reader.get_by_role("main").get_by_text(person.full_name)).to_be_visible()
    assert reader.goto(live_site.url("/companies/aubrac-2/")).status == 404
    assert not Company.objects.filter(pk=other.pk).exists()
