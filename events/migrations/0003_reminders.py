"""Which reminders of a date were written."""

import django.db.models.deletion
from django.db import migrations, models

import club.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_terms_offers_guests"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("day", "the day before"), ("hour", "the hour before")],
                        max_length=4,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="starts")),
                ("created_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
                (
                    "registration",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="events.registration",
                        verbose_name="registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "kind", "starts_at"), name="reminder_once_per_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["day", "hour"])),
                        name="reminder_kind_known",
                    ),
                ],
            },
        ),
    ]
