"""The editing desk as this club uses it: a short menu, the club's own name, and audiences."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.contrib.settings.registry import register_setting
from wagtail.models import Page

from accounts.desk_menu import DeskItem, register_items
from accounts.enums import Role
from accounts.models import ClubSettings
from home.desk import DeskPanel, RequestsPanel
from home.models import InvitationWave
from home.rules import is_fixed
from home.services import is_opening_over
from home.views import audiences, preview, waves
from home.viewsets import AudienceGroup
from members.models import KnownPerson

#: What Wagtail offers and this club does not use.
HIDDEN = frozenset({"help"})
HIDDEN_SETTINGS = frozenset(
    {"workflows", "workflow-tasks", "sites", "redirects", "groups", "users"}
)
HIDDEN_REPORTS = frozenset({"workflows", "workflow-tasks", "locked-pages"})
register_setting(ClubSettings, icon="home", order=10)


@hooks.register("insert_global_admin_css")
def add_styles() -> SafeString:
    """The club's letters and colours, and what its own pages of the desk need."""
    sheets = ((static(f"css/{name}.css"),) for name in ("fonts", "cms"))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', sheets)


@hooks.register("insert_global_admin_js")
def add_scripts() -> SafeString:
    """What makes the club's tables of the desk readable on a phone, and names the menu's search."""
    scripts = ((static(f"js/{name}.js"),) for name in ("desk_menu", "desk_table"))
    return format_html_join("\n", '<script type="module" src="{}"></script>', scripts)


@hooks.register("register_admin_viewset")
def register_audiences() -> AudienceGroup:
    """Audiences and segments."""
    return AudienceGroup()


@hooks.register("register_admin_urls")
def register_waves() -> list[URLPattern]:
    """The waves' addresses, beside the other pages about members."""
    return [
        path("members/waves/", waves.WaveList.as_view(), name="home-waves"),
        path("members/waves/send/", waves.WaveSend.as_view(), name="home-wave-send"),
        path("members/waves/sample/", waves.WaveSample.as_view(), name="home-wave-sample"),
        path(
            "members/segments/companies/",
            audiences.SegmentCompanies.as_view(),
            name="home-segment-companies",
        ),
        path(
            "members/companies/find/",
            audiences.CompanyFinder.as_view(),
            name="home-company-finder",
        ),
        path(
            "members/audiences/<int:pk>/",
            audiences.AudienceWho.as_view(),
            name="home-audience-who",
        ),
        path("members/preview/", preview.PreviewStart.as_view(), name="home-preview"),
        path("members/waves/<int:pk>/<str:act>/", waves.WaveAct.as_view(), name="home-wave-act"),
    ]


register_items(
    [
        MenuItem(
            _("See the site"),
            # Without a fragment all pages of the desk would lie below this address: always marked.
            format_lazy("{}#top", reverse_lazy("home:day")),
            name="see-site",
            icon_name="view",
            order=50,
        ),
        MenuItem(
            _("Preview the site"),
            reverse_lazy("home-preview"),
            name="site-preview",
            icon_name="view",
            order=55,
        ),
        DeskItem(
            _("Opening of the club"),
            reverse_lazy("home:opening"),
            name="club-opening",
            icon_name="key",
            order=60,
            roles=(Role.ADMINISTRATOR,),
            is_there=lambda request: (
                not is_opening_over(ClubSettings.load(request_or_site=request))
            ),
        ),
        DeskItem(
            _("Waves of invitations"),
            reverse_lazy("home-waves"),
            name="invitation-waves",
            icon_name="group",
            order=325,
            roles=waves.ROLES,
            is_there=lambda _request: (
                InvitationWave.objects.exists() or KnownPerson.objects.uninvited().exists()
            ),
        ),
    ]
)


@hooks.register("construct_main_menu")
def shorten_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what nobody here needs."""
    items[:] = [item for item in items if item.name not in HIDDEN]


@hooks.register("construct_settings_menu")
def shorten_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    """People and roles are the club's own affair, not Wagtail's."""
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


@hooks.register("construct_reports_menu")
def shorten_reports(request: HttpRequest, items: list[MenuItem]) -> None:
    """There are no workflows to report on."""
    items[:] = [item for item in items if item.name not in HIDDEN_REPORTS]


@hooks.register("construct_homepage_summary_items", order=1000)
def shorten_summary(request: HttpRequest, items: list[Any]) -> None:
    """Numbers of pages and files tell nobody anything."""
    items.clear()


@hooks.register("construct_homepage_panels", order=1000)
def open_desk(request: HttpRequest, panels: list[Any]) -> None:
    """What waits and what comes stands before Wagtail's own panels."""
    panels[:0] = [DeskPanel(), RequestsPanel()]


@hooks.register("before_unpublish_page")
@hooks.register("before_delete_page")
def keep_in_place(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Refuse to take away what the site links to from everywhere."""
    return _refuse(request) if is_fixed(page) else None


@hooks.register("before_move_page")
def keep_from_moving(request: HttpRequest, page: Page, destination: Page) -> HttpResponse | None:
    """The same for moving."""
    return _refuse(request) if is_fixed(page) else None


@hooks.register("before_bulk_action")
def keep_from_bulk(
    request: HttpRequest, action: str, objects: list[Any], view: Any
) -> HttpResponse | None:
    """The same for many pages at once."""
    takes_away = action in {"delete", "unpublish", "move"}
    fixed = (is_fixed(row) for row in objects if isinstance(row, Page))
    return _refuse(request) if takes_away and any(fixed) else None


def _refuse(request: HttpRequest) -> HttpResponse:
    messages.error(request, _("The site needs this page: its words can be changed, not its place."))
    return redirect("wagtailadmin_explore_root")
