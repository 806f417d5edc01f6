"""People of client companies whom the supplier knows and who are not members yet."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import JobFunction
from club.lib import clock
from members.querysets import KnownPersonManager


class KnownPerson(models.Model):
    """Somebody at a client company whom the supplier's records name: they can be invited.

    It opens no door and is shown to staff only. `external_id` is the id in the CRM. When an
    invitation is written, the row points to it; when the person is a member, to the person.
    """

    company = models.ForeignKey(
        "accounts.Company",
        on_delete=models.CASCADE,
        related_name="known_people",
        verbose_name=_("company"),
    )
    external_id = models.CharField(
        _("id in the CRM"), max_length=80, blank=True, null=True, unique=True
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    first_name = models.CharField(_("first name"), max_length=80, blank=True)
    last_name = models.CharField(_("last name"), max_length=80, blank=True)
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    function = models.CharField(
        _("function"),
        max_length=10,
        choices=JobFunction.choices,
        default=JobFunction.OTHER,
    )
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=[("fr", _("French")), ("en", _("English"))],
    )
    invitation = models.ForeignKey(
        "members.Invitation",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="known_people",
        verbose_name=_("invitation"),
    )
    person = models.OneToOneField(
        "accounts.User",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="known_as",
        verbose_name=_("person"),
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    updated_at = models.DateTimeField(default=clock.now, editable=False)

    objects: ClassVar[KnownPersonManager] = KnownPersonManager()

    class Meta:
        verbose_name = _("known person")
        verbose_name_plural = _("known people")
        ordering = ["last_name", "first_name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["email"], condition=~Q(email=""), name="known_person_once_per_address"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def full_name(self) -> str:
        """First and last name, or ''."""
        return f"{self.first_name} {self.last_name}".strip()
