"""Addresses of the demo's mail reader, below /demo/mail/."""

from django.urls import path

from notifications.views import reader

app_name = "notifications"
urlpatterns = [
    path("", reader.mail_list, name="mail-list"),
    path("<int:pk>/", reader.mail_detail, name="mail-detail"),
    path("<int:pk>/html/", reader.mail_html, name="mail-html"),
    path("<int:pk>.eml", reader.mail_eml, name="mail-eml"),
]
