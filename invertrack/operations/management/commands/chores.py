"""Do what is due, once a minute, until stopped: what `serve` and docker-compose.yml start."""

import logging
from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command
from django.db import connections

from invertrack.operations.processes import stop_signals

# Commands that do what is due by now, and may run at any time and twice at once.
# Prompts first: people wait for those, and for nothing else of these.
CHORES = ("send_prompts", "purge_deleted")

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = f"Go on doing what is due, until Ctrl-C or SIGTERM: {', '.join(CHORES)}."
    requires_system_checks = ()  # prepare_database has just made them

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--every", type=float, default=60, metavar="SECONDS", help="the pause; default: 60"
        )

    def handle(self, *, every: float, **options: Any) -> None:
        with stop_signals() as is_stopped_within:
            while True:
                for chore in CHORES:
                    self.do(chore)
                connections.close_all()  # one a minute is cheaper than one held for nothing
                if is_stopped_within(every):
                    return

    def do(self, chore: str) -> None:
        """Do one; that it failed holds up neither the others nor the next round."""
        try:
            call_command(chore, verbosity=0, stdout=self.stdout, stderr=self.stderr)
        except Exception:
            logger.exception("%s failed and is tried again in the next round.", chore)
