"""A club that has clients already was opened before there was an opening."""

from django.db import migrations


def count_as_opened(apps, schema_editor):
    first = apps.get_model("accounts", "Company").objects.order_by("created_at").first()
    if first is not None:
        settings = apps.get_model("accounts", "ClubSettings")
        settings.objects.filter(opened_at=None).update(opened_at=first.created_at)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_opening_and_founders")]
    operations = [migrations.RunPython(count_as_opened, migrations.RunPython.noop)]
