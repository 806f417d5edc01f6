"""Home, news and standard pages; the opening of a club and its waves of invitations."""

import django.core.validators
import django.db.models.deletion
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

import club.lib.clock
from club.lib.migrations import CreateModels


class Migration(migrations.Migration):
    replaces = [("home", "0001_pages"), ("home", "0004_opening_and_waves")]

    initial = True

    dependencies = [
        ("accounts", "0002_companies_audiences_links"),
        ("files", "0001_pictures_and_documents"),
        ("members", "0001_profiles_invitations_imports"),
        ("wagtailcore", "0098_apitoken"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateModels(
            operations=[
                migrations.CreateModel(
                    name="NewsIndexPage",
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
                        "verbose_name": "list of news",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="NewsPage",
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
                            "published_on",
                            models.DateField(
                                default=club.lib.clock.today,
                                help_text="Newer news stand first.",
                                verbose_name="date shown",
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to=models.Q(
                                    (
                                        "groups__name__in",
                                        [
                                            "account_manager",
                                            "administrator",
                                            "director",
                                            "organiser",
                                        ],
                                    )
                                ),
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="author",
                            ),
                        ),
                        (
                            "cover",
                            models.ForeignKey(
                                blank=True,
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
                        "verbose_name": "news",
                        "verbose_name_plural": "news",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="HomePage",
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
                            "headline_fr",
                            models.CharField(
                                blank=True,
                                help_text="Put *asterisks* around the words to set in italics.",
                                max_length=120,
                                verbose_name="headline in French",
                            ),
                        ),
                        (
                            "headline_en",
                            models.CharField(
                                blank=True,
                                help_text="Put *asterisks* around the words to set in italics.",
                                max_length=120,
                                verbose_name="headline in English",
                            ),
                        ),
                        (
                            "promises",
                            wagtail.fields.StreamField(
                                [("point", 4)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title in French", "max_length": 80},
                                    ),
                                    1: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {"label": "text in French", "max_length": 400, "rows": 2},
                                    ),
                                    2: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "title in English",
                                            "max_length": 80,
                                            "required": False,
                                        },
                                    ),
                                    3: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text in English",
                                            "max_length": 400,
                                            "required": False,
                                            "rows": 2,
                                        },
                                    ),
                                    4: (
                                        "wagtail.blocks.StructBlock",
                                        [
                                            [
                                                ("title_fr", 0),
                                                ("text_fr", 1),
                                                ("title_en", 2),
                                                ("text_en", 3),
                                            ]
                                        ],
                                        {},
                                    ),
                                },
                                verbose_name="what happens here",
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
                        (
                            "rules",
                            wagtail.fields.StreamField(
                                [("point", 4)],
                                blank=True,
                                block_lookup={
                                    0: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {"label": "title in French", "max_length": 80},
                                    ),
                                    1: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {"label": "text in French", "max_length": 400, "rows": 2},
                                    ),
                                    2: (
                                        "wagtail.blocks.CharBlock",
                                        (),
                                        {
                                            "label": "title in English",
                                            "max_length": 80,
                                            "required": False,
                                        },
                                    ),
                                    3: (
                                        "wagtail.blocks.TextBlock",
                                        (),
                                        {
                                            "label": "text in English",
                                            "max_length": 400,
                                            "required": False,
                                            "rows": 2,
                                        },
                                    ),
                                    4: (
                                        "wagtail.blocks.StructBlock",
                                        [
                                            [
                                                ("title_fr", 0),
                                                ("text_fr", 1),
                                                ("title_en", 2),
                                                ("text_en", 3),
                                            ]
                                        ],
                                        {},
                                    ),
                                },
                                verbose_name="rules of the house",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "home page",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="OpeningStep",
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
                            "name",
                            models.CharField(
                                choices=[
                                    ("club", "The name of the club"),
                                    ("mail", "A test mail"),
                                    ("clients", "Your clients"),
                                    ("team", "Your team"),
                                    ("founders", "Ten founders"),
                                    ("event", "A first event"),
                                ],
                                max_length=12,
                                unique=True,
                                verbose_name="step",
                            ),
                        ),
                        (
                            "left_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, verbose_name="left out"
                            ),
                        ),
                        (
                            "left_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="left out by",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "step left out",
                        "verbose_name_plural": "steps left out",
                    },
                ),
                migrations.CreateModel(
                    name="InvitationWave",
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
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="number")),
                        (
                            "order",
                            models.CharField(
                                choices=[
                                    ("tier", "the highest tier first"),
                                    ("company", "company by company, from A to Z"),
                                    ("portfolio", "account manager by account manager"),
                                ],
                                max_length=10,
                                verbose_name="order",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=club.lib.clock.now, editable=False, verbose_name="begun"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="begun by",
                            ),
                        ),
                        (
                            "paused_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="paused"),
                        ),
                        (
                            "ended_at",
                            models.DateTimeField(
                                editable=False, null=True, verbose_name="ended early"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "wave of invitations",
                        "verbose_name_plural": "waves of invitations",
                        "ordering": ["-number"],
                    },
                ),
                migrations.CreateModel(
                    name="StandardPage",
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
                                help_text="[club], [supplier] and [contact] stand for what the club's settings say.",
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
                                help_text="[club], [supplier] and [contact] stand for what the club's settings say.",
                                verbose_name="text in English",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "page of text",
                        "verbose_name_plural": "pages of text",
                    },
                    bases=("wagtailcore.page", models.Model),
                ),
                migrations.CreateModel(
                    name="WavePlace",
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
                            "wave",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="places",
                                to="home.invitationwave",
                            ),
                        ),
                        (
                            "known_person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="wave_places",
                                to="members.knownperson",
                            ),
                        ),
                        (
                            "invitation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="members.invitation",
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=300, verbose_name="why not"),
                        ),
                        ("handled_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name": "place in a wave",
                        "verbose_name_plural": "places in waves",
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("handled_at", None)),
                                fields=["wave", "id"],
                                name="wave_place_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("wave", "known_person"), name="wave_place_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
