"""The rows every club begins with: three audiences, three tiers, the roles' groups."""

from django.db import migrations

AUDIENCES = [
    ("public", "Tout le monde, visiteurs compris", "Everybody, visitors included"),
    ("members", "Tous les membres", "All members"),
    ("staff", "L’équipe du club", "The club’s team"),
]
TIERS = [("gold", "Or", "Gold"), ("silver", "Argent", "Silver"), ("bronze", "Bronze", "Bronze")]
ROLES = ["correspondent", "organiser", "account_manager", "director", "administrator"]


def make_rows(apps, schema_editor):
    audience = apps.get_model("accounts", "Audience")
    for key, name_fr, name_en in AUDIENCES:
        audience.objects.get_or_create(key=key, defaults={"name_fr": name_fr, "name_en": name_en})
    tier = apps.get_model("accounts", "Tier")
    for rank, (slug, name_fr, name_en) in enumerate(TIERS, start=1):
        tier.objects.get_or_create(
            slug=slug,
            defaults={"name_fr": name_fr, "name_en": name_en, "rank": rank, "colour": slug},
        )
    group = apps.get_model("auth", "Group")
    for role in ROLES:
        group.objects.get_or_create(name=role)


class Migration(migrations.Migration):
    replaces = [("accounts", "0002_built_in_rows")]
    dependencies = [("accounts", "0002_companies_audiences_links")]
    operations = [migrations.RunPython(make_rows, migrations.RunPython.noop)]
