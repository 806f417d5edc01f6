"""Lists of pages."""

from typing import Any, Self

from django.apps import apps
from django.core.paginator import Page as PageOfList
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.viewer import Viewer
from notifications.enums import MailStatus


def news_list(news: Any, viewer: Viewer) -> Any:
    """News that the viewer may see, newest first, with what a list shows."""
    return (
        news.visible_to(viewer)
        .select_related("cover", "author")
        .order_by("-published_on", "-pk")
        .defer_streamfields()
    )


def page_of(rows: Any, number: str | None, size: int) -> PageOfList[Any]:
    """The page of `rows` that the query string asks for; the nearest one when it is nonsense."""
    return Paginator(rows, size).get_page(number)


class WaveQuerySet(models.QuerySet[Any]):
    """Waves of invitations."""

    def with_progress(self) -> Self:
        """How many people each holds, and how far they are: `total`, `unwritten`, `sent`,
        `undelivered`, `arrived`, `declined`, `impossible`; and `is_running`.

        Where somebody was written to more than once, the newest mail counts.
        """
        places = self.model._meta.get_field("places").related_model._default_manager
        rows = places.with_mail_status().filter(wave=OuterRef("pk")).order_by().values("wave")

        def number(**condition: Any) -> Coalesce:
            counted = rows.annotate(n=Count("pk", filter=Q(**condition))).values("n")
            return Coalesce(Subquery(counted), 0)

        running = places.filter(wave=OuterRef("pk"), handled_at=None, wave__ended_at=None)
        return self.select_related("created_by").annotate(
            total=number(pk__isnull=False),
            unwritten=number(handled_at=None),
            sent=number(mail_status=MailStatus.SENT),
            undelivered=number(mail_status=MailStatus.DEAD),
            arrived=number(invitation__accepted_at__isnull=False),
            declined=number(invitation__refused_at__isnull=False),
            impossible=number(handled_at__isnull=False, invitation=None),
            is_running=Exists(running),
        )


class WavePlaceQuerySet(models.QuerySet[Any]):
    """People in waves of invitations."""

    def with_mail_status(self) -> Self:
        """Adds `mail_status`: where the newest mail of the invitation stands."""
        invitation = self.model._meta.get_field("invitation").related_model
        mails = apps.get_model("notifications", "OutboxMail")._default_manager.filter(
            content_type__app_label=invitation._meta.app_label,
            content_type__model=invitation._meta.model_name,
            object_id=OuterRef("invitation_id"),
        )
        return self.annotate(mail_status=Subquery(mails.order_by("-pk").values("status")[:1]))

    def waiting(self) -> Self:
        """Those whose invitation has still to be written: not of waves that rest or ended."""
        return self.filter(handled_at=None, wave__paused_at=None, wave__ended_at=None).order_by(
            "wave__number", "pk"
        )
