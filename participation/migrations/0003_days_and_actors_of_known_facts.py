"""Give the facts that are there their day and their actor, and roll them up."""

from zoneinfo import ZoneInfo

from django.db import migrations
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.db.models.functions import Coalesce, TruncDate, TruncMonth


def fill(apps, schema_editor):
    facts = apps.get_model("participation", "Participation").objects
    actors = apps.get_model("participation", "Actor").objects
    club = apps.get_model("accounts", "ClubSettings").objects.values_list("time_zone", flat=True)
    people = facts.exclude(person=None).values_list("person_id", flat=True).order_by("person_id")
    actors.bulk_create([actors.model(person_id=pk) for pk in people.distinct()], batch_size=500)
    number = actors.filter(person=OuterRef("person")).values("pk")
    facts.update(
        actor=Coalesce(Subquery(number), 0),
        occurred_on=TruncDate("occurred_at", tzinfo=ZoneInfo(club.first() or "Europe/Paris")),
    )
    months = (
        facts.filter(voided_at=None)
        .order_by()
        .annotate(month=TruncMonth("occurred_on"))
        .values("company_id", "actor", "kind", "month")
        .annotate(n=Count("pk"), n_solicited=Count(F("solicited_by")), last_on=Max("occurred_on"))
    )
    buckets = apps.get_model("participation", "Bucket").objects
    buckets.bulk_create([buckets.model(**month) for month in months], batch_size=500)
    marks = apps.get_model("participation", "LedgerMark").objects
    companies = facts.order_by("company_id").values_list("company_id", flat=True).distinct()
    marks.bulk_create([marks.model(company_id=pk) for pk in companies], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("participation", "0002_actors_and_months")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
