"""Findings from files: without a database, the same as on the pages, one person or many."""

import csv
import datetime as dt
import io
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from invertrack.journals.models import Entry, PainRating
from invertrack.sessions.models import Session
from tests import make
from tests.portability.files import rating, session, write

from .days import entry, evening
from .found import FIRST, record

DAYS = 36
DOCUMENT = Path(__file__).parents[2] / "docs" / "findings.md"


@pytest.fixture
def files(tmp_path):
    """Write rows to files and return the options that name them."""

    def files(sessions=(), journal=()):
        rows = {"sessions": list(sessions), "journal": list(journal)}
        return {
            name: write(tmp_path / f"{name}.csv", found) for name, found in rows.items() if found
        }

    return files


def run(**options):
    out, err = io.StringIO(), io.StringIO()
    call_command("findings", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def of_day(number, **cells):
    day = (FIRST + dt.timedelta(days=number)).isoformat()
    return {"local_date": day, **cells}


def evenings(count, **cells):
    """A session and a row of the journal on each of so many evenings."""
    sessions = [
        session(**of_day(number, start_at="", pain_after=3 + number % 3, **cells))
        for number in range(count)
    ]
    journal = [
        rating(**of_day(number, rated_at="", pain_avg_24h=4 + number % 3, **cells))
        for number in range(count)
    ]
    return sessions, journal


def by_id(text):
    return {one["id"]: one for one in json.loads(text)["findings"]}


def test_files_are_read_without_a_database(files):
    out, err = run(**files(*evenings(40)))

    findings = by_id(out)
    assert findings["mean-change"]["n"] == 40
    assert findings["pain-trend"]["gate"] == {"open": True, "reason": "enough"}
    assert findings["pain-trend"]["role"] == "primary"
    assert err == ""


@pytest.mark.parametrize("which", ["sessions", "journal"])
def test_one_file_is_enough(files, which):
    rows = dict(zip(("sessions", "journal"), evenings(40), strict=True))

    findings = by_id(run(**files(**{which: rows[which]}))[0])

    assert findings["mean-change"]["gate"]["open"] == (which == "sessions")
    assert findings["pain-trend"]["gate"]["open"] == (which == "journal")


def test_the_question_is_an_option(files):
    findings = by_id(run(**files(*evenings(12)), question="change")[0])

    assert [id_ for id_, one in findings.items() if one["role"] == "primary"] == ["mean-change"]


def test_bad_rows_are_named_and_left_out_and_the_command_fails(files):
    rows = [session(angle_deg=190), session(session_id="a"), session(session_id="a")]
    out, err = io.StringIO(), io.StringIO()

    with pytest.raises(CommandError, match="2 rows were refused and left out"):
        call_command("findings", stdout=out, stderr=err, **files(rows))

    assert by_id(out.getvalue())["share-lower"]["n"] == 1
    assert err.getvalue().splitlines() == [
        "sessions.csv, row 2, angle_deg: 190 is not 0 to 90.",
        "sessions.csv, row 4, session_id: row 3 has the same one.",
    ]


def test_bad_rows_may_be_skipped(files):
    out, err = run(**files([session(angle_deg=190), session()]), skip_bad_rows=True)

    assert by_id(out)["share-lower"]["n"] == 1
    assert "190" in err


def test_days_to_come_are_refused(files):
    options = {**files(*evenings(3)), "today": FIRST + dt.timedelta(days=1)}

    _, err = run(**options, skip_bad_rows=True)

    assert err.splitlines() == [
        "sessions.csv, row 4, local_date: 2026-03-03 is still to come.",
        "journal.csv, row 4, local_date: 2026-03-03 is still to come.",
    ]


def test_many_people_are_one_line_each_and_apart(files):
    rows = [evenings(count, patient=name) for name, count in (("b", 12), ("a", 6))]
    mixed = [one for pair in zip(*(sessions for sessions, _ in rows), strict=False) for one in pair]
    mixed += rows[0][0][6:]

    out, _ = run(**files(mixed, rows[0][1] + rows[1][1]))

    lines = [json.loads(line) for line in out.splitlines()]
    assert [line["patient"] for line in lines] == ["a", "b"]
    shares = [next(one for one in line["findings"] if one["id"] == "share-lower") for line in lines]
    assert [one["n"] for one in shares] == [6, 12]
    assert "the patient's pain" in shares[0]["sentence"]


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ({}, "Give --sessions, --journal, or both."),
        (
            {"sessions": [session(patient="a")], "journal": [rating()]},
            "journal.csv has no column patient, the other file has.",
        ),
        ({"journal": [{"pain_now": 5}]}, None),
    ],
)
def test_what_cannot_be_read_at_all_says_why(files, rows, why):
    with pytest.raises(CommandError) as failed:
        run(**files(**rows))

    assert str(failed.value) == (why or "1 row was refused and left out.")


