"""Categories, threads, posts, and the live log of each thread."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("forum", "0001_categories_threads_posts_log"),
        ("forum", "0003_log_has_one_epoch_for_all"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="Category",
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
                            "slug",
                            models.SlugField(max_length=60, unique=True, verbose_name="address"),
                        ),
                        ("name_fr", models.CharField(max_length=80, verbose_name="name in French")),
                        (
                            "name_en",
                            models.CharField(
                                blank=True, max_length=80, verbose_name="name in English"
                            ),
                        ),
                        (
                            "description_fr",
                            models.CharField(
                                blank=True, max_length=240, verbose_name="description in French"
                            ),
                        ),
                        (
                            "description_en",
                            models.CharField(
                                blank=True, max_length=240, verbose_name="description in English"
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                help_text="Who may read and write here. For everybody else the category does not exist.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.audience",
                                verbose_name="audience",
                            ),
                        ),
                        (
                            "order",
                            models.PositiveSmallIntegerField(
                                default=100,
                                help_text="Small numbers come first.",
                                verbose_name="order",
                            ),
                        ),
                        (
                            "is_announcements",
                            models.BooleanField(
                                default=False,
                                help_text="Members read here, and only the club writes.",
                                verbose_name="announcements only",
                            ),
                        ),
                        (
                            "archived_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="archived"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "category",
                        "verbose_name_plural": "categories",
                        "ordering": ["order", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Thread",
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
                            "category",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="threads",
                                to="forum.category",
                                verbose_name="category",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="threads",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "answer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="forum.post",
                                verbose_name="accepted answer",
                            ),
                        ),
                        ("is_locked", models.BooleanField(default=False, verbose_name="closed")),
                        ("is_pinned", models.BooleanField(default=False, verbose_name="pinned")),
                        ("last_seq", models.PositiveIntegerField(default=0, editable=False)),
                        ("last_number", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "last_visible_number",
                            models.PositiveIntegerField(default=0, editable=False),
                        ),
                        ("post_count", models.PositiveIntegerField(default=0, editable=False)),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "last_post_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="last post"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "thread",
                        "verbose_name_plural": "threads",
                        "ordering": ["-last_post_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["category", "-is_pinned", "-last_post_at", "-id"],
                                name="thread_listed",
                            ),
                            models.Index(fields=["-last_post_at", "-id"], name="thread_latest"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Post",
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
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="forum.thread",
                                verbose_name="thread",
                            ),
                        ),
                        ("number", models.PositiveIntegerField(verbose_name="number")),
                        (
                            "author",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="posts",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        ("submission_key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("body_md", models.TextField(verbose_name="text")),
                        ("body_html", models.TextField(editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("visible", "shown"),
                                    ("deleted", "taken back by its author"),
                                    ("hidden", "hidden by the club"),
                                ],
                                default="visible",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="written"
                            ),
                        ),
                        (
                            "edited_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="edited"
                            ),
                        ),
                        (
                            "removed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="removed"
                            ),
                        ),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="removed by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "post",
                        "verbose_name_plural": "posts",
                        "ordering": ["thread", "number"],
                        "indexes": [
                            models.Index(fields=["author", "-created_at"], name="post_by_author")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("thread", "number"), name="post_number_unique"
                            ),
                            models.UniqueConstraint(
                                fields=("author", "submission_key"), name="post_submitted_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["visible", "deleted", "hidden"])),
                                name="post_state_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReadState",
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
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_states",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="read_states",
                                to="forum.thread",
                                verbose_name="thread",
                            ),
                        ),
                        (
                            "last_read_number",
                            models.PositiveIntegerField(default=0, verbose_name="read up to"),
                        ),
                        (
                            "takes_part",
                            models.BooleanField(default=False, verbose_name="takes part"),
                        ),
                        (
                            "level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "answers, once I take part"),
                                    ("all", "every answer"),
                                    ("mentions", "only when somebody names me"),
                                    ("nothing", "nothing"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="told about",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "read state",
                        "verbose_name_plural": "read states",
                        "indexes": [
                            models.Index(
                                fields=["thread", "takes_part"], name="read_state_followers"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "thread"), name="read_state_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ThreadEvent",
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
                            "thread",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="forum.thread",
                                verbose_name="thread",
                            ),
                        ),
                        ("seq", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("post.published", "post published"),
                                    ("post.edited", "post edited"),
                                    ("post.removed", "post removed"),
                                    ("post.restored", "post restored"),
                                    ("thread.locked", "thread closed"),
                                    ("thread.unlocked", "thread opened again"),
                                    ("thread.pinned", "thread pinned"),
                                    ("thread.unpinned", "thread no longer pinned"),
                                    ("thread.answered", "answer accepted"),
                                    ("thread.unanswered", "answer withdrawn"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="forum.post",
                                verbose_name="post",
                            ),
                        ),
                        (
                            "reach",
                            models.CharField(
                                choices=[
                                    ("member", "everybody who may see the thread"),
                                    ("staff", "the club's staff"),
                                ],
                                max_length=10,
                                verbose_name="reach",
                            ),
                        ),
                        ("data", models.JSONField(blank=True, default=dict)),
                        (
                            "at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="happened"
                            ),
                        ),
                        ("spread_at", models.DateTimeField(blank=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "row of the log",
                        "verbose_name_plural": "rows of the log",
                        "ordering": ["thread", "seq"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("spread_at__isnull", True)),
                                fields=["id"],
                                name="thread_event_to_spread",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("thread", "seq"), name="thread_event_seq_unique"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mention",
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
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to="forum.post",
                                verbose_name="post",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mentions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "told_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="told"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "mention",
                        "verbose_name_plural": "mentions",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("post", "person"), name="mention_once_per_post"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PostWord",
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
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="forum.post",
                            ),
                        ),
                        ("word", models.CharField(max_length=40)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["word", "post"], name="post_word_found")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("post", "word"), name="post_word_unique"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
