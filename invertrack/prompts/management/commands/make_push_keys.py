"""Make the key that notifications are signed with."""

import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from invertrack.prompts.channels import push


class Command(BaseCommand):
    help = (
        "Print a new PUSH_KEY for .env. Browsers that subscribed with another key have to subscribe"
        " again, so make one and keep it."
    )
    requires_system_checks = ()  # it asks no database

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write",
            action="store_true",
            help="keep it in VAR_DIR instead, if there is none; for a local copy",
        )

    def handle(self, *, write: bool, verbosity: int, **options: Any) -> None:
        if not write:
            self.stdout.write(f"PUSH_KEY={push.new_key()}")
            return
        if not settings.LOCAL:
            raise CommandError("Only local mode reads the file; put PUSH_KEY into .env instead.")
        if settings.PUSH_KEY or not keep(push.new_key()):
            if verbosity:
                self.stdout.write("There is a key already; it stays.")
        elif verbosity:
            self.stdout.write(f"A new key is in {settings.PUSH_KEY_FILE}.")


def keep(key: str) -> bool:
    """Write the key where only its owner reads it; answers whether there was none before."""
    settings.PUSH_KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
    try:
        file = os.open(settings.PUSH_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(file, "w") as opened:
        opened.write(key)
    return True
