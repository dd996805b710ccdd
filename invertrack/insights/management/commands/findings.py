"""Findings from files: the same as on the pages, without a database."""

import datetime as dt
import json
from argparse import ArgumentTypeError
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invertrack.insights.enums import Question
from invertrack.insights.findings import as_json, findings_of
from invertrack.insights.stored import Chosen, Found
from invertrack.insights.voice import CLINICIAN, OWN
from invertrack.portability.journal_csv import read_journal
from invertrack.portability.people import People, Person
from invertrack.portability.records import record_of
from invertrack.portability.sessions_csv import read_sessions
from invertrack.portability.tables import BadFile, Refused, header_of

BY_PERSON = "patient"


class Command(BaseCommand):
    help = (
        "Print the findings of sessions.csv and journal.csv as JSON; with a column named patient,"
        " one line a person. Rows that break the law of a column are named and left out."
    )
    requires_system_checks = []  # no database is asked, so none needs to be there

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sessions", type=Path, help="A file with one row a session.")
        parser.add_argument("--journal", type=Path, help="A file with rows of days and ratings.")
        parser.add_argument(
            "--question",
            choices=Question.values,
            default=Question.TREND.value,
            help="What was asked before the data; all else is exploratory. Default: %(default)s.",
        )
        parser.add_argument(
            "--usual-time",
            type=_clock,
            help="Clock time of the same-time ratings, such as 20:00. Default: their median.",
        )
        parser.add_argument(
            "--today", type=_day, help="Refuse rows of later days. Default: take them all."
        )
        parser.add_argument(
            "--skip-bad-rows", action="store_true", help="Exit with 0 although rows were refused."
        )

    def handle(self, *, sessions: Path | None, journal: Path | None, **options: Any) -> None:
        self.refused, self.today = 0, options["today"]
        files = [path for path in (sessions, journal) if path is not None]
        if not files:
            raise CommandError("Give --sessions, --journal, or both.")
        try:
            by_person = _by_person(files)
            with People() as people:
                self._read(people, sessions, journal)
                for line in _lines(people, by_person, options):
                    self.stdout.write(line)
        except BadFile as bad:
            raise CommandError(str(bad)) from bad
        if self.refused and not options["skip_bad_rows"]:
            rows = "1 row was" if self.refused == 1 else f"{self.refused:,} rows were"
            raise CommandError(f"{rows} refused and left out.")

    def _read(self, people: People, sessions: Path | None, journal: Path | None) -> None:
        if sessions is not None:
            for row, session in read_sessions(sessions, self._refuse):
                if self._is_ahead(sessions, row, session.day):
                    continue
                same = people.add_session(row, session)
                if same is not None:
                    why = f"row {same} has the same one."
                    self._refuse(Refused(sessions.name, row, "session_id", why))
        if journal is not None:
            for row, line in read_journal(journal, self._refuse):
                if not self._is_ahead(journal, row, line.day):
                    people.add_journal(row, line)

    def _is_ahead(self, path: Path, row: int, day: dt.date) -> bool:
        if self.today is None or day <= self.today:
            return False
        self._refuse(Refused(path.name, row, "local_date", f"{day} is still to come."))
        return True

    def _refuse(self, refused: Refused) -> None:
        self.refused += 1
        self.stderr.write(str(refused))


def _lines(people: People, by_person: bool, options: dict[str, Any]) -> Iterator[str]:
    from invertrack.analysis.analyse import analyse  # numpy and scipy, when rows were read

    chosen = Chosen(Question(options["question"]), None)
    everybody = people if by_person else [next(iter(people), Person(""))]
    for person in everybody:
        record = record_of(person, usual_time=options["usual_time"])
        voice = CLINICIAN if by_person else OWN
        findings = as_json(findings_of(Found(analyse(record), chosen), voice=voice))
        answer = {BY_PERSON: person.patient} if by_person else {}
        indent = None if by_person else 2
        yield json.dumps({**answer, "findings": findings}, allow_nan=False, indent=indent)


def _by_person(files: list[Path]) -> bool:
    """Return whether the files tell people apart. Raises BadFile where only one of them does."""
    without = [path for path in files if BY_PERSON not in header_of(path)]
    if without and len(without) < len(files):
        raise BadFile(f"{without[0].name} has no column {BY_PERSON}, the other file has.")
    return not without


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a day, such as 2026-03-01.") from error


def _clock(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text} is not a clock time, such as 20:00.") from error
