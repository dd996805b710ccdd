import datetime as dt
import re
from decimal import Decimal

import brotli
import pytest

from invertrack.analysis.series import epoch_day
from invertrack.sessions.enums import AngleSource
from tests import make

from .days import entry, evening, sessions
from .payloads import FIRST, LONG, MARCH, dataset, fetch, full_month, points, ten_years
from .people import well_documented

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def roles(response):
    return {found["role"] for found in response.json()["data"]["datasets"]}


def test_pain_trend_by_day_is_columns_and_points(client, patient):
    entry(patient, FIRST, pain_avg_24h=3, pain_worst_24h=6)
    make.entry(of=patient, day=FIRST + dt.timedelta(days=2), pain_avg_24h=0)
    make.rating(of=patient, score=7, at=evening(FIRST, hour=18))
    make.treatment(of=patient, at=evening(FIRST, hour=9), name="Heat", has_changed=True)
    sessions(patient, FIRST, [(6, 4)])

    response = fetch(client, "pain-trend")

    start = epoch_day(FIRST)
    pain, session = dataset(response, "pain"), dataset(response, "session")
    assert (pain["x0"], pain["step"], pain["late"], len(pain["data"])) == (start, 1, [2], 31)
    assert pain["data"][:4] == [3, None, 0, None]
    assert dataset(response, "worst")["data"][:2] == [6, None]
    assert (session["x0"], session["data"][:2], sum(session["data"])) == (start, [1, 0], 1)
    assert points(response, "rating") == [{"x": start + 0.75, "y": 7, "late": False}]
    assert points(response, "treatment") == [{"x": start, "label": "Heat, 20 minutes"}]
    assert response.json()["options"] == {
        "chart": "pain-trend",
        "step": 1,
        "x": {"title": "Day", "type": "day", "min": start, "max": start + 30},
        "y": {"title": "Pain, 0 to 10", "min": 0, "max": 10},
    }


def test_pain_trend_beyond_a_year_is_weeks_from_lowest_to_highest(client, patient):
    entry(patient, FIRST + dt.timedelta(days=1), pain_avg_24h=3, pain_worst_24h=6)
    entry(patient, FIRST + dt.timedelta(days=3), pain_avg_24h=7)
    sessions(patient, FIRST + dt.timedelta(days=1), [(6, 4), (6, 4)])

    response = fetch(client, "pain-trend", **LONG)

    monday = epoch_day(dt.date(2024, 1, 1))
    pain = dataset(response, "pain")
    week = (epoch_day(FIRST) + 1 - monday) // 7
    assert (pain["x0"], pain["step"]) == (monday, 7)
    assert (pain["data"][week], pain["n"][week]) == ([3, 7], 2)
    assert [value for value in pain["data"] if value] == [[3, 7]]
    assert dataset(response, "worst")["data"][week] == 6
    assert dataset(response, "session")["data"][week] == 2
    assert response.json()["options"]["step"] == 7


def test_pain_trend_of_a_part_of_years_is_finer(client, patient):
    entry(patient, FIRST, pain_avg_24h=3)

    steps = [
        fetch(client, "pain-trend", **params).json()["options"]["step"]
        for params in (LONG, MARCH, {"from": "2025-03-31", "to": "2026-03-31"})
    ]

    assert steps == [7, 1, 1]


def test_pain_trend_of_ten_years_is_small(client, patient):
    """Size is not time: the bytes are the same on every machine."""
    ten_years(patient)

    response = fetch(client, "pain-trend", period="all")

    assert len(dataset(response, "pain")["data"]) in {522, 523}
    assert len(response.content) <= 16_000
    assert len(brotli.compress(response.content, quality=5)) <= 5_000


def test_relief_is_before_minus_after_with_hollow_dots(client, patient):
    make.session(
        of=patient,
        ended_at=evening(FIRST, hour=9),
        angle_deg=30,
        pain_before=7,
        angle_source=AngleSource.MEASURED,
    )
    make.session(
        of=patient,
        ended_at=evening(FIRST, hour=19),
        angle_deg=20,
        pain_before=3,
        pain_after=5,
    )
    make.session(of=patient, ended_at=evening(FIRST, hour=20), pain_after=None)

    assert points(fetch(client, "relief-by-angle"), "relief") == [
        {"x": 20, "y": -2, "before": 3, "late": True, "fill": 0},
        {"x": 30, "y": 3, "before": 7, "late": False, "fill": 2},
    ]


def test_relief_by_duration_is_in_minutes(client, patient):
    make.session(of=patient, ended_at=evening(FIRST), duration_s=100)
    make.session(of=patient, ended_at=evening(FIRST, hour=21), duration_s=545)

    response = fetch(client, "relief-by-duration")

    assert [point["x"] for point in points(response, "relief")] == [1.67, 9.08]
    assert response.json()["options"]["x"]["max"] == 10


