"""Profiles, contacts, invitations, the charter, arrivals, and the import of clients."""

import django.db.models.deletion
import django.db.models.functions.comparison
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
import members.models.invitation
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_profiles_invitations_requests"),
        ("members", "0002_founders_and_known_people"),
        ("members", "0003_charter_and_arrivals"),
        ("members", "0005_contacts_topics_readers"),
        ("members", "0006_topics_of_profiles"),
        ("members", "0007_review_of_imports"),
        ("members", "0003_reminders_answers_departures"),
        ("members", "0004_competitors_and_people_to_meet"),
        ("members", "0005_getting_in_touch"),
        ("members", "0006_finding"),
        ("members", "0007_client_imports"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        ("notifications", "0001_outbox_calendar_bell"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Arrival",
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
                                related_name="arrival",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "started_at",
                            models.DateTimeField(default=club.lib.clock.now, verbose_name="joined"),
                        ),
                        ("step", models.PositiveSmallIntegerField(default=1, verbose_name="step")),
                        (
                            "finished_at",
                            models.DateTimeField(null=True, verbose_name="welcome finished"),
                        ),
                        (
                            "greeting_dismissed_at",
                            models.DateTimeField(null=True, verbose_name="greeting put away"),
                        ),
                    ],
                    options={
                        "verbose_name": "arrival",
                        "verbose_name_plural": "arrivals",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("step__in", (1, 2, 3))),
                                name="arrival_has_its_step",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CharterVersion",
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
                            "number",
                            models.PositiveSmallIntegerField(unique=True, verbose_name="version"),
                        ),
                        (
                            "text_fr",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="charter in French"
                            ),
                        ),
                        (
                            "text_en",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="charter in English"
                            ),
                        ),
                        (
                            "published_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="in force since"
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="published by",
                            ),
                        ),
                        (
                            "corrected_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="wording corrected"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "version of the charter",
                        "verbose_name_plural": "versions of the charter",
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="Connection",
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
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="connections_sought",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked by",
                            ),
                        ),
                        (
                            "asked",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="connections_received",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="asked",
                            ),
                        ),
                        ("why", models.CharField(max_length=200, verbose_name="line of why")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "asked"),
                                    ("accepted", "in contact"),
                                    ("declined", "declined"),
                                    ("withdrawn", "withdrawn"),
                                    ("ended", "ended"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="asked at"
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="accepted"
                            ),
                        ),
                        (
                            "declined_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="declined"
                            ),
                        ),
                        (
                            "withdrawn_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="withdrawn"
                            ),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="ended"),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="ended by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "contact",
                        "verbose_name_plural": "contacts",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["asked_by", "state", "asked"], name="connection_by_asker"
                            ),
                            models.Index(
                                fields=["asked", "state", "asked_by"], name="connection_by_asked"
                            ),
                            models.Index(
                                fields=["asked_by", "created_at"], name="connection_by_day"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Least("asked_by", "asked"),
                                django.db.models.functions.comparison.Greatest("asked_by", "asked"),
                                condition=models.Q(("state__in", ["asked", "accepted"])),
                                name="connection_one_live_per_pair",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("asked_by", models.F("asked")), _negated=True),
                                name="connection_with_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
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
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=80, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=80, verbose_name="last name"),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="invitations",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "job_title",
                            models.CharField(blank=True, max_length=120, verbose_name="job title"),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("decides", "decides"),
                                    ("uses", "uses"),
                                    ("buys", "buys"),
                                    ("advises", "advises"),
                                    ("other", "other"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        ("is_founder", models.BooleanField(default=False, verbose_name="founder")),
                        (
                            "invited_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="invitations_sent",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="invited by",
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="written"
                            ),
                        ),
                        (
                            "sent_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="last sent"
                            ),
                        ),
                        ("sent_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                        (
                            "remind_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="next reminder"
                            ),
                        ),
                        (
                            "expires_at",
                            models.DateTimeField(
                                db_index=True,
                                default=members.models.invitation.end_of_life,
                                editable=False,
                                verbose_name="expires",
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="accepted"
                            ),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="invitations_accepted",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="accepted by",
                            ),
                        ),
                        (
                            "revoked_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="withdrawn"
                            ),
                        ),
                        (
                            "refused_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="refused"),
                        ),
                    ],
                    options={
                        "verbose_name": "invitation",
                        "verbose_name_plural": "invitations",
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["email"], name="invitation_by_email"),
                            models.Index(
                                condition=models.Q(
                                    ("accepted_at__isnull", True),
                                    ("refused_at__isnull", True),
                                    ("remind_at__isnull", False),
                                    ("revoked_at__isnull", True),
                                ),
                                fields=["remind_at"],
                                name="invitation_to_remind",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("accepted_at__isnull", True),
                                    ("refused_at__isnull", True),
                                    ("revoked_at__isnull", True),
                                ),
                                fields=("company", "email"),
                                name="invitation_one_waiting_per_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
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
                                related_name="profile",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "face",
                            models.ImageField(blank=True, upload_to="faces", verbose_name="face"),
                        ),
                        (
                            "about",
                            models.TextField(blank=True, max_length=1000, verbose_name="about me"),
                        ),
                        (
                            "can_help_with",
                            models.TextField(
                                blank=True, max_length=400, verbose_name="can help with"
                            ),
                        ),
                        (
                            "looks_for",
                            models.TextField(
                                blank=True, max_length=400, verbose_name="is looking for"
                            ),
                        ),
                        (
                            "languages",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="languages spoken"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=30, verbose_name="phone"),
                        ),
                        (
                            "email_visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="contacts",
                                max_length=10,
                                verbose_name="e-mail address shown to",
                            ),
                        ),
                        (
                            "phone_visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="nobody",
                                max_length=10,
                                verbose_name="phone shown to",
                            ),
                        ),
                        (
                            "about_visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="members",
                                max_length=10,
                                verbose_name="about me shown to",
                            ),
                        ),
                        (
                            "can_help_with_visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="members",
                                max_length=10,
                                verbose_name="can help with shown to",
                            ),
                        ),
                        (
                            "looks_for_visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="members",
                                max_length=10,
                                verbose_name="is looking for shown to",
                            ),
                        ),
                        (
                            "shows_attendance",
                            models.BooleanField(
                                default=False, verbose_name="named among those who come to an event"
                            ),
                        ),
                        (
                            "hidden_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="hidden"
                            ),
                        ),
                        (
                            "sort_name",
                            models.CharField(
                                blank=True, db_index=True, editable=False, max_length=170
                            ),
                        ),
                        (
                            "updated_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "profile",
                        "verbose_name_plural": "profiles",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("hidden_at__isnull", False)),
                                fields=["person"],
                                name="profile_hidden",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonWord",
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
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("word", models.CharField(db_index=True, max_length=40)),
                        (
                            "visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="members",
                                max_length=10,
                            ),
                        ),
                        ("is_subject", models.BooleanField(default=False)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "word"), name="person_word_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PersonTopic",
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
                                related_name="topics",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[
                                    ("helps", "can help with"),
                                    ("looks", "is looking for"),
                                    ("speaks", "speaks"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("folded", models.CharField(max_length=80)),
                        ("label", models.CharField(max_length=80)),
                        (
                            "visible_to",
                            models.CharField(
                                choices=[
                                    ("nobody", "nobody"),
                                    ("contacts", "my contacts"),
                                    ("members", "all members"),
                                ],
                                default="members",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                fields=["side", "folded", "visible_to", "person"],
                                name="person_topic_by_subject",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "side", "folded"), name="person_topic_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyWord",
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
                        ("word", models.CharField(db_index=True, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "word"), name="company_word_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyEntry",
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
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="directory_entry",
                                to="accounts.company",
                            ),
                        ),
                        ("sort_name", models.CharField(db_index=True, max_length=160)),
                    ],
                ),
                migrations.CreateModel(
                    name="CharterAcceptance",
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
                                related_name="charter_acceptances",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "version",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="members.charterversion",
                                verbose_name="version",
                            ),
                        ),
                        (
                            "accepted_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="accepted"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "acceptance of the charter",
                        "verbose_name_plural": "acceptances of the charter",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "version"),
                                name="charter_accepted_once_per_version",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JoinRequest",
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
                        ("name", models.CharField(max_length=160, verbose_name="name")),
                        ("email", models.EmailField(max_length=254, verbose_name="e-mail address")),
                        ("company_name", models.CharField(max_length=160, verbose_name="company")),
                        (
                            "message",
                            models.TextField(blank=True, max_length=2000, verbose_name="message"),
                        ),
                        (
                            "language",
                            models.CharField(blank=True, max_length=2, verbose_name="language"),
                        ),
                        ("sender", models.CharField(blank=True, editable=False, max_length=64)),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="asked"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "waiting"),
                                    ("accepted", "invited"),
                                    ("declined", "declined"),
                                ],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "handled_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="answer to the person"
                            ),
                        ),
                        (
                            "note",
                            models.TextField(blank=True, max_length=1000, verbose_name="note"),
                        ),
                        (
                            "invitation",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="join_request",
                                to="members.invitation",
                                verbose_name="invitation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "request to join",
                        "verbose_name_plural": "requests to join",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["status", "created_at"], name="join_by_status"),
                            models.Index(fields=["email", "created_at"], name="join_by_email"),
                            models.Index(fields=["sender", "created_at"], name="join_by_sender"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KnownPerson",
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
                                related_name="known_people",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "external_id",
                            models.CharField(
                                blank=True,
                                max_length=80,
                                null=True,
                                unique=True,
                                verbose_name="id in the CRM",
                            ),
                        ),
                        (
                            "email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="e-mail address"
                            ),
                        ),
                        (
                            "first_name",
                            models.CharField(blank=True, max_length=80, verbose_name="first name"),
                        ),
                        (
                            "last_name",
                            models.CharField(blank=True, max_length=80, verbose_name="last name"),
                        ),
                        (
                            "job_title",
                            models.CharField(blank=True, max_length=120, verbose_name="job title"),
                        ),
                        (
                            "function",
                            models.CharField(
                                choices=[
                                    ("decides", "decides"),
                                    ("uses", "uses"),
                                    ("buys", "buys"),
                                    ("advises", "advises"),
                                    ("other", "other"),
                                ],
                                default="other",
                                max_length=10,
                                verbose_name="function",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(blank=True, max_length=30, verbose_name="phone"),
                        ),
                        (
                            "language",
                            models.CharField(
                                blank=True,
                                choices=[("fr", "French"), ("en", "English")],
                                max_length=2,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "invitation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="known_people",
                                to="members.invitation",
                                verbose_name="invitation",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="known_as",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
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
                        "verbose_name": "known person",
                        "verbose_name_plural": "known people",
                        "ordering": ["last_name", "first_name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("email", ""), _negated=True),
                                fields=("email",),
                                name="known_person_once_per_address",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportedName",
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
                            "subject",
                            models.CharField(
                                choices=[("company", "company"), ("person", "person")],
                                max_length=10,
                            ),
                        ),
                        ("key", models.CharField(max_length=400)),
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
                        ("is_decided", models.BooleanField(default=False)),
                        ("is_skipped", models.BooleanField(default=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "imported name",
                        "verbose_name_plural": "imported names",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "key"), name="imported_name_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportReview",
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
                        (
                            "title",
                            models.CharField(editable=False, max_length=200, verbose_name="name"),
                        ),
                        (
                            "source",
                            models.CharField(
                                blank=True, editable=False, max_length=200, verbose_name="file"
                            ),
                        ),
                        ("line", models.PositiveIntegerField(editable=False, verbose_name="line")),
                        ("rows", models.JSONField(editable=False)),
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
                        ("undo", models.JSONField(default=dict, editable=False)),
                    ],
                    options={
                        "verbose_name": "line to review",
                        "verbose_name_plural": "lines to review",
                        "ordering": ["created_at", "pk"],
                        "indexes": [
                            models.Index(fields=["status", "created_at"], name="review_by_status")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("subject", "key"), name="import_review_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Block",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks_made",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="blocked by",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="blocks_received",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="blocked"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "block",
                        "verbose_name_plural": "blocks",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("by", "person"), name="block_once_per_person"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("by", models.F("person")), _negated=True),
                                name="block_somebody_else",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports_made",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports_received",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                choices=[
                                    ("selling", "sells or advertises without being asked"),
                                    ("insisting", "insists after a no"),
                                    ("rude", "is rude or demeaning"),
                                    ("false", "is not who they say they are"),
                                    ("other", "something else"),
                                ],
                                max_length=10,
                                verbose_name="reason",
                            ),
                        ),
                        ("note", models.TextField(max_length=1000, verbose_name="what happened")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="reported"
                            ),
                        ),
                        (
                            "handled_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
                            ),
                        ),
                        (
                            "handled_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="answered by",
                            ),
                        ),
                        (
                            "answer",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="note of the team"
                            ),
                        ),
                        (
                            "has_suspended",
                            models.BooleanField(
                                default=False, verbose_name="the person was suspended"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "report",
                        "verbose_name_plural": "reports",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["handled_at", "created_at"], name="report_by_state"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("handled_at__isnull", True)),
                                fields=("by", "person"),
                                name="report_one_open_per_pair",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClientImport",
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
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("raw", models.BinaryField()),
                        ("options", models.JSONField(default=dict, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("given", "is about to be read"),
                                    ("reading", "is being read"),
                                    ("read", "was read; nothing is written yet"),
                                    ("unreadable", "cannot be read"),
                                    ("confirmed", "is about to be taken in"),
                                    ("writing", "is being taken in"),
                                    ("done", "was taken in"),
                                    ("failed", "was not taken in"),
                                ],
                                default="given",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("share", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("how", models.CharField(blank=True, editable=False, max_length=200)),
                        ("notes", models.JSONField(default=list, editable=False)),
                        (
                            "unread",
                            models.JSONField(
                                default=list,
                                editable=False,
                                verbose_name="columns that are not read",
                            ),
                        ),
                        ("counts", models.JSONField(default=dict, editable=False)),
                        ("lines", models.JSONField(default=list, editable=False)),
                        ("seal", models.CharField(blank=True, editable=False, max_length=64)),
                        ("problem", models.TextField(blank=True, editable=False)),
                        ("language", models.CharField(default="fr", editable=False, max_length=2)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="given in by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="given in"
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "client file",
                        "verbose_name_plural": "client files",
                        "ordering": ["-created_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyChange",
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
                                related_name="asked_changes",
                                to="accounts.company",
                            ),
                        ),
                        ("name", models.CharField(blank=True, max_length=160, verbose_name="name")),
                        (
                            "logo",
                            models.ImageField(
                                blank=True, upload_to="logos/asked", verbose_name="logo"
                            ),
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
                            "asked_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
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
                        ("decided_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
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
                migrations.CreateModel(
                    name="Departure",
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
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="departures",
                                to="accounts.membership",
                                verbose_name="membership",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("was_correspondent", models.BooleanField(default=False, editable=False)),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="noted"
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="noted by",
                            ),
                        ),
                        (
                            "done_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="carried out"
                            ),
                        ),
                        (
                            "undone_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="taken back"
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="taken back by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "departure",
                        "verbose_name_plural": "departures",
                        "ordering": ["-from_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("membership",),
                                name="departure_one_standing",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Introduction",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="introductions_made",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="introduced by",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="introductions_as_one",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="first person",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="introductions_as_other",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="second person",
                            ),
                        ),
                        (
                            "line_to_one",
                            models.CharField(max_length=300, verbose_name="line to the first"),
                        ),
                        (
                            "line_to_other",
                            models.CharField(max_length=300, verbose_name="line to the second"),
                        ),
                        (
                            "answer_of_one",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not answered"),
                                    ("yes", "agrees"),
                                    ("no", "would rather not"),
                                ],
                                default="",
                                max_length=3,
                            ),
                        ),
                        (
                            "answer_of_other",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "not answered"),
                                    ("yes", "agrees"),
                                    ("no", "would rather not"),
                                ],
                                default="",
                                max_length=3,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "waiting"),
                                    ("made", "both agreed"),
                                    ("failed", "did not come about"),
                                ],
                                default="open",
                                max_length=6,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="proposed"
                            ),
                        ),
                        (
                            "closed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="closed"),
                        ),
                        (
                            "connection",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="introduction",
                                to="members.connection",
                                verbose_name="contact",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "introduction",
                        "verbose_name_plural": "introductions",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["one", "state"], name="introduction_by_one"),
                            models.Index(fields=["other", "state"], name="introduction_by_other"),
                            models.Index(fields=["by", "created_at"], name="introduction_by_day"),
                            models.Index(
                                fields=["state", "created_at"], name="introduction_by_age"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("one", models.F("other")), _negated=True),
                                    models.Q(("by", models.F("one")), _negated=True),
                                    models.Q(("by", models.F("other")), _negated=True),
                                ),
                                name="introduction_of_three_people",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvitationLink",
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
                            "invitation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links",
                                to="members.invitation",
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                    ],
                    options={
                        "verbose_name": "link of a reminder",
                        "verbose_name_plural": "links of reminders",
                    },
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="meetings_proposed",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed by",
                            ),
                        ),
                        (
                            "guest",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="meetings_received",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="proposed to",
                            ),
                        ),
                        ("line", models.CharField(max_length=300, verbose_name="what it is about")),
                        (
                            "place",
                            models.CharField(blank=True, max_length=200, verbose_name="place"),
                        ),
                        ("link", models.URLField(blank=True, max_length=500, verbose_name="link")),
                        (
                            "minutes",
                            models.PositiveSmallIntegerField(default=30, verbose_name="minutes"),
                        ),
                        ("time_zone", models.CharField(max_length=64, verbose_name="time zone")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "proposed"),
                                    ("agreed", "agreed"),
                                    ("declined", "none of the times"),
                                    ("withdrawn", "taken back"),
                                    ("cancelled", "cancelled"),
                                ],
                                default="proposed",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "starts_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="begins"),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="reason"),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="called off by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="proposed"
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="answered"
                            ),
                        ),
                        (
                            "calendar_entry",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="meeting",
                                to="notifications.calendarentry",
                                verbose_name="calendar entry",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "meeting",
                        "verbose_name_plural": "meetings",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["by", "state"], name="meeting_by_proposer"),
                            models.Index(fields=["guest", "state"], name="meeting_by_guest"),
                            models.Index(fields=["by", "created_at"], name="meeting_by_day"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("by", models.F("guest")), _negated=True),
                                name="meeting_of_two",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "agreed"), _negated=True),
                                    models.Q(
                                        ("starts_at__isnull", False),
                                        ("calendar_entry__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_agreed_has_a_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingTime",
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
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="times",
                                to="members.meeting",
                                verbose_name="meeting",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="begins")),
                    ],
                    options={
                        "verbose_name": "proposed time",
                        "verbose_name_plural": "proposed times",
                        "ordering": ["starts_at", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "starts_at"), name="meeting_time_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rival",
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
                                related_name="rivals",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "rival",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rival_of",
                                to="accounts.company",
                                verbose_name="competitor",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="named by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="named"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "competitor",
                        "verbose_name_plural": "competitors",
                        "ordering": ["rival__name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("company", "rival"), name="rival_named_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("company", models.F("rival")), _negated=True),
                                name="rival_is_another",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="NameSpelling",
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
                        ("key", models.CharField(max_length=40)),
                        ("word", models.CharField(db_index=True, max_length=40)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "word"), name="name_spelling_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Suggestion",
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
                            "to",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suggestions",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="suggested",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("ground", models.CharField(max_length=40)),
                        ("about_id", models.BigIntegerField(default=0)),
                        ("topic", models.CharField(blank=True, max_length=80)),
                    ],
                    options={
                        "verbose_name": "person to meet",
                        "verbose_name_plural": "people to meet",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("to", "person", "ground", "about_id", "topic"),
                                name="suggestion_said_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SuggestionDay",
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
                                related_name="suggestion_day",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("day", models.DateField(db_index=True, null=True)),
                    ],
                ),
                migrations.CreateModel(
                    name="Dismissal",
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
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dismissals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "person not to be proposed",
                        "verbose_name_plural": "people not to be proposed",
                        "constraints": [
                            models.UniqueConstraint(fields=("by", "person"), name="dismissal_once"),
                            models.CheckConstraint(
                                condition=models.Q(("by", models.F("person")), _negated=True),
                                name="dismissal_of_another",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
