"""The pages every club begins with, in place of Wagtail's welcome page."""

import json
import uuid

from django.db import migrations

from home.migrations import _texts as texts


def blocks(rows):
    """The stored form of a StreamField's value."""
    return json.dumps(
        [
            {"type": kind, "value": stored(kind, value), "id": str(uuid.uuid4())}
            for kind, value in rows
        ]
    )


def stored(kind, value):
    """A title knows its level."""
    return {"text": value, "level": "2"} if kind == "heading" else value


class Tree:
    """Adds pages with historical models, which know nothing of trees."""

    def __init__(self, apps):
        self.apps = apps
        self.content_type = apps.get_model("contenttypes", "ContentType")
        self.locale = apps.get_model("wagtailcore", "Locale").objects.first()
        self.audiences = {
            row.key: row for row in apps.get_model("accounts", "Audience").objects.exclude(key=None)
        }

    def add(self, model, parent, slug, audience, **words):
        """One published page below `parent`."""
        app_label, name = model
        kind, _made = self.content_type.objects.get_or_create(
            app_label=app_label, model=name.lower()
        )
        title = words["title_fr"]
        page = self.apps.get_model(app_label, name).objects.create(
            title=title,
            draft_title=title,
            slug=slug,
            content_type=kind,
            locale=self.locale,
            path=f"{parent.path}{parent.numchild + 1:04d}",
            depth=parent.depth + 1,
            numchild=0,
            url_path=f"{parent.url_path}{slug}/",
            live=True,
            audience=self.audiences[audience],
            **words,
        )
        parent.numchild += 1
        parent.save(update_fields=["numchild"])
        return page


def plant(apps, schema_editor):
    page_model = apps.get_model("wagtailcore", "Page")
    root = page_model.objects.get(depth=1)
    page_model.objects.filter(depth=2, slug="home").delete()
    root.numchild = page_model.objects.filter(depth=2).count()
    tree = Tree(apps)
    home = tree.add(
        ("home", "HomePage"),
        root,
        "home",
        "public",
        promises=blocks([("point", point) for point in texts.PROMISES]),
        rules=blocks([("point", point) for point in texts.RULES]),
        **texts.HOME,
    )
    tree.add(("events", "EventIndexPage"), home, "events", "members", **texts.INDEXES["events"])
    tree.add(("home", "NewsIndexPage"), home, "news", "members", **texts.INDEXES["news"])
    plant_legal(tree, home)
    point_site_at(apps, home)


def plant_legal(tree, home):
    page = ("home", "StandardPage")
    legal = tree.add(page, home, "legal", "public", **texts.INDEXES["legal"])
    tree.add(
        page,
        legal,
        "notice",
        "public",
        body_fr=blocks(texts.NOTICE_FR),
        body_en=blocks(texts.NOTICE_EN),
        **texts.NOTICE,
    )
    tree.add(
        page,
        legal,
        "privacy",
        "public",
        body_fr=blocks(texts.PRIVACY_FR),
        body_en=blocks(texts.PRIVACY_EN),
        **texts.PRIVACY,
    )


def point_site_at(apps, home):
    site = apps.get_model("wagtailcore", "Site")
    site.objects.all().delete()
    site.objects.create(
        hostname="localhost", site_name="Le Cercle", root_page_id=home.pk, is_default_site=True
    )
    apps.get_model("accounts", "ClubSettings").objects.get_or_create()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_pages_opening_waves"),
        ("accounts", "0003_built_in_rows"),
        ("events", "0001_pages_dates_registrations"),
        ("wagtailcore", "0098_apitoken"),
    ]
    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
