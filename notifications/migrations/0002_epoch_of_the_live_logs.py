"""The epoch that the live logs begin with."""

from django.db import migrations


def begin_epoch(apps, schema_editor):
    apps.get_model("notifications", "LiveEpoch").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    replaces = [("notifications", "0002_bell_and_preferences")]
    dependencies = [("notifications", "0001_outbox_calendar_bell")]
    operations = [migrations.RunPython(begin_epoch, migrations.RunPython.noop)]
