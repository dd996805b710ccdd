"""Blood pressure and heart rate over time: as entered, before and after apart, never judged."""

import datetime as dt
import re

import pytest

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.board import make_board
from invertrack.insights.periods import Period
from invertrack.insights.queries import read_vitals
from invertrack.insights.voice import OWN
from invertrack.sessions.actions import VitalsValues, delete_session
from tests import make

from .days import evening, sessions
from .payloads import FIRST, LONG, MARCH, dataset, fetch

pytestmark = pytest.mark.django_db

PERIOD = Period(FIRST, dt.date(2026, 3, 31))
LOW, HIGH = VitalsValues(118, 74, 61, "sitting"), VitalsValues(142, 91, 78, "sitting")
JUDGING = re.compile(r"normal|high|low\b|raised|healthy|limit|too |ok\b|fine", re.IGNORECASE)


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def measured(patient, day, **vitals):
    return make.session(of=patient, ended_at=evening(day), vitals=vitals)


def roles(response):
    return [found["role"] for found in response.json()["data"]["datasets"]]


def test_chart_by_day_holds_readings_before_and_after_apart(client, patient):
    measured(patient, FIRST, before=HIGH, after=LOW)
    measured(patient, FIRST + dt.timedelta(days=2), before=LOW)

    response = fetch(client, "vitals")

    start = epoch_day(FIRST)
    before, after = dataset(response, "pressure-before"), dataset(response, "pressure-after")
    assert (before["label"], before["x0"], before["step"]) == (
        "Blood pressure before, mmHg",
        start,
        1,
    )
    assert (before["data"][:4], before["lower"][:4], before["n"][:4]) == (
        [[142, 142], None, [118, 118], None],
        [[91, 91], None, [74, 74], None],
        [1, 0, 1, 0],
    )
    assert (after["data"][:2], after["lower"][:2]) == ([[118, 118], None], [[74, 74], None])
    assert len(before["data"]) == 31
    assert dataset(response, "heart-before")["data"][:3] == [[78, 78], None, [61, 61]]
    assert response.json()["options"]["x"] == {
        "title": "Day",
        "type": "day",
        "min": start,
        "max": start + 30,
    }


def test_readings_before_and_after_stand_on_one_scale_of_whole_tens(client, patient):
    measured(patient, FIRST, before=HIGH, after=LOW)

    response = fetch(client, "vitals")

    assert [dataset(response, role)["axis"] for role in roles(response)] == [
        [70, 150],
        [70, 150],
        [60, 80],
        [60, 80],
    ]


def test_two_sessions_of_a_day_are_its_lowest_to_highest(client, patient):
    measured(patient, FIRST, before=HIGH)
    make.session(of=patient, ended_at=evening(FIRST, hour=9), vitals={"before": LOW})

    before = dataset(fetch(client, "vitals"), "pressure-before")

    assert (before["data"][0], before["lower"][0], before["n"][0]) == ([118, 142], [74, 91], 2)


def test_chart_beyond_a_year_is_weeks_from_lowest_to_highest(client, patient):
    monday = dt.date(2026, 3, 2)
    measured(patient, monday, before=HIGH)
    measured(patient, monday + dt.timedelta(days=6), before=LOW)
    measured(patient, monday + dt.timedelta(days=7), before=LOW)

    response = fetch(client, "vitals", **LONG)

    before = dataset(response, "pressure-before")
    week = (epoch_day(monday) - before["x0"]) // 7
    assert (before["step"], before["x0"]) == (7, epoch_day(dt.date(2024, 1, 1)))
    assert before["data"][week : week + 2] == [[118, 142], [118, 118]]
    assert before["n"][week : week + 2] == [2, 1]
    assert response.json()["options"]["step"] == 7


def test_all_days_begin_with_the_first_that_holds_anything(client, patient):
    sessions(patient, FIRST, [(6, 4)])
    measured(patient, FIRST + dt.timedelta(days=3), before=HIGH)

    before = dataset(fetch(client, "vitals", period="all"), "pressure-before")

    assert (before["x0"], before["data"].index([142, 142])) == (epoch_day(FIRST), 3)


def test_a_row_that_holds_nothing_is_left_out(client, patient):
    measured(patient, FIRST, after=VitalsValues(heart_rate=70))

    assert roles(fetch(client, "vitals")) == ["heart-after"]


