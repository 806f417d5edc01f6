"""/me/: the own profile."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from members.models import PersonWord, Profile
from members.services import profile_of, set_face, update_profile
from tests.members.made import CAST, INSIDE, picture

pytestmark = pytest.mark.django_db
URL = "/me/"


def filled(**changes):
    return {
        "first_name": "Agathe",
        "last_name": "Aubrac",
        "job_title": "Directrice",
        "about": "J’achète du papier.",
        "can_help_with": "EDI, Douane",
        "looks_for": "",
        "phone": "+33 1 23 45 67 89",
        "email_visible_to": "contacts",
        "phone_visible_to": "members",
        "about_visible_to": "members",
        "can_help_with_visible_to": "contacts",
        "looks_for_visible_to": "nobody",
        "language": "fr",
        "time_zone": "America/New_York",
        **changes,
    }


@pytest.mark.parametrize("who", CAST)
def test_own_page_is_for_people_of_the_club(request, client_for, who):
    client = client_for(request.getfixturevalue(who))
    assert client.get(URL).status_code == (200 if who in INSIDE else 404)
    if who not in INSIDE:
        assert client.post(URL, filled()).status_code == 404
        assert not User.objects.filter(first_name="Agathe").exists()


def test_profile_is_saved(client_for, member_a):
    response = client_for(member_a).post(URL, filled(), follow=True)
    assert response.redirect_chain == [(URL, 302)]
    member_a.refresh_from_db()
    assert (member_a.language, member_a.time_zone) == ("fr", "America/New_York")
    assert member_a.memberships.get().job_title == "Directrice"
    profile = Profile.objects.get(person=member_a)
    assert profile.help_topics == ["EDI", "Douane"]
    assert profile.phone_visible_to == "members"
    assert profile.shows_attendance is False
    words = set(PersonWord.objects.filter(person=member_a).values_list("word", flat=True))
    assert words == {"agathe", "aubrac", "directrice", "edi", "douane"}


def test_naming_oneself_among_guests_is_a_choice(client_for, member_a):
    assert profile_of(member_a).shows_attendance is False
    client_for(member_a).post(URL, filled(shows_attendance="on"))
    assert Profile.objects.get(person=member_a).shows_attendance is True
    client_for(member_a).post(URL, filled())
    assert Profile.objects.get(person=member_a).shows_attendance is False


def test_emptied_fields_are_emptied(client_for, member_a):
    client_for(member_a).post(URL, filled())
    client_for(member_a).post(URL, filled(about="", phone="", language="", time_zone=""))
    member_a.refresh_from_db()
    profile = Profile.objects.get(person=member_a)
    assert (profile.about, profile.phone, member_a.language, member_a.time_zone) == ("",) * 4


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_name": ""},
        {"last_name": "x" * 81},
        {"about": "x" * 1001},
        {"can_help_with": "x" * 401},
        {"phone_visible_to": "everybody"},
        {"language": "de"},
        {"time_zone": "Mars/Olympus"},
        {"about": "a\0b"},
    ],
)
def test_what_does_not_fit_is_refused_and_what_was_typed_stays(client_for, member_a, wrong):
    response = client_for(member_a).post(URL, filled(looks_for="Un mot gardé", **wrong))
    assert response.status_code == 422
    assert set(response.context["form"].errors) == set(wrong)
    assert "Un mot gardé" in response.content.decode()
    assert not Profile.objects.filter(person=member_a).exclude(looks_for="").exists()


def test_face_is_shown_replaced_and_removed(client_for, member_a):
    client = client_for(member_a)
    client.post(URL, filled(face=picture()))
    first = Profile.objects.get(person=member_a).face_url
    assert first in client.get(URL).content.decode()
    client.post(URL, filled(face=picture(size=(9, 9))))
    assert Profile.objects.get(person=member_a).face_url not in {"", first}
    client.post(URL, filled(remove_face="on"))
    assert Profile.objects.get(person=member_a).face_url == ""


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg"),
        SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml"),
        SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0 cut", "image/jpeg"),
    ],
)
def test_what_is_no_picture_is_refused_and_nothing_is_saved(client_for, member_a, upload):
    set_face(member_a, picture(), by=member_a)
    kept = profile_of(member_a).face_url
    response = client_for(member_a).post(URL, filled(face=upload, about="neu"))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["face"]
    profile = Profile.objects.get(person=member_a)
    assert (profile.face_url, profile.about) == (kept, "")


def test_further_fields_change_nothing(client_for, member_a, member_b, company_b):
    extra = {
        "person": member_b.pk,
        "company": company_b.pk,
        "is_staff": "on",
        "is_superuser": "on",
        "is_active": "",
        "email": "else@example.org",
        "groups": "1",
        "function": "decides",
        "tier": "1",
        "sort_name": "aaa",
        "joined_at": "2001-01-01",
    }
    client_for(member_a).post(URL, filled(**extra))
    member_a.refresh_from_db()
    assert (member_a.is_staff, member_a.is_superuser, member_a.is_active) == (False, False, True)
    assert member_a.email == "member@client-a.example"
    assert member_a.groups.count() == 0
    assert member_a.memberships.get().company.slug == "client-a"
    assert Profile.objects.get().sort_name == "aubrac agathe"


def test_staff_have_a_page_without_title(client_for, organiser):
    client = client_for(organiser)
    assert "job_title" not in client.get(URL).context["form"].fields
    assert client.post(URL, filled(first_name="Odette")).status_code == 302
    organiser.refresh_from_db()
    assert organiser.first_name == "Odette"


def test_page_speaks_the_chosen_language(client_for, member_a):
    client = client_for(member_a)
    client.post(URL, filled(language="en"))
    assert '<html lang="en"' in client.get(URL).content.decode()
    client.post(URL, filled(language="fr"))
    assert '<html lang="fr"' in client.get(URL).content.decode()


def test_profile_takes_no_unknown_field(member_a):
    with pytest.raises(TypeError):
        update_profile(member_a, by=member_a, is_staff=True)
