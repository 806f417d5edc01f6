"""Keep sign-ins, own data that was taken along, and deleted accounts among the acts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0008_retention")]

    operations = [
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
    ]
