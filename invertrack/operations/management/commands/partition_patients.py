"""Lay patients' tables apart by patient."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invertrack.operations.partition import PARTS, NotPossible, lay_apart, plan, state


class Command(BaseCommand):
    help = (
        f"Bring every table of patients' rows on PostgreSQL into {PARTS} parts by a hash of the"
        " patient, with (patient_id, id) as its key. One transaction, rows included: stop the server"
        " first, and again after a migration that adds such a table."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Print the SQL, change nothing.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        try:
            steps = plan() if dry_run else lay_apart()
        except NotPossible as refusal:
            raise CommandError(str(refusal)) from refusal
        if dry_run:
            self.stdout.write("".join(f"{step};\n" for step in ("BEGIN", *steps, "COMMIT")))
        elif verbosity:
            done = "now lies" if steps else "lay already"
            self.stdout.write(f"Each of {len(state())} tables {done} in {PARTS} parts.")
