"""The club's own tiers, sectors and tags at the desk: seen, added, named, put in order, removed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import services
from accounts.enums import AuditKind
from accounts.models import AuditEntry, CompanyTag, Sector, Segment, Tier
from tests.factories.accounts import AudienceFactory, CompanyFactory, SectorFactory, tier

pytestmark = pytest.mark.django_db
LISTS = "/cms/members/lists/"
OTHERS = ("manager", "director", "member_a", "colleague_a", "suspended_b", "outsider", "stranger")


def acts() -> list[tuple[str, str]]:
    rows = AuditEntry.objects.filter(kind=AuditKind.WORDS).order_by("pk")
    return [(row.details["list"], row.details["act"]) for row in rows]


def test_lists_are_for_those_who_set_up_the_directory(request, client_for, company_a):
    row = tier("silver").pk
    paths = ("", "tiers/", "tiers/new/", f"tiers/{row}/", f"tiers/{row}/remove/")
    for who in OTHERS:
        client = client_for(request.getfixturevalue(who))
        assert {client.get(f"{LISTS}{path}").status_code for path in paths} == {404}
        assert {client.post(f"{LISTS}{path}").status_code for path in paths} == {404}
    for who in ("organiser", "administrator"):
        client = client_for(request.getfixturevalue(who))
        assert client.get(LISTS, follow=True).status_code == 200
        assert {client.get(f"{LISTS}{path}").status_code for path in paths[1:]} == {200}
        for path in ("nothing/", "tiers/0/", "tags/new/x/"):
            assert client.get(f"{LISTS}{path}").status_code == 404
    assert set(Tier.objects.values_list("slug", flat=True)) == {"gold", "silver", "bronze"}


def test_words_are_added_named_ordered_and_removed(client_for, administrator, company_a):
    client = client_for(administrator)
    names = {"name_fr": "Platine", "name_en": "Platinum", "colour": "gold"}
    assert client.post(f"{LISTS}tiers/new/", names).status_code == 302
    made = Tier.objects.get(slug="platinum")
    assert made.rank == 4
    assert client.post(f"{LISTS}tiers/new/", names).status_code == 422, "called so already"
    places = {f"place_{row.pk}": row.rank + 1 for row in Tier.objects.all()}
    client.post(f"{LISTS}tiers/", places | {f"place_{made.pk}": 1})
    assert list(Tier.objects.values_list("slug", "rank")) == [
        ("platinum", 1), ("gold", 2), ("silver", 3), ("bronze", 4),
    ]  # fmt: skip
    client.post(f"{LISTS}tiers/", places | {f"place_{made.pk}": 1})
    assert client.post(f"{LISTS}tiers/", {}).status_code == 422
    changed = names | {"name_fr": "Diamant"}
    client.post(f"{LISTS}tiers/{made.pk}/", changed)
    client.post(f"{LISTS}tiers/{made.pk}/", changed)
    assert Tier.objects.get(pk=made.pk).name_fr == "Diamant"
    assert client.post(f"{LISTS}tiers/{made.pk}/remove/").status_code == 302
    assert list(Tier.objects.values_list("slug", "rank")) == [
        ("gold", 1), ("silver", 2), ("bronze", 3),
    ]  # fmt: skip
    assert acts() == [("tier", a) for a in ("added", "ordered", "changed", "removed")]
    assert "platinum" in client.get("/cms/members/acts/").content.decode()


def test_what_is_in_use_stays_and_says_who_has_it(client_for, organiser, company_a, company_c):
    client = client_for(organiser)
    services.set_company_tags(company_a, ["pilote"])
    tag = CompanyTag.objects.get()
    segment = services.create_segment("Pilotes", rule={"tag": ["pilote"], "tier": ["silver"]})
    named = AudienceFactory.create(name_fr="Argentés", name_en="Silvery", tiers=[tier("silver")])
    for name, row, told in (
        ("tiers", tier("gold"), [company_a.name, "ask a director"]),
        ("tiers", tier("silver"), [named.name_en, segment.name]),
        ("sectors", company_c.sector, [company_c.name, "Put in a sector"]),
        ("tags", tag, [company_a.name, segment.name, "tag=pilote&amp;status=all"]),
    ):
        refused = client.post(f"{LISTS}{name}/{row.pk}/remove/")
        assert refused.status_code == 422
        page = refused.content.decode()
        assert [words for words in told if words not in page] == []
    client.post(f"{LISTS}tags/{tag.pk}/", {"name": "Pilote, 2"})
    assert Segment.objects.get().rule["tag"] == ["pilote"]
    client.post(f"{LISTS}tags/{tag.pk}/", {"name": "Pilotes"})
    assert Segment.objects.get().rule["tag"] == ["Pilotes"]
    # How to move them: the act that the page names.
    other = SectorFactory.create(slug="trade")
    bulk = {"row": [company_c.pk], "act": "sector", "ids": company_c.pk, "confirmed": "1"}
    client.post("/cms/members/companies/bulk/", bulk | {"value": other.pk})
    assert client.post(f"{LISTS}sectors/{company_c.sector_id}/remove/").status_code == 302
    assert not Sector.objects.filter(slug="services").exists()


def test_a_word_is_one_whatever_its_capitals_and_accents(client_for, organiser, company_a):
    client = client_for(organiser)
    services.set_company_tags(company_a, ["Été", "Noël"])
    services.set_company_tags(company_a, ["été", "ÉTÉ", "noel", "salon"])
    assert {tag.name for tag in CompanyTag.objects.all()} == {"Été", "Noël", "salon"}
    for path in ("new", CompanyTag.objects.get(name="salon").pk):
        refused = client.post(f"{LISTS}tags/{path}/", {"name": "éTÉ"})
        assert refused.status_code == 422
        assert "called so already" in refused.content.decode()
    # The own name in other letters is no twin.
    own = CompanyTag.objects.get(name="Été").pk
    assert client.post(f"{LISTS}tags/{own}/", {"name": "été"}).status_code == 302
    assert {tag.name for tag in CompanyTag.objects.all()} == {"été", "Noël", "salon"}
    sector = {"name_fr": "Énergie", "name_en": "Energy"}
    assert client.post(f"{LISTS}sectors/new/", sector).status_code == 302
    twin = {"name_fr": "énergie", "name_en": "Power"}
    assert client.post(f"{LISTS}sectors/new/", twin).status_code == 422


def test_a_list_costs_the_same_at_two_sizes(client_for, organiser, company_a):
    client = client_for(organiser)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{LISTS}sectors/").status_code == 200
        return len(queries)

    cost()
    before = cost()
    for _number in range(3):
        CompanyFactory.create(sector=SectorFactory.create())
    assert cost() == before
