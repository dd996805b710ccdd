"""Pain before, right after, and later: gaps stay gaps, late answers stand apart, each time has its n."""

import datetime as dt
import json
import re

import brotli
import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.board import make_board
from invertrack.insights.charts.relief_decay import place_of
from invertrack.insights.periods import Period
from invertrack.insights.queries import pain_around, read_days
from invertrack.insights.voice import CLINICIAN, OWN
from invertrack.sessions.models import SessionDay
from tests import make

from .days import evening, later, sessions
from .payloads import FIRST, MARCH, fetch, points, ten_years

pytestmark = pytest.mark.django_db

PERIOD = Period(FIRST, dt.date(2026, 3, 31))
CAUSAL = re.compile(r"because|thanks|reliev|helped|effect|lasts|works", re.IGNORECASE)


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def day(offset):
    return FIRST + dt.timedelta(days=offset)


def answered(patient, n, kind="30min", pain=4, *, first=0, minutes=31):
    for offset in range(first, first + n):
        later(patient, day(offset), [kind, minutes, pain + offset % 2, True])


def medians(response):
    return [(point["y"], point["n"]) for point in points(response, "median")]


def test_a_line_has_a_place_for_each_time_and_a_gap_for_each_missing_answer(client, patient):
    sessions(patient, FIRST, [(6, 4), (7, 3), (5, 5)])
    later(patient, day(0), ["30min", 31, 2, True], ["next_morning", 700, 6, True])
    later(patient, day(1), ["2h", 118, 4, True])

    response = fetch(client, "relief-decay")

    assert points(response, "line") == [
        [6, 4, 2, None, 6],
        [7, 3, None, 4, None],
        [5, 5, None, None, None],
    ]
    assert response.json()["options"]["x"]["words"] == [
        "Before",
        "Right after",
        "30 min",
        "2 h",
        "Next morning",
    ]
    assert (response.json()["options"]["y"]["min"], response.json()["options"]["y"]["max"]) == (
        0,
        10,
    )


def test_what_was_answered_too_late_stands_at_its_true_time_and_in_no_median(client, patient):
    sessions(patient, FIRST, [(6, 4)] * 12)
    answered(patient, 11)
    later(patient, day(11), ["30min", 75, 9, False], ["2h", 300, 8, False])

    response = fetch(client, "relief-decay")

    assert points(response, "late") == [
        {"x": 2.5, "y": 9, "minutes": 75},
        {"x": 3.3, "y": 8, "minutes": 300},
    ]
    assert points(response, "line")[-1] == [6, 4, None, None, None]
    assert medians(response)[2] == (4.0, 11)


@pytest.mark.parametrize(
    ("minutes", "place"),
    [(0, 1), (15, 1.5), (30, 2), (120, 3), (420, 3.5), (720, 4), (1080, 4.25), (9999, 4.35)],
)
def test_every_moment_has_a_place_and_none_lies_beyond_the_axis(minutes, place):
    assert place_of(minutes) == place


def test_a_median_is_shown_from_ten_answers_of_its_own_time_on(client, patient):
    sessions(patient, FIRST, [(6, 4), (7, 3)] * 6)
    answered(patient, 9)
    assert medians(fetch(client, "relief-decay")) == [
        (6.5, 12),
        (3.5, 12),
        (None, 9),
        (None, 0),
        (None, 0),
    ]

    answered(patient, 10)

    assert medians(fetch(client, "relief-decay"))[2] == (4.5, 10)
    (found,) = [p for p in points(fetch(client, "relief-decay"), "median") if p["x"] == 2]
    assert (found["low"], found["high"]) == (4.0, 5.0)


def test_zero_is_an_answer_and_no_answer_is_not_zero(client, patient):
    sessions(patient, FIRST, [(6, 4), (7, 3)] * 6)
    for offset in range(10):
        later(patient, day(offset), ["2h", 120, 0, True])

    at_2_hours = points(fetch(client, "relief-decay"), "median")[3]

    assert (at_2_hours["y"], at_2_hours["n"], at_2_hours["low"]) == (0.0, 10, None)
    assert fetch(client, "relief-decay").json()["data"]["datasets"][0]["data"][11] == [
        7, 3, None, None, None,
    ]  # fmt: skip


def test_lines_are_of_the_latest_year_and_medians_of_all(client, patient):
    ten_years(patient)

    response = fetch(client, "relief-decay", period="all")

    assert len(points(response, "line")) == 366
    assert len(points(response, "late")) == 366
    assert [n for _, n in medians(response)] == [3653, 3653, 3653, 0, 3653]
    assert len(brotli.compress(response.content, quality=5)) <= 5_000
    sentence = client.get("/insights/", {"period": "all"}).context["board"].lasting.sentence
    assert "Lines and dots are of the latest 366 sessions; medians are of all." in sentence
    assert "366 hollow dots" in sentence


