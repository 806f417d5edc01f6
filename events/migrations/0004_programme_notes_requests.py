"""Programme and documents of an event, notes for participants, requests to publish."""

import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import club.lib.clock


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0003_reminders"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="eventdate",
            name="notes_asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="agenda",
            field=wagtail.fields.StreamField(
                [("part", 2), ("session", 14)],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "title in French", "max_length": 120, "required": False},
                    ),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "title in English", "max_length": 120, "required": False},
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("title_fr", 0), ("title_en", 1)]], {}),
                    3: ("wagtail.blocks.TimeBlock", (), {"label": "from"}),
                    4: ("wagtail.blocks.TimeBlock", (), {"label": "until", "required": False}),
                    5: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "label": "text in French",
                            "max_length": 400,
                            "required": False,
                            "rows": 2,
                        },
                    ),
                    6: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "label": "text in English",
                            "max_length": 400,
                            "required": False,
                            "rows": 2,
                        },
                    ),
                    7: ("wagtail.blocks.CharBlock", (), {"label": "name", "max_length": 120}),
                    8: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "who that is, in French", "max_length": 160, "required": False},
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "who that is, in English", "max_length": 160, "required": False},
                    ),
                    10: (
                        "events.blocks.PersonChooserBlock",
                        (),
                        {
                            "help_text": "The name then leads to the profile, for those who may see it; for others it stays as you write it.",
                            "label": "member of the club",
                            "required": False,
                        },
                    ),
                    11: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"label": "portrait", "required": False},
                    ),
                    12: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("name", 7),
                                ("role_fr", 8),
                                ("role_en", 9),
                                ("member", 10),
                                ("portrait", 11),
                            ]
                        ],
                        {},
                    ),
                    13: (
                        "wagtail.blocks.ListBlock",
                        (12,),
                        {"default": [], "label": "speakers", "max_num": 8, "min_num": 0},
                    ),
                    14: (
                        "wagtail.blocks.StructBlock",
                        [
                            [
                                ("starts", 3),
                                ("ends", 4),
                                ("title_fr", 0),
                                ("title_en", 1),
                                ("text_fr", 5),
                                ("text_en", 6),
                                ("speakers", 13),
                            ]
                        ],
                        {},
                    ),
                },
                verbose_name="sessions and speakers",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="documents",
            field=wagtail.fields.StreamField(
                [("document", 0)],
                blank=True,
                block_lookup={
                    0: ("wagtail.documents.blocks.DocumentChooserBlock", (), {"label": "document"})
                },
                verbose_name="documents",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="notes_en",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 2),
                    ("paragraph", 3),
                    ("quote", 6),
                    ("picture", 10),
                    ("document", 11),
                    ("callout", 13),
                    ("agenda", 19),
                    ("button", 23),
                ],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 120}),
                    1: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("2", "section"), ("3", "part of a section")],
                            "label": "level",
                        },
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                    3: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "ol", "ul"],
                            "icon": "pilcrow",
                            "label": "paragraph",
                            "template": "files/blocks/paragraph.html",
                        },
                    ),
                    4: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "quote", "max_length": 600, "rows": 3},
                    ),
                    5: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "who said it", "max_length": 120, "required": False},
                    ),
                    6: ("wagtail.blocks.StructBlock", [[("text", 4), ("who", 5)]], {}),
                    7: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
                    8: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the picture shows, for those who do not see it.",
                            "label": "description",
                            "max_length": 250,
                        },
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "caption", "max_length": 250, "required": False},
                    ),
                    10: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 7), ("description", 8), ("caption", 9)]],
                        {},
                    ),
                    11: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"label": "document", "template": "files/blocks/document.html"},
                    ),
                    12: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "text"},
                    ),
                    13: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 12)]], {}),
                    14: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "title", "max_length": 120, "required": False},
                    ),
                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "text", "max_length": 600, "required": False, "rows": 2},
                    ),
                    17: (
                        "wagtail.blocks.StructBlock",
                        [[("time", 15), ("title", 0), ("text", 16)]],
                        {},
                    ),
                    18: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {"label": "points", "max_num": 40, "min_num": 1},
                    ),
                    19: ("wagtail.blocks.StructBlock", [[("title", 14), ("entries", 18)]], {}),
                    20: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "words on the button", "max_length": 60},
                    ),
                    21: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "page of this site", "required": False},
                    ),
                    22: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Begins with https://",
                            "label": "or address of another site",
                            "max_length": 500,
                            "required": False,
                            "validators": [django.core.validators.URLValidator(schemes=["https"])],
                        },
                    ),
                    23: (
                        "wagtail.blocks.StructBlock",
                        [[("label", 20), ("page", 21), ("url", 22)]],
                        {},
                    ),
                },
                verbose_name="notes in English",
            ),
        ),
        migrations.AddField(
            model_name="eventpage",
            name="notes_fr",
            field=wagtail.fields.StreamField(
                [
                    ("heading", 2),
                    ("paragraph", 3),
                    ("quote", 6),
                    ("picture", 10),
                    ("document", 11),
                    ("callout", 13),
                    ("agenda", 19),
                    ("button", 23),
                ],
                blank=True,
                block_lookup={
                    0: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 120}),
                    1: (
                        "wagtail.blocks.ChoiceBlock",
                        [],
                        {
                            "choices": [("2", "section"), ("3", "part of a section")],
                            "label": "level",
                        },
                    ),
                    2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {}),
                    3: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "ol", "ul"],
                            "icon": "pilcrow",
                            "label": "paragraph",
                            "template": "files/blocks/paragraph.html",
                        },
                    ),
                    4: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "quote", "max_length": 600, "rows": 3},
                    ),
                    5: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "who said it", "max_length": 120, "required": False},
                    ),
                    6: ("wagtail.blocks.StructBlock", [[("text", 4), ("who", 5)]], {}),
                    7: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
                    8: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "What the picture shows, for those who do not see it.",
                            "label": "description",
                            "max_length": 250,
                        },
                    ),
                    9: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "caption", "max_length": 250, "required": False},
                    ),
                    10: (
                        "wagtail.blocks.StructBlock",
                        [[("image", 7), ("description", 8), ("caption", 9)]],
                        {},
                    ),
                    11: (
                        "wagtail.documents.blocks.DocumentChooserBlock",
                        (),
                        {"label": "document", "template": "files/blocks/document.html"},
                    ),
                    12: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "text"},
                    ),
                    13: ("wagtail.blocks.StructBlock", [[("title", 0), ("text", 12)]], {}),
                    14: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "title", "max_length": 120, "required": False},
                    ),
                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                    16: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {"label": "text", "max_length": 600, "required": False, "rows": 2},
                    ),
                    17: (
                        "wagtail.blocks.StructBlock",
                        [[("time", 15), ("title", 0), ("text", 16)]],
                        {},
                    ),
                    18: (
                        "wagtail.blocks.ListBlock",
                        (17,),
                        {"label": "points", "max_num": 40, "min_num": 1},
                    ),
                    19: ("wagtail.blocks.StructBlock", [[("title", 14), ("entries", 18)]], {}),
                    20: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"label": "words on the button", "max_length": 60},
                    ),
                    21: (
                        "wagtail.blocks.PageChooserBlock",
                        (),
                        {"label": "page of this site", "required": False},
                    ),
                    22: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Begins with https://",
                            "label": "or address of another site",
                            "max_length": 500,
                            "required": False,
                            "validators": [django.core.validators.URLValidator(schemes=["https"])],
                        },
                    ),
                    23: (
                        "wagtail.blocks.StructBlock",
                        [[("label", 20), ("page", 21), ("url", 22)]],
                        {},
                    ),
                },
                verbose_name="notes in French",
            ),
        ),
        migrations.AlterField(
            model_name="planneddate",
            name="starts_on",
            field=models.DateField(null=True, verbose_name="first day"),
        ),
        migrations.CreateModel(
            name="PublishRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "asked_at",
                    models.DateTimeField(default=club.lib.clock.now, verbose_name="asked"),
                ),
                (
                    "note",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="a word to the colleague"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("published", "published"),
                            ("sent_back", "sent back"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="answer")),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="asked by",
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
                        verbose_name="decided by",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publish_requests",
                        to="events.eventpage",
                        verbose_name="event",
                    ),
                ),
            ],
            options={
                "verbose_name": "request to publish",
                "verbose_name_plural": "requests to publish",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "")),
                        fields=("page",),
                        name="request_one_open_per_page",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", True), ("outcome", "")),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="request_decided_has_time",
                    ),
                ],
            },
        ),
    ]
