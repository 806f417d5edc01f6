"""Mails of a demo, kept instead of sent."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from club.lib import clock


class KeptMail(models.Model):
    """One message as it would have gone to a mail server, byte for byte."""

    raw = models.BinaryField()
    message_id = models.CharField("Message-ID", max_length=255, blank=True, db_index=True)
    to = models.CharField(_("to"), max_length=500, db_index=True)
    subject = models.CharField(_("subject"), max_length=500, blank=True)
    calendar_method = models.CharField(max_length=10, blank=True)
    kept_at = models.DateTimeField(default=clock.now, db_index=True)

    class Meta:
        verbose_name = _("kept mail")
        verbose_name_plural = _("kept mails")
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return self.subject