def test_means_come_only_after_the_gate_and_from_one_session_a_day(client, patient):
    sessions(patient, FIRST, [(6, 4), (6, 3), (6, 4), (6, 3)], angle_deg=20)
    make.session(of=patient, ended_at=evening(FIRST, hour=22), angle_deg=20, pain_after=0)
    assert points(fetch(client, "relief-by-angle"), "mean") == []

    sessions(patient, FIRST + dt.timedelta(days=4), [(6, 4)], angle_deg=29)
    (mean,) = points(fetch(client, "relief-by-angle"), "mean")

    assert (mean["x"], mean["from"], mean["to"], mean["n"]) == (24.5, 20, 30, 5)
    assert mean["y"] == pytest.approx(2.4)
    assert mean["low"] < 2.4 < mean["high"]


def test_mean_without_spread_has_no_interval(client, patient):
    sessions(patient, FIRST, [(6, 4)] * 5, angle_deg=85, duration_s=400)

    (by_angle,) = points(fetch(client, "relief-by-angle"), "mean")
    (by_time,) = points(fetch(client, "relief-by-duration"), "mean")

    assert (by_angle["low"], by_angle["high"], by_angle["from"], by_angle["to"]) == (
        None, None, 61, 90,
    )  # fmt: skip
    assert (by_time["from"], by_time["to"]) == (5, 7)


def test_angle_duration_counts_all_sessions_and_means_only_from_five_on(client, patient):
    sessions(patient, FIRST, [(6, 4), (6, 3), (6, 4), (6, 3), (6, 4)], angle_deg=31, duration_s=125)
    make.session(
        of=patient, ended_at=evening(FIRST, hour=22), angle_deg=30, duration_s=120, pain_after=None
    )
    sessions(patient, FIRST + dt.timedelta(days=6), [(9, 0)] * 4, angle_deg=45, duration_s=90)

    response = fetch(client, "angle-duration")

    often, rare = points(response, "cell")
    assert (often["x"], often["y"], often["sessions"], often["n"]) == (2.0, 30, 6, 5)
    assert often["mean"] == pytest.approx(2.4)
    assert often["low"] < 2.4 < often["high"]
    assert rare == {
        "x": 1.5, "y": 45, "sessions": 4, "n": 4, "mean": None, "low": None, "high": None,
        "pooled": None, "pooled_low": None, "pooled_high": None,
    }  # fmt: skip
    options = response.json()["options"]
    assert (options["x"]["max"], options["y"]["max"]) == (6, 60)


def test_angle_duration_shows_settings_that_were_never_rated(client, patient):
    make.session(of=patient, ended_at=evening(FIRST), angle_deg=20, pain_before=None)

    (cell,) = points(fetch(client, "angle-duration"), "cell")

    assert (cell["sessions"], cell["n"], cell["mean"]) == (1, 0, None)


def test_before_after_counts_sessions_and_keeps_hollow_ones_apart(client, patient):
    sessions(patient, FIRST, [(6, 4), (6, 4), (5, 5)])
    make.session(of=patient, ended_at=evening(FIRST, hour=22), pain_before=6, pain_after=4)
    memory = evening(FIRST + dt.timedelta(days=5))
    make.session(
        of=patient, ended_at=memory, at=memory + dt.timedelta(hours=2), pain_before=3, pain_after=2
    )
    make.session(of=patient, ended_at=evening(FIRST, hour=23), pain_after=None)
    late = evening(FIRST + dt.timedelta(days=7))
    make.session(
        of=patient, ended_at=late, at=late + dt.timedelta(days=2), pain_before=8, pain_after=7
    )

    response = fetch(client, "before-after")

    assert points(response, "pair") == [{"x": 5, "y": 5, "n": 1}, {"x": 6, "y": 4, "n": 2}]
    hollow = points(response, "pair-late")
    assert {(point["x"], point["y"], point["n"]) for point in hollow} == {
        (3, 2, 1), (6, 4, 1), (8, 7, 1),
    }  # fmt: skip


def test_adherence_counts_days_of_the_week_that_lie_in_the_period(client, patient):
    monday = dt.date(2026, 3, 2)
    entry(patient, FIRST, pain_avg_24h=3)  # a Sunday, alone in its week
    entry(patient, monday, pain_avg_24h=3)
    make.rating(of=patient, at=evening(monday))
    make.rating(of=patient, at=evening(monday + dt.timedelta(days=2)))
    entry(patient, monday + dt.timedelta(days=4), mood=3)
    sessions(patient, monday, [(6, 4)] * 3)
    make.session(of=patient, ended_at=evening(monday, hour=9))

    response = fetch(client, "adherence")

    rated, taken = dataset(response, "rated"), dataset(response, "session-days")
    assert (rated["x0"], rated["step"]) == (epoch_day(FIRST) - 6, 7)
    assert rated["n"] == [1, 7, 7, 7, 7, 2]
    assert (rated["data"], taken["data"]) == ([1, 2, 0, 0, 0, 0], [0, 3, 0, 0, 0, 0])
    assert response.json()["options"]["y"] == {"title": "Days of the week", "min": 0, "max": 7}