@pytest.mark.parametrize(
    ("option", "why"),
    [
        ("--today=tomorrow", "tomorrow is not a day, such as 2026-03-01."),
        ("--usual-time=evening", "evening is not a clock time, such as 20:00."),
        ("--question=best", "invalid choice"),
    ],
)
def test_an_option_that_cannot_be_read_says_so(option, why):
    with pytest.raises(CommandError) as failed:
        call_command("findings", option)

    assert why in str(failed.value)


def live(patient):
    """Live through the days of a made-up record, by the actions of the pages."""
    lived = record(DAYS, rests=3)
    pairs = {pair.day: pair for pair in lived.pairs}
    for number, (day, score) in enumerate(lived.pain):
        date = FIRST + dt.timedelta(days=number)
        make.rating(of=patient, at=evening(date, hour=20), score=int(score))
        entry(patient, date, pain_avg_24h=int(score))
        if pair := pairs.get(day):
            make.session(
                of=patient,
                at=evening(date, hour=19 if number % 12 else 21),  # the latter is from memory
                ended_at=evening(date),
                angle_deg=pair.angle_deg,
                duration_s=pair.duration_s,
                pain_before=pair.before,
                pain_after=pair.after,
            )


def exported(patient):
    """Return the rows of a person's records as files have them."""
    sessions = [
        {
            "start_at": one.started_local.isoformat(),
            "local_date": one.local_date,
            "angle_deg": one.angle_deg,
            "duration_s": one.duration_s,
            "pain_before": one.pain_before,
            "pain_after": one.pain_after,
            "pain_after_delay_min": None
            if one.pain_after_delay_s is None
            else one.pain_after_delay_s / 60,
        }
        for one in Session.objects.for_patient(patient)
    ]
    journal = [
        rating(local_date=one.local_date, rated_at="", pain_now="", pain_avg_24h=one.pain_avg_24h)
        for one in Entry.objects.for_patient(patient)
    ]
    journal += [
        rating(
            local_date=one.local_date,
            rated_at=one.local_time.isoformat(),
            pain_now=one.score,
            pain_avg_24h="",
        )
        for one in PainRating.objects.for_patient(patient)
    ]
    return sessions, journal


def test_the_worked_example_of_the_documentation_is_what_comes_out(tmp_path):
    text = DOCUMENT.read_text()
    blocks = re.findall(
        r"^```\w*\n(.*?)^```", text.partition("## A worked example")[2], re.S | re.M
    )
    path = tmp_path / "sessions.csv"
    path.write_text(blocks[0])

    found = by_id(run(sessions=path)[0])

    for told in map(json.loads, re.sub(r",\n ", ", ", blocks[1]).splitlines()):
        one = found[told["id"]]
        assert one["sentence"].startswith(told.pop("sentence").removesuffix(" ..."))
        assert one["interval"] == pytest.approx(told.pop("interval"), abs=5e-5)
        assert told.items() <= one.items()


def test_every_field_and_every_kind_of_number_is_documented(files):
    text, findings = DOCUMENT.read_text(), by_id(run(**files(*evenings(40)))[0])

    one = findings["mean-change"]
    fields = {*one.keys() - {"gate"}, *(f"gate.{name}" for name in one["gate"])}
    assert [name for name in fields if f"| `{name}` |" not in text] == []
    assert [one["unit"] for one in findings.values() if f"`{one['unit']}`" not in text] == []
    kinds = {id_ for id_ in findings if not re.match(r"(angle|minutes|setting)-.*\d", id_)}
    assert [id_ for id_ in kinds if f"`{id_}`" not in text] == []


@pytest.mark.django_db
def test_files_and_records_give_the_same_findings(client, files):
    patient = make.patient()
    client.force_login(patient.user)
    live(patient)

    shown = client.get(reverse("insights:findings"), {"period": "all"}).json()["findings"]
    usual = patient.usual_rating_time
    read = json.loads(run(**files(*exported(patient)), usual_time=usual)[0])["findings"]

    assert read == shown
    is_open = {one["id"]: one["gate"]["open"] for one in shown}
    assert [is_open[id_] for id_ in ("pain-trend", "left", "angle-slope")] == [True, True, False]
    [pairs] = {one["n"] for one in shown if one["id"] == "mean-change"}
    assert pairs == DAYS * 2 // 3 - DAYS // 12


def test_what_a_spreadsheet_made_a_formula_of_is_read(tmp_path):
    path = tmp_path / "sessions.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [session(session_id="").keys(), session(session_id="'=1").values()]
        )

    assert by_id(run(sessions=path)[0])["share-lower"]["n"] == 1
