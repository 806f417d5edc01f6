"""What a person says about themselves."""

import re
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.registry import PersonValue
from club.lib import clock
from club.lib.text import short_hash
from members.enums import Field, FieldVisibility
from members.querysets import ProfileManager

_SEPARATORS = re.compile(r"[,;\n\r]+")


def split_topics(text: str) -> list[str]:
    """The topics of a text that separates them by commas, semicolons or new lines."""
    topics = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(topic for topic in topics if topic))


def _shown_to(label: Any, default: FieldVisibility) -> "models.CharField[str, str]":
    """Whom the person lets see one of the fields."""
    return models.CharField(label, max_length=10, choices=FieldVisibility.choices, default=default)


class Profile(models.Model):
    """One person's page. Made when it is first needed.

    Each of `enums.Field` is shown to whom its `<name>_visible_to` says; `members.rules` decides.
    The e-mail address is the one of the person. `hidden_at` is set while a person does not want to
    be found. `languages` are codes of `enums.Tongue`, parted by commas. `sort_name` is the name
    as lists sort it: last name first, without accents or capitals.
    """

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="profile",
        verbose_name=_("person"),
    )
    face = models.ImageField(_("face"), upload_to="faces", blank=True)
    about = models.TextField(_("about me"), max_length=1000, blank=True)
    can_help_with = models.TextField(_("can help with"), max_length=400, blank=True)
    looks_for = models.TextField(_("is looking for"), max_length=400, blank=True)
    languages = models.CharField(_("languages spoken"), max_length=120, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email_visible_to = _shown_to(_("e-mail address shown to"), FieldVisibility.CONTACTS)
    phone_visible_to = _shown_to(_("phone shown to"), FieldVisibility.NOBODY)
    about_visible_to = _shown_to(_("about me shown to"), FieldVisibility.MEMBERS)
    can_help_with_visible_to = _shown_to(_("can help with shown to"), FieldVisibility.MEMBERS)
    looks_for_visible_to = _shown_to(_("is looking for shown to"), FieldVisibility.MEMBERS)
    shows_attendance = models.BooleanField(
        _("named among those who come to an event"), default=False
    )
    hidden_at = models.DateTimeField(_("hidden"), null=True, blank=True, editable=False)
    sort_name = models.CharField(max_length=170, blank=True, db_index=True, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ProfileManager] = ProfileManager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        indexes = [
            models.Index(
                fields=["person"], condition=Q(hidden_at__isnull=False), name="profile_hidden"
            )
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def face_url(self) -> str:
        """The address of the face, which changes with the picture; '' without one."""
        if not self.face:
            return ""
        address = reverse("members:person-face", args=[self.person_id])
        return f"{address}?v={short_hash(str(self.face.name))}"

    @property
    def help_topics(self) -> list[str]:
        """What the person can help with, topic by topic."""
        return split_topics(self.can_help_with)

    @property
    def wanted_topics(self) -> list[str]:
        """What the person is looking for, topic by topic."""
        return split_topics(self.looks_for)

    @property
    def spoken(self) -> list[str]:
        """The codes of the languages that the person speaks, in their order."""
        return [code for code in self.languages.split(",") if code]

    def visibility(self, field: Field) -> FieldVisibility:
        """Whom the person lets see a field."""
        return FieldVisibility(getattr(self, field.choice))


#: Read with whoever asks, as it stands in the form of every event.
SHOWS_ATTENDANCE = PersonValue(
    "members.shows_attendance", 30, models.BooleanField(), lambda: F("profile__shows_attendance")
)


def shows_attendance(person: User) -> bool:
    """Whether the person's profile says that they are named among those who come to an event.

    Costs a query for somebody who was not read with a request, nor with their profile.
    """
    if SHOWS_ATTENDANCE.name in person.read_along:
        return bool(person.read_along[SHOWS_ATTENDANCE.name])
    profile = getattr(person, "profile", None)
    return profile is not None and profile.shows_attendance
