"""Addresses of the account manager's desk."""

from django.urls import path

from loyalty.views import client, contacts, facts, people, portfolio

app_name = "loyalty"

urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("<slug:slug>/", client.client, name="client"),
    path("<slug:slug>/facts/", facts.facts, name="facts"),
    path("<slug:slug>/invite/", people.invite, name="invite"),
    path("<slug:slug>/log/", contacts.log, name="log"),
    path("<slug:slug>/contacts/", contacts.every, name="contacts"),
    path("<slug:slug>/contacts/<row:pk>/", contacts.correct, name="correct"),
    path("<slug:slug>/contacts/<row:pk>/undo/", contacts.undo, name="undo"),
    path("<slug:slug>/contacts/<row:pk>/close/", contacts.close, name="close"),
]
