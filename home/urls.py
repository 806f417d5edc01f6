"""Addresses of home. Its pages are Wagtail's; two of them have a name, for the navigation."""

from django.urls import path
from wagtail.views import serve

from home import views

app_name = "home"

urlpatterns = [
    path("", serve, {"path": ""}, name="day"),
    path("news/", serve, {"path": "news/"}, name="news"),
    path("search/", views.search_view, name="search"),
]
