"""Makes rows of the subjects that profiles hold as text.

Who kept the phone for nobody keeps it so: the word now means nobody at all, where it let the
club's team see the number. E-mail addresses, which were shown to nobody, are for contacts, of whom
there is none before somebody accepts one.
"""

import re

from django.db import migrations

from club.lib.text import fold

BATCH = 500
LENGTH = 80


def split(text):
    labels = (" ".join(part.split()) for part in re.split(r"[,;\n\r]+", text))
    return {" ".join(fold(label).split())[:LENGTH]: label[:LENGTH] for label in labels if label}


def make_topics(apps, schema_editor):
    topic = apps.get_model("members", "PersonTopic")
    profiles = apps.get_model("members", "Profile").objects.exclude(can_help_with="", looks_for="")
    rows = [
        topic(person_id=profile.person_id, side=side, folded=folded, label=label)
        for profile in profiles.iterator(chunk_size=BATCH)
        for side, text in (("helps", profile.can_help_with), ("looks", profile.looks_for))
        for folded, label in split(text).items()
        if folded
    ]
    topic.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("members", "0005_contacts_topics_readers")]

    operations = [migrations.RunPython(make_topics, migrations.RunPython.noop)]
