"""Addresses of the events. The two pages are Wagtail's; what they do has addresses of its own."""

from django.urls import path

from events.views import answers, attendees, by_mail, organiser, others, pages

app_name = "events"

urlpatterns = [
    path("", pages.index, name="index"),
    path("<slug:slug>/", pages.event, name="page"),
    path("<slug:slug>/register/", answers.register, name="register"),
    path("<slug:slug>/maybe/", answers.maybe, name="maybe"),
    path("<slug:slug>/decline/", answers.decline, name="decline"),
    path("<slug:slug>/guests/", answers.guests, name="guests"),
    path("<slug:slug>/others/", others.others, name="others"),
    path("<slug:slug>/decide/", organiser.decide, name="decide"),
    path("<slug:slug>/attendees.csv", attendees.table, name="attendees-table"),
    path("<slug:slug>/cancel/", answers.cancel, name="cancel"),
    path("<slug:slug>/answer/<str:token>/", by_mail.answer, name="answer"),
    path("<slug:slug>/event.ics", pages.download, name="download"),
    path("<slug:slug>/attendees/", attendees.attendees, name="attendees"),
    path("<slug:slug>/cancel-date/", organiser.cancel_date, name="cancel-date"),
]
