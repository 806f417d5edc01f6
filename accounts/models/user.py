"""People."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import UserQuerySet
from club.lib import clock
from club.lib.text import initials
from club.lib.zones import validate_zone


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Finds people by e-mail address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person who signs in with this address. Raises User.DoesNotExist."""
        found: User = self.get(email=(username or "").lower())
        return found


class User(AbstractBaseUser, PermissionsMixin):
    """A person, of a client or of the supplier. Signs in with the e-mail address.

    The person of a request comes with `access`, which the viewer is made of and which is taken away
    by whom it served, and with `read_along`, what apps wanted to know (`registry.person_values`).
    """

    access: Any = None
    read_along: Mapping[str, Any] = MappingProxyType({})

    email = models.EmailField(_("e-mail address"), unique=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("fr", _("French")), ("en", _("English"))],
        help_text=_("Of the site and of the mails. Empty: the browser's."),
    )
    time_zone = models.CharField(
        _("time zone"), max_length=64, blank=True, validators=[validate_zone]
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    is_staff = models.BooleanField(default=False, editable=False)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["last_name", "first_name", "pk"]
        indexes = [models.Index(fields=["last_name", "first_name"], name="user_by_name")]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the address in lower case, the form in which it is compared."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        """First and last name, or the part of the address before the @ while there is neither."""
        return f"{self.first_name} {self.last_name}".strip() or self.email.partition("@")[0]

    def get_full_name(self) -> str:
        """The same, under the name that Django asks for."""
        return self.full_name

    def get_short_name(self) -> str:
        """The first name, for a greeting."""
        return self.first_name or self.full_name

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return (
            initials(self.first_name, self.last_name)
            if self.last_name
            else initials(*self.full_name.split())
        )
