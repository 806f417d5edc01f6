"""The bell, what people choose to be told, and the epoch of the live logs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
import notifications.models.bell


def begin_epoch(apps, schema_editor):
    apps.get_model("notifications", "LiveEpoch").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_opening_and_founders"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("notifications", "0001_outbox_and_calendar"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BellItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("verb", models.CharField(max_length=80, verbose_name="kind")),
                ("object_id", models.PositiveBigIntegerField(blank=True, null=True)),
                ("about", models.CharField(max_length=120, verbose_name="about")),
                ("payload", models.JSONField(blank=True, default=dict)),
                ("count", models.PositiveIntegerField(default=1, verbose_name="how often")),
                ("rings", models.BooleanField(default=True)),
                ("mailed", models.JSONField(blank=True, default=list)),
                ("created_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
                (
                    "updated_at",
                    models.DateTimeField(default=club.lib.clock.now, verbose_name="last time"),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read")),
            ],
            options={
                "verbose_name": "item of the bell",
                "verbose_name_plural": "items of the bell",
                "ordering": ["-updated_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="BellState",
            fields=[
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="bell_state",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("last_seq", models.PositiveBigIntegerField(default=0)),
                ("recheck", models.BooleanField(default=False)),
            ],
            options={
                "verbose_name": "state of the bell",
                "verbose_name_plural": "states of the bell",
            },
        ),
        migrations.CreateModel(
            name="LiveEpoch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "value",
                    models.CharField(default=notifications.models.bell.new_epoch, max_length=32),
                ),
            ],
            options={
                "verbose_name": "epoch of the live logs",
                "verbose_name_plural": "epochs of the live logs",
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=80, verbose_name="kind")),
                (
                    "mail",
                    models.CharField(
                        choices=[("at_once", "at once"), ("never", "never")],
                        max_length=8,
                        verbose_name="mail",
                    ),
                ),
                ("bell", models.BooleanField(verbose_name="bell")),
                ("changed_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "preference",
                "verbose_name_plural": "preferences",
            },
        ),
        migrations.RemoveConstraint(
            model_name="outboxmail",
            name="outbox_purpose_known",
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="purpose",
            field=models.CharField(
                choices=[
                    ("service", "service"),
                    ("answer", "answer to an act of the person"),
                    ("activity", "what others did"),
                    ("letter", "letter"),
                    ("solicitation", "solicitation"),
                ],
                max_length=12,
                verbose_name="purpose",
            ),
        ),
        migrations.AlterField(
            model_name="outboxmail",
            name="skipped_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("no_right", "The person may not see this any more."),
                    ("inactive", "The person’s account is closed."),
                    ("superseded", "A newer mail took its place."),
                    ("withdrawn", "It was withdrawn before it was sent."),
                    ("never_invited", "There was no sent invitation to withdraw."),
                    ("event_off", "The event was cancelled before it was sent."),
                    ("past", "The event was over before it was sent."),
                    ("gone", "What it was about does not exist any more."),
                    ("refused", "The person does not want this kind of mail."),
                    ("given_up", "Somebody of the staff gave it up."),
                ],
                max_length=16,
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxmail",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("purpose__in", ["service", "answer", "activity", "letter", "solicitation"])
                ),
                name="outbox_purpose_known",
            ),
        ),
        migrations.AddField(
            model_name="bellitem",
            name="caused_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="caused by",
            ),
        ),
        migrations.AddField(
            model_name="bellitem",
            name="content_type",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="contenttypes.contenttype",
            ),
        ),
        migrations.AddField(
            model_name="bellitem",
            name="person",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bell_items",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddIndex(
            model_name="bellstate",
            index=models.Index(
                condition=models.Q(("recheck", True)), fields=["person"], name="bell_to_recheck"
            ),
        ),
        migrations.AddField(
            model_name="preference",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="preferences",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddIndex(
            model_name="bellitem",
            index=models.Index(fields=["person", "-updated_at", "-id"], name="bell_of_person"),
        ),
        migrations.AddIndex(
            model_name="bellitem",
            index=models.Index(fields=["content_type", "object_id"], name="bell_about"),
        ),
        migrations.AddConstraint(
            model_name="bellitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("read_at__isnull", True)),
                fields=("person", "about"),
                name="bell_one_unread_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="bellitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("about", ""), _negated=True), name="bell_is_about_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="bellitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 1)), name="bell_happened"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.UniqueConstraint(
                fields=("person", "kind"), name="preference_once_per_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="preference",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail__in", ["at_once", "never"])), name="preference_mail_known"
            ),
        ),
        migrations.RunPython(begin_epoch, migrations.RunPython.noop),
    ]
