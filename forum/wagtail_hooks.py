"""The forum's corner of the editing desk."""

from wagtail import hooks

from forum.viewsets import CategoryViewSet


@hooks.register("register_admin_viewset")
def register_categories() -> CategoryViewSet:
    """The rooms of the discussions."""
    return CategoryViewSet("categories")
