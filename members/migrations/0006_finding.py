import re

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
from club.lib.spelling import spelling_keys
from club.lib.text import fold

WORD = re.compile(r"[^\W_]+")
LENGTH = 40


def learn_names(apps, schema_editor):
    """The names that are there already are found by slips as well."""
    texts = []
    for first, last in apps.get_model("accounts", "User").objects.values_list(
        "first_name", "last_name"
    ):
        texts += [first, last]
    texts += apps.get_model("accounts", "Company").objects.values_list("name", flat=True)
    words = {word[:LENGTH] for text in texts for word in WORD.findall(fold(text))}
    spelling = apps.get_model("members", "NameSpelling")
    rows = (spelling(key=key, word=word) for word in sorted(words) for key in spelling_keys(word))
    spelling.objects.bulk_create(rows, batch_size=500)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_directory_facets"),
        ("members", "0005_getting_in_touch"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NameSpelling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=LENGTH)),
                ("word", models.CharField(db_index=True, max_length=LENGTH)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("key", "word"), name="name_spelling_unique")
                ],
            },
        ),
        migrations.AddField(
            model_name="profile",
            name="languages",
            field=models.CharField(blank=True, max_length=120, verbose_name="languages spoken"),
        ),
        migrations.AlterField(
            model_name="persontopic",
            name="side",
            field=models.CharField(
                choices=[
                    ("helps", "can help with"),
                    ("looks", "is looking for"),
                    ("speaks", "speaks"),
                ],
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="CompanyChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=160, verbose_name="name")),
                (
                    "logo",
                    models.ImageField(blank=True, upload_to="logos/asked", verbose_name="logo"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "waiting"),
                            ("approved", "approved"),
                            ("refused", "refused"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
                ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                (
                    "asked_by",
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
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="asked_changes",
                        to="accounts.company",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("company",),
                        name="company_change_one_waits",
                    )
                ],
            },
        ),
        migrations.RunPython(learn_names, migrations.RunPython.noop),
    ]
