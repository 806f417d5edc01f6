"""Terms of registration, offers of seats, guests, questions; the address beside the place."""

import uuid
from typing import Any

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import modelcluster.fields
from django.conf import settings
from django.db import migrations, models

import club.lib.clock


def fill_dates(apps: Any, schema_editor: Any) -> None:
    """Registration was open until the end; the address stood behind the name of the place."""
    rows = apps.get_model("events", "EventDate").objects.all()
    rows.update(closes_at=models.F("ends_at"))
    for row in rows.select_related("page").iterator():
        ending = f", {row.page.address}"
        if row.page.address and row.place.endswith(ending):
            row.place, row.address = row.place.removesuffix(ending), row.page.address
            row.save(update_fields=["place", "address"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_built_in_rows"),
        ("events", "0001_pages_dates_registrations"),
        ("notifications", "0002_epoch_of_the_live_logs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="EventQuestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "A few words"),
                            ("text", "A longer text"),
                            ("choice", "One of several"),
                            ("yes_no", "Yes or no"),
                        ],
                        default="line",
                        max_length=8,
                        verbose_name="answer",
                    ),
                ),
                (
                    "label_fr",
                    models.CharField(blank=True, max_length=200, verbose_name="question in French"),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="question in English"
                    ),
                ),
                (
                    "choices_fr",
                    models.TextField(
                        blank=True, help_text="One on each line.", verbose_name="choices in French"
                    ),
                ),
                (
                    "choices_en",
                    models.TextField(
                        blank=True,
                        help_text="The same choices in the same order.",
                        verbose_name="choices in English",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(default=False, verbose_name="must be answered"),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "ordering": ["sort_order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Guest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("created_at", models.DateTimeField(default=club.lib.clock.now, editable=False)),
            ],
            options={
                "verbose_name": "guest",
                "verbose_name_plural": "guests",
                "ordering": ["pk"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="eventdate",
            name="date_never_overbooked",
        ),
        migrations.AddField(
            model_name="eventdate",
            name="address",
            field=models.CharField(blank=True, max_length=240, verbose_name="address"),
        ),
        migrations.AddField(
            model_name="eventdate",
            name="closes_at",
            field=models.DateTimeField(null=True, verbose_name="registration closes"),
        ),
        migrations.AddField(
            model_name="eventdate",
            name="kept_seats",
            field=models.PositiveIntegerField(default=0, verbose_name="seats kept for the club"),
        ),
        migrations.AddField(
            model_name="eventdate",
            name="kept_taken",
            field=models.PositiveIntegerField(
                default=0, editable=False, verbose_name="kept seats taken"
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="allows_colleagues",
            field=models.BooleanField(
                default=True,
                help_text="Members of the same client; they are told by mail, and can say no.",
                verbose_name="members may register colleagues",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="closes_hours",
            field=models.SmallIntegerField(
                choices=[
                    (-1, "When it is over"),
                    (0, "When it starts"),
                    (4, "4 hours before"),
                    (24, "1 day before"),
                    (48, "2 days before"),
                    (72, "3 days before"),
                    (168, "1 week before"),
                    (336, "2 weeks before"),
                ],
                default=-1,
                help_text="Giving a seat back stays possible until it starts.",
                verbose_name="registration closes",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="company_quota",
            field=models.PositiveIntegerField(
                blank=True,
                help_text="At most so many people of the same client, guests included. Empty: no limit.",
                null=True,
                validators=[django.core.validators.MinValueValidator(1)],
                verbose_name="seats for one company",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="early_hours",
            field=models.PositiveSmallIntegerField(
                default=48,
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(720),
                ],
                verbose_name="hours earlier",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="early_tier",
            field=models.ForeignKey(
                blank=True,
                help_text="This tier and those above it.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.tier",
                verbose_name="opens earlier for",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="guests_allowed",
            field=models.PositiveSmallIntegerField(
                default=0,
                help_text="People who are not in the club. Each takes a seat.",
                validators=[django.core.validators.MaxValueValidator(5)],
                verbose_name="guests a member may bring",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="hides_address",
            field=models.BooleanField(
                default=False,
                help_text="All see the name of the place; street and number are for those with a seat.",
                verbose_name="the address is for those who come",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="line_order",
            field=models.CharField(
                choices=[
                    ("arrival", "Who joined the line first"),
                    ("tier", "The highest tier first, then who joined first"),
                ],
                default="arrival",
                max_length=8,
                verbose_name="a freed seat goes to",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="needs_approval",
            field=models.BooleanField(
                default=False,
                help_text="People ask for a seat; it is theirs once somebody has approved.",
                verbose_name="an organiser says yes to each",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="opens_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Empty: as soon as the event is published. The page can be read before.",
                null=True,
                verbose_name="registration opens",
            ),
        ),
        migrations.AddField(
            model_name="planneddate",
            name="kept_seats",
            field=models.PositiveIntegerField(
                default=0,
                help_text="Only organisers give these away, whoever waits.",
                verbose_name="of them kept for the club",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="answers",
            field=models.JSONField(blank=True, default=dict, verbose_name="answers"),
        ),
        migrations.AddField(
            model_name="registration",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="approved"),
        ),
        migrations.AddField(
            model_name="registration",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("person", "the person, or somebody in their name"),
                    ("club", "the club, which had to refuse"),
                    ("time", "nobody: an offered seat was not confirmed in time"),
                ],
                default="",
                max_length=8,
                verbose_name="ended by",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="guest_count",
            field=models.PositiveSmallIntegerField(
                default=0, editable=False, verbose_name="guests"
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="offered_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="seat offered until"),
        ),
        migrations.AddField(
            model_name="registration",
            name="staff_note",
            field=models.CharField(
                blank=True,
                help_text="How the answer came: “by telephone”. Members never see it.",
                max_length=500,
                verbose_name="note of the team",
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="uses_kept_seat",
            field=models.BooleanField(
                default=False, verbose_name="one of the seats kept for the club"
            ),
        ),
        migrations.AlterField(
            model_name="eventpage",
            name="event_type",
            field=models.CharField(
                choices=[
                    ("preview", "Preview"),
                    ("workshop", "Workshop"),
                    ("breakfast", "Breakfast"),
                    ("launch", "Launch"),
                    ("visit", "Visit"),
                    ("webinar", "Webinar"),
                    ("focus_group", "Focus group"),
                    ("expert_hour", "Expert hour"),
                    ("dinner", "Dinner"),
                    ("other", "Meeting"),
                ],
                default="other",
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="registration",
            name="source",
            field=models.CharField(
                choices=[
                    ("portal", "the portal"),
                    ("staff", "the club’s team, on the person’s behalf"),
                    ("colleague", "a colleague"),
                    ("calendar", "the person’s calendar"),
                ],
                default="portal",
                max_length=10,
                verbose_name="source",
            ),
        ),
        migrations.RunPython(fill_dates, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="eventdate",
            name="closes_at",
            field=models.DateTimeField(verbose_name="registration closes"),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("status", "offered")),
                fields=["offered_until"],
                name="registration_offers_by_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventdate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("capacity__isnull", True),
                    (
                        "seats_taken__lte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("capacity"), "-", models.F("kept_seats")
                            ),
                            "+",
                            models.F("kept_taken"),
                        ),
                    ),
                    _connector="OR",
                ),
                name="date_never_overbooked",
            ),
        ),
        migrations.AddConstraint(
            model_name="eventdate",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_taken__lte", models.F("kept_seats"))),
                name="date_kept_seats_are_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("offered_until__isnull", False), ("status", "offered")),
                    models.Q(
                        models.Q(("status", "offered"), _negated=True),
                        ("offered_until__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="registration_offer_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_by", ""), ("status", "cancelled"), _connector="OR"),
                name="registration_ended_is_cancelled",
            ),
        ),
        migrations.AddField(
            model_name="eventquestion",
            name="page",
            field=modelcluster.fields.ParentalKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="questions",
                to="events.eventpage",
            ),
        ),
        migrations.AddField(
            model_name="guest",
            name="registration",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="guests",
                to="events.registration",
                verbose_name="registration",
            ),
        ),
    ]