def test_comparison_is_dots_with_their_days(client, patient):
    for offset, (sleep, pain) in enumerate([("7.5", 4), ("7.5", 4), ("6.0", 7)]):
        entry(
            patient,
            FIRST + dt.timedelta(days=offset),
            sleep_h=Decimal(sleep),
            pain_avg_24h=pain,
        )
    make.entry(of=patient, day=FIRST + dt.timedelta(days=5), sleep_h=Decimal("7.5"), pain_avg_24h=4)
    entry(patient, FIRST + dt.timedelta(days=8), pain_avg_24h=9)

    response = fetch(client, "compare", **MARCH, x="sleep_h", y="pain_avg_24h")

    assert points(response, "day") == [
        {"x": 6.0, "y": 7, "n": 1, "late": False},
        {"x": 7.5, "y": 4, "n": 2, "late": False},
        {"x": 7.5, "y": 4, "n": 1, "late": True},
    ]
    axes = response.json()["options"]
    assert axes["x"] == {"title": "Sleep, hours", "min": 0, "max": 12, "type": "number"}
    assert axes["y"]["title"] == "Average pain, last 24 hours, 0 to 10"


def test_comparison_names_the_two_values_of_a_treatment(client, patient):
    full_month(patient)

    axes = fetch(client, "compare", **MARCH, x="treatment:heat", y="pair_before").json()["options"]

    assert axes["x"] == {
        "title": "Heat", "min": 0, "max": 1, "words": ["not noted", "noted"], "type": "number",
    }  # fmt: skip
    assert axes["y"] == {"title": "Pain before, 0 to 10", "min": 0, "max": 10}


def test_comparison_of_nonsense_is_the_first_pair(client, patient):
    full_month(patient)

    assert (
        fetch(client, "compare", **MARCH, x="password", y="\0").content
        == fetch(client, "compare").content
    )


def test_the_line_of_the_trend_is_drawn_once_its_gate_is_open(client, patient):
    assert not roles(fetch(client, "pain-trend")) & {"line"}
    well_documented(patient, days=31)

    response = fetch(client, "pain-trend")

    first, last = points(response, "line")
    assert (first["x"], last["x"]) == (epoch_day(FIRST), epoch_day(FIRST) + 30)
    assert all(end["low"] < end["y"] < end["high"] for end in (first, last))
    assert re.search(r"to .* points a week, n = 31 days\)$", dataset(response, "line")["label"])


def test_the_line_is_the_same_by_week_and_not_computed_for_a_part(client, patient):
    well_documented(patient, days=31)

    by_week = fetch(client, "pain-trend", **LONG)
    part = fetch(client, "pain-trend", **MARCH, part="1")

    assert points(by_week, "line") == points(fetch(client, "pain-trend"), "line")
    assert "line" not in roles(part)


def test_relief_is_read_at_one_pain_before_from_twenty_sessions_on(client, patient):
    well_documented(patient, days=40)

    response = fetch(client, "relief-by-angle", period="90")
    dots, title = points(response, "relief"), response.json()["options"]["y"]["title"]

    at = float(re.fullmatch(r"Relief at pain before of (.*), points", title)[1])
    above = [dot for dot in dots if dot["before"] > at]
    below = [dot for dot in dots if dot["before"] < at]
    assert all(dot["y"] < dot["rated"] for dot in above)
    assert all(dot["y"] > dot["rated"] for dot in below)
    assert above
    assert below


def test_what_is_expected_without_any_effect_is_drawn_below_the_line_of_no_change(client, patient):
    well_documented(patient)

    response = fetch(client, "before-after", period="90")

    (settling,), (left,) = points(response, "settling"), points(response, "left")
    assert settling["x"] == settling["from"] == left["x"]
    assert settling["y"] == left["from"]
    assert left["low"] < left["y"] < left["high"]
    pairs = points(response, "pair")
    mean_after = sum(pair["y"] * pair["n"] for pair in pairs) / sum(pair["n"] for pair in pairs)
    assert left["y"] == pytest.approx(mean_after, abs=0.002)


def test_a_curve_waits_for_thirty_sessions_and_keeps_its_band(client, patient):
    well_documented(patient, days=12)
    assert roles(fetch(client, "relief-curve-angle")) == set()

    other = make.patient()
    well_documented(other)
    client.force_login(other.user)
    one, again = (fetch(client, "relief-curve-angle", period="90") for _ in range(2))

    curve = points(one, "curve")
    assert [point["x"] for point in curve][:5] == [15, 20, 25, 30, 35]
    assert all(point["low"] <= point["y"] <= point["high"] for point in curve)
    assert one.content == again.content
    assert "descriptive only" in dataset(one, "curve")["label"]


@pytest.mark.parametrize(("angle", "end"), [(60, 60), (61, 90)])
def test_axes_are_of_two_lengths_only(client, patient, angle, end):
    sessions(patient, FIRST, [(6, 1)], angle_deg=angle)

    axes = fetch(client, "relief-by-angle").json()["options"]

    assert (axes["x"]["max"], axes["y"]["min"], axes["y"]["max"]) == (end, -5, 5)


def test_the_axis_of_relief_is_ten_points_where_one_needs_them(client, patient):
    sessions(patient, FIRST, [(6, 4), (8, 2)])

    assert fetch(client, "relief-by-angle").json()["options"]["y"]["max"] == 10
