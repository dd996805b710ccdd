"""A file is read row by row: what does not hold is named by file, row and column and left out."""

import pytest

from invertrack.portability.journal_csv import read_journal
from invertrack.portability.sessions_csv import read_sessions
from invertrack.portability.tables import BadFile

from .files import rating, session, write

NEEDED = "angle_deg,duration_s,local_date,pain_before,pain_after\n"


def read(path, reader=read_sessions):
    refused = []
    rows = list(reader(path, refused.append))
    return rows, [str(one) for one in refused]


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"angle_deg": 190}, "angle_deg: 190 is not 0 to 90."),
        ({"duration_s": ""}, "duration_s: is empty."),
        ({"start_at": "", "local_date": ""}, "local_date: is empty, and so is start_at."),
        ({"local_date": "2026-03-03"}, "local_date: 2026-03-03 is not the day of start_at."),
        ({"pain_after": ""}, "pain_after_delay_min: there is no pain_after that it could be of."),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(tmp_path, cells, why):
    path = write(tmp_path / "sessions.csv", [session(), session(**cells), session()])

    rows, refused = read(path)

    assert [number for number, _ in rows] == [2, 4]
    assert refused == [f"sessions.csv, row 3, {why}"]


def test_a_row_number_is_that_of_a_spreadsheet_even_after_a_note_of_two_lines(tmp_path):
    path = write(
        tmp_path / "mine.csv",
        [session(notes="one\ntwo"), session(notes="", pain_before=11)],
    )

    assert read(path)[1] == ["mine.csv, row 3, pain_before: 11 is not 0 to 10."]


@pytest.mark.parametrize("cells", ["30,120,2026-03-01,6", "30,120,2026-03-01,6,4,9"])
def test_a_row_with_too_few_or_too_many_cells_is_refused(tmp_path, cells):
    path = tmp_path / "sessions.csv"
    path.write_text(f"{NEEDED}{cells}\n")

    rows, refused = read(path)

    assert rows == []
    length = len(cells.split(","))
    assert refused == [f"sessions.csv, row 2: {length} cells, where the header has 5."]


def test_empty_rows_are_skipped_and_unknown_columns_left_alone(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(f"weather,{NEEDED},,,,,\nrain,30,120,2026-03-01,6,4\n", encoding="utf-8-sig")

    rows, refused = read(path)

    assert [number for number, _ in rows] == [3]
    assert refused == []


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "sessions.csv is empty: its first row names the columns."),
        (b"angle_deg,local_date\n30,2026-03-01\n", "sessions.csv has no column duration_s."),
        (b"angle_deg;duration_s\n30;120\n", "separates its columns by semicolons"),
        (b"angle_deg,duration_s,angle_deg\n", "sessions.csv has the column angle_deg twice."),
        (f"{NEEDED}30,120,2026-03-01,6,4\n".encode("utf-16"), "is not written in UTF-8."),
        (f'{NEEDED}30,120,2026-03-01,6,"4\n'.encode(), "sessions.csv is not a CSV file"),
    ],
)
def test_a_file_that_is_no_table_says_why(tmp_path, content, why):
    path = tmp_path / "sessions.csv"
    path.write_bytes(content)

    with pytest.raises(BadFile) as bad:
        read(path)

    assert why in str(bad.value)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(BadFile, match="cannot be read: No such file"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("cells", "is_pair"),
    [
        ({}, True),
        ({"pain_after_delay_min": ""}, False),  # given from memory
        ({"pain_before": ""}, False),
        ({"pain_after": "", "pain_after_delay_min": ""}, False),
        ({"pain_before": 0, "pain_after": 0}, True),
        ({"condition": "free"}, True),
        ({"condition": ""}, True),
        ({"condition": "A"}, False),  # a trial chose it
    ],
)
def test_what_enters_analyses_was_rated_in_time_and_chosen_by_the_person(tmp_path, cells, is_pair):
    [(_, row)], _ = read(write(tmp_path / "sessions.csv", [session(**cells)]))

    assert row.is_pair == is_pair


def test_a_file_that_does_not_know_delays_is_taken_at_its_word(tmp_path):
    path = tmp_path / "sessions.csv"
    path.write_text(f"{NEEDED}30,120,2026-03-01,6,4\n")

    [(_, row)], _ = read(path)

    assert row.is_pair


def test_a_day_is_that_of_the_clock_where_it_was(tmp_path):
    late = {"start_at": "2026-03-01T23:30:00-08:00", "local_date": ""}
    [(_, row)], _ = read(write(tmp_path / "sessions.csv", [session(**late)]))

    assert row.day.isoformat() == "2026-03-01"


def test_a_row_without_its_patient_is_refused_where_others_have_one(tmp_path):
    rows = [session(patient="p1"), session(patient="")]

    assert read(write(tmp_path / "s.csv", rows))[1] == ["s.csv, row 3, patient: is empty."]


def test_a_journal_keeps_decimals_of_an_average_and_whole_ratings(tmp_path):
    path = write(
        tmp_path / "journal.csv",
        [
            rating(pain_avg_24h=4.25),
            rating(pain_now=4.5),
            rating(session_that_day=2),
            rating(pain_now="", pain_avg_24h="", session_that_day=1),
        ],
    )

    rows, refused = read(path, read_journal)

    assert [(row.average, row.now, row.had_session) for _, row in rows] == [
        (4.25, 5, False),
        (None, None, True),
    ]
    assert refused == [
        "journal.csv, row 3, pain_now: 4.5 is not a whole number.",
        "journal.csv, row 4, session_that_day: 2 is not 0 to 1.",
    ]
