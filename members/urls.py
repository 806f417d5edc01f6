"""Addresses of the members app; included at the root."""

from django.urls import path, register_converter

from club.lib.urls import RowConverter
from members.views import (
    charter,
    companies,
    contacts,
    directory,
    invitations,
    join,
    me,
    meet,
    people,
    pictures,
    rivals,
    team,
    topics,
    welcome,
)

app_name = "members"
register_converter(RowConverter, "row")

urlpatterns = [
    path("members/", directory.directory, name="directory"),
    path("members/<row:person_id>/", people.person_detail, name="person-detail"),
    path("members/topics/", topics.suggest, name="topics"),
    path("members/meet/", meet.meet, name="meet"),
    path("members/<row:person_id>/not-for-me/", meet.dismiss, name="dismiss"),
    path("members/<row:person_id>/not-for-me/undo/", meet.undo, name="dismiss-undo"),
    path("members/<row:person_id>/ask/", contacts.ask, name="ask"),
    path("members/<row:person_id>/face/", pictures.face, name="person-face"),
    path("companies/", companies.company_list, name="companies"),
    path("companies/<slug:slug>/", companies.company_detail, name="company-detail"),
    path("companies/<slug:slug>/logo/", pictures.logo, name="company-logo"),
    path("companies/<slug:slug>/invite/", invitations.invite, name="invite"),
    path("companies/<slug:slug>/team/", team.team, name="team"),
    path("companies/<slug:slug>/team/<row:pk>/leave/", team.leave, name="leave"),
    path(
        "companies/<slug:slug>/team/<row:pk>/correspondent/",
        team.correspondent,
        name="correspondent",
    ),
    path(
        "companies/<slug:slug>/departures/<row:pk>/take-back/",
        team.take_back,
        name="departure-take-back",
    ),
    path(
        "companies/<slug:slug>/invitations/<int:pk>/resend/",
        invitations.resend,
        name="invitation-resend",
    ),
    path(
        "companies/<slug:slug>/invitations/<int:pk>/revoke/",
        invitations.revoke,
        name="invitation-revoke",
    ),
    path("companies/<slug:slug>/competitors/", rivals.rival_list, name="rivals"),
    path("companies/<slug:slug>/competitors/add/", rivals.add, name="rival-add"),
    path("companies/<slug:slug>/competitors/<int:pk>/remove/", rivals.remove, name="rival-remove"),
    path("me/", me.edit_profile, name="me"),
    path("me/preview/", people.preview, name="preview"),
    path("me/hide/", me.hide, name="hide"),
    path("me/show/", me.show, name="show"),
    path("me/contacts/", contacts.contact_list, name="contacts"),
    path("me/contacts/<row:pk>/", contacts.contact_request, name="contact-request"),
    path("me/contacts/<row:pk>/accept/", contacts.accept, name="contact-accept"),
    path("me/contacts/<row:pk>/decline/", contacts.decline, name="contact-decline"),
    path("me/contacts/<row:pk>/withdraw/", contacts.withdraw, name="contact-withdraw"),
    path("me/contacts/<row:pk>/remove/", contacts.remove, name="contact-remove"),
    path("join/", join.ask, name="join"),
    path("join/sent/", join.asked, name="join-sent"),
    path("join/<str:token>/", join.accept, name="accept"),
    path("join/<str:token>/refuse/", join.refuse, name="refuse"),
    path("charter/", charter.read, name="charter"),
    path("welcome/", welcome.resume, name="welcome"),
    path("welcome/charter/", charter.welcome, name="welcome-charter"),
    path("welcome/charter/declined/", charter.declined, name="charter-declined"),
    path("welcome/greeting/", welcome.dismiss, name="greeting-dismiss"),
    path("welcome/<int:number>/", welcome.step, name="welcome-step"),
]
