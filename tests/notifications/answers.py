"""Answers as mail programs send them: their headers, their shapes, their habits."""

import base64
from dataclasses import dataclass
from datetime import UTC, datetime

from club.lib.answering import Invited, build_reply_mail
from club.lib.ical import Mailbox
from notifications.models import CalendarGuest
from tests.notifications.stage import NOW, START


def crlf(text: str) -> bytes:
    """The text as it travels."""
    return text.strip().replace("\n", "\r\n").encode() + b"\r\n"


def utc(moment: datetime) -> str:
    """An instant as calendars write it."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


@dataclass
class Said:
    """What somebody answers, and how; a sample leaves out what its program leaves out."""

    to: str
    uid: str
    sender: str = "member@client-a.example"
    attendee: str = ""
    partstat: str = "ACCEPTED"
    sequence: int = 0
    stamp: datetime = NOW
    method: str = "REPLY"
    comment: str = ""

    @property
    def who(self) -> str:
        """Whom the calendar names."""
        return self.attendee or self.sender


def said_by(guest: CalendarGuest, partstat: str = "ACCEPTED", **more: object) -> Said:
    """The answer of this guest's own calendar to what it was sent last."""
    facts = {"sender": guest.person.email, "sequence": guest.last_sequence or 0, **more}
    return Said(to=guest.reply_address, uid=guest.entry.uid, partstat=partstat, **facts)


def calendar(said: Said, *lines: str, organizer: bool = True) -> str:
    """A calendar part with more lines in its event."""
    params = f";PARTSTAT={said.partstat}" if said.partstat else ""
    return "\n".join(
        [
            "BEGIN:VCALENDAR",
            "PRODID:-//Test//Test//EN",
            "VERSION:2.0",
            f"METHOD:{said.method}",
            "BEGIN:VEVENT",
            f"UID:{said.uid}",
            f"SEQUENCE:{said.sequence}",
            f"DTSTAMP:{utc(said.stamp)}",
            f"DTSTART:{utc(START)}",
            *([f"ORGANIZER:mailto:{said.to}"] if organizer else []),
            f"ATTENDEE{params}:mailto:{said.who}",
            *([f"COMMENT:{said.comment}"] if said.comment else []),
            *lines,
            "END:VEVENT",
            "END:VCALENDAR",
        ]
    )


# --- Programs -------------------------------------------------------------------------------
def outlook(said: Said) -> bytes:
    """Outlook with Exchange: no ORGANIZER, base64, MAILTO in capitals, a Windows zone."""
    part = f"""
BEGIN:VCALENDAR
METHOD:{said.method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:Romance Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT={said.partstat};CN="Aubrac, Agathe":MAILTO:{said.who}
COMMENT;LANGUAGE=fr-FR:{said.comment}\\n
UID:{said.uid}
SUMMARY;LANGUAGE=fr-FR:Accepté : La ligne 9
DTSTART;TZID=Romance Standard Time:20261216T090000
DTEND;TZID=Romance Standard Time:20261216T120000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{utc(said.stamp)}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{said.sequence}
LOCATION;LANGUAGE=fr-FR:Atelier de Saint-Égrève
X-MICROSOFT-CDO-APPT-SEQUENCE:{said.sequence}
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
END:VEVENT
END:VCALENDAR
"""
    encoded = base64.encodebytes(crlf(part)).decode().strip()
    return crlf(
        f"""
From: "Aubrac, Agathe" <{said.sender}>
To: Le Cercle <{said.to}>
Subject: =?utf-8?B?QWNjZXB0w6kgOiBMYSBsaWduZSA5?=
Thread-Topic: La ligne 9
Date: Sun, 22 Nov 2026 09:00:00 +0000
Message-ID: <AM0PR0@eurprd.prod.outlook.example>
X-MS-Exchange-Calendar-Originator-Id: xyz
Content-Type: multipart/alternative; boundary="_000_AM0PR0_"
MIME-Version: 1.0

--_000_AM0PR0_
Content-Type: text/plain; charset="iso-8859-1"
Content-Transfer-Encoding: quoted-printable

Accept=E9

--_000_AM0PR0_
Content-Type: text/calendar; charset="utf-8"; method={said.method}
Content-Transfer-Encoding: base64

{encoded}

--_000_AM0PR0_--
"""
    )


