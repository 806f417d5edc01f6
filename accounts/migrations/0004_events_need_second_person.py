"""Whether a second person publishes events."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_built_in_rows"),
    ]

    operations = [
        migrations.AddField(
            model_name="clubsettings",
            name="events_need_second_person",
            field=models.BooleanField(
                default=False,
                help_text="Whoever changed an event last asks a colleague to look at it; only somebody else can publish it. It takes two organisers at least.",
                verbose_name="a second person publishes events",
            ),
        ),
    ]
