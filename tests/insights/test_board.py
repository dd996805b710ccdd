import datetime as dt

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.board import chart_urls, make_board
from invertrack.insights.periods import Period
from invertrack.insights.voice import CLINICIAN, OWN
from tests import make

from .days import entry, evening, later, sessions

pytestmark = pytest.mark.django_db

WEDNESDAY = dt.date(2026, 3, 4)
FORTNIGHT = Period(WEDNESDAY, WEDNESDAY + dt.timedelta(days=13))


def test_weeks_hold_only_days_of_the_period_and_the_newest_comes_first():
    patient = make.patient()
    for offset, pain in ((-1, 9), (0, 3), (4, 5), (5, 2), (13, 8)):
        make.entry(of=patient, day=WEDNESDAY + dt.timedelta(days=offset), pain_avg_24h=pain)

    weeks = make_board(own_access(patient), FORTNIGHT, OWN).stretches.rows

    assert [(week.days, week.rated, str(week.average)) for week in weeks] == [
        (2, 1, "8"),
        (7, 1, "2"),
        (5, 2, "3 to 5"),
    ]
    assert weeks[-1].label.split() == ["4", "to", "8", "Mar", "2026"]


def test_a_clinicians_first_week_leaves_out_its_days_before_the_first_shared_one():
    patient = make.patient()
    make.entry(of=patient, day=WEDNESDAY, pain_avg_24h=9, pain_worst_24h=10)
    make.entry(of=patient, day=WEDNESDAY + dt.timedelta(days=1), pain_avg_24h=2)
    sessions(patient, WEDNESDAY, [(9, 0), (4, 3)])
    thursday = WEDNESDAY + dt.timedelta(days=1)
    access = Access(patient=patient, scopes=frozenset(Scope), data_from=thursday)

    board = make_board(access, FORTNIGHT.starting(thursday), CLINICIAN)

    week = board.stretches.rows[-1]
    assert (week.days, week.rated, str(week.average), week.worst, week.sessions) == (
        4, 1, "2", None, 1,
    )  # fmt: skip
    assert board.change.n == 1


def test_a_group_has_a_mean_only_from_five_sessions_on():
    patient = make.patient()
    sessions(patient, WEDNESDAY, [(6, 4), (6, 3), (6, 4), (6, 3), (6, 4)], angle_deg=20)
    sessions(patient, WEDNESDAY + dt.timedelta(days=5), [(9, 0)] * 4, angle_deg=50)

    bins = make_board(own_access(patient), FORTNIGHT, OWN).by_angle.bins

    assert [(bin_.label.split(), bin_.found.n, bin_.found.mean) for bin_ in bins] == [
        (["20", "to", "29°"], 5, pytest.approx(2.4)),
        (["50", "to", "60°"], 4, None),
    ]


def test_beyond_a_year_a_row_is_a_month():
    patient = make.patient()
    entry(patient, WEDNESDAY, pain_avg_24h=3)
    entry(patient, WEDNESDAY + dt.timedelta(days=20), pain_avg_24h=7)
    sessions(patient, WEDNESDAY, [(6, 4), (6, 4)])
    make.session(of=patient, ended_at=evening(WEDNESDAY, hour=9))
    long = Period(WEDNESDAY - dt.timedelta(days=400), WEDNESDAY + dt.timedelta(days=20))

    stretches = make_board(own_access(patient), long, OWN).stretches

    march = stretches.rows[0]
    assert (stretches.unit, len(stretches.rows)) == ("Month", 15)
    assert march.label.split() == ["Mar", "2026"]
    assert (march.days, march.rated, str(march.average)) == (24, 2, "3 to 7")
    assert (march.sessions, march.session_days) == (3, 2)


@pytest.mark.parametrize(("length", "unit"), [(366, "Week"), (367, "Month")])
def test_rows_are_months_where_the_chart_goes_by_week(length, unit):
    period = Period(WEDNESDAY, WEDNESDAY + dt.timedelta(days=length - 1))

    assert make_board(own_access(make.patient()), period, OWN).stretches.unit == unit


def test_settings_are_rows_with_a_mean_only_from_five_sessions_on():
    patient = make.patient()
    sessions(patient, WEDNESDAY, [(6, 4), (6, 3), (6, 4), (6, 3), (6, 4)], angle_deg=31)
    make.session(of=patient, ended_at=evening(WEDNESDAY, hour=9), angle_deg=50, pain_after=None)

    often, once = make_board(own_access(patient), FORTNIGHT, OWN).settings.rows

    assert (often.angle, often.time.split(), often.sessions, often.n) == ("30°", ["2", "min"], 5, 5)
    assert often.found.mean == pytest.approx(2.4)
    assert (once.angle, once.sessions, once.n, once.found) == ("50°", 1, 0, None)


def test_scores_before_and_after_are_a_table_of_those_that_were_given():
    patient = make.patient()
    sessions(patient, WEDNESDAY, [(6, 4), (6, 4), (6, 5), (3, 5)])
    make.session(of=patient, ended_at=evening(WEDNESDAY, hour=22), pain_before=6, pain_after=4)

    table = make_board(own_access(patient), FORTNIGHT, OWN).before_after.table

    assert table.afters == [4, 5]
    assert [(row.before, row.sessions) for row in table.rows] == [(3, 1), (6, 4)]
    assert [
        [cell and (cell.sessions, cell.hollow) for cell in row.cells] for row in table.rows
    ] == [
        [None, (1, 0)],
        [(3, 1), (1, 0)],
    ]


def test_a_board_costs_six_statements_whatever_the_number_of_rows(django_assert_num_queries):
    patient = make.patient()
    for length in (1, 3):
        sessions(patient, WEDNESDAY + dt.timedelta(days=length), [(6, 4)] * length)
        make.entry(of=patient, day=WEDNESDAY + dt.timedelta(days=length), pain_avg_24h=3)
        later(patient, WEDNESDAY + dt.timedelta(days=length), ["30min", 31, 3, True])
        make.completion(of=patient, at=evening(WEDNESDAY + dt.timedelta(days=length)))
        patient.refresh_from_db()
        make_board(own_access(patient), FORTNIGHT, OWN)  # makes what is stored from then on
        with django_assert_num_queries(6):
            make_board(own_access(patient), FORTNIGHT, OWN)


def test_chart_urls_carry_the_period():
    urls = chart_urls("insights:chart", FORTNIGHT, look=7)

    assert urls["pain_trend"] == (
        "/insights/charts/pain-trend.json?look=7&from=2026-03-04&to=2026-03-17"
    )