def google(said: Said) -> bytes:
    """Google Calendar: in the calendar's name, ORGANIZER, twice the part, comment at ATTENDEE."""
    comment = f';X-RESPONSE-COMMENT="{said.comment}"' if said.comment else ""
    part = f"""
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{said.method}
BEGIN:VEVENT
DTSTART:{utc(START)}
DTEND:20261216T110000Z
DTSTAMP:{utc(said.stamp)}
ORGANIZER;CN=Le Cercle:mailto:{said.to}
UID:{said.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={said.partstat};CN={said.who}
 ;X-NUM-GUESTS=0{comment}:mailto:{said.who}
CREATED:20261101T080000Z
DESCRIPTION:Vingt places.
LAST-MODIFIED:{utc(said.stamp)}
LOCATION:Atelier de Saint-Égrève
SEQUENCE:{said.sequence}
STATUS:CONFIRMED
SUMMARY:La ligne 9\\, vue de l’intérieur
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
    return crlf(
        f"""
MIME-Version: 1.0
Auto-Submitted: auto-generated
Message-ID: <calendar-0d1@google.example>
Date: Sun, 22 Nov 2026 09:00:00 +0000
Subject: Accepted: La ligne 9
From: {said.sender}
To: {said.to}
Content-Type: multipart/mixed; boundary="0000outer"

--0000outer
Content-Type: multipart/alternative; boundary="0000inner"

--0000inner
Content-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes

{said.who} has accepted this invitation.

--0000inner
Content-Type: text/calendar; charset="UTF-8"; method={said.method}
Content-Transfer-Encoding: 8bit
{part}
--0000inner--

--0000outer
Content-Type: application/ics; name="invite.ics"
Content-Disposition: attachment; filename="invite.ics"
Content-Transfer-Encoding: 8bit
{part}
--0000outer--
"""
    )


def apple(said: Said) -> bytes:
    """Apple's Calendar: the part alone as an attachment, quoted-printable."""
    part = calendar(said).replace("=", "=3D")
    return crlf(
        f"""
From: Agathe Aubrac <{said.sender}>
Content-Type: multipart/mixed; boundary="Apple-Mail-1"
Subject: Accepted: La ligne 9
To: {said.to}
Mime-Version: 1.0 (Mac OS X Mail)

--Apple-Mail-1
Content-Transfer-Encoding: 7bit
Content-Type: text/plain; charset=us-ascii

Agathe Aubrac has accepted.

--Apple-Mail-1
Content-Disposition: attachment; filename=iCal-20261122-090000.ics
Content-Type: text/calendar; x-unix-mode=0644; charset=utf-8; method={said.method};
 name="iCal-20261122-090000.ics"
Content-Transfer-Encoding: quoted-printable

{part}

--Apple-Mail-1--
"""
    )


def thunderbird(said: Said) -> bytes:
    """Thunderbird: one part after the text, the address that a server noted, a folded line."""
    return crlf(
        f"""
Delivered-To: {said.to.upper()}
From: Agathe Aubrac <{said.sender}>
To: "Le Cercle" <club@club.example>
Subject: Event Invitation Reply (Accepted): La ligne 9
MIME-Version: 1.0
User-Agent: Mozilla Thunderbird
Content-Type: text/calendar; method={said.method}; charset=UTF-8
Content-Transfer-Encoding: 8bit

{calendar(said, "DESCRIPTION:" + "x" * 60 + chr(10) + " folded")}
"""
    )


def plain(said: Said) -> bytes:
    """As this project's own demo writes it."""
    guest = Mailbox("Agathe Aubrac", said.who)
    invited = Invited(said.uid, said.sequence, "La ligne 9", said.to, guest)
    return build_reply_mail(invited, said.partstat, stamp=said.stamp)


PROGRAMS = {
    "outlook": outlook,
    "google": google,
    "apple": apple,
    "thunderbird": thunderbird,
    "plain": plain,
}


# --- Others ---------------------------------------------------------------------------------
def mail(
    body: str, *, to: str, sender: str = "member@client-a.example", headers: str = ""
) -> bytes:
    """A mail of one part."""
    first = f"From: {sender}\nTo: {to}\nSubject: Re: La ligne 9\n{headers}MIME-Version: 1.0\n"
    kind = "" if "Content-Type" in headers else "Content-Type: text/plain; charset=utf-8\n"
    return crlf(f"{first}{kind}\n{body}")


def with_calendar(said: Said, part: str, *, headers: str = "", charset: str = "utf-8") -> bytes:
    """A mail whose only part is this calendar part."""
    kind = f"Content-Type: text/calendar; method={said.method}; charset={charset}\n"
    return mail(part, to=said.to, sender=said.sender, headers=f"{headers}{kind}")


def bounce(said: Said) -> bytes:
    """A mail server's notice that our invitation did not arrive (RFC 3464)."""
    return crlf(
        f"""
From: MAILER-DAEMON@client-a.example
To: {said.to}
Subject: Undelivered Mail Returned to Sender
Return-Path: <>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {said.sender}
Action: failed
Status: 5.1.1

--b
Content-Type: message/rfc822

Subject: You are coming
Content-Type: text/calendar; method=REPLY

{calendar(said)}

--b--
"""
    )
