"""The place of undelivered mails in the CMS."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from notifications.models import OutboxMail
from notifications.views import undelivered


class UndeliveredItem(MenuItem):
    """Shows how many mails are dead, to those who may look at them."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Organisers and administrators only."""
        return bool(request.viewer.has_role(*undelivered.ROLES))  # type: ignore[attr-defined]

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        """The item, with the number when there is something to look at."""
        dead = OutboxMail.objects.dead().count()
        label = _count_label(dead) if dead else str(self.label)
        return LinkMenuItem(
            self.name,
            label,
            str(self.url),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )


def _count_label(dead: int) -> str:
    """The number first, where the side bar does not cut it off."""
    return ngettext("%(count)d mail not delivered", "%(count)d mails not delivered", dead) % {
        "count": dead
    }


@hooks.register("register_admin_urls")
def undelivered_urls() -> list[URLPattern]:
    """Addresses below /cms/."""
    return [
        path("mails/", undelivered.mail_list, name="undelivered-mails"),
        path("mails/<int:pk>/retry/", undelivered.mail_retry, name="undelivered-mail-retry"),
        path("mails/<int:pk>/give-up/", undelivered.mail_give_up, name="undelivered-mail-give-up"),
    ]


@hooks.register("register_admin_menu_item")
def undelivered_item() -> UndeliveredItem:
    """The door in the side bar."""
    return UndeliveredItem(
        _("Mails not delivered"),
        reverse_lazy("undelivered-mails"),
        name="undelivered-mails",
        icon_name="mail",
        order=8500,
    )
