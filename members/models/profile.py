"""What a person says about themselves."""

import re
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from club.lib import clock
from club.lib.text import short_hash
from members.enums import PhoneVisibility
from members.querysets import ProfileManager

_SEPARATORS = re.compile(r"[,;\n\r]+")


def split_topics(text: str) -> list[str]:
    """The topics of a text that separates them by commas, semicolons or new lines."""
    topics = (" ".join(part.split()) for part in _SEPARATORS.split(text))
    return list(dict.fromkeys(topic for topic in topics if topic))


class Profile(models.Model):
    """One person's page. Made when it is first needed.

    `sort_name` is the name as lists sort it: last name first, without accents or capitals.
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
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    phone_visible_to = models.CharField(
        _("phone shown to"),
        max_length=10,
        choices=PhoneVisibility.choices,
        default=PhoneVisibility.NOBODY,
    )
    shows_attendance = models.BooleanField(
        _("named among those who come to an event"), default=False
    )
    sort_name = models.CharField(max_length=170, blank=True, db_index=True, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[ProfileManager] = ProfileManager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")

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
