"""The signal of each company, and what account managers note."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Interaction",
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
                                related_name="interactions",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("call", "call"),
                                    ("visit", "visit"),
                                    ("complaint", "complaint"),
                                    ("information", "useful information"),
                                    ("recommendation", "recommendation"),
                                ],
                                max_length=14,
                                verbose_name="kind",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="day")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="interactions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("answered", "answered"),
                                    ("not_answered", "not answered"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, max_length=2000, verbose_name="note"),
                        ),
                        (
                            "is_about_manager",
                            models.BooleanField(
                                default=False, verbose_name="about the account manager"
                            ),
                        ),
                        (
                            "closed_on",
                            models.DateField(blank=True, null=True, verbose_name="closed"),
                        ),
                        (
                            "satisfied_on",
                            models.DateField(
                                blank=True, null=True, verbose_name="the client is satisfied"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="interactions_logged",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="logged by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        ("revision", models.PositiveSmallIntegerField(default=1, editable=False)),
                        (
                            "undone_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="undone"),
                        ),
                        (
                            "submission_key",
                            models.CharField(editable=False, max_length=64, null=True),
                        ),
                    ],
                    options={
                        "verbose_name": "interaction",
                        "verbose_name_plural": "interactions",
                        "ordering": ["-happened_on", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["company", "happened_on"], name="interaction_by_company"
                            ),
                            models.Index(fields=["kind", "closed_on"], name="interaction_by_kind"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("by", "submission_key"), name="interaction_sent_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("satisfied_on__isnull", True),
                                    ("closed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="interaction_closed_before_satisfied",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Look",
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
                            "viewer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
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
                            "page",
                            models.CharField(
                                choices=[("portfolio", "portfolio"), ("client", "client")],
                                max_length=10,
                            ),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(db_index=True, default=club.lib.clock.now),
                        ),
                    ],
                    options={
                        "verbose_name": "look",
                        "verbose_name_plural": "looks",
                        "ordering": ["-looked_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SignalVersion",
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
                        ("weights", models.JSONField(verbose_name="weights")),
                        ("kinds", models.JSONField(verbose_name="kinds")),
                        ("solicitations", models.JSONField(verbose_name="solicitations")),
                        ("kappas", models.JSONField(verbose_name="saturation")),
                        ("parameters", models.JSONField(verbose_name="other values")),
                        ("reason", models.CharField(max_length=500, verbose_name="reason")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "version of the signal",
                        "verbose_name_plural": "versions of the signal",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="FrozenPriors",
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
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="priors",
                                to="loyalty.signalversion",
                            ),
                        ),
                        ("observed", models.JSONField()),
                        ("response_rate", models.FloatField()),
                        ("season", models.FloatField(default=0.0)),
                        (
                            "frozen_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "state of the portfolio",
                        "verbose_name_plural": "states of the portfolio",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("version", "day"), name="priors_once_a_day"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signal",
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
                                related_name="signals",
                                to="accounts.company",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="day")),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="loyalty.signalversion",
                            ),
                        ),
                        (
                            "priors",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="loyalty.frozenpriors",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("rated", "rated"),
                                    ("not_yet", "not yet rated"),
                                    ("unsure", "too few facts for a number"),
                                    ("one_person", "facts only"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("value", models.FloatField(null=True)),
                        ("value_fast", models.FloatField(null=True)),
                        ("change", models.FloatField(null=True)),
                        ("contributions", models.JSONField(default=list)),
                        ("friction", models.JSONField(default=list)),
                        ("friction_points", models.FloatField(default=0.0)),
                        ("causes", models.JSONField(default=dict)),
                        ("confidence", models.FloatField(default=0.0)),
                        (
                            "letter",
                            models.CharField(
                                choices=[("A", "good"), ("B", "fair"), ("C", "weak")],
                                default="C",
                                max_length=1,
                            ),
                        ),
                        ("n_eff", models.FloatField(default=0.0)),
                        ("contacts", models.PositiveIntegerField(default=1)),
                        ("known_on", models.DateField()),
                        ("computed_at", models.DateTimeField()),
                    ],
                    options={
                        "verbose_name": "signal",
                        "verbose_name_plural": "signals",
                        "ordering": ["company", "-day"],
                        "indexes": [models.Index(fields=["day"], name="signal_by_day")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "day"), name="signal_once_a_day"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "one_person"), _negated=True),
                                    models.Q(
                                        ("change__isnull", True),
                                        ("value__isnull", True),
                                        ("value_fast__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signal_of_one_person_has_no_number",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
