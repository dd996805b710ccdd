"""Remove for good what people deleted and did not restore, and log-ins that have ended."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from invertrack.operations.actions import purge_deleted


class Command(BaseCommand):
    help = (
        "Purge records deleted over ten minutes ago (a tombstone stays for late retries) and"
        " log-ins that have ended."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, change nothing.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        purged = purge_deleted(at=timezone.now(), dry_run=dry_run)
        if not dry_run:
            call_command("clearsessions")
        if purged or verbosity:
            self.stdout.write(f"{'Would purge' if dry_run else 'Purged'} {purged} rows.")
