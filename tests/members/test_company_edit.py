"""The page of a company: its words, and the name and logo that the club approves."""

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Company
from members.models import CompanyChange
from members.services import (
    NotThere,
    Refused,
    approve_company_change,
    ask_company_change,
    describe_company,
    rebuild_directory,
    refuse_company_change,
    update_profile,
    withdraw_company_change,
)
from notifications.models import BellItem
from notifications.services import deliver_due
from tests.members.made import HOSTILE, INERT, picture

pytestmark = pytest.mark.django_db
PAGE = "/companies/client-a/"
EDIT = f"{PAGE}edit/"
LOGO = f"{PAGE}asked-logo/"
DESK = "/cms/members/changes/"
WORDS = {"about_fr": "Nous moulons.", "about_en": "We mould.", "website": "https://aubrac.example"}
CAST = ("colleague_a", "member_a", "member_b", "organiser", "suspended_b", "outsider", "stranger")


def sent(**changes):
    return {**WORDS, "name": "Atelier Aubrac", **changes}


@pytest.fixture
def asked(colleague_a, company_a):
    return ask_company_change(company_a, by=colleague_a, name="Aubrac & Cie", logo=picture())


@pytest.mark.parametrize("who", CAST)
def test_the_page_is_changed_by_the_correspondent_alone(
    request, client_for, who, colleague_a, company_a
):
    person = request.getfixturevalue(who)
    client, may = client_for(person), who == "colleague_a"
    assert client.get(EDIT).status_code == (200 if may else 404)
    assert client.post(EDIT, sent()).status_code == (302 if may else 404)
    assert client.post(f"{EDIT}withdraw/").status_code == (302 if may else 404)
    assert (Company.objects.get(pk=company_a.pk).about_en == "We mould.") is may
    offered = EDIT in client.get(PAGE).content.decode()
    assert offered is may


@pytest.mark.parametrize("who", CAST)
def test_an_asked_logo_is_seen_by_who_asked_and_who_decides(request, client_for, who, asked):
    may = who in {"colleague_a", "organiser"}
    assert client_for(request.getfixturevalue(who)).get(LOGO).status_code == (200 if may else 404)


def test_words_are_shown_at_once_name_and_logo_wait(client_for, colleague_a, member_b, manager):
    client = client_for(colleague_a)
    page = client.post(EDIT, sent(name="Aubrac & Cie", logo=picture()), follow=True)
    assert "We mould." in page.content.decode()
    company = Company.objects.get(slug="client-a")
    assert (company.name, company.about_fr) == ("Atelier Aubrac", "Nous moulons.")
    assert not company.logo
    waiting = CompanyChange.objects.get()
    assert (waiting.name, waiting.asked_by) == ("Aubrac & Cie", colleague_a)
    assert waiting.logo
    assert "Aubrac &amp; Cie" in client.get(EDIT).content.decode()
    assert "Aubrac &amp; Cie" not in client_for(member_b).get(PAGE).content.decode()
    deliver_due()
    assert manager.email in mail.outbox[-1].to[0]
    assert f"{DESK}{waiting.pk}/" in mail.outbox[-1].body
    assert BellItem.objects.filter(person=manager, verb="members.company_change_asked").count() == 1


def test_asking_again_replaces_and_the_old_name_takes_back(asked, company_a, colleague_a):
    first = str(asked.logo.name)
    again = ask_company_change(company_a, by=colleague_a, name="Aubrac SA")
    assert (again.pk, again.name, str(again.logo.name)) == (asked.pk, "Aubrac SA", first)
    withdraw_company_change(again, by=colleague_a)
    assert ask_company_change(company_a, by=colleague_a, name="Atelier Aubrac") is None
    assert CompanyChange.objects.filter(state="waiting").count() == 0


def test_the_club_approves_and_the_company_is_found_by_its_new_name(
    client_for, asked, organiser, member_b, colleague_a, django_capture_on_commit_callbacks
):
    rebuild_directory()
    kept = str(asked.logo.name)
    client = client_for(organiser)
    assert "Aubrac &amp; Cie" in client.get(f"{DESK}{asked.pk}/").content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{DESK}{asked.pk}/").status_code == 302
    company = Company.objects.get(slug="client-a")
    assert (company.name, bool(company.logo)) == ("Aubrac & Cie", True)
    assert not default_storage.exists(kept)
    assert client_for(member_b).get(company.logo_url).status_code == 200
    found = client_for(member_b).get("/companies/", {"q": "aubrac cie"}).context["companies"]
    assert [row["company"] for row in found] == [company]
    assert client_for(organiser).get(LOGO).status_code == 404
    deliver_due()
    assert colleague_a.email in mail.outbox[-1].to[0]
    assert client.post(f"{DESK}{asked.pk}/").status_code == 422, "decided once"


