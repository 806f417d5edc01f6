"""The project package as an app: base templates and their tags."""

from django.apps import AppConfig


class ClubConfig(AppConfig):
    """Shared templates, template tags and commands."""

    name = "club"
