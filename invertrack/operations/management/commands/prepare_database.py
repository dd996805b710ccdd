"""Bring the database up to date, before anything is served from it."""

from typing import Any

from django.core.management import BaseCommand, call_command
from django.db import connection


class Command(BaseCommand):
    help = "Migrate the database and make the tables of the shared caches. Safe to run twice."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        if connection.vendor == "postgresql":
            let_statements_last()
        call_command("migrate", verbosity=verbosity)
        call_command("createcachetable", verbosity=verbosity)


def let_statements_last() -> None:
    """Lift what the settings say of statements of pages: an index on a long table takes longer.

    Waiting for a lock stays short, because all readers of the table queue up behind who waits.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
