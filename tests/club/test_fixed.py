"""Addresses that are written out in templates and found once."""

import pytest
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, include, path, reverse, set_script_prefix

from club.lib.urls import fixed_path
from club.templatetags import fixed

#: Another site, at which the day stands elsewhere.
urlpatterns = [path("elsewhere/", include(([path("", print, name="day")], "home")))]


def kinds(text: str) -> set[type]:
    return {type(node) for node in Template(text).nodelist}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{% url "home:search" %}', "/search/"),
        ('{% url "wagtail_serve" "legal/privacy/" %}', "/legal/privacy/"),
        ('{% url "events:page" slug %}', "/events/a/"),
        ('{% url "events:page" slug=slug %}', "/events/a/"),
        ('{% url "home:search" as found %}-{{ found }}', "-/search/"),
        ("{% url name %}", "/search/"),
        ('{% static "img/icons.svg" %}', "/static/img/icons.svg"),
        ("{% static file %}", "/static/img/a%26b.svg"),
        ('{% static "img/icons.svg" as found %}-{{ found }}', "-/static/img/icons.svg"),
    ],
)
def test_tags_say_what_djangos_own_say(text, says):
    words = {"slug": "a", "name": "home:search", "file": "img/a&b.svg"}
    template = Template(text)
    assert [template.render(Context(words)) for _time in range(2)] == [says, says]


def test_only_what_is_written_out_is_kept():
    assert kinds('{% url "home:search" %}') == {fixed._FixedURLNode}
    assert kinds('{% static "img/icons.svg" %}') == {fixed._FixedStaticNode}
    others = '{% url name %}{% url "events:page" slug %}{% static file %}{% url "a:b" as c %}'
    assert not kinds(others) & {fixed._FixedURLNode, fixed._FixedStaticNode}


def test_address_follows_what_it_depends_on():
    page = Template('{% url "home:day" %}')
    nowhere = Template('{% url "nowhere" %}')
    assert page.render(Context()) == fixed_path("home:day") == "/"
    with override_settings(ROOT_URLCONF="tests.club.test_fixed"):
        assert page.render(Context()) == "/elsewhere/"
    try:
        set_script_prefix("/club/")
        assert page.render(Context()) == reverse("home:day") == "/club/"
    finally:
        set_script_prefix("/")
    with pytest.raises(NoReverseMatch):
        nowhere.render(Context())
