"""What the directory itself knows of why two people might meet: subjects, functions, trades."""

from typing import Any

from django.db.models import BigIntegerField, CharField, F, OuterRef, QuerySet, Subquery, Value
from django.utils.translation import gettext as _

from accounts.enums import JobFunction
from accounts.models import Membership
from accounts.viewer import Viewer
from club.lib.bilingual import in_language
from members.enums import FieldVisibility, TopicSide
from members.meetings import Ground
from members.models.search import PersonTopic
from members.rules import shown_rows_q

_NOTHING = Value(0, output_field=BigIntegerField())
_NO_TOPIC = Value("", output_field=CharField())


def _topics(side: TopicSide, **only: Any) -> "QuerySet[PersonTopic, Any]":
    rows = PersonTopic.objects.filter(side=side, **only)
    named = rows.annotate(about_id=_NOTHING, topic=F("folded"))
    return named.order_by().values_list("about_id", "topic", "person_id")


def _offered(side: TopicSide) -> "QuerySet[PersonTopic, Any]":
    """Those that every member may read."""
    return _topics(side, visible_to=FieldVisibility.MEMBERS)


def _label(side: TopicSide, viewer: Viewer) -> Subquery:
    """The subject as the other one wrote it, as long as the viewer may read it."""
    rows = PersonTopic.objects.filter(shown_rows_q(viewer), side=side)
    mine = rows.filter(person_id=OuterRef("person_id"), folded=OuterRef("topic"))
    return Subquery(mine.values("label")[:1])


def _functions() -> "QuerySet[Membership, Any]":
    rows = Membership.objects.open().exclude(function=JobFunction.OTHER)
    named = rows.annotate(about_id=_NOTHING, topic=F("function"))
    return named.order_by().values_list("about_id", "topic", "person_id")


def _trades() -> "QuerySet[Membership, Any]":
    rows = Membership.objects.open().filter(company__sector__isnull=False)
    named = rows.annotate(about_id=F("company__sector_id"), topic=_NO_TOPIC)
    return named.values_list("about_id", "topic", "person_id").order_by()


def _trade(**only: Any) -> Subquery:
    rows = Membership.objects.open().filter(person_id=OuterRef("person_id"), **only)
    return Subquery(rows.values_list(in_language("company__sector__name"))[:1])


MEMBERS_GROUNDS = (
    Ground(
        "members.helps",
        10,
        6,
        wants=lambda: _topics(TopicSide.LOOKS),
        gives=lambda: _offered(TopicSide.HELPS),
        title=lambda viewer: _label(TopicSide.HELPS, viewer),
        words=lambda title: _("Can help with what you look for: %(topic)s.") % {"topic": title},
    ),
    Ground(
        "members.needs",
        20,
        5,
        wants=lambda: _topics(TopicSide.HELPS),
        gives=lambda: _offered(TopicSide.LOOKS),
        title=lambda viewer: _label(TopicSide.LOOKS, viewer),
        words=lambda title: _("Needs what you offer: %(topic)s.") % {"topic": title},
    ),
    Ground(
        "members.function",
        50,
        2,
        wants=_functions,
        gives=_functions,
        title=lambda _viewer: _trade(function=OuterRef("topic")),
        words=lambda title: (
            _("The same function as yours, in another sector: %(sector)s.") % {"sector": title}
        ),
        elsewhere=True,
    ),
    Ground(
        "members.trade",
        60,
        1,
        wants=_trades,
        gives=_trades,
        title=lambda _viewer: _trade(company__sector_id=OuterRef("about_id")),
        words=lambda title: _("Of your sector: %(sector)s.") % {"sector": title},
    ),
)
