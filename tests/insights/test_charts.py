import datetime as dt
import json
from decimal import Decimal

import pytest
from django.apps import apps
from django.contrib.staticfiles import finders
from django.urls import reverse

from invertrack.insights.board import CHART_NAMES, CURVE_NAMES
from invertrack.insights.charts import CHARTS, ChartView, refuse_nan
from invertrack.insights.models import StoredResult
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay
from tests import make

from .days import evening, sessions
from .payloads import FIRST, LONG, MARCH, fetch, full_month, points, ten_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def not_json(name):
    raise AssertionError(f"{name} is not JSON")


# What django-chartjs does by itself and this project does not ----------------------------------


@pytest.mark.parametrize("name", CHARTS)
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


@pytest.mark.parametrize("name", CHARTS)
def test_chart_is_the_same_bytes_each_time(client, patient, name):
    full_month(patient)

    assert len({fetch(client, name).content for _ in range(3)}) == 1


def leaves(value):
    """Every number, word and null inside."""
    if isinstance(value, dict):
        value = list(value.values())
    return [leaf for part in value for leaf in leaves(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", CHARTS)
def test_chart_values_are_numbers_booleans_and_null(client, patient, name):
    full_month(patient)

    for params in (MARCH, LONG):
        for found in fetch(client, name, **params).json()["data"]["datasets"]:
            values = {key: value for key, value in found.items() if key not in {"label", "role"}}
            words = [leaf for leaf in leaves(values) if isinstance(leaf, str)]
            assert words == (["Heat, 20 minutes"] if found["role"] == "treatment" else [])


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


@pytest.mark.parametrize(
    "value", [{"x": [[1, 2], [1, float("nan")]]}, [[[{"y": 1e400}]]], float("inf")]
)
def test_nan_is_found_wherever_it_hides(value):
    with pytest.raises(ValueError, match="gap is None"):
        refuse_nan({"data": [1, None, "word", 2.5, value]})


def test_plain_columns_are_not_refused():
    refuse_nan({"data": [1, None, 2.5, [3, 4], {"x": 1.0, "label": "a word", "late": True}]})


@pytest.mark.parametrize("name", CHARTS)
def test_chart_is_never_stored(client, patient, name):
    assert fetch(client, name).headers["Cache-Control"] == "no-store"


def test_chartjs_is_no_installed_app_and_publishes_nothing():
    assert not [config.name for config in apps.get_app_configs() if config.name == "chartjs"]
    assert finders.find("js/Chart.min.js") is None


@pytest.mark.parametrize("name", CHARTS)
def test_chart_costs_four_queries_for_one_and_for_three_rows(
    client, patient, name, django_assert_max_num_queries
):
    counts = []
    for length in (1, 3):
        sessions(patient, FIRST + dt.timedelta(days=length), [(6, 4)] * length)
        make.entry(of=patient, day=FIRST + dt.timedelta(days=length), pain_avg_24h=3)
        for params in (MARCH, LONG):
            fetch(client, name, **params)  # makes what is stored from then on
            with django_assert_max_num_queries(4) as captured:
                fetch(client, name, **params)
            counts.append(len(captured))
    assert len(set(counts)) == 1


def test_charts_of_all_days_cost_four_queries_however_long_they_are(
    client, patient, django_assert_max_num_queries
):
    def assert_cheap():
        for name in CHARTS:
            fetch(client, name, period="all")  # makes what is stored from then on
            with django_assert_max_num_queries(4, info=name):
                fetch(client, name, period="all")

    full_month(patient)
    assert_cheap()
    JournalDay.objects.for_patient(patient).delete()
    SessionDay.objects.for_patient(patient).delete()
    ten_years(patient)
    StoredResult.objects.for_patient(patient).delete()
    assert_cheap()


@pytest.mark.parametrize(
    ("x", "y"),
    [("treatment:heat", "rating"), ("rating", "sleep_h"), ("sessions", "treatment:heat")],
)
def test_comparison_costs_five_queries_at_the_most(
    client, patient, x, y, django_assert_max_num_queries
):
    full_month(patient)

    with django_assert_max_num_queries(5):
        assert points(fetch(client, "compare", **MARCH, x=x, y=y), "day")


@pytest.mark.parametrize("name", CHARTS)
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

    for name in CHARTS:
        for found in fetch(client, name).json()["data"]["datasets"]:
            assert not any(found["data"]), found


def test_every_chart_has_a_builder():
    assert tuple(CHARTS) == CHART_NAMES + CURVE_NAMES
