"""Addresses below /accounts/: those of allauth that this club uses, one by one.

Its names are kept, since its code looks them up. Sign-up has no address.
"""

from allauth.account import views as account
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from django.urls import include, path, re_path

from accounts import views
from accounts.views import provider_only

_PASSWORD = [
    path("change/", account.password_change, name="account_change_password"),
    path("set/", account.password_set, name="account_set_password"),
    path("reset/", account.password_reset, name="account_reset_password"),
    path("reset/done/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
]

_SOCIAL = [
    path("3rdparty/", provider_only(social.connections), name="socialaccount_connections"),
    path(
        "3rdparty/login/cancelled/",
        provider_only(social.login_cancelled),
        name="socialaccount_login_cancelled",
    ),
    path(
        "3rdparty/login/error/",
        provider_only(social.login_error),
        name="socialaccount_login_error",
    ),
    path("google/login/", provider_only(google.oauth2_login, "google"), name="google_login"),
    path(
        "google/login/callback/",
        provider_only(google.oauth2_callback, "google"),
        name="google_callback",
    ),
    path(
        "microsoft/login/",
        provider_only(microsoft.oauth2_login, "microsoft"),
        name="microsoft_login",
    ),
    path(
        "microsoft/login/callback/",
        provider_only(microsoft.oauth2_callback, "microsoft"),
        name="microsoft_callback",
    ),
]

urlpatterns = [
    path("", views.security, name="account_security"),
    path("login/", views.LoginView.as_view(), name="account_login"),
    path("login/code/", views.to_login, name="account_request_login_code"),
    path(
        "login/code/confirm/",
        views.LoginCodeView.as_view(),
        name="account_confirm_login_code",
    ),
    path("access/<str:token>/", views.first_access, name="account_access"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path(
        "reauthenticate/code/",
        views.ProveByCodeView.as_view(),
        name="account_reauthenticate_code",
    ),
    path("email/", views.EmailView.as_view(), name="account_email"),
    path(
        "confirm-email/",
        account.email_verification_sent,
        name="account_email_verification_sent",
    ),
    path("password/", include(_PASSWORD)),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", views.SessionsView.as_view(), name="usersessions_list"),
    *_SOCIAL,
]