def test_the_club_refuses_with_a_reason_that_the_company_reads(
    client_for, asked, organiser, colleague_a
):
    client = client_for(organiser)
    assert client.post(f"{DESK}{asked.pk}/", {"refuse": "1", "reason": " "}).status_code == 422
    answer = client.post(f"{DESK}{asked.pk}/", {"refuse": "1", "reason": "Too long for a badge."})
    assert answer.status_code == 302
    company = Company.objects.get(slug="client-a")
    assert (company.name, bool(company.logo)) == ("Atelier Aubrac", False)
    assert "Too long for a badge." in client_for(colleague_a).get(EDIT).content.decode()
    deliver_due()
    assert "Too long for a badge." in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("who", "status"),
    [
        *(("organiser", 200), ("manager", 200), ("director", 200), ("administrator", 200)),
        *(("manager2", 404), ("colleague_a", 404), ("member_b", 404), ("stranger", 404)),
    ],
)
def test_who_handles_the_company_decides(request, client_for, who, status, asked):
    client = client_for(request.getfixturevalue(who))
    assert client.get(f"{DESK}{asked.pk}/").status_code == status
    listed = client.get(DESK)
    shown = listed.status_code == 200 and "Aubrac &amp; Cie" in listed.content.decode()
    assert shown is (status == 200)
    if status == 404:
        assert client.post(f"{DESK}{asked.pk}/").status_code == 404


def test_services_refuse_others(asked, company_a, company_b, colleague_a, member_a, manager2):
    for person, company in ((member_a, company_a), (colleague_a, company_b), (manager2, company_a)):
        with pytest.raises(NotThere):
            ask_company_change(company, by=person, name="X")
        with pytest.raises(NotThere):
            describe_company(company, by=person, about_fr="X")
    for person in (member_a, colleague_a, manager2):
        with pytest.raises(Refused):
            approve_company_change(asked, by=person)
        with pytest.raises(Refused):
            refuse_company_change(asked, by=person, reason="No")
    with pytest.raises(TypeError):
        describe_company(company_a, by=colleague_a, tier=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "N" * 300},
        {"name": ""},
        {"website": "javascript:alert(1)"},
        {"about_fr": "x" * 2001},
        {"logo": SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\nnot", "image/png")},
        {"logo": SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")},
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence_and_nothing_is_saved(
    client_for, colleague_a, company_a, wrong
):
    page = client_for(colleague_a).post(EDIT, sent(**wrong))
    assert page.status_code == 422
    assert page.context["form"].errors
    assert "Nous moulons." in page.content.decode() or "about_fr" in wrong
    assert Company.objects.get(pk=company_a.pk).about_fr == ""
    assert not CompanyChange.objects.exists()


@pytest.mark.parametrize("name", ["شركة الأفق", "🚀 Fusée 🚀", HOSTILE[:150]])
def test_any_name_may_be_asked_and_is_inert(client_for, colleague_a, organiser, member_b, name):
    client_for(colleague_a).post(EDIT, sent(name=name))
    change = CompanyChange.objects.get()
    assert change.name == name
    page = client_for(organiser).get(f"{DESK}{change.pk}/").content.decode()
    client_for(organiser).post(f"{DESK}{change.pk}/")
    shown = client_for(member_b).get(PAGE).content.decode()
    for text in (page, shown):
        assert "<script>alert" not in text
        assert (INERT[:40] if name.startswith("<") else name) in text
    assert 'dir="auto"' in shown


def test_subjects_of_its_people_are_those_that_the_viewer_may_read(
    client_for, member_a, colleague_a, member_b
):
    update_profile(member_a, by=member_a, can_help_with="EDI, Douane", looks_for="Énergie")
    words = {"can_help_with": "Paie", "can_help_with_visible_to": "contacts"}
    update_profile(colleague_a, by=colleague_a, **words)
    page = client_for(member_b).get(PAGE)
    assert page.context["topics"] == ["Douane", "EDI"]
