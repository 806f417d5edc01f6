"""The members' corner of the CMS: requests to join, invitations, people."""

from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks

from accounts.desk_menu import SETTINGS, DeskItem, register_items
from accounts.enums import Role
from members.models import CompanyChange, ImportReview, JoinRequest, Report
from members.views import (
    desk_acts,
    desk_changes,
    desk_charter,
    desk_companies,
    desk_directory,
    desk_files,
    desk_imports,
    desk_invitations,
    desk_merge,
    desk_people,
    desk_reports,
    desk_requests,
    desk_retention,
    desk_words,
)

desk_urls = (
    [
        path("requests/", desk_requests.RequestList.as_view(), name="requests"),
        path("requests/<int:pk>/", desk_requests.RequestDetail.as_view(), name="request"),
        path("invitations/", desk_invitations.InvitationList.as_view(), name="invitations"),
        path(
            "invitations/new/",
            desk_invitations.InvitationNew.as_view(),
            name="invitation-new",
        ),
        path(
            "invitations/<int:pk>/<str:act>/",
            desk_invitations.InvitationAct.as_view(),
            name="invitation-act",
        ),
        path("charter/", desk_charter.CharterEdit.as_view(), name="charter"),
        path("directory/", desk_directory.DirectoryFacets.as_view(), name="directory"),
        path("lists/", desk_words.WordsHome.as_view(), name="words-home"),
        path("lists/<str:name>/", desk_words.WordsList.as_view(), name="words"),
        path("lists/<str:name>/new/", desk_words.WordEdit.as_view(), name="word-new"),
        path("lists/<str:name>/<int:pk>/", desk_words.WordEdit.as_view(), name="word"),
        path(
            "lists/<str:name>/<int:pk>/remove/",
            desk_words.WordRemove.as_view(),
            name="word-remove",
        ),
        path("people/", desk_people.PeopleList.as_view(), name="people"),
        path("people/export/", desk_people.PeopleExport.as_view(), name="people-export"),
        path("people/bulk/", desk_people.PeopleBulk.as_view(), name="people-bulk"),
        path("people/<int:pk>/", desk_people.MemberEdit.as_view(), name="member"),
        path(
            "people/<int:pk>/<str:act>/",
            desk_people.MembershipAct.as_view(),
            name="membership-act",
        ),
        path("merge/people/", desk_merge.PeopleToMerge.as_view(), name="merge-people"),
        path(
            "merge/people/<int:kept>/<int:gone>/",
            desk_merge.MergePeople.as_view(),
            name="merge-people-preview",
        ),
        path("merge/companies/", desk_merge.CompaniesToMerge.as_view(), name="merge-companies"),
        path(
            "merge/companies/<int:kept>/<int:gone>/",
            desk_merge.MergeCompanies.as_view(),
            name="merge-companies-preview",
        ),
        path("reports/", desk_reports.ReportList.as_view(), name="reports"),
        path("reports/<int:pk>/", desk_reports.ReportDetail.as_view(), name="report"),
        path("companies/", desk_companies.CompanyList.as_view(), name="companies"),
        path("companies/new/", desk_companies.CompanyEdit.as_view(), name="company-new"),
        path("companies/export/", desk_companies.CompanyExport.as_view(), name="companies-export"),
        path("companies/bulk/", desk_companies.CompanyBulk.as_view(), name="companies-bulk"),
        path("companies/<int:pk>/", desk_companies.CompanyEdit.as_view(), name="company"),
        path("acts/", desk_acts.ActList.as_view(), name="acts"),
        path("files/", desk_files.FileList.as_view(), name="files"),
        path("files/<int:pk>/", desk_files.FileDetail.as_view(), name="file"),
        path("files/<int:pk>/state/", desk_files.FileState.as_view(), name="file-state"),
        path("files/<int:pk>/<str:form>/", desk_files.FileReport.as_view(), name="file-report"),
        path("changes/", desk_changes.ChangeList.as_view(), name="changes"),
        path("changes/<int:pk>/", desk_changes.ChangeDetail.as_view(), name="change"),
        path("retention/", desk_retention.Retention.as_view(), name="retention"),
        path("imports/", desk_imports.ReviewList.as_view(), name="reviews"),
        path("imports/<int:pk>/", desk_imports.ReviewDetail.as_view(), name="review"),
    ],
    "members_desk",
)


