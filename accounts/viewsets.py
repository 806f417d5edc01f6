"""Forms of the CMS that write through the services."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.views import generic


class WritesByService:
    """Lets the form write through the services instead of saving its instance."""

    form: Any
    request: HttpRequest

    def save_instance(self) -> Any:
        """What was written."""
        return self.form.write(self.request.user)


class ServiceCreateView(WritesByService, generic.CreateView):
    """Create through a service. Its title is a whole phrase: the CMS' own has no gender."""

    def get_page_subtitle(self) -> str:
        """The title says all."""
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The last one is the title as well."""
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        return [*items[:-1], {**items[-1], "label": self.page_title}]


class ServiceEditView(WritesByService, generic.EditView):
    """Change through a service."""
