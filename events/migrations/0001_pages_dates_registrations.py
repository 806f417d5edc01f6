"""Pages of events, their dates, and who comes."""

import uuid

import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import modelcluster.fields
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
import club.lib.zones
import events.models.pages
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [
        ("events", "0002_terms_offers_guests"),
        ("events", "0003_reminders"),
        ("events", "0004_programme_notes_requests"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        ("files", "0001_pictures_and_documents"),
        ("notifications", "0001_outbox_calendar_bell"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="EventIndexPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                help_text="Who may see this page. For everybody else it does not exist.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.audience",
                                verbose_name="audience",
                            ),
                        ),
                        (
                            "title_fr",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="title in French"
                            ),
                        ),
                        (
                            "title_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="title in English"
                            ),
                        ),
                        (
                            "summary_fr",
                            models.TextField(
                                blank=True,
                                help_text="One or two sentences, shown in lists and below the title.",
                                max_length=400,
                                verbose_name="summary in French",
                            ),
                        ),
                        (
                            "summary_en",
                            models.TextField(
                                blank=True,
                                help_text="One or two sentences, shown in lists and below the title.",
                                max_length=400,
                                verbose_name="summary in English",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "list of events",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="EventPage",
                    fields=[
                        (
                            "page_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to=settings.WAGTAIL_PAGE_MODEL,
                            ),
                        ),
                        (
                            "audience",
                            models.ForeignKey(
                                help_text="Who may see this page. For everybody else it does not exist.",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.audience",
                                verbose_name="audience",
                            ),
                        ),
                        (
                            "title_fr",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="title in French"
                            ),
                        ),
                        (
                            "title_en",
                            models.CharField(
                                blank=True, max_length=160, verbose_name="title in English"
                            ),
                        ),
                        (
                            "summary_fr",
                            models.TextField(
                                blank=True,
                                help_text="One or two sentences, shown in lists and below the title.",
                                max_length=400,
                                verbose_name="summary in French",
                            ),
                        ),
                        (
                            "summary_en",
                            models.TextField(
                                blank=True,
                                help_text="One or two sentences, shown in lists and below the title.",
                                max_length=400,
                                verbose_name="summary in English",
                            ),
                        ),
                        (
                            "agenda",
                            wagtail.fields.StreamField(
                                [("part", 2), ("session", 14)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "title in French",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    1: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "title in English",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    2: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title_fr", 0), ("title_en", 1)]],
                                        {},
                                    ),
                                    3: ("wagtail.blocks.TimeBlock", (), {"label": "from"}),
                                    4: (
                                        "wagtail.blocks.TimeBlock",
                                        (),
                                        {"label": "until", "required": False},
                                    ),
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
                                    7: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "name", "max_length": 120},
                                    ),
                                    8: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "who that is, in French",
                                            "max_length": 160,
                                            "required": False,
                                        },
                                    ),
                                    9: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "who that is, in English",
                                            "max_length": 160,
                                            "required": False,
                                        },
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
                                        {
                                            "default": [],
                                            "label": "speakers",
                                            "max_num": 8,
                                            "min_num": 0,
                                        },
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
                        (
                            "documents",
                            wagtail.fields.StreamField(
                                [("document", 0)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.documents.blocks.DocumentChooserBlock",
                                        (),
                                        {"label": "document"},
                                    )
                                },
                                verbose_name="documents",
                            ),
                        ),
                        (
                            "notes_fr",
                            wagtail.fields.StreamField(
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
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120},
                                    ),
                                    1: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("2", "section"),
                                                ("3", "part of a section"),
                                            ],
                                            "label": "level",
                                        },
                                    ),
                                    2: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 0), ("level", 1)]],
                                        {},
                                    ),
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
                                        {
                                            "label": "who said it",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    6: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 4), ("who", 5)]],
                                        {},
                                    ),
                                    7: (
                                        "wagtail.images.blocks.ImageChooserBlock",
                                        (),
                                        {"label": "picture"},
                                    ),
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
                                        {
                                            "label": "document",
                                            "template": "files/blocks/document.html",
                                        },
                                    ),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "italic", "link", "ol", "ul"],
                                            "label": "text",
                                        },
                                    ),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 0), ("text", 12)]],
                                        {},
                                    ),
                                    14: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120, "required": False},
                                    ),
                                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                                    16: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text",
                                            "max_length": 600,
                                            "required": False,
                                            "rows": 2,
                                        },
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
                                    19: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 14), ("entries", 18)]],
                                        {},
                                    ),
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
                                            "validators": [
                                                django.core.validators.URLValidator(
                                                    schemes=["https"]
                                                )
                                            ],
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
                        (
                            "notes_en",
                            wagtail.fields.StreamField(
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
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120},
                                    ),
                                    1: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("2", "section"),
                                                ("3", "part of a section"),
                                            ],
                                            "label": "level",
                                        },
                                    ),
                                    2: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 0), ("level", 1)]],
                                        {},
                                    ),
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
                                        {
                                            "label": "who said it",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    6: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 4), ("who", 5)]],
                                        {},
                                    ),
                                    7: (
                                        "wagtail.images.blocks.ImageChooserBlock",
                                        (),
                                        {"label": "picture"},
                                    ),
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
                                        {
                                            "label": "document",
                                            "template": "files/blocks/document.html",
                                        },
                                    ),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "italic", "link", "ol", "ul"],
                                            "label": "text",
                                        },
                                    ),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 0), ("text", 12)]],
                                        {},
                                    ),
                                    14: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120, "required": False},
                                    ),
                                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                                    16: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text",
                                            "max_length": 600,
                                            "required": False,
                                            "rows": 2,
                                        },
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
                                    19: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 14), ("entries", 18)]],
                                        {},
                                    ),
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
                                            "validators": [
                                                django.core.validators.URLValidator(
                                                    schemes=["https"]
                                                )
                                            ],
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
                        (
                            "company_quota",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="At most so many people of the same client, guests included. Empty: no limit.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats for one company",
                            ),
                        ),
                        (
                            "closes_hours",
                            models.SmallIntegerField(
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
                        (
                            "needs_approval",
                            models.BooleanField(
                                default=False,
                                help_text="People ask for a seat; it is theirs once somebody has approved.",
                                verbose_name="an organiser says yes to each",
                            ),
                        ),
                        (
                            "allows_colleagues",
                            models.BooleanField(
                                default=True,
                                help_text="Members of the same client; they are told by mail, and can say no.",
                                verbose_name="members may register colleagues",
                            ),
                        ),
                        (
                            "guests_allowed",
                            models.PositiveSmallIntegerField(
                                default=0,
                                help_text="People who are not in the club. Each takes a seat.",
                                validators=[django.core.validators.MaxValueValidator(5)],
                                verbose_name="guests a member may bring",
                            ),
                        ),
                        (
                            "line_order",
                            models.CharField(
                                choices=[
                                    ("arrival", "Who joined the line first"),
                                    ("tier", "The highest tier first, then who joined first"),
                                ],
                                default="arrival",
                                max_length=8,
                                verbose_name="a freed seat goes to",
                            ),
                        ),
                        (
                            "opens_at",
                            models.DateTimeField(
                                blank=True,
                                help_text="Empty: as soon as the event is published. The page can be read before.",
                                null=True,
                                verbose_name="registration opens",
                            ),
                        ),
                        (
                            "early_tier",
                            models.ForeignKey(
                                blank=True,
                                help_text="This tier and those above it.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="accounts.tier",
                                verbose_name="opens earlier for",
                            ),
                        ),
                        (
                            "early_hours",
                            models.PositiveSmallIntegerField(
                                default=48,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(720),
                                ],
                                verbose_name="hours earlier",
                            ),
                        ),
                        (
                            "hides_address",
                            models.BooleanField(
                                default=False,
                                help_text="All see the name of the place; street and number are for those with a seat.",
                                verbose_name="the address is for those who come",
                            ),
                        ),
                        (
                            "event_type",
                            models.CharField(
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
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("on_site", "On site"),
                                    ("online", "Online"),
                                    ("hybrid", "On site and online"),
                                ],
                                default="on_site",
                                max_length=10,
                                verbose_name="where people are",
                            ),
                        ),
                        (
                            "place_name",
                            models.CharField(
                                blank=True,
                                help_text="As people say it: “Saint-Égrève workshop”.",
                                max_length=120,
                                verbose_name="name of the place",
                            ),
                        ),
                        (
                            "address",
                            models.CharField(
                                blank=True,
                                help_text="Street, number and town.",
                                max_length=240,
                                verbose_name="address",
                            ),
                        ),
                        (
                            "join_link",
                            models.URLField(
                                blank=True,
                                help_text="Shown only to those who are coming, on the page and in their calendar.",
                                max_length=500,
                                verbose_name="link to join online",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                blank=True,
                                help_text="A place, an object, people at work. No picture is better than a stock one.",
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="files.clubimage",
                                verbose_name="cover picture",
                            ),
                        ),
                        (
                            "cover_description_fr",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="what the picture shows, in French",
                            ),
                        ),
                        (
                            "cover_description_en",
                            models.CharField(
                                blank=True,
                                max_length=200,
                                verbose_name="what the picture shows, in English",
                            ),
                        ),
                        (
                            "body_fr",
                            wagtail.fields.StreamField(
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
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120},
                                    ),
                                    1: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("2", "section"),
                                                ("3", "part of a section"),
                                            ],
                                            "label": "level",
                                        },
                                    ),
                                    2: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 0), ("level", 1)]],
                                        {},
                                    ),
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
                                        {
                                            "label": "who said it",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    6: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 4), ("who", 5)]],
                                        {},
                                    ),
                                    7: (
                                        "wagtail.images.blocks.ImageChooserBlock",
                                        (),
                                        {"label": "picture"},
                                    ),
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
                                        {
                                            "label": "document",
                                            "template": "files/blocks/document.html",
                                        },
                                    ),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "italic", "link", "ol", "ul"],
                                            "label": "text",
                                        },
                                    ),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 0), ("text", 12)]],
                                        {},
                                    ),
                                    14: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120, "required": False},
                                    ),
                                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                                    16: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text",
                                            "max_length": 600,
                                            "required": False,
                                            "rows": 2,
                                        },
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
                                    19: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 14), ("entries", 18)]],
                                        {},
                                    ),
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
                                            "validators": [
                                                django.core.validators.URLValidator(
                                                    schemes=["https"]
                                                )
                                            ],
                                        },
                                    ),
                                    23: (
                                        "wagtail.blocks.StructBlock",
                                        [[("label", 20), ("page", 21), ("url", 22)]],
                                        {},
                                    ),
                                },
                                verbose_name="text in French",
                            ),
                        ),
                        (
                            "body_en",
                            wagtail.fields.StreamField(
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
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120},
                                    ),
                                    1: (
                                        "wagtail.blocks.ChoiceBlock",
                                        [],
                                        {
                                            "choices": [
                                                ("2", "section"),
                                                ("3", "part of a section"),
                                            ],
                                            "label": "level",
                                        },
                                    ),
                                    2: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 0), ("level", 1)]],
                                        {},
                                    ),
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
                                        {
                                            "label": "who said it",
                                            "max_length": 120,
                                            "required": False,
                                        },
                                    ),
                                    6: (
                                        "wagtail.blocks.StructBlock",
                                        [[("text", 4), ("who", 5)]],
                                        {},
                                    ),
                                    7: (
                                        "wagtail.images.blocks.ImageChooserBlock",
                                        (),
                                        {"label": "picture"},
                                    ),
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
                                        {
                                            "label": "document",
                                            "template": "files/blocks/document.html",
                                        },
                                    ),
                                    12: (
                                        "wagtail.blocks.RichTextBlock",
                                        (),
                                        {
                                            "features": ["bold", "italic", "link", "ol", "ul"],
                                            "label": "text",
                                        },
                                    ),
                                    13: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 0), ("text", 12)]],
                                        {},
                                    ),
                                    14: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title", "max_length": 120, "required": False},
                                    ),
                                    15: ("wagtail.blocks.TimeBlock", (), {"label": "time"}),
                                    16: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text",
                                            "max_length": 600,
                                            "required": False,
                                            "rows": 2,
                                        },
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
                                    19: (
                                        "wagtail.blocks.StructBlock",
                                        [[("title", 14), ("entries", 18)]],
                                        {},
                                    ),
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
                                            "validators": [
                                                django.core.validators.URLValidator(
                                                    schemes=["https"]
                                                )
                                            ],
                                        },
                                    ),
                                    23: (
                                        "wagtail.blocks.StructBlock",
                                        [[("label", 20), ("page", 21), ("url", 22)]],
                                        {},
                                    ),
                                },
                                verbose_name="text in English",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "event",
                        "verbose_name_plural": "events",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="EventDate",
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
                            "page",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="dates",
                                to="events.eventpage",
                                verbose_name="event",
                            ),
                        ),
                        ("planned_key", models.UUIDField(editable=False)),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        ("ends_at", models.DateTimeField(verbose_name="ends")),
                        (
                            "time_zone",
                            models.CharField(
                                max_length=64,
                                validators=[club.lib.zones.validate_zone],
                                verbose_name="time zone",
                            ),
                        ),
                        (
                            "is_all_day",
                            models.BooleanField(default=False, verbose_name="whole days"),
                        ),
                        (
                            "place",
                            models.CharField(blank=True, max_length=400, verbose_name="place"),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=240, verbose_name="address"),
                        ),
                        (
                            "join_link",
                            models.URLField(
                                blank=True, max_length=500, verbose_name="link to join"
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True, null=True, verbose_name="seats"
                            ),
                        ),
                        (
                            "kept_seats",
                            models.PositiveIntegerField(
                                default=0, verbose_name="seats kept for the club"
                            ),
                        ),
                        (
                            "seats_taken",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="seats taken"
                            ),
                        ),
                        (
                            "kept_taken",
                            models.PositiveIntegerField(
                                default=0, editable=False, verbose_name="kept seats taken"
                            ),
                        ),
                        ("closes_at", models.DateTimeField(verbose_name="registration closes")),
                        (
                            "status",
                            models.CharField(
                                choices=[("scheduled", "takes place"), ("cancelled", "cancelled")],
                                default="scheduled",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "cancelled_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="cancelled"),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="reason"),
                        ),
                        (
                            "calendar_entry",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="event_date",
                                to="notifications.calendarentry",
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                        (
                            "notes_asked_at",
                            models.DateTimeField(blank=True, editable=False, null=True),
                        ),
                    ],
                    options={
                        "verbose_name": "date of an event",
                        "verbose_name_plural": "dates of events",
                        "ordering": ["starts_at", "pk"],
                        "indexes": [
                            models.Index(fields=["starts_at", "ends_at"], name="date_by_time")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("page", "planned_key"), name="date_once_per_plan"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                                name="date_ends_after_start",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(("kept_taken__lte", models.F("kept_seats"))),
                                name="date_kept_seats_are_enough",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_at__isnull", True), ("status", "scheduled")
                                    ),
                                    models.Q(
                                        ("cancelled_at__isnull", False), ("status", "cancelled")
                                    ),
                                    _connector="OR",
                                ),
                                name="date_cancelled_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlannedDate",
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
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="planned_dates",
                                to="events.eventpage",
                            ),
                        ),
                        ("key", models.UUIDField(default=uuid.uuid4, editable=False)),
                        ("starts_on", models.DateField(null=True, verbose_name="first day")),
                        (
                            "starts_time",
                            models.TimeField(
                                blank=True,
                                help_text="Empty: the whole day.",
                                null=True,
                                verbose_name="from",
                            ),
                        ),
                        (
                            "ends_on",
                            models.DateField(
                                blank=True,
                                help_text="Empty: the same day.",
                                null=True,
                                verbose_name="last day",
                            ),
                        ),
                        (
                            "ends_time",
                            models.TimeField(blank=True, null=True, verbose_name="until"),
                        ),
                        (
                            "time_zone",
                            models.CharField(
                                default=events.models.pages.club_zone,
                                help_text="The times above are what clocks show there.",
                                max_length=64,
                                validators=[club.lib.zones.validate_zone],
                                verbose_name="clocks of",
                            ),
                        ),
                        (
                            "capacity",
                            models.PositiveIntegerField(
                                blank=True,
                                help_text="Empty: no limit. When all are taken, people wait in line.",
                                null=True,
                                validators=[django.core.validators.MinValueValidator(1)],
                                verbose_name="seats",
                            ),
                        ),
                        (
                            "kept_seats",
                            models.PositiveIntegerField(
                                default=0,
                                help_text="Only organisers give these away, whoever waits.",
                                verbose_name="of them kept for the club",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "planned date",
                        "verbose_name_plural": "planned dates",
                        "ordering": ["starts_on", "starts_time", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
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
                            "date",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to="events.eventdate",
                                verbose_name="date",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="registrations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="person",
                            ),
                        ),
                        (
                            "company",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to="accounts.company",
                                verbose_name="company",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("invited", "invited"),
                                    ("pending", "to be approved"),
                                    ("going", "coming"),
                                    ("maybe", "perhaps"),
                                    ("declined", "not coming"),
                                    ("waitlisted", "waiting"),
                                    ("offered", "seat offered"),
                                    ("cancelled", "gave up the seat"),
                                    ("attended", "came"),
                                    ("no_show", "did not come"),
                                ],
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="answered"
                            ),
                        ),
                        (
                            "waitlisted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="waits since"),
                        ),
                        (
                            "offered_until",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="seat offered until"
                            ),
                        ),
                        (
                            "promoted_at",
                            models.DateTimeField(
                                blank=True, null=True, verbose_name="got a seat from the list"
                            ),
                        ),
                        (
                            "approved_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="approved"),
                        ),
                        (
                            "ended_by",
                            models.CharField(
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
                        (
                            "uses_kept_seat",
                            models.BooleanField(
                                default=False, verbose_name="one of the seats kept for the club"
                            ),
                        ),
                        (
                            "guest_count",
                            models.PositiveSmallIntegerField(
                                default=0, editable=False, verbose_name="guests"
                            ),
                        ),
                        (
                            "answers",
                            models.JSONField(blank=True, default=dict, verbose_name="answers"),
                        ),
                        (
                            "is_listed",
                            models.BooleanField(
                                default=False,
                                help_text="Whether the other members see that this person comes.",
                                verbose_name="shown to the others",
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="word to the organisers"
                            ),
                        ),
                        (
                            "staff_note",
                            models.CharField(
                                blank=True,
                                help_text="How the answer came: “by telephone”. Members never see it.",
                                max_length=500,
                                verbose_name="note of the team",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True, max_length=500, verbose_name="reason for not coming"
                            ),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="registered by",
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
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
                    ],
                    options={
                        "verbose_name": "registration",
                        "verbose_name_plural": "registrations",
                        "ordering": ["answered_at", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "waitlisted")),
                                fields=["date", "waitlisted_at", "id"],
                                name="registration_queue",
                            ),
                            models.Index(
                                condition=models.Q(("is_listed", True)),
                                fields=["date", "answered_at", "id"],
                                name="registration_listed",
                            ),
                            models.Index(
                                condition=models.Q(("status", "offered")),
                                fields=["offered_until"],
                                name="registration_offers_by_end",
                            ),
                            models.Index(fields=["date", "status"], name="registration_by_status"),
                            models.Index(
                                fields=["person", "status"], name="registration_by_person"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("date", "person"), name="registration_once_per_date"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "invited",
                                            "pending",
                                            "going",
                                            "maybe",
                                            "declined",
                                            "waitlisted",
                                            "offered",
                                            "cancelled",
                                            "attended",
                                            "no_show",
                                        ],
                                    )
                                ),
                                name="registration_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "waitlisted"), _negated=True),
                                    ("waitlisted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="registration_waits_since",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("offered_until__isnull", False), ("status", "offered")
                                    ),
                                    models.Q(
                                        models.Q(("status", "offered"), _negated=True),
                                        ("offered_until__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_offer_has_end",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_by", ""), ("status", "cancelled"), _connector="OR"
                                ),
                                name="registration_ended_is_cancelled",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Guest",
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
                            "registration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="guests",
                                to="events.registration",
                                verbose_name="registration",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="name")),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "guest",
                        "verbose_name_plural": "guests",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="EventQuestion",
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
                        ("sort_order", models.IntegerField(blank=True, editable=False, null=True)),
                        (
                            "page",
                            modelcluster.fields.ParentalKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="questions",
                                to="events.eventpage",
                            ),
                        ),
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
                            models.CharField(
                                blank=True, max_length=200, verbose_name="question in French"
                            ),
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
                                blank=True,
                                help_text="One on each line.",
                                verbose_name="choices in French",
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
                    name="Reminder",
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
                            "registration",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reminders",
                                to="events.registration",
                                verbose_name="registration",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("day", "the day before"), ("hour", "the hour before")],
                                max_length=4,
                                verbose_name="kind",
                            ),
                        ),
                        ("starts_at", models.DateTimeField(verbose_name="starts")),
                        (
                            "created_at",
                            models.DateTimeField(default=club.lib.clock.now, editable=False),
                        ),
                    ],
                    options={
                        "verbose_name": "reminder",
                        "verbose_name_plural": "reminders",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("registration", "kind", "starts_at"),
                                name="reminder_once_per_start",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["day", "hour"])),
                                name="reminder_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublishRequest",
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
                            "page",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="publish_requests",
                                to="events.eventpage",
                                verbose_name="event",
                            ),
                        ),
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
                            "decided_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="decided"),
                        ),
                        (
                            "answer",
                            models.CharField(blank=True, max_length=500, verbose_name="answer"),
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
            ],
        ),
    ]