@hooks.register("register_admin_urls")
def register_desk_urls() -> list[URLPattern | URLResolver]:
    """The desk's addresses under /cms/members/."""
    return [path("members/", include(desk_urls))]


def _requests(count: int) -> str:
    words = ngettext("%(count)d request to join", "%(count)d requests to join", count)
    return words % {"count": count}


def _reviews(count: int) -> str:
    words = ngettext(
        "%(count)d client record to review", "%(count)d client records to review", count
    )
    return words % {"count": count}


def _changes(count: int) -> str:
    words = ngettext("%(count)d name or logo", "%(count)d names or logos", count)
    return words % {"count": count}


def _reports(count: int) -> str:
    return ngettext("%(count)d report", "%(count)d reports", count) % {"count": count}


_WRITERS = (Role.ORGANISER, Role.ADMINISTRATOR)

register_items(
    [
        DeskItem(
            _("Companies"),
            reverse_lazy("members_desk:companies"),
            name="companies",
            icon_name="home",
            order=303,
        ),
        DeskItem(
            _("People"),
            reverse_lazy("members_desk:people"),
            name="people",
            icon_name="group",
            order=305,
        ),
        DeskItem(
            _("Requests to join"),
            reverse_lazy("members_desk:requests"),
            name="join-requests",
            icon_name="mail",
            order=310,
            count=lambda viewer: JoinRequest.objects.visible_to(viewer).open().count(),
            counted=_requests,
        ),
        DeskItem(
            _("Invitations"),
            reverse_lazy("members_desk:invitations"),
            name="invitations",
            icon_name="user",
            order=320,
        ),
        DeskItem(
            _("Import of clients"),
            reverse_lazy("members_desk:files"),
            name="client-imports",
            icon_name="upload",
            order=324,
            roles=desk_files.ROLES,
        ),
        DeskItem(
            _("Client files"),
            reverse_lazy("members_desk:reviews"),
            name="import-reviews",
            icon_name="list-ul",
            order=325,
            is_there=lambda request: ImportReview.objects.visible_to(request.viewer).exists(),
            count=lambda viewer: ImportReview.objects.visible_to(viewer).waiting().count(),
            counted=_reviews,
        ),
        DeskItem(
            _("Names and logos"),
            reverse_lazy("members_desk:changes"),
            name="company-changes",
            icon_name="image",
            order=327,
            is_there=lambda request: CompanyChange.objects.visible_to(request.viewer).exists(),
            count=lambda viewer: CompanyChange.objects.visible_to(viewer).waiting().count(),
            counted=_changes,
        ),
        DeskItem(
            _("Reports"),
            reverse_lazy("members_desk:reports"),
            name="reports-of-members",
            icon_name="warning",
            order=328,
            roles=_WRITERS,
            count=lambda viewer: Report.objects.visible_to(viewer).open().count(),
            counted=_reports,
        ),
        DeskItem(
            _("Duplicates"),
            reverse_lazy("members_desk:merge-people"),
            name="duplicates",
            icon_name="copy",
            order=332,
            roles=desk_merge.ROLES,
        ),
        DeskItem(
            _("Charter"),
            reverse_lazy("members_desk:charter"),
            name="charter",
            icon_name="doc-full",
            order=340,
            roles=_WRITERS,
        ),
        DeskItem(
            _("Directory"),
            reverse_lazy("members_desk:directory"),
            name="directory-facets",
            icon_name="search",
            order=345,
            roles=_WRITERS,
        ),
        DeskItem(
            _("Lists of the club"),
            reverse_lazy("members_desk:words-home"),
            name="club-lists",
            icon_name="list-ol",
            order=347,
            roles=desk_words.ROLES,
        ),
        DeskItem(
            _("Acts and sign-ins"),
            reverse_lazy("members_desk:acts"),
            name="acts",
            icon_name="history",
            order=350,
            roles=(Role.ADMINISTRATOR,),
        ),
    ]
)
register_items(
    [
        DeskItem(
            _("How long data is kept"),
            reverse_lazy("members_desk:retention"),
            name="retention",
            icon_name="history",
            order=900,
            roles=(Role.ADMINISTRATOR,),
        )
    ],
    SETTINGS,
)
