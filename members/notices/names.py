"""What the notices of reports, introductions and meetings are called."""

#: The kinds of news that people choose about on their page of notifications.
INTRODUCTIONS = "members.introductions"
MEETINGS = "members.meetings"

REPORTED = "members.reported"
REPORT_READ = "members.report_read"

INTRODUCED = "members.introduced_to"
INTRODUCTION_MADE = "members.introduction_made"
INTRODUCTION_FAILED = "members.introduction_failed"
#: To the introducer, on the bell alone.
INTRODUCTION_NEWS = "members.introduction_news"

MEETING_PROPOSED = "members.meeting_proposed"
MEETING_DECLINED = "members.meeting_declined"
#: These three carry the calendar; what they say rings as MEETING_NEWS.
MEETING_AGREED = "members.meeting_agreed"
MEETING_MOVED = "members.meeting_moved"
MEETING_CANCELLED = "members.meeting_cancelled"
MEETING_NEWS = "members.meeting_news"
MEETING_UNREAD = "members.meeting_unread"