def test_sentence_names_n_and_interval_of_each_time_and_what_is_missing(patient):
    sessions(patient, FIRST, [(6, 4), (7, 3)] * 6)
    answered(patient, 10)
    later(patient, day(10), ["2h", 120, 5, True], ["next_morning", 1300, 6, False])

    found = make_board(own_access(patient), PERIOD, OWN).lasting

    assert found.sentence == (
        "1 to 31 March 2026. 12 sessions with both ratings. Median pain, each with its 95% interval:"
        " before 6.5 (6.0 to 7.0, n = 12); right after 3.5 (3.0 to 4.0, n = 12); 30 minutes after 4.5"
        " (4.0 to 5.0, n = 10); 2 hours after n = 1: too few; the next morning n = 0: too few."
        " A median is shown from 10 answers on. Small samples mislead. Questions that were not"
        " answered are left out and never counted as 0. 1 hollow dot: answered too late to count for a time."
    )
    assert found.caution.startswith("This does not tell you that inversion caused it. Pain often")
    assert found.apart.startswith("The answers at different times come from different sessions")
    assert not CAUSAL.search(found.sentence + found.apart)


def test_nothing_is_drawn_until_something_was_answered_later(client, patient):
    sessions(patient, FIRST, [(6, 4)] * 12)
    without = client.get("/insights/", MARCH).content.decode()
    later(patient, FIRST, ["next_morning", 700, 6, True])
    with_one = client.get("/insights/", MARCH).content.decode()

    assert "charts/relief-decay.json" not in without
    assert "No pain was entered 30 minutes, 2 hours or a morning after a session yet." in without
    assert "charts/relief-decay.json" in with_one
    assert "n = 1: too few" in with_one
    assert "each with its 95% interval" in with_one  # of before and right after


def test_no_interval_is_announced_where_there_is_none(patient):
    sessions(patient, FIRST, [(6, 4)])
    later(patient, FIRST, ["next_morning", 700, 6, True])

    assert (
        " Median pain: before n = 1: too few;"
        in make_board(own_access(patient), PERIOD, OWN).lasting.sentence
    )


def test_only_the_first_paired_session_of_a_day_and_nobody_elses(client, patient):
    other = make.patient()
    sessions(other, FIRST, [(9, 1)])
    later(other, FIRST, ["30min", 31, 1, True])
    sessions(patient, FIRST, [(6, 4)])
    make.session(of=patient, ended_at=evening(FIRST, hour=22), pain_before=8, pain_after=8)

    assert points(fetch(client, "relief-decay"), "line") == [[6, 4, None, None, None]]


def test_a_clinician_reads_it_with_sessions_and_from_their_first_day_on(patient):
    sessions(patient, FIRST, [(6, 4), (7, 3)])
    later(patient, day(0), ["30min", 31, 1, True])
    later(patient, day(1), ["30min", 31, 2, True])
    closed = Access(patient, frozenset({Scope.JOURNAL, Scope.TEXT}))
    cut = Access(patient, frozenset({Scope.SESSIONS}), data_from=day(1))

    assert pain_around(read_days(closed, PERIOD), ()).sessions == []
    (line,) = pain_around(read_days(cut, PERIOD.starting(day(1))), ()).sessions
    assert line.scores == (7, 3, 2, None, None)
    assert "the patient may start" in make_board(cut, PERIOD, CLINICIAN).lasting.caution


def test_the_answers_of_a_period_cost_no_statement_of_their_own(patient, django_assert_num_queries):
    for offset in range(3):
        sessions(patient, day(offset), [(6, 4)])
        later(patient, day(offset), ["30min", 31, 1, True])
        with django_assert_num_queries(1):
            pain_around(read_days(own_access(patient), PERIOD, journal=False), ())


def test_the_rollup_s_own_words_are_read_as_they_are(patient):
    sessions(patient, FIRST, [(6, 4)])
    line = [["30min", 31, 1, True], ["2h", 400, 0, False], ["next_morning", 700, 10, True]]
    later(patient, FIRST, *line)

    (row,) = SessionDay.objects.for_patient(patient)
    (around,) = pain_around(read_days(own_access(patient), PERIOD), ()).sessions

    assert row.pair_later == json.loads(json.dumps(line))
    assert around.scores == (6, 4, 1, None, 10)
    assert [(answer.minutes, answer.pain) for answer in around.late] == [(400, 0)]
