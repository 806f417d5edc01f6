"""The outbox, the calendar, the bell, what people choose to be told, and the epoch of the live logs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
import notifications.addresses
import notifications.models.bell
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_outbox_and_calendar"),
        ("notifications", "0003_replies_from_calendars"),
        ("notifications", "0004_calendar_to_subscribe_to"),
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
                    name="BellItem",
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
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="bell_items",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("verb", models.CharField(max_length=80, verbose_name="kind")),
                        (
                            "content_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("object_id", models.PositiveBigIntegerField(blank=True, null=True)),
                        ("about", models.CharField(max_length=120, verbose_name="about")),
                        (
                            "caused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="caused by",
                            ),
                        ),
                        ("payload", models.JSONField(blank=True, default=dict)),
                        ("count", models.PositiveIntegerField(default=1, verbose_name="how often")),
                        ("rings", models.BooleanField(default=True)),
                        ("mailed", models.JSONField(blank=True, default=list)),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="last time"
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="read"),
                        ),
                    ],
                    options={
                        "verbose_name": "item of the bell",
                        "verbose_name_plural": "items of the bell",
                        "ordering": ["-updated_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["person", "-updated_at", "-id"], name="bell_of_person"
                            ),
                            models.Index(fields=["content_type", "object_id"], name="bell_about"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("read_at__isnull", True)),
                                fields=("person", "about"),
                                name="bell_one_unread_about",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("about", ""), _negated=True),
                                name="bell_is_about_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1)), name="bell_happened"
                            ),
                        ],
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
                        "indexes": [
                            models.Index(
                                condition=models.Q(("recheck", True)),
                                fields=["person"],
                                name="bell_to_recheck",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Preference",
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
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preferences",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
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
                        (
                            "changed_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "preference",
                        "verbose_name_plural": "preferences",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "kind"), name="preference_once_per_kind"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("mail__in", ["at_once", "never"])),
                                name="preference_mail_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LiveEpoch",
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
                            "value",
                            models.CharField(
                                default=notifications.models.bell.new_epoch, max_length=32
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "epoch of the live logs",
                        "verbose_name_plural": "epochs of the live logs",
                    },
                ),
                migrations.CreateModel(
                    name="CalendarEntry",
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
                        ("kind", models.CharField(max_length=40, verbose_name="kind")),
                        ("uid", models.CharField(max_length=255, unique=True, verbose_name="UID")),
                        (
                            "sequence",
                            models.PositiveIntegerField(default=0, verbose_name="SEQUENCE"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("confirmed", "takes place"), ("cancelled", "cancelled")],
                                default="confirmed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar entry",
                        "verbose_name_plural": "calendar entries",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["confirmed", "cancelled"])),
                                name="entry_status_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DueRun",
                    fields=[
                        (
                            "name",
                            models.CharField(
                                max_length=80,
                                primary_key=True,
                                serialize=False,
                                verbose_name="name",
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=club.lib.clock.now)),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("lease_token", models.UUIDField(blank=True, null=True)),
                        ("ran_at", models.DateTimeField(blank=True, null=True)),
                        ("last_error", models.CharField(blank=True, max_length=500)),
                    ],
                    options={
                        "verbose_name": "due work",
                        "verbose_name_plural": "due work",
                    },
                ),
                migrations.CreateModel(
                    name="KeptMail",
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
                        ("raw", models.BinaryField()),
                        (
                            "message_id",
                            models.CharField(
                                blank=True, db_index=True, max_length=255, verbose_name="Message-ID"
                            ),
                        ),
                        ("to", models.CharField(db_index=True, max_length=500, verbose_name="to")),
                        (
                            "subject",
                            models.CharField(blank=True, max_length=500, verbose_name="subject"),
                        ),
                        ("calendar_method", models.CharField(blank=True, max_length=10)),
                        (
                            "kept_at",
                            models.DateTimeField(db_index=True, default=club.lib.clock.now),
                        ),
                    ],
                    options={
                        "verbose_name": "kept mail",
                        "verbose_name_plural": "kept mails",
                        "ordering": ["-kept_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarGuest",
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
                            "entry",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guests",
                                to="notifications.calendarentry",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_guests",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "reply_address",
                            models.CharField(
                                max_length=254, unique=True, verbose_name="reply address"
                            ),
                        ),
                        (
                            "address",
                            models.EmailField(blank=True, max_length=254, verbose_name="address"),
                        ),
                        (
                            "partstat",
                            models.CharField(
                                choices=[
                                    ("NEEDS-ACTION", "not answered"),
                                    ("ACCEPTED", "accepted"),
                                    ("DECLINED", "declined"),
                                    ("TENTATIVE", "perhaps"),
                                ],
                                default="NEEDS-ACTION",
                                max_length=12,
                                verbose_name="answer",
                            ),
                        ),
                        ("is_invited", models.BooleanField(default=True)),
                        ("holds_event", models.BooleanField(default=False)),
                        ("sequence_offset", models.PositiveIntegerField(default=0)),
                        ("last_sequence", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "last_method",
                            models.CharField(
                                blank=True,
                                choices=[("REQUEST", "invitation"), ("CANCEL", "cancellation")],
                                max_length=8,
                            ),
                        ),
                        ("last_sent_at", models.DateTimeField(blank=True, null=True)),
                        ("stamped_at", models.DateTimeField(blank=True, null=True)),
                        ("answered_sequence", models.PositiveIntegerField(blank=True, null=True)),
                        ("answered_stamp_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar guest",
                        "verbose_name_plural": "calendar guests",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("entry", "person"), name="one_guest_per_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "partstat__in",
                                        ["NEEDS-ACTION", "ACCEPTED", "DECLINED", "TENTATIVE"],
                                    )
                                ),
                                name="guest_answer_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OutboxMail",
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
                        ("verb", models.CharField(max_length=80, verbose_name="kind")),
                        (
                            "purpose",
                            models.CharField(
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
                        (
                            "priority",
                            models.PositiveSmallIntegerField(
                                choices=[(0, "urgent"), (1, "ordinary"), (2, "to many")], default=1
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outbox_mails",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        ("address", models.EmailField(max_length=254, verbose_name="address")),
                        (
                            "language",
                            models.CharField(blank=True, max_length=2, verbose_name="language"),
                        ),
                        (
                            "content_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="contenttypes.contenttype",
                            ),
                        ),
                        ("object_id", models.PositiveBigIntegerField(blank=True, null=True)),
                        (
                            "caused_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="caused by",
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="sent again or given up by",
                            ),
                        ),
                        ("payload", models.JSONField(blank=True, default=dict)),
                        (
                            "guest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mails",
                                to="notifications.calendarguest",
                            ),
                        ),
                        (
                            "calendar_method",
                            models.CharField(
                                blank=True,
                                choices=[("REQUEST", "invitation"), ("CANCEL", "cancellation")],
                                max_length=8,
                            ),
                        ),
                        ("calendar_sequence", models.PositiveIntegerField(blank=True, null=True)),
                        ("calendar_stamp_at", models.DateTimeField(blank=True, null=True)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("queued", "waiting"),
                                    ("sending", "being sent"),
                                    ("sent", "sent"),
                                    ("skipped", "not sent, on purpose"),
                                    ("dead", "given up after errors"),
                                ],
                                default="queued",
                                max_length=8,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "attempts",
                            models.PositiveSmallIntegerField(default=0, verbose_name="attempts"),
                        ),
                        (
                            "next_attempt_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="next attempt"
                            ),
                        ),
                        ("lease_until", models.DateTimeField(blank=True, null=True)),
                        ("lease_token", models.UUIDField(blank=True, null=True)),
                        ("uncertain", models.BooleanField(default=False)),
                        (
                            "message_id",
                            models.CharField(
                                default=notifications.addresses.new_message_id,
                                max_length=255,
                                unique=True,
                                verbose_name="Message-ID",
                            ),
                        ),
                        (
                            "skipped_reason",
                            models.CharField(
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
                        (
                            "last_error",
                            models.CharField(blank=True, max_length=500, verbose_name="last error"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, null=True)),
                    ],
                    options={
                        "verbose_name": "mail of the outbox",
                        "verbose_name_plural": "mails of the outbox",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "queued")),
                                fields=["priority", "next_attempt_at", "id"],
                                name="outbox_due",
                            ),
                            models.Index(
                                condition=models.Q(("status", "sending")),
                                fields=["lease_until"],
                                name="outbox_leased",
                            ),
                            models.Index(
                                condition=models.Q(("status__in", ("queued", "sending"))),
                                fields=["guest", "id"],
                                name="outbox_open_of_guest",
                            ),
                            models.Index(
                                condition=models.Q(("status", "dead")),
                                fields=["closed_at"],
                                name="outbox_dead",
                            ),
                            models.Index(fields=["person", "sent_at"], name="outbox_of_person"),
                            models.Index(fields=["content_type", "object_id"], name="outbox_about"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ["queued", "sending", "sent", "skipped", "dead"])
                                ),
                                name="outbox_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "purpose__in",
                                        ["service", "answer", "activity", "letter", "solicitation"],
                                    )
                                ),
                                name="outbox_purpose_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("address", ""), _negated=True),
                                name="outbox_has_address",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lease_token__isnull", False),
                                        ("lease_until__isnull", False),
                                        ("status", "sending"),
                                    ),
                                    models.Q(
                                        models.Q(("status", "sending"), _negated=True),
                                        ("lease_token__isnull", True),
                                        ("lease_until__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="outbox_lease_while_sending",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sent_at__isnull", False), ("status", "sent")),
                                    models.Q(
                                        models.Q(("status", "sent"), _negated=True),
                                        ("sent_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="outbox_sent_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "skipped"),
                                        models.Q(("skipped_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "skipped"), _negated=True),
                                        ("skipped_reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="outbox_skipped_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("calendar_method", ""), ("guest__isnull", True)),
                                    models.Q(
                                        ("calendar_method__in", ["REQUEST", "CANCEL"]),
                                        ("calendar_sequence__isnull", False),
                                        ("calendar_stamp_at__isnull", False),
                                        ("guest__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="outbox_calendar_complete",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="calendar_feed",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                        (
                            "holds_open",
                            models.BooleanField(
                                default=False, verbose_name="with all events open to the person"
                            ),
                        ),
                        (
                            "alarm",
                            models.PositiveSmallIntegerField(
                                choices=[
                                    (0, "No alarm"),
                                    (30, "30 minutes before"),
                                    (60, "1 hour before"),
                                    (1440, "1 day before"),
                                ],
                                default=0,
                                verbose_name="alarm",
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="made"
                            ),
                        ),
                        (
                            "last_fetched_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="last fetched"
                            ),
                        ),
                        (
                            "last_program",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("apple", "Apple"),
                                    ("google", "Google"),
                                    ("outlook", "Outlook"),
                                    ("thunderbird", "Thunderbird"),
                                    ("browser", "a browser"),
                                    ("other", "another program"),
                                ],
                                editable=False,
                                max_length=12,
                                verbose_name="fetched by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "calendar to subscribe to",
                        "verbose_name_plural": "calendars to subscribe to",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("alarm__in", [0, 30, 60, 1440])),
                                name="feed_alarm_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarReply",
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
                        ("fingerprint", models.CharField(max_length=64, unique=True)),
                        (
                            "guest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="notifications.calendarguest",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="replies",
                                to="notifications.calendarentry",
                            ),
                        ),
                        ("method", models.CharField(blank=True, max_length=8)),
                        (
                            "partstat",
                            models.CharField(blank=True, max_length=12, verbose_name="answer"),
                        ),
                        (
                            "sender",
                            models.CharField(blank=True, max_length=254, verbose_name="sender"),
                        ),
                        (
                            "attendee",
                            models.CharField(
                                blank=True, max_length=254, verbose_name="who answers"
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(blank=True, max_length=200, verbose_name="subject"),
                        ),
                        (
                            "words",
                            models.CharField(blank=True, max_length=500, verbose_name="words"),
                        ),
                        (
                            "proposed_starts_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="proposed start"
                            ),
                        ),
                        (
                            "proposed_ends_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="proposed end"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("applied", "counted"),
                                    ("outdated", "older than what is known"),
                                    ("resent", "the invitation was sent again"),
                                    ("automatic", "an automatic answer"),
                                    ("refused", "not possible"),
                                    ("foreign", "from another address"),
                                    ("unsigned", "without the address of an invitation"),
                                    ("counter", "another time is proposed"),
                                    ("unclear", "says neither yes nor no"),
                                    ("words", "a message in words"),
                                    ("unreadable", "cannot be read"),
                                ],
                                max_length=12,
                                verbose_name="outcome",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=20)),
                        (
                            "received_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="received"
                            ),
                        ),
                        (
                            "handled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="done"),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="done by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer from a calendar",
                        "verbose_name_plural": "answers from calendars",
                        "ordering": ["-received_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("handled_at__isnull", True),
                                    (
                                        "outcome__in",
                                        (
                                            "refused",
                                            "foreign",
                                            "unsigned",
                                            "counter",
                                            "unclear",
                                            "words",
                                            "unreadable",
                                        ),
                                    ),
                                ),
                                fields=["-received_at", "-id"],
                                name="reply_to_look_at",
                            ),
                            models.Index(fields=["received_at"], name="reply_by_age"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "outcome__in",
                                        [
                                            "applied",
                                            "outdated",
                                            "resent",
                                            "automatic",
                                            "refused",
                                            "foreign",
                                            "unsigned",
                                            "counter",
                                            "unclear",
                                            "words",
                                            "unreadable",
                                        ],
                                    )
                                ),
                                name="reply_outcome_known",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailboxState",
                    fields=[
                        (
                            "label",
                            models.CharField(max_length=255, primary_key=True, serialize=False),
                        ),
                        ("position", models.CharField(blank=True, max_length=60)),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="last read"),
                        ),
                        (
                            "failing_since",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="cannot be read since"
                            ),
                        ),
                        (
                            "last_error",
                            models.CharField(blank=True, max_length=500, verbose_name="last error"),
                        ),
                    ],
                    options={
                        "verbose_name": "state of a mailbox",
                        "verbose_name_plural": "states of mailboxes",
                    },
                ),
            ],
        ),
    ]
