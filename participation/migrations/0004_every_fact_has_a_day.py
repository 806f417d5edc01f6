"""No fact without a day any more."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_days_and_actors_of_known_facts")]

    operations = [
        migrations.AlterField(
            model_name="participation",
            name="occurred_on",
            field=models.DateField(editable=False),
        ),
    ]
