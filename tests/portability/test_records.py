"""Rows become the series of analyses by the laws of the records kept here, whatever their order."""

import datetime as dt
import random
import tracemalloc

import pytest

from invertrack.analysis.series import epoch_day
from invertrack.portability.journal_csv import JournalRow, read_journal
from invertrack.portability.people import People
from invertrack.portability.records import record_of
from invertrack.portability.sessions_csv import read_sessions

from .files import rating, session, write

DAY = epoch_day(dt.date(2026, 3, 1))


@pytest.fixture
def read(tmp_path):
    """Return the record of rows as they would come from files; nothing may be refused."""

    def read(sessions=(), journal=(), **options):
        with People() as people:
            if sessions:
                path = write(tmp_path / "sessions.csv", list(sessions))
                for row, line in read_sessions(path, pytest.fail):
                    people.add_session(row, line)
            if journal:
                path = write(tmp_path / "journal.csv", list(journal))
                for row, line in read_journal(path, pytest.fail):
                    people.add_journal(row, line)
            [person] = people
        return record_of(person, **options)

    return read


def test_the_first_session_of_a_day_with_both_ratings_enters(read):
    record = read(
        [
            session(start_at="2026-03-01T20:00:00+01:00", pain_before=8),
            session(start_at="2026-03-01T18:00:00Z", pain_before=7),
            session(start_at="2026-03-01T18:30:00+01:00", pain_before=""),
        ]
    )

    assert [(pair.day, pair.before) for pair in record.pairs] == [(DAY, 7)]
    assert record.session_days == {DAY}


def test_without_times_the_order_of_the_file_decides(read):
    rows = [session(start_at="", pain_before=before) for before in (8, 7)]

    assert [pair.before for pair in read(rows).pairs] == [8]


def test_later_pain_is_taken_as_it_stands(read):
    [pair] = read([session(pain_30min=3, pain_2h="", pain_next_morning=0)]).pairs

    assert pair.later == (3, None, 0)


def test_the_last_average_of_a_day_wins(read):
    record = read(
        journal=[
            rating(rated_at="2026-03-01T22:00:00+01:00", pain_avg_24h=4.5),
            rating(rated_at="2026-03-01T08:00:00+01:00", pain_avg_24h=7),
            rating(rated_at="2026-03-01T23:00:00+01:00", pain_avg_24h=""),
        ]
    )

    assert record.pain == ((DAY, 4.5),)


def test_the_first_rating_near_the_usual_time_is_the_same_time_one(read):
    journal = [
        rating(rated_at="2026-03-01T21:00:00+01:00", pain_now=3),
        rating(rated_at="2026-03-01T08:00:00+01:00", pain_now=8),
        rating(rated_at="2026-03-01T20:10:00+01:00", pain_now=6),
    ]

    assert read(journal=journal, usual_time=dt.time(20)).usual == ((DAY, 6.0),)
    assert read(journal=journal, usual_time=dt.time(8)).usual == ((DAY, 8.0),)
    assert read(journal=journal).usual == ((DAY, 6.0),)  # the median is 20:10


def test_a_rating_without_its_time_is_no_same_time_one(read):
    assert read(journal=[rating(rated_at="")]).usual == ()


def test_a_journal_can_tell_of_sessions_that_no_file_has(read):
    assert read(journal=[rating(session_that_day=1)]).session_days == {DAY}


def test_the_order_of_the_files_changes_nothing(read):
    days = [f"2026-03-{day:02d}" for day in range(1, 29)]
    sessions = [
        session(local_date=day, start_at=f"{day}T19:00:00+01:00", pain_before=number % 10)
        for number, day in enumerate(days)
    ]
    journal = [
        rating(local_date=day, rated_at=f"{day}T20:00:00+01:00", pain_now=number % 10)
        for number, day in enumerate(days)
    ]
    in_order = read(sessions, journal)
    random.Random(1).shuffle(sessions)
    random.Random(2).shuffle(journal)

    assert read(sessions, journal) == in_order
    assert [pair.day for pair in in_order.pairs] == list(range(DAY, DAY + 28))


def test_people_come_one_by_one_whatever_the_order_of_their_rows():
    with People() as people:
        for number, name in enumerate(("b", "a", "b", "a")):
            people.add_journal(number, line(name, number))

        found = [(person.patient, [row.now for row in person.journal]) for person in people]

    assert found == [("a", [1, 3]), ("b", [0, 2])]


def line(patient, number):
    day = dt.date(2026, 3, 1) + dt.timedelta(days=number)
    return JournalRow(patient, day, None, number % 10, None, had_session=False)


def peak(people, rows):
    """Return the most memory that so many people with so many rows each take, laid in mixed."""
    tracemalloc.start()
    try:
        with People() as laid:
            for number in range(rows):
                for one in range(people):
                    laid.add_journal(number, line(f"p{one}", number))
            assert sum(len(person.journal) for person in laid) == people * rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_number_of_people():
    few, many = peak(people=10, rows=20), peak(people=200, rows=20)

    assert many < 1.5 * few
