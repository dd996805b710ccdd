"""Serve pages and nothing else: the container's process, where `serve` is one's own machine's."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from invertrack.operations.processes import add_address_arguments, web_server


class Command(BaseCommand):
    help = (
        "Become the web server. The database is up to date (prepare_database) and the static files"
        " are collected (collectstatic) before; `chores` runs beside it."
    )
    requires_system_checks = ()  # prepare_database has just made them

    def add_arguments(self, parser: CommandParser) -> None:
        add_address_arguments(parser)

    def handle(self, *, host: str, port: int, workers: int, **options: Any) -> None:
        if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
            raise CommandError("There are no collected static files: run manage.py collectstatic.")
        command = web_server(host, port, workers)
        os.execv(command[0], command)  # noqa: S606 – so that a stop reaches the server itself
