"""Whether one registration counts for all dates of an event."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0001_pages_dates_registrations"),
    ]

    operations = [
        migrations.AddField(
            model_name="eventpage",
            name="takes_all_dates",
            field=models.BooleanField(
                default=False,
                help_text=(
                    "For a course, or a group that meets several times. Members see one button for "
                    "all dates together: a seat in each, or a place in line for all while one date "
                    "is full. Giving it back gives back all. It cannot be changed, and no date "
                    "added, once somebody has registered."
                ),
                verbose_name="one registration for all dates",
            ),
        ),
    ]
