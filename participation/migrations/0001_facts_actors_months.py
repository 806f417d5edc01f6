"""The ledger of facts, the pseudonyms of those who act, and the roll-up by month."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("participation", "0001_ledger_of_facts"),
        ("participation", "0002_actors_and_months"),
        ("participation", "0003_days_and_actors_of_known_facts"),
        ("participation", "0004_every_fact_has_a_day"),
        ("participation", "0002_objections_and_the_forgotten"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Actor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "objected_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="objected"),
                        ),
                        (
                            "forgotten_on",
                            models.DateField(blank=True, null=True, verbose_name="forgotten"),
                        ),
                    ],
                    options={
                        "verbose_name": "actor",
                        "verbose_name_plural": "actors",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("objected_at__isnull", False)),
                                fields=["id"],
                                name="actor_objecting",
                            ),
                            models.Index(
                                condition=models.Q(("forgotten_on__isnull", False)),
                                fields=["forgotten_on"],
                                name="actor_forgotten",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="participations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("actor", models.PositiveBigIntegerField(default=0, editable=False)),
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        (
                            "content_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("object_id", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("occurred_at", models.DateTimeField(verbose_name="happened")),
                        ("occurred_on", models.DateField(editable=False)),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="recorded"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("portal", "the portal"),
                                    ("manager", "the account manager"),
                                    ("import", "an import"),
                                ],
                                default="portal",
                                max_length=10,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "solicited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="participation.participation",
                                verbose_name="answers to",
                            ),
                        ),
                        (
                            "voided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="voided"),
                        ),
                        (
                            "voided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="voided by",
                            ),
                        ),
                        ("idempotency_key", models.CharField(max_length=200)),
                    ],
                    options={
                        "verbose_name": "participation",
                        "verbose_name_plural": "participations",
                        "ordering": ["-occurred_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["company", "kind", "occurred_at"],
                                name="participation_by_company",
                            ),
                            models.Index(
                                fields=["company", "occurred_on"], name="participation_by_day_of"
                            ),
                            models.Index(fields=["occurred_on"], name="participation_by_day"),
                            models.Index(
                                fields=["person", "occurred_at"], name="participation_by_person"
                            ),
                            models.Index(
                                fields=["content_type", "object_id", "kind"],
                                name="participation_by_subject",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("voided_at__isnull", True)),
                                fields=("idempotency_key",),
                                name="participation_once_per_key",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("content_type__isnull", True), ("object_id__isnull", True)
                                    ),
                                    models.Q(
                                        ("content_type__isnull", False),
                                        ("object_id__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="participation_subject_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Bucket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.company",
                            ),
                        ),
                        ("actor", models.PositiveBigIntegerField()),
                        ("kind", models.CharField(max_length=40)),
                        ("month", models.DateField()),
                        ("n", models.PositiveIntegerField()),
                        ("n_solicited", models.PositiveIntegerField()),
                        ("last_on", models.DateField()),
                    ],
                    options={
                        "verbose_name": "month of participations",
                        "verbose_name_plural": "months of participations",
                        "indexes": [models.Index(fields=["month"], name="bucket_by_month")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "actor", "kind", "month"),
                                name="bucket_once_per_month",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("n__gte", 1), ("n_solicited__lte", models.F("n"))
                                ),
                                name="bucket_counts",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LedgerMark",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="accounts.company",
                            ),
                        ),
                        ("since_on", models.DateField(null=True)),
                        ("changed_at", models.DateTimeField(default=club.lib.clock.now)),
                    ],
                    options={
                        "verbose_name": "mark of the ledger",
                        "verbose_name_plural": "marks of the ledger",
                    },
                ),
            ],
        ),
    ]
