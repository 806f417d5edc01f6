"""Pictures, documents and text in templates."""

import re
from datetime import time
from html import unescape

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils import translation

from accounts.audience import Viewer, viewer_for
from accounts.models import User
from files.models import ClubRendition
from tests.factories.accounts import audience


@pytest.fixture
def shown_to():
    """What a template prints for somebody."""

    def render(who, source, **context):
        request = RequestFactory().get("/")
        request.viewer = viewer_for(who)
        template = Template("{% load files_tags %}" + source)
        return template.render(Context({"request": request, **context}))

    return render


def attributes(html: str) -> dict[str, str]:
    """The attributes of the one `<img>`."""
    assert html.startswith("<img ")
    assert html.count("<") == 1
    return {name: unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', html)}


# --- Pictures -------------------------------------------------------------------------------
def test_picture_has_size_words_and_a_choice_of_widths(picture_of, gold, member_a, shown_to):
    image = picture_of(gold, size=(2000, 1000))
    html = shown_to(
        member_a, '{% picture image "width-800" alt="The line" class="x" %}', image=image
    )
    found = attributes(html)
    srcset = found.pop("srcset").split(", ")
    assert [part.split(" ")[1] for part in srcset] == ["400w", "800w", "1600w"]
    assert all(part.startswith(f"/files/images/{image.pk}/width-") for part in srcset)
    assert found.pop("src") == srcset[1].split(" ")[0]
    assert found == {
        "width": "800",
        "height": "400",
        "alt": "The line",
        "class": "x",
        "sizes": "(min-width: 800px) 800px, 100vw",
        "loading": "lazy",
        "decoding": "async",
    }


def test_every_address_in_a_picture_answers(picture_of, gold, member_a, shown_to, client_for):
    image = picture_of(gold, size=(2000, 1000))
    found = attributes(shown_to(member_a, '{% picture image "fill-640x360" %}', image=image))
    client = client_for(member_a)
    addresses = [found["src"], *(part.split(" ")[0] for part in found["srcset"].split(", "))]
    assert [client.get(address).status_code for address in addresses] == [200] * 4


def test_small_picture_has_one_width(picture_of, gold, member_a, shown_to):
    found = attributes(
        shown_to(
            member_a, '{% picture image "width-800" %}', image=picture_of(gold, size=(300, 200))
        )
    )
    assert (found["width"], found["height"]) == ("300", "200")
    assert "srcset" not in found
    assert "sizes" not in found


@pytest.mark.parametrize("who", ["member_b", "member_c", "suspended_b", "outsider", "stranger"])
def test_picture_of_others_prints_and_computes_nothing(who, picture_of, gold, shown_to, person):
    image = picture_of(gold, title="Secret", description="Secret")
    assert shown_to(person(who), '{% picture image "width-100" %}', image=image) == ""
    assert not ClubRendition.objects.exists()


def test_words_of_a_picture(picture_of, gold, member_a, shown_to):
    image = picture_of(gold, title="IMG_2041.JPG", description='The "line"')
    for source, alt in [
        ('{% picture image "width-100" %}', 'The "line"'),
        ('{% picture image "width-100" words %}', "Ours & <b>"),
        ('{% picture image "width-100" alt="" %}', ""),
    ]:
        assert attributes(shown_to(member_a, source, image=image, words=alt))["alt"] == alt


def test_title_of_a_picture_is_never_its_words(picture_of, gold, member_a, shown_to):
    image = picture_of(gold, title="IMG_2041.JPG")
    assert (
        attributes(shown_to(member_a, '{% picture image "width-100" %}', image=image))["alt"] == ""
    )


def test_no_picture_prints_nothing(member_a, shown_to):
    assert shown_to(member_a, '{% picture image "width-100" %}', image=None) == ""


def test_picture_without_a_reader_prints_nothing(picture_of):
    template = Template('{% load files_tags %}{% picture image "width-100" %}')
    assert template.render(Context({"image": picture_of(audience("public"))})) == ""


def test_viewer_in_the_context_will_do(picture_of, gold, member_a):
    template = Template('{% load files_tags %}{% picture image "width-100" %}')
    context = Context({"image": picture_of(gold), "viewer": viewer_for(member_a)})
    assert template.render(context).startswith("<img ")


def test_picture_whose_file_is_gone_prints_nothing(picture_of, gold, member_a, shown_to):
    image = picture_of(gold)
    image.file.storage.delete(image.file.name)
    assert shown_to(member_a, '{% picture image "width-100" %}', image=image) == ""


def test_other_attributes_are_refused(picture_of, gold, member_a, shown_to):
    with pytest.raises(TemplateSyntaxError, match="style"):
        shown_to(member_a, '{% picture image "width-100" style="x" %}', image=picture_of(gold))


def test_eager_picture(picture_of, gold, member_a, shown_to):
    source = '{% picture image "width-100" loading="eager" sizes="10rem" %}'
    found = attributes(shown_to(member_a, source, image=picture_of(gold)))
    assert (found["loading"], found["sizes"]) == ("eager", "10rem")


def test_known_sizes_cost_one_query_then_none(
    picture_of, gold, member_a, shown_to, django_assert_num_queries
):
    image = picture_of(gold)
    shown_to(member_a, '{% picture image "width-200" %}', image=image)
    template = Template('{% load files_tags %}{% picture image "width-200" %}')
    viewer = Viewer(audience_ids=frozenset({gold.pk}))
    ClubRendition.cache_backend.clear()
    for queries in (1, 0):
        with django_assert_num_queries(queries):
            assert template.render(Context({"image": image, "viewer": viewer}))


# --- Documents ------------------------------------------------------------------------------
def test_document_row(document_of, gold, member_a, shown_to):
    document = document_of(gold, title="Tarifs <2026>")
    html = shown_to(member_a, "{% document_link document %}", document=document)
    assert f'href="/files/documents/{document.pk}/tarifs-2026.pdf"' in html
    assert "Tarifs &lt;2026&gt;" in html
    assert "PDF, " in html


@pytest.mark.parametrize("who", ["member_c", "stranger"])
def test_document_of_others_prints_nothing(who, document_of, gold, shown_to, person):
    html = shown_to(person(who), "{% document_link document %}", document=document_of(gold))
    assert html.strip() == ""


def test_no_document_prints_nothing(member_a, shown_to):
    assert shown_to(member_a, "{% document_link document %}", document=None).strip() == ""


# --- Text and time --------------------------------------------------------------------------
def test_rich_text_is_safe_and_takes_text_or_nothing(member_a: User, shown_to):
    for value, html in [("<p>a<script>x</script></p>", "<p>a</p>"), ("", ""), (None, "")]:
        assert shown_to(member_a, "{% rich_text value %}", value=value) == html


@pytest.mark.parametrize(
    ("language", "moment", "text"),
    [
        ("fr", time(9), "9\xa0h"),
        ("fr", time(9, 45), "9\xa0h\xa045"),
        ("en", time(9, 45), "09:45"),
        ("en", None, ""),
    ],
)
def test_hour(language, moment, text):
    with translation.override(language):
        template = Template("{% load files_tags %}{{ moment|hour }}")
        assert template.render(Context({"moment": moment})) == text