def test_chart_says_nothing_of_limits(client, patient):
    measured(patient, FIRST, before=VitalsValues(200, 125, 130, "sitting"), after=LOW)

    response = fetch(client, "vitals")

    assert not JUDGING.search(response.content.decode())
    assert {key for found in response.json()["data"]["datasets"] for key in found} == {
        "label",
        "role",
        "x0",
        "step",
        "data",
        "lower",
        "n",
        "axis",
    }


def test_deleted_sessions_take_their_readings_along(patient):
    measured(patient, FIRST, before=LOW)
    gone = measured(patient, FIRST + dt.timedelta(days=1), before=HIGH)
    delete_session(
        patient=patient,
        session_id=gone.id,
        by=patient.user,
        at=evening(FIRST + dt.timedelta(days=2)),
        submission=make.seen(gone),
    )

    assert [row.day for row in read_vitals(own_access(patient), PERIOD)] == [FIRST]


def test_nobody_elses_readings_and_none_without_the_scope(patient):
    measured(make.patient(), FIRST, before=HIGH)
    measured(patient, FIRST, before=LOW)
    only_journal = Access(patient=patient, scopes=frozenset({Scope.JOURNAL}))
    later = Access(patient, frozenset(Scope), data_from=FIRST + dt.timedelta(days=1))

    [own] = read_vitals(own_access(patient), PERIOD)

    assert own.measured.systolic.high == 118
    assert read_vitals(only_journal, PERIOD) == read_vitals(later, PERIOD) == []


def test_sentence_says_how_often_in_which_unit_and_that_it_does_not_judge(patient):
    measured(patient, FIRST, before=HIGH, after=LOW)
    measured(patient, FIRST + dt.timedelta(days=1), before=LOW, after=VitalsValues(heart_rate=66))

    sentence = make_board(own_access(patient), PERIOD, OWN).vitals.sentence

    assert sentence == (
        "1 to 31 March 2026. Before sessions: blood pressure 118 to 142 over 74 to 91 mmHg"
        " (2 readings), heart rate 61 to 78 a minute (2 readings). After sessions: blood pressure"
        " 118 over 74 mmHg (1 reading), heart rate 61 to 66 a minute (2 readings). Readings are"
        " shown as they were entered; what they mean is not said here."
    )


def test_table_has_weeks_and_beyond_a_year_months_the_newest_first(patient):
    measured(patient, FIRST, before=HIGH)
    measured(patient, FIRST + dt.timedelta(days=1), before=LOW, after=LOW)
    measured(patient, FIRST + dt.timedelta(days=30), before=LOW)
    access = own_access(patient)

    by_week = make_board(access, PERIOD, OWN).vitals.table
    by_month = make_board(access, Period(dt.date(2024, 1, 1), PERIOD.last), OWN).vitals.table

    def told(table):
        return [
            (row.label.replace("\N{NO-BREAK SPACE}", " "), row.moment, row.measured.readings)
            for row in table.rows
        ]

    assert (by_week.unit, told(by_week)) == (
        "Week",
        [
            ("30 to 31 Mar 2026", "Before", 1),
            ("2 to 8 Mar 2026", "Before", 1),
            ("2 to 8 Mar 2026", "After", 1),
            ("1 Mar 2026", "Before", 1),
        ],
    )
    assert (by_month.unit, told(by_month)) == (
        "Month",
        [("Mar 2026", "Before", 3), ("Mar 2026", "After", 1)],
    )


def test_page_shows_them_only_where_some_were_entered(client, patient):
    sessions(patient, FIRST, [(6, 4)])
    without = client.get("/insights/", MARCH).content.decode()
    measured(patient, FIRST + dt.timedelta(days=1), before=HIGH)
    with_some = client.get("/insights/", MARCH).content.decode()

    assert "Blood pressure and heart rate" not in without
    assert "charts/vitals.json?from=2026-03-01" in with_some
    section = with_some[with_some.index('aria-labelledby="vitals"') :]
    section = section[: section.index("</section>")]
    assert not JUDGING.search(re.sub(r"<[^>]+>", " ", section).replace("lowest to highest", ""))


def test_readings_of_a_period_are_one_statement(patient, django_assert_num_queries):
    for day in range(3):
        measured(patient, FIRST + dt.timedelta(days=day), before=HIGH, after=LOW)

    with django_assert_num_queries(1):
        assert len(read_vitals(own_access(patient), PERIOD)) == 6
