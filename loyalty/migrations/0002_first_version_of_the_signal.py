"""Install the first version of the signal."""

from django.db import migrations

from loyalty.defaults import KAPPAS, KINDS, PARAMETERS, SOLICITATIONS, WEIGHTS

REASON = "The weights that the club begins with."


def install(apps, schema_editor):
    versions = apps.get_model("loyalty", "SignalVersion").objects
    if not versions.exists():
        versions.create(
            weights=WEIGHTS,
            kinds=KINDS,
            solicitations=SOLICITATIONS,
            kappas=KAPPAS,
            parameters=PARAMETERS,
            reason=REASON,
        )


class Migration(migrations.Migration):
    dependencies = [("loyalty", "0001_signals_and_interactions")]

    operations = [migrations.RunPython(install, migrations.RunPython.noop)]
