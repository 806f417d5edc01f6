"""Addresses of files. What does not look like one never reaches the database."""

from django.urls import re_path

from files import views

app_name = "files"

urlpatterns = [
    re_path(
        r"^images/(?P<image_id>[0-9]{1,18})/(?P<filter_spec>[A-Za-z0-9_.|-]{1,255})"
        r"/(?P<name>[A-Za-z0-9_.-]{1,100})$",
        views.serve_picture,
        name="picture",
    ),
    re_path(
        r"^documents/(?P<document_id>[0-9]{1,18})/(?P<name>[A-Za-z0-9_.-]{1,100})$",
        views.serve_document,
        name="document",
    ),
]
