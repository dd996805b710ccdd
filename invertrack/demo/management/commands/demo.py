"""Load the demo people."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from invertrack.core.templatetags.display import count
from invertrack.demo.accounts import DOMAIN, LOGINS, PASSWORD
from invertrack.journals.models import Entry, PainRating
from invertrack.sessions.models import Session
from invertrack.users.models import Patient

if TYPE_CHECKING:
    from invertrack.demo.actions import Counts
    from invertrack.demo.story import Demo

TODAY = "today"
LEAST_YEARS, MOST_YEARS = 0.1, 20
MOST_PATIENTS = 1000


class Command(BaseCommand):
    help = (
        f"Make the demo people (accounts at {DOMAIN}) anew, on a local copy only. The same patients,"
        " years, seed and last day give the same records. Everybody else's records stay."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--patients", type=int, default=30, help="default: 30")
        parser.add_argument("--years", type=float, default=2.0, help="default: 2")
        parser.add_argument("--seed", type=int, default=7, help="default: 7")
        parser.add_argument(
            "--until", default=TODAY, metavar="DAY", help="last day, today or yyyy-mm-dd"
        )
        parser.add_argument("--dry-run", action="store_true", help="Count, change nothing.")
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing if there is any patient."
        )

    def handle(self, *, dry_run: bool, if_empty: bool, **options: Any) -> None:
        if if_empty and Patient.objects.exists():
            self.stdout.write("There are patients, so the demo was left as it is.")
            return
        from invertrack.demo.actions import NotLocal, load, preview  # numpy, when it is needed

        demo = asked_for(now=timezone.now(), **options)
        act = preview if dry_run else load
        try:
            rows = act(demo, on_person=lambda number: self.tick(number, demo.patients))
        except NotLocal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"\n{'Would make' if dry_run else 'Made'} {in_words(demo, rows)}.")
        if not dry_run:
            emails = ", ".join(login.email for login in LOGINS)
            self.stdout.write(f"Log in as {emails}; the password is {PASSWORD}.")

    def tick(self, number: int, people: int) -> None:
        self.stdout.write(f"\r{number} of {people} people", ending="")
        self.stdout.flush()


def asked_for(
    *, patients: int, years: float, seed: int, until: str, now: dt.datetime, **_: Any
) -> Demo:
    """Return the demo that the options name; raise CommandError for one that cannot be."""
    from invertrack.demo.story import Demo  # as above

    if not 1 <= patients <= MOST_PATIENTS:
        raise CommandError(f"--patients is 1 to {MOST_PATIENTS}.")
    if not LEAST_YEARS <= years <= MOST_YEARS:
        raise CommandError(f"--years is {LEAST_YEARS} to {MOST_YEARS}.")
    if seed < 0:
        raise CommandError("--seed is a whole number, 0 or more.")
    return Demo(patients=patients, years=years, seed=seed, until=last_day(until, now), now=now)


def last_day(until: str, now: dt.datetime) -> dt.date | None:
    """Return the day that --until names, None for today, which depends on where a person lives."""
    if until == TODAY:
        return None
    try:
        day = dt.date.fromisoformat(until)
    except ValueError as error:
        raise CommandError("--until is today or a day such as 2026-05-31.") from error
    if day > (now + dt.timedelta(hours=14)).date():
        raise CommandError("--until lies in the future, where nothing was recorded yet.")
    return day


def in_words(demo: Demo, rows: Counts) -> str:
    """Say what a demo holds."""
    patients = count(demo.patients, "patient,patients")
    sessions = count(rows[Session], "session,sessions")
    entries = count(rows[Entry], "journal entry,journal entries")
    ratings = count(rows[PainRating], "rating,ratings")
    return f"{patients} with {sessions}, {entries} and {ratings}"
