"""Microsoft and Google: for people who are known already, where the club configured them."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.core.context import request_context
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.db import SessionStore
from django.test import RequestFactory
from django.utils import translation

from accounts.audience import viewer_for
from accounts.models import User
from tests.accounts.helpers import CONFIRM, LOGIN, ask_for_code, received

pytestmark = pytest.mark.django_db
APP = {"client_id": "id", "secret": "secret"}
PATHS = ["google/login/", "google/login/callback/", "microsoft/login/", "3rdparty/"]


@pytest.fixture
def providers(settings):
    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {"APP": APP, "EMAIL_AUTHENTICATION": True},
        "microsoft": {
            "APP": {**APP, "settings": {"tenant": "organizations"}},
            "VERIFIED_EMAIL": False,
            "EMAIL_AUTHENTICATION": False,
        },
    }


def come_back(provider, data):
    """What happens when the provider has said who it is; (answer, request)."""
    request = RequestFactory().get("/accounts/google/login/callback/")
    request.session = SessionStore()
    request._messages = FallbackStorage(request)
    request.user = AnonymousUser()
    request.viewer = viewer_for(request.user)
    request.allauth = type("Namespace", (), {})()
    with request_context(request), translation.override("en"):
        login = (
            get_adapter(request)
            .get_provider(request, provider)
            .sociallogin_from_response(request, data)
        )
        return complete_social_login(request, login), request


def google(email, verified=True):
    return {"sub": "g-1", "email": email, "email_verified": verified, "name": "Mallory"}


def microsoft(email):
    return {"id": "m-1", "mail": email, "userPrincipalName": email, "displayName": "Mallory"}


@pytest.mark.parametrize("path", PATHS)
def test_nothing_exists_without_configuration(client, client_for, path, member_a):
    assert client.get(f"/accounts/{path}").status_code == 404
    assert client_for(member_a).post(f"/accounts/{path}").status_code == 404
    page = client.get(LOGIN).content.decode()
    assert "Google" not in page
    assert "Microsoft" not in page


def test_buttons_lead_to_the_provider(client, providers):
    page = client.get(f"{LOGIN}?next=/events/gala/")
    assert "Continue with Google" in page.content.decode()
    assert "https://accounts.google.com" in page["Content-Security-Policy"]
    assert client.get("/accounts/google/login/").status_code == 200, "GET only asks"
    answer = client.post("/accounts/google/login/?process=login&next=/events/gala/")
    where = urlsplit(answer["Location"])
    assert where.netloc == "accounts.google.com"
    assert parse_qs(where.query)["scope"] in (["profile email"], ["email profile"])


def test_verified_address_signs_its_person_in(providers, member_a):
    answer, request = come_back("google", google(member_a.email))
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert request.user == member_a
    member_a.refresh_from_db()
    assert member_a.check_password("club-demo"), "the password stays"


@pytest.mark.parametrize("case", ["unverified", "unknown", "microsoft"])
def test_nobody_comes_in_by_an_address_that_proves_nothing(providers, member_a, case):
    people = User.objects.count()
    answer, request = {
        "unverified": lambda: come_back("google", google(member_a.email, verified=False)),
        "unknown": lambda: come_back("google", google("mallory@evil.example")),
        "microsoft": lambda: come_back("microsoft", microsoft(member_a.email)),
    }[case]()
    assert not request.user.is_authenticated
    assert answer.status_code == 200
    assert "not linked to a member" in answer.content.decode()
    assert User.objects.count() == people


def test_suspended_person_does_not_come_in(providers, suspended_b):
    answer, request = come_back("google", google(suspended_b.email))
    assert answer["Location"] == "/accounts/inactive/"
    assert not request.user.is_authenticated


def test_linked_microsoft_account_signs_in(providers, member_a):
    SocialAccount.objects.create(user=member_a, provider="microsoft", uid="m-1")
    _answer, request = come_back("microsoft", microsoft("anything@else.example"))
    assert request.user == member_a


def test_row_of_somebody_else_does_not_divert(providers, member_a, member_b):
    EmailAddress.objects.create(user=member_b, email=member_a.email, verified=False)
    _answer, request = come_back("google", google(member_a.email))
    assert request.user == member_a


def test_code_only_person_may_unlink(client, providers, member_a):
    linked = SocialAccount.objects.create(user=member_a, provider="google", uid="g-1")
    User.objects.filter(pk=member_a.pk).update(password="!")
    ask_for_code(client, member_a.email)
    client.post(CONFIRM, {"code": received()[-1].code})
    page = client.get("/accounts/3rdparty/").content.decode()
    assert "Unlink" in page
    client.post("/accounts/3rdparty/", {"account": linked.pk})
    assert not SocialAccount.objects.exists()
