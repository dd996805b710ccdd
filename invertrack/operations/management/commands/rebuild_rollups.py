"""Recompute the day rows, totals and safety states that pages read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from invertrack.operations.actions import rebuild_rollups
from invertrack.users.models import Patient


class Command(BaseCommand):
    help = "Recompute day roll-ups, totals and safety states from the rows; pages show the same before and after."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count days, change nothing.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        people = Patient.objects.order_by("id")
        total, days = people.count(), 0
        for number, patient in enumerate(people.iterator(), start=1):
            days += rebuild_rollups(patient, at=timezone.now(), dry_run=dry_run)
            self.stdout.write(f"\r{number} of {total} patients", ending="")
        verb = "Would rebuild" if dry_run else "Rebuilt"
        self.stdout.write(f"\n{verb} {days} days of {total} patients.")
