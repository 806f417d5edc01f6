import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_count_clubs_as_opened"),
        ("members", "0006_topics_of_profiles"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("company", "company"), ("person", "person")], max_length=10
                    ),
                ),
                ("key", models.CharField(max_length=400)),
                ("is_decided", models.BooleanField(default=False)),
                ("is_skipped", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.company",
                    ),
                ),
                (
                    "known_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.knownperson",
                    ),
                ),
            ],
            options={
                "verbose_name": "imported name",
                "verbose_name_plural": "imported names",
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "key"), name="imported_name_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="ImportReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[("company", "company"), ("person", "person")],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=400)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("name", "same name, no common id"),
                            ("domain", "same internet domain, no common id"),
                            ("legal_id", "same legal id, another id in the CRM"),
                            ("no_company", "names no company"),
                        ],
                        editable=False,
                        max_length=12,
                        verbose_name="reason",
                    ),
                ),
                ("title", models.CharField(editable=False, max_length=200, verbose_name="name")),
                (
                    "source",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="file"
                    ),
                ),
                ("line", models.PositiveIntegerField(editable=False, verbose_name="line")),
                ("rows", models.JSONField(editable=False)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("same", "the same"),
                            ("new", "a new one"),
                            ("skipped", "left out"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                (
                    "created_at",
                    models.DateTimeField(
                        default=club.lib.clock.now, editable=False, verbose_name="found"
                    ),
                ),
                (
                    "decided_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="decided"),
                ),
                ("undo", models.JSONField(default=dict, editable=False)),
                (
                    "company",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_reviews",
                        to="accounts.company",
                        verbose_name="company",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "known_person",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="members.knownperson",
                        verbose_name="known person",
                    ),
                ),
                (
                    "manager",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account manager",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="member",
                    ),
                ),
            ],
            options={
                "verbose_name": "line to review",
                "verbose_name_plural": "lines to review",
                "ordering": ["created_at", "pk"],
                "indexes": [models.Index(fields=["status", "created_at"], name="review_by_status")],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "key"), name="import_review_once")
                ],
            },
        ),
    ]
