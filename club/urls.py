"""Every address of the site. Ordinary addresses stand before Wagtail's, which take the rest."""

from allauth.account.views import logout as account_logout
from django.conf import settings
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from club import styleguide, views

handler400 = "club.views.bad_request"
handler403 = "club.views.forbidden"
handler404 = "club.views.not_found"
handler429 = "accounts.throttle.respond"
handler500 = "club.views.server_error"

_to_login = RedirectView.as_view(url="/accounts/login/", query_string=True)

urlpatterns = [
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("theme/", views.choose_theme, name="theme"),
    path("language/", views.choose_language, name="language"),
    path("accounts/", include("accounts.urls")),
    path("cms/login/", _to_login),
    path("cms/logout/", account_logout),
    path("cms/password_reset/", _to_login),
    path("cms/account/", RedirectView.as_view(url="/me/")),
    path("cms/failwhale/", RedirectView.as_view(url="/cms/")),
    path("_util/login/", _to_login),
    path("cms/", include(wagtailadmin_urls)),
    path("files/", include("files.urls")),
    path("", include("members.urls")),
    path("", include("notifications.urls")),
    path("events/", include("events.urls")),
    path("forum/", include("forum.urls")),
    path("portfolio/", include("loyalty.urls")),
    path("", include("home.urls")),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/look/", styleguide.look, name="look"),
    ]

urlpatterns += [path("", include(wagtail_urls))]
