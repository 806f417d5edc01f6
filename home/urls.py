"""Addresses of home. Its other pages are found by Wagtail."""

from django.urls import path

from home import views

app_name = "home"

urlpatterns = [
    path("", views.home_page, name="day"),
    path("news/", views.news_index, name="news"),
    path("search/", views.search_view, name="search"),
]
