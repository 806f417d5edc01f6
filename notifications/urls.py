"""Addresses of the notifications app, included at the root; the mail reader is a demo's."""

from django.conf import settings
from django.urls import path

from notifications.views import bell, calendar, feed, preferences, reader

app_name = "notifications"
urlpatterns = [
    path("me/bell/", bell.item_list, name="bell"),
    path("me/bell/log/", bell.log, name="bell-log"),
    path("me/bell/read/", bell.mark_read, name="bell-read"),
    path("me/calendar/", calendar.show, name="calendar"),
    path("me/calendar/choices/", calendar.choose, name="calendar-choices"),
    path("me/calendar/address/", calendar.address, name="calendar-address"),
    path("me/calendar/revoke/", calendar.revoke, name="calendar-revoke"),
    path("calendar/<str:token>.ics", feed.fetch, name="feed"),
    path("me/notifications/", preferences.choose, name="preferences"),
    path("me/notifications/stop/<str:token>/", preferences.stop, name="stop"),
]

if settings.DEMO:
    urlpatterns += [
        path("demo/mail/", reader.mail_list, name="mail-list"),
        path("demo/mail/<int:pk>/", reader.mail_detail, name="mail-detail"),
        path("demo/mail/<int:pk>/html/", reader.mail_html, name="mail-html"),
        path("demo/mail/<int:pk>/answer/", reader.mail_answer, name="mail-answer"),
        path("demo/mail/<int:pk>.eml", reader.mail_eml, name="mail-eml"),
    ]
