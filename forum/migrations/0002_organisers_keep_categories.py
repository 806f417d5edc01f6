"""Organisers make, change and archive categories in the editing desk."""

from django.db import migrations


def give_rights(apps, schema_editor):
    types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    group, _made = apps.get_model("auth", "Group").objects.get_or_create(name="organiser")
    kind, _made = types.get_or_create(app_label="forum", model="category")
    for action in ("add", "change", "view"):
        right, _made = permissions.get_or_create(
            content_type=kind,
            codename=f"{action}_category",
            defaults={"name": f"Can {action} category"},
        )
        group.permissions.add(right)


class Migration(migrations.Migration):
    dependencies = [
        ("forum", "0001_categories_threads_posts"),
        ("accounts", "0003_built_in_rows"),
    ]
    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
