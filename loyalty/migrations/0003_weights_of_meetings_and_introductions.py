"""Let agreed meetings and introductions count among the links between members."""

from django.db import migrations

from loyalty.defaults import KINDS

ADDED = ("members.meeting_agreed", "members.introduced")
REASON = "Meetings agreed upon and introductions that came about count among the links."


def add_version(apps, schema_editor):
    """Write a version with them after the one in use, and have all curves made anew under it.

    A club that begins now has them in its first version already.
    """
    versions = apps.get_model("loyalty", "SignalVersion").objects
    old = versions.order_by("-pk").first()
    if old is None or set(ADDED) <= set(old.kinds):
        return
    versions.create(
        weights=old.weights,
        kinds={**{name: KINDS[name] for name in ADDED}, **old.kinds},
        solicitations=old.solicitations,
        kappas=old.kappas,
        parameters=old.parameters,
        reason=REASON,
    )
    marks = apps.get_model("participation", "LedgerMark")
    companies = apps.get_model("accounts", "Company").objects.values_list("pk", flat=True)
    marks.objects.bulk_create([marks(company_id=pk) for pk in companies], batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [
        ("loyalty", "0002_first_version_of_the_signal"),
        ("participation", "0001_facts_actors_months"),
    ]

    operations = [migrations.RunPython(add_version, migrations.RunPython.noop)]
