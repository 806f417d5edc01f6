"""The tags of the look, without a database."""

import re
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

START = datetime(2026, 12, 16, 8, 0, tzinfo=UTC)


def person(number=1, **more):
    return SimpleNamespace(pk=number, initials=f"P{number}", full_name=f"Person {number}", **more)


def draw(source, language="en", **context):
    with translation.override(language):
        return Template("{% load club_look %}" + source).render(Context(context)).strip()


def test_avatar_without_a_face_has_initials_on_a_tint_that_stays():
    first = draw("{% avatar person 'lg' %}", person=person(8))
    assert first == '<span class="avatar avatar-lg a3" aria-hidden="true">P8</span>'
    assert draw("{% avatar person 'lg' %}", person=person(8)) == first


def test_avatar_with_a_face_is_a_picture_without_words():
    html = draw("{% avatar person %}", person=person(face_url="/1/face/?v=a&b"))
    assert html == (
        '<img class="avatar" src="/1/face/?v=a&amp;b" alt="" width="40" height="40" loading="lazy">'
    )


def test_avatar_of_nobody_is_an_empty_place():
    assert "avatar-gone" in draw("{% avatar person %}", person=None)


def test_names_are_escaped():
    wicked = person()
    wicked.initials = "<b"
    assert "<b" not in draw("{% avatar person %}", person=wicked)
    assert "&lt;b" in draw("{% avatar person %}", person=wicked)


def test_tier_has_its_word_and_nothing_stands_for_no_tier():
    gold = SimpleNamespace(colour="gold", name="Gold")
    assert draw("{% tier t %}", t=gold) == '<span class="tier tier-gold">Gold</span>'
    assert draw("{% tier t %}", t=None) == ""


def test_date_tile_is_read_out_in_full_on_the_clock_of_the_event():
    late = datetime(2026, 12, 16, 23, 30, tzinfo=UTC)
    html = draw("{% date_tile day zone='Europe/Paris' off=True %}", day=late)
    assert 'datetime="2026-12-17T00:30+01:00"' in html
    assert '<span class="vh">Thursday 17 December 2026, cancelled</span>' in html
    assert '<b aria-hidden="true">17</b>' in html


def test_utc_is_shown_on_the_readers_clock_and_other_zones_are_kept():
    paris = START.astimezone(ZoneInfo("Europe/Paris"))
    tokyo = START.astimezone(ZoneInfo("Asia/Tokyo"))
    assert draw("{{ t|clocktime }}", t=START) == "09:00"
    assert draw("{{ t|clocktime }}", t=tokyo) == "17:00"
    assert draw("{{ t|clocktime:'Asia/Tokyo' }}", t=START) == "17:00"
    assert draw("{{ a|timerange:b }}", a=paris, b=paris.replace(hour=12)) == "09:00 to 12:00"


@pytest.mark.parametrize("filters", ["longdate", "clocktime", "timerange:t", "inzone:z|dayfrom"])
def test_filters_are_silent_without_a_date(filters):
    assert draw("{{ t|" + filters + " }}", t=None, z="Asia/Tokyo") == ""


def test_seats_draw_each_place_once_and_say_so():
    html = draw(
        "{% seats_svg 14 9 people me %}", people=[person(n) for n in (2, 3, 4)], me=person(1)
    )
    assert html.count("<circle") == 14
    assert html.count('class="y"') == 1
    assert html.count('class="t"') == 5
    assert 'aria-label="14 seats, 9 taken; one of them is yours."' in html
    assert "style=" not in html


def test_seats_never_name_more_people_than_seats_are_taken():
    html = draw("{% seats_svg 6 2 people %}", people=[person(n) for n in range(1, 6)])
    assert re.findall(r"<text[^>]*>(P\d)</text>", html) == ["P1", "P2"]


def test_seats_above_twenty_are_dots_above_two_hundred_a_bar_and_none_without_a_limit():
    assert "<path" in draw("{% seats_svg 64 41 %}")
    assert draw("{% seats_svg 400 10 %}").startswith("<progress")
    assert draw("{% seats_svg none 10 %}", none=None) == ""


@pytest.mark.parametrize(("taken", "lengths"), [(0, [64]), (20, [44, 20]), (41, [23, 41])])
def test_dots_count_the_places(taken, lengths):
    html = draw("{% seats_svg 64 taken %}", taken=taken)
    paths = re.findall(r'<path class="d[fty]" d="([^"]+)"', html)
    assert [
        sum(int(h) // 9 + 1 for h in re.findall(r"h(\d+)\.01", path)) for path in paths
    ] == lengths


def test_pager_keeps_the_query_string():
    request = RequestFactory().get("/members/", {"q": "edi & co", "page": "2"})
    html = draw("{% pager page %}", page=Paginator(range(50), 20).page(2), request=request)
    assert 'href="?q=edi+%26+co&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert draw("{% pager page %}", page=Paginator(range(9), 20).page(1), request=request) == ""


def test_crumbs_end_with_the_page_itself():
    html = draw("{% crumbs 'Members' '/members/' 'Apolline' %}")
    assert re.findall(r"<a href=\"([^\"]+)\">([^<]+)</a>", html) == [("/members/", "Members")]
    assert '<span aria-current="page">Apolline</span>' in html


@pytest.mark.parametrize("language", ["fr", "en"])
def test_french_marks_get_their_no_break_spaces_whoever_reads(language):
    shown = draw("{{ words|nb_fr }}", language, words="« Oui » : vraiment ?")
    assert shown == "«\u00a0Oui\u00a0»\u00a0: vraiment\u00a0?"
    assert draw("{{ words|nb_fr }}", language, words="Yes: “really”?") == "Yes: “really”?"
