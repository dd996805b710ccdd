import datetime as dt
import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.urls import reverse

from invertrack.analysis.series import epoch_day
from invertrack.insights.board import CHART_NAMES
from invertrack.insights.charts import CHARTS, ChartView
from tests import make

from .days import evening, sessions

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def fetch(client, name, **params):
    return client.get(reverse("insights:chart", args=[name]), params or MARCH)


def points(response, role):
    datasets = response.json()["data"]["datasets"]
    return next(dataset["data"] for dataset in datasets if dataset["role"] == role)


def not_json(name):
    raise AssertionError(f"{name} is not JSON")


def full_month(patient):
    sessions(patient, FIRST, [(6 + i % 3, 4) for i in range(12)], angle_deg=20)
    make.entry(of=patient, day=FIRST, pain_avg_24h=3, pain_worst_24h=6)
    make.rating(of=patient, score=5, at=evening(FIRST))


# What django-chartjs does by itself and this project does not ----------------------------------


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_holds_data_and_options_only(client, patient, name):
    full_month(patient)

    response = fetch(client, name)

    assert response.headers["Content-Type"] == "application/json"
    payload = json.loads(response.content, parse_constant=not_json)
    assert set(payload) == {"data", "options"}
    assert set(payload["data"]) == {"labels", "datasets"}
    assert payload["options"]["chart"] == name
    assert b"object at 0x" not in response.content
    assert name.encode() not in response.content.replace(
        payload["options"]["chart"].encode(), b"", 1
    )


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_is_the_same_bytes_each_time(client, patient, name):
    full_month(patient)

    assert len({fetch(client, name).content for _ in range(3)}) == 1


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_points_are_numbers_booleans_and_null(client, patient, name):
    full_month(patient)

    for dataset in fetch(client, name).json()["data"]["datasets"]:
        for point in dataset["data"]:
            assert all(
                value is None or isinstance(value, int | float) for value in point.values()
            ), point


@pytest.mark.parametrize("stranger", [Decimal("2.5"), object(), FIRST, evening(FIRST)])
def test_chart_refuses_what_has_no_plain_json(stranger):
    with pytest.raises(TypeError):
        ChartView().convert_context_to_json({"data": [stranger]})


def test_chart_refuses_numbers_of_numpy():
    import numpy as np

    with pytest.raises(TypeError):
        ChartView().convert_context_to_json({"data": [np.float64(2.5)]})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_chart_refuses_what_is_not_a_number(value):
    with pytest.raises(ValueError, match="gap is None"):
        ChartView().convert_context_to_json({"data": {"datasets": [{"data": [{"y": value}]}]}})


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_is_never_stored(client, patient, name):
    assert fetch(client, name).headers["Cache-Control"] == "no-store"


def test_chartjs_is_no_installed_app_and_publishes_nothing():
    assert not [config.name for config in apps.get_app_configs() if config.name == "chartjs"]
    assert finders.find("js/Chart.min.js") is None


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_costs_four_queries_for_one_and_for_three_rows(
    client, patient, name, django_assert_max_num_queries
):
    counts = []
    for length in (1, 3):
        sessions(patient, FIRST + dt.timedelta(days=length), [(6, 4)] * length)
        make.entry(of=patient, day=FIRST + dt.timedelta(days=length), pain_avg_24h=3)
        for params in (MARCH, {"period": "all"}):
            with django_assert_max_num_queries(4) as captured:
                fetch(client, name, **params)
            counts.append(len(captured))
    assert len(set(counts)) == 1


# What each chart shows ------------------------------------------------------------------------


def test_pain_trend_keeps_a_gap_as_null(client, patient):
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)
    make.entry(of=patient, day=FIRST + dt.timedelta(days=2), pain_avg_24h=0)

    line = points(fetch(client, "pain-trend"), "pain")

    start = epoch_day(FIRST)
    assert len(line) == 31
    assert line[:4] == [
        {"x": start, "y": 3},
        {"x": start + 1, "y": None},
        {"x": start + 2, "y": 0},
        {"x": start + 3, "y": None},
    ]


def test_pain_trend_marks_sessions_and_ratings(client, patient):
    make.rating(of=patient, score=2, at=evening(FIRST, hour=8))
    make.rating(of=patient, score=7, at=evening(FIRST, hour=20))
    make.session(of=patient, ended_at=evening(FIRST, hour=9))
    make.session(of=patient, ended_at=evening(FIRST, hour=19))

    response = fetch(client, "pain-trend")

    day = epoch_day(FIRST)
    assert points(response, "rating") == [{"x": day, "y": 2}, {"x": day, "y": 7}]
    assert points(response, "session") == [{"x": day, "y": 0, "n": 2}]
    assert response.json()["options"]["y"] == {"title": "Pain, 0 to 10", "min": 0, "max": 10}


@pytest.mark.parametrize("change_of_clocks", [dt.date(2026, 3, 29), dt.date(2025, 10, 26)])
def test_pain_trend_has_whole_days_when_clocks_change(client, patient, change_of_clocks):
    start, end = (change_of_clocks + dt.timedelta(days=offset) for offset in (-1, 1))
    make.entry(of=patient, day=change_of_clocks, pain_avg_24h=4)

    line = points(fetch(client, "pain-trend", **{"from": start, "to": end}), "pain")

    assert [point["x"] - epoch_day(start) for point in line] == [0, 1, 2]
    assert [point["y"] for point in line] == [None, 4, None]


def test_relief_is_before_minus_after_with_hollow_dots(client, patient):
    make.session(of=patient, ended_at=evening(FIRST, hour=9), angle_deg=30, pain_before=7)
    make.session(
        of=patient,
        ended_at=evening(FIRST, hour=19),
        angle_deg=20,
        pain_before=3,
        pain_after=5,
    )
    make.session(of=patient, ended_at=evening(FIRST, hour=20), pain_after=None)

    assert points(fetch(client, "relief-by-angle"), "relief") == [
        {"x": 20, "y": -2, "before": 3, "late": True},
        {"x": 30, "y": 3, "before": 7, "late": False},
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


@pytest.mark.parametrize("name", CHART_NAMES)
def test_chart_of_nothing_is_a_chart(client, patient, name):
    for params in (MARCH, {"period": "all"}, {"period": "nonsense"}, {"from": "\0"}):
        response = fetch(client, name, **params)

        assert response.status_code == 200
        json.loads(response.content, parse_constant=not_json)


# Who and how ------------------------------------------------------------------------------------


def test_chart_of_an_unknown_name_does_not_exist(client, patient):
    assert fetch(client, "pain").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_chart_only_reads(client, patient, method):
    url = reverse("insights:chart", args=["pain-trend"])

    assert getattr(client, method)(url).status_code == 405


def test_chart_answers_head(client, patient):
    response = client.head(reverse("insights:chart", args=["pain-trend"]))

    assert (response.status_code, response.content) == (200, b"")


def test_chart_does_not_exist_for_a_clinician_without_records(client):
    client.force_login(make.clinician().user)

    assert fetch(client, "pain-trend").status_code == 404


def test_chart_shows_nobody_elses_records(client, patient):
    full_month(make.patient())

    for name in CHART_NAMES:
        datasets = fetch(client, name).json()["data"]["datasets"]
        assert not [p for d in datasets for p in d["data"] if p["y"] is not None]


def test_every_chart_has_a_builder():
    assert tuple(CHARTS) == CHART_NAMES
