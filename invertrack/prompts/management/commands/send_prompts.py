"""Send the prompts that are due, and before them tell contacts of who is not back up."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from invertrack.prompts.actions import Round, send_due

EVERY = 100  # people between two lines of progress
LONGEST_S = 50  # a round judges by one instant, so it ends before the next minute


class Command(BaseCommand):
    help = (
        "Tell the contact of who is not back up in time, then send every prompt that is due, by"
        " notification or e-mail; each goes out at most once. Meant for once a minute; it may run at"
        " any time, and twice at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, send and write nothing.")

    def handle(self, *, dry_run: bool, verbosity: int, **options: Any) -> None:
        started = time.monotonic()
        done = send_due(
            at=timezone.now(),
            is_over=lambda: time.monotonic() - started > LONGEST_S,
            dry_run=dry_run,
            progress=self.progress if verbosity else lambda number, total: None,
        )
        if done or verbosity:
            self.stdout.write(sentence(done, dry_run=dry_run))

    def progress(self, number: int, total: int) -> None:
        """Say how far a long round is."""
        if number % EVERY == 0:
            self.stdout.write(f"{number} of {total} people")


def sentence(done: Round, *, dry_run: bool) -> str:
    """Return what a round did, or would do."""
    told = f"{done.told} e-mails to contacts, " if done.told else ""
    counts = f"{told}{done.sent} prompts, held back {done.held}, left {done.silent} silent"
    if dry_run:
        return f"Would send {counts}."
    return f"Sent {counts}; {done.failed} could not be sent, {done.broken} people had an error."
