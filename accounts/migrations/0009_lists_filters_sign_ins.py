"""The club's own order of sectors, filters of the list of companies, sign-ins among the acts."""

import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_built_in_rows")]

    operations = [
        migrations.AlterModelOptions(
            name="sector",
            options={
                "ordering": ["place", "slug"],
                "verbose_name": "sector",
                "verbose_name_plural": "sectors",
            },
        ),
        migrations.AddField(
            model_name="clubsettings",
            name="company_facets",
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AddField(
            model_name="sector",
            name="place",
            field=models.PositiveSmallIntegerField(default=0, editable=False),
        ),
        migrations.AlterField(
            model_name="auditentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("export_companies", "exported companies"),
                    ("export_people", "exported people"),
                    ("import", "took in a client file"),
                    ("tier", "changed tiers"),
                    ("manager", "changed account managers"),
                    ("role_given", "gave a role"),
                    ("role_taken", "took a role away"),
                    ("suspended", "suspended a member"),
                    ("resumed", "let a member in again"),
                    ("ended", "noted a departure"),
                    ("words", "changed a list of the club"),
                    ("preview_tier", "looked at the site as a tier"),
                    ("preview_member", "looked at the site as a member"),
                    ("preview_ended", "ended a preview"),
                    ("signed_in", "signed in"),
                    ("export_own", "took along their own data"),
                    ("erased", "deleted an account"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
        migrations.AlterField(
            model_name="companytag",
            name="name",
            field=models.CharField(
                max_length=40,
                unique=True,
                validators=[
                    django.core.validators.RegexValidator(
                        "^[^,;]*$", "A tag has neither a comma nor a semicolon."
                    )
                ],
                verbose_name="name",
            ),
        ),
    ]
