"""Addresses of home. Its other pages are found by Wagtail."""

from django.urls import path

from home.views import opening, opening_clients, opening_people, pages, preview

app_name = "home"

urlpatterns = [
    path("", pages.home_page, name="day"),
    path("news/", pages.news_index, name="news"),
    path("search/", pages.search_view, name="search"),
    path("preview/end/", preview.end_preview, name="preview-end"),
    path("opening/", opening.overview, name="opening"),
    path("opening/club/", opening.club, name="opening-club"),
    path("opening/mail/", opening.mail, name="opening-mail"),
    path("opening/clients/", opening_clients.clients, name="opening-clients"),
    path("opening/team/", opening_people.team, name="opening-team"),
    path("opening/founders/", opening_people.founders, name="opening-founders"),
    path("opening/event/", opening.event, name="opening-event"),
    path("opening/open/", opening.open_club, name="opening-open"),
    path("opening/<slug:name>/leave/", opening.leave_out, name="opening-leave"),
]
