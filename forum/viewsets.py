"""Categories in the editing desk: listed, made, ordered, archived; never deleted."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import Audience, User
from accounts.viewsets import ServiceCreateView, ServiceEditView
from forum import services
from forum.models import Category


class CategoryForm(WagtailAdminModelForm):
    """Names, for whom, and in which order. The audience has no default: somebody chooses it."""

    class Meta:
        model = Category
        fields = [
            "name_fr",
            "name_en",
            "description_fr",
            "description_en",
            "audience",
            "order",
            "is_announcements",
        ]
        widgets = {
            "description_fr": forms.Textarea(attrs={"rows": 2}),
            "description_en": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choosable = Audience.objects.choosable(kept=self.instance.audience_id)
        self.fields["audience"].queryset = choosable

    def write(self, by: User) -> Category:
        """Create or change the category."""
        words = dict(self.cleaned_data)
        if self.instance.pk:
            category = Category.objects.get(pk=self.instance.pk)
            return services.change_category(category, by=by, **words)
        return services.create_category(words.pop("name_fr"), by=by, **words)


class CategoryIndexView(generic.IndexView):
    """The list of categories."""

    add_item_label = _("Add a category")


class CategoryCreateView(ServiceCreateView):
    """Make a category."""

    page_title = _("New category")


class CategoryEditView(ServiceEditView):
    """Change a category; its address stays."""

    delete_item_label = _("Archive or open again")


class CategoryArchiveView(generic.DeleteView):
    """Archiving: everything stays readable, nothing is written any more. Done again, it opens."""

    permission_required = "change"
    page_title = _("Archive")
    success_message = _("“%(object)s” is changed.")
    template_name = "forum/cms/archive_category.html"

    def get_usage_url(self) -> None:
        """What is written in it does not stand in the way."""
        return

    def delete_action(self) -> None:
        """Archive it, or open an archived one again."""
        act = services.reopen_category if self.object.is_archived else services.archive_category
        act(self.object, by=self.request.user)


class CategoryViewSet(ModelViewSet):
    """The rooms of the discussions."""

    model = Category
    icon = "comment"
    name = "categories"
    menu_label = _("Discussions")
    menu_order = 280
    add_to_admin_menu = True
    index_view_class = CategoryIndexView
    add_view_class = CategoryCreateView
    edit_view_class = CategoryEditView
    delete_view_class = CategoryArchiveView
    copy_view_enabled = False
    ordering = ["order", "pk"]
    list_display = [
        "__str__",
        Column("audience", label=_("For whom")),
        Column("order", label=_("Order")),
        Column("threads", label=_("Discussions"), accessor=lambda room: room.threads.count()),
        BooleanColumn("is_announcements", label=_("Announcements only")),
        BooleanColumn("is_archived", label=_("Archived")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[CategoryForm]:
        """The same form for new and known ones."""
        return CategoryForm
