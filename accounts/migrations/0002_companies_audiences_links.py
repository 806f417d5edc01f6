"""Companies and their people, who may see what, the club itself, links for a first sign-in."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
import club.lib.zones
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0003_opening_and_founders"),
        ("accounts", "0004_count_clubs_as_opened"),
        ("accounts", "0005_links_for_a_first_sign_in"),
        ("accounts", "0006_language_of_the_club"),
        ("accounts", "0004_events_need_second_person"),
        ("accounts", "0005_leaving_and_merging"),
        ("accounts", "0006_directory_facets"),
        ("accounts", "0007_audit_entries"),
        ("accounts", "0008_retention"),
    ]

    # After all that others bring: each of their steps costs the more, the more models there are.
    dependencies = [
        ("account", "0009_emailaddress_unique_primary_email"),
        ("accounts", "0001_people"),
        ("django_tasks_database", "0021_conditional_partial_index_ordering"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("taggit", "0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx"),
        ("usersessions", "0001_initial"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailsearch", "0010_add_text_fields"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="AccessLink",
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
                                related_name="access_links",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("member", "member"),
                                    ("correspondent", "correspondent"),
                                    ("organiser", "organiser"),
                                    ("account_manager", "account manager"),
                                    ("director", "director"),
                                    ("administrator", "administrator"),
                                ],
                                max_length=20,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "token_hash",
                            models.CharField(editable=False, max_length=64, unique=True),
                        ),
                        ("leads_to", models.CharField(default="/", max_length=200)),
                        (
                            "made_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="made by",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        ("expires_at", models.DateTimeField(verbose_name="expires")),
                        (
                            "used_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="used"),
                        ),
                    ],
                    options={
                        "verbose_name": "link for a first sign-in",
                        "verbose_name_plural": "links for a first sign-in",
                    },
                ),
                migrations.CreateModel(
                    name="Tier",
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
                        ("slug", models.SlugField(unique=True)),
                        ("name_fr", models.CharField(max_length=40, verbose_name="name in French")),
                        (
                            "name_en",
                            models.CharField(max_length=40, verbose_name="name in English"),
                        ),
                        (
                            "rank",
                            models.PositiveSmallIntegerField(unique=True, verbose_name="rank"),
                        ),
                        (
                            "colour",
                            models.CharField(
                                choices=[
                                    ("gold", "gold"),
                                    ("silver", "silver"),
                                    ("bronze", "bronze"),
                                ],
                                max_length=10,
                                verbose_name="colour",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "tier",
                        "verbose_name_plural": "tiers",
                        "ordering": ["rank"],
                    },
                ),
                migrations.CreateModel(
                    name="Sector",
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
                        ("slug", models.SlugField(unique=True)),
                        ("name_fr", models.CharField(max_length=60, verbose_name="name in French")),
                        (
                            "name_en",
                            models.CharField(max_length=60, verbose_name="name in English"),
                        ),
                    ],
                    options={
                        "verbose_name": "sector",
                        "verbose_name_plural": "sectors",
                        "ordering": ["slug"],
                    },
                ),
                migrations.CreateModel(
                    name="CompanyTag",
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
                        ("name", models.CharField(max_length=40, unique=True, verbose_name="name")),
                    ],
                    options={
                        "verbose_name": "company tag",
                        "verbose_name_plural": "company tags",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="ClubSettings",
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
                            "club_name",
                            models.CharField(
                                default="Le Cercle", max_length=60, verbose_name="name of the club"
                            ),
                        ),
                        (
                            "supplier_name",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="name of the supplier"
                            ),
                        ),
                        (
                            "tagline_fr",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="tagline in French"
                            ),
                        ),
                        (
                            "tagline_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="tagline in English"
                            ),
                        ),
                        (
                            "contact_email",
                            models.EmailField(
                                blank=True, max_length=254, verbose_name="address for questions"
                            ),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default="Europe/Paris",
                                max_length=64,
                                validators=[club.lib.zones.validate_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("fr", "French"), ("en", "English")],
                                default="fr",
                                help_text="For people of whom the club does not know which one they read.",
                                max_length=2,
                                verbose_name="language of mails",
                            ),
                        ),
                        (
                            "events_need_second_person",
                            models.BooleanField(
                                default=False,
                                help_text="Whoever changed an event last asks a colleague to look at it; only somebody else can publish it. It takes two organisers at least.",
                                verbose_name="a second person publishes events",
                            ),
                        ),
                        (
                            "directory_facets",
                            models.JSONField(blank=True, default=list, editable=False),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="opened"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "the club",
                    },
                ),
                migrations.CreateModel(
                    name="Company",
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
                        ("slug", models.SlugField(max_length=80, unique=True)),
                        (
                            "legal_id",
                            models.CharField(blank=True, max_length=40, verbose_name="legal id"),
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
                            "sector",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="companies",
                                to="accounts.sector",
                                verbose_name="sector",
                            ),
                        ),
                        (
                            "size",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("s", "1 to 9 people"),
                                    ("m", "10 to 49 people"),
                                    ("l", "50 to 249 people"),
                                    ("xl", "250 to 999 people"),
                                    ("xxl", "1,000 people or more"),
                                ],
                                max_length=3,
                                verbose_name="size",
                            ),
                        ),
                        (
                            "region",
                            models.CharField(blank=True, max_length=80, verbose_name="region"),
                        ),
                        ("city", models.CharField(blank=True, max_length=80, verbose_name="city")),
                        ("website", models.URLField(blank=True, verbose_name="website")),
                        (
                            "about_fr",
                            models.TextField(blank=True, verbose_name="presentation in French"),
                        ),
                        (
                            "about_en",
                            models.TextField(blank=True, verbose_name="presentation in English"),
                        ),
                        (
                            "tier",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="companies",
                                to="accounts.tier",
                                verbose_name="tier",
                            ),
                        ),
                        (
                            "account_manager",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="managed_companies",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="account manager",
                            ),
                        ),
                        (
                            "client_since_on",
                            models.DateField(blank=True, null=True, verbose_name="client since"),
                        ),
                        (
                            "renewal_on",
                            models.DateField(blank=True, null=True, verbose_name="renewal"),
                        ),
                        (
                            "left_on",
                            models.DateField(blank=True, null=True, verbose_name="client until"),
                        ),
                        (
                            "member_limit",
                            models.PositiveSmallIntegerField(
                                default=10, verbose_name="people whom its correspondent may invite"
                            ),
                        ),
                        (
                            "logo",
                            models.ImageField(blank=True, upload_to="logos", verbose_name="logo"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "tags",
                            models.ManyToManyField(
                                blank=True,
                                related_name="companies",
                                to="accounts.companytag",
                                verbose_name="tags",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "company",
                        "verbose_name_plural": "companies",
                        "ordering": ["name", "pk"],
                        "indexes": [models.Index(fields=["name"], name="company_by_name")],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
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
                                related_name="memberships",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
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
                        ("started_on", models.DateField(verbose_name="since")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "leaves_on",
                            models.DateField(blank=True, null=True, verbose_name="leaves on"),
                        ),
                        (
                            "suspended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="suspended"),
                        ),
                        ("is_founder", models.BooleanField(default=False, verbose_name="founder")),
                    ],
                    options={
                        "verbose_name": "membership",
                        "verbose_name_plural": "memberships",
                        "ordering": ["-started_on", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("ended_on__isnull", True), ("leaves_on__isnull", False)
                                ),
                                fields=["leaves_on"],
                                name="membership_to_end",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("person",),
                                name="membership_one_open_per_person",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Segment",
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
                        ("name", models.CharField(max_length=80, unique=True, verbose_name="name")),
                        ("rule", models.JSONField(blank=True, default=dict, verbose_name="rule")),
                        (
                            "companies",
                            models.ManyToManyField(
                                blank=True,
                                related_name="segments",
                                to="accounts.company",
                                verbose_name="companies",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "segment",
                        "verbose_name_plural": "segments",
                        "ordering": ["name"],
                    },
                ),
                migrations.CreateModel(
                    name="Audience",
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
                            "key",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "everybody, strangers too"),
                                    ("members", "all members"),
                                    ("staff", "the club's staff"),
                                ],
                                editable=False,
                                max_length=10,
                                null=True,
                                unique=True,
                            ),
                        ),
                        ("name_fr", models.CharField(max_length=80, verbose_name="name in French")),
                        (
                            "name_en",
                            models.CharField(max_length=80, verbose_name="name in English"),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="archived"
                            ),
                        ),
                        (
                            "tiers",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="accounts.tier",
                                verbose_name="tiers",
                            ),
                        ),
                        (
                            "companies",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="accounts.company",
                                verbose_name="companies",
                            ),
                        ),
                        (
                            "segments",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to="accounts.segment",
                                verbose_name="segments",
                            ),
                        ),
                        (
                            "people",
                            models.ManyToManyField(
                                blank=True,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="people",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "audience",
                        "verbose_name_plural": "audiences",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="AuditEntry",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("export_companies", "exported companies"),
                                    ("export_people", "exported people"),
                                    ("import", "took in a client file"),
                                    ("tier", "changed tiers"),
                                    ("manager", "changed account managers"),
                                    ("role_given", "gave a role"),
                                    ("role_taken", "took a role away"),
                                    ("suspended", "suspended a member"),
                                    ("resumed", "let a member in again"),
                                    ("ended", "noted a departure"),
                                    ("preview_tier", "looked at the site as a tier"),
                                    ("preview_member", "looked at the site as a member"),
                                    ("preview_ended", "ended a preview"),
                                ],
                                max_length=20,
                                verbose_name="what",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="who",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(default=1, verbose_name="how many")),
                        ("details", models.JSONField(default=dict, verbose_name="details")),
                        (
                            "at",
                            models.DateTimeField(
                                db_index=True, default=club.lib.clock.now, verbose_name="when"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "act of the staff",
                        "verbose_name_plural": "acts of the staff",
                        "ordering": ["-at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
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
                                choices=[("person", "person"), ("company", "company")],
                                max_length=10,
                                verbose_name="what",
                            ),
                        ),
                        ("kept_id", models.PositiveBigIntegerField(verbose_name="kept")),
                        ("gone_id", models.PositiveBigIntegerField(verbose_name="gone")),
                        ("counts", models.JSONField(default=dict)),
                        (
                            "done_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="merged"
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="merged by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "merge",
                        "verbose_name_plural": "merges",
                        "ordering": ["-done_at", "-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="RetentionPeriod",
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
                        ("rule", models.CharField(max_length=60, unique=True)),
                        ("days", models.PositiveIntegerField(verbose_name="days")),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="changed"
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="changed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "retention period",
                        "verbose_name_plural": "retention periods",
                    },
                ),
                migrations.CreateModel(
                    name="RetentionRun",
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
                            "started_at",
                            models.DateTimeField(default=club.lib.clock.now, verbose_name="began"),
                        ),
                        ("finished_at", models.DateTimeField(null=True, verbose_name="ended")),
                        ("counts", models.JSONField(default=dict)),
                        ("failed", models.JSONField(default=list)),
                    ],
                    options={
                        "verbose_name": "run of the retention job",
                        "verbose_name_plural": "runs of the retention job",
                        "ordering": ["-started_at", "-pk"],
                    },
                ),
            ],
        ),
    ]
