"""Bring the day roll-ups of before in line with the columns that 0002 added."""

import datetime as dt
import zoneinfo
from collections import defaultdict

from django.db import migrations

LATE_AFTER = dt.timedelta(hours=24)


def fill(apps, schema_editor):
    JournalDay = apps.get_model("journals", "JournalDay")
    patients = JournalDay.objects.order_by("patient_id").values_list("patient_id", flat=True)
    for patient_id in patients.distinct():
        fill_patient(apps, patient_id)


def fill_patient(apps, patient_id):
    models = [apps.get_model("journals", name) for name in ("Entry", "PainRating", "JournalDay")]
    entries, ratings, days = (model.objects.filter(patient_id=patient_id) for model in models)
    late = {
        entry.local_date
        for entry in entries.filter(deleted_at=None).only("local_date", "tz", "created_at")
        if entry.created_at > ended(entry) + LATE_AFTER
    }
    points = defaultdict(list)
    for rating in ratings.filter(deleted_at=None).order_by("at", "id"):
        clock = rating.at.astimezone(zoneinfo.ZoneInfo(rating.tz))
        is_late = rating.created_at - rating.at > LATE_AFTER
        points[rating.local_date].append([clock.hour * 60 + clock.minute, rating.score, is_late])
    changed = list(days.only("local_date"))
    for day in changed:
        day.is_entry_late = day.local_date in late
        day.rating_points = points[day.local_date]
    models[2].objects.bulk_update(changed, ["is_entry_late", "rating_points"], batch_size=200)


def ended(entry):
    after = entry.local_date + dt.timedelta(days=1)
    midnight = dt.datetime.combine(after, dt.time(), zoneinfo.ZoneInfo(entry.tz))
    return midnight.astimezone(dt.UTC)


class Migration(migrations.Migration):
    dependencies = [("journals", "0002_day_details_and_deleted_indexes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop, elidable=True)]
