"""The notices of reports, introductions and meetings, and what people may choose about them."""

from django.utils.translation import gettext_lazy as _

from members.notices import introductions, meetings, names, reports
from notifications.enums import Purpose
from notifications.registry import PreferenceKind, Verb

PREFERENCES = (
    PreferenceKind(
        names.INTRODUCTIONS,
        51,
        _("Introductions"),
        detail=_("Somebody would like to introduce you to another member."),
    ),
    PreferenceKind(
        names.MEETINGS,
        52,
        _("Meetings"),
        detail=_("One of your contacts proposes to meet you."),
    ),
)
VERBS = (
    Verb(
        name=names.REPORTED,
        purpose=Purpose.SERVICE,
        label=_("Report of a member"),
        bell=reports.reported_bell,
        visible=reports.visible_reports,
    ),
    Verb(
        name=names.REPORT_READ,
        purpose=Purpose.ANSWER,
        template="members/email/report_read",
        context=reports.report_read_context,
        label=_("Report read"),
        bell=reports.report_read_bell,
    ),
    Verb(
        name=names.INTRODUCED,
        purpose=Purpose.SOLICITATION,
        template="members/email/introduced",
        context=introductions.introduced_context,
        label=_("Introduction"),
        bell=introductions.introduced_bell,
        visible=introductions.visible_introductions,
        preference=names.INTRODUCTIONS,
    ),
    Verb(
        name=names.INTRODUCTION_MADE,
        purpose=Purpose.ANSWER,
        template="members/email/introduction_made",
        context=introductions.made_context,
        label=_("Introduction: both agreed"),
        bell=introductions.made_bell,
        visible=introductions.visible_introductions,
        preference=names.INTRODUCTIONS,
    ),
    Verb(
        name=names.INTRODUCTION_FAILED,
        purpose=Purpose.ANSWER,
        template="members/email/introduction_failed",
        context=introductions.failed_context,
        label=_("Introduction that did not come about"),
        bell=introductions.failed_bell,
        visible=introductions.visible_introductions,
        preference=names.INTRODUCTIONS,
    ),
    Verb(
        name=names.INTRODUCTION_NEWS,
        purpose=Purpose.SERVICE,
        label=_("What became of an introduction"),
        bell=introductions.news_bell,
        visible=introductions.visible_introductions,
    ),
    Verb(
        name=names.MEETING_PROPOSED,
        purpose=Purpose.SOLICITATION,
        template="members/email/meeting_proposed",
        context=meetings.proposed_context,
        label=_("Meeting proposed"),
        bell=meetings.proposed_bell,
        visible=meetings.visible_meetings,
        preference=names.MEETINGS,
    ),
    Verb(
        name=names.MEETING_DECLINED,
        purpose=Purpose.ANSWER,
        template="members/email/meeting_declined",
        context=meetings.declined_context,
        label=_("Meeting: none of the times"),
        bell=meetings.declined_bell,
        visible=meetings.visible_meetings,
        preference=names.MEETINGS,
    ),
    Verb(
        name=names.MEETING_AGREED,
        purpose=Purpose.SERVICE,
        template="members/email/meeting_agreed",
        context=meetings.agreed_context,
        label=_("Meeting agreed"),
    ),
    Verb(
        name=names.MEETING_MOVED,
        purpose=Purpose.SERVICE,
        template="members/email/meeting_moved",
        context=meetings.agreed_context,
        label=_("Meeting moved"),
    ),
    Verb(
        name=names.MEETING_CANCELLED,
        purpose=Purpose.SERVICE,
        template="members/email/meeting_cancelled",
        context=meetings.cancelled_context,
        label=_("Meeting cancelled"),
    ),
    Verb(
        name=names.MEETING_NEWS,
        purpose=Purpose.SERVICE,
        label=_("Meeting agreed, moved or cancelled"),
        bell=meetings.news_bell,
        visible=meetings.visible_meetings,
    ),
    Verb(
        name=names.MEETING_UNREAD,
        purpose=Purpose.SERVICE,
        template="members/email/meeting_unread",
        context=meetings.unread_context,
        label=_("Answer about a meeting not counted"),
    ),
)
