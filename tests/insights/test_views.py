import datetime as dt
import re

import pytest
from django.urls import reverse

from invertrack.insights.board import CHART_NAMES
from invertrack.sessions.actions import VitalsValues
from tests import make

from .days import entry, evening, later, sessions

pytestmark = pytest.mark.django_db

URL = "/insights/"
FIRST = dt.date(2026, 3, 1)
MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def text(response):
    """What a person reads: tags gone, entities and no-break spaces plain."""
    page = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(page.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").split())


def test_dashboard_shows_each_chart_with_its_sentence_and_its_table(client, patient):
    sessions(patient, FIRST, [(6, 4), (6, 3), (6, 4), (6, 3), (6, 4)], angle_deg=25)
    cuff = {"after": VitalsValues(124, 81, 66, "sitting")}
    sessions(patient, FIRST + dt.timedelta(days=5), [(6, 4)] * 2, angle_deg=45, vitals=cuff)
    make.entry(of=patient, day=FIRST, pain_avg_24h=3, pain_worst_24h=6)
    later(patient, FIRST, ["30min", 31, 3, True])
    make.completion(of=patient, at=evening(FIRST))

    response = client.get(URL, MARCH)
    page = response.content.decode()

    for name in CHART_NAMES[:-1]:
        url = reverse("insights:chart", args=[name])
        assert f'data-chart="{url}?from=2026-03-01&amp;to=2026-03-31"' in page
    assert page.count("<figcaption>1 to 31 March 2026. ") == 9
    assert page.count("<caption") == 9
    assert "20 to 29° 5 +2.4 +1.7 to +3.1" in text(response)
    assert "40 to 49° 2 n = 2: too few" in text(response)
    assert "1 Mar 2026 1 of 1 3 – 6 1" in text(response)
    assert "Before After: 3 After: 4 Sessions 6 2 5 7" in text(response)
    assert "25° 2 min 5 5 +2.4 +1.7 to +3.1 one group only 45° 2 min 2 2 n = 2: too few" in text(
        response
    )
    assert "1 Mar 2026 1 1 1" in text(response)
    assert "2 to 8 Mar 2026 After 124 81 66 2" in text(response)


def test_dashboard_shows_its_charts_in_the_order_of_questions(client, patient):
    sessions(patient, FIRST, [(6, 4)], vitals={"before": VitalsValues(heart_rate=66)})
    later(patient, FIRST, ["30min", 31, 3, True])
    make.completion(of=patient, at=evening(FIRST))

    page = client.get(URL, MARCH).content.decode()

    assert re.findall(r"/charts/([a-z-]+)\.json", page) == list(CHART_NAMES[:-1])


def test_dashboard_without_ratings_says_what_is_missing_and_draws_no_empty_chart(client, patient):
    make.session(of=patient, ended_at=evening(FIRST), pain_before=None, pain_after=None)

    response = client.get(URL, MARCH)

    drawn = re.findall(r"/charts/([a-z-]+)\.json", response.content.decode())
    assert drawn == ["pain-trend", "angle-duration", "adherence"]
    assert text(response).count("0 sessions with both ratings.") == 3
    assert "A share of sessions needs 5 sessions with both ratings, one a day: 0 so far." in text(
        response
    )
    assert "No setting has enough for an average. 5 more needed." in text(response)


def test_dashboard_lists_dashed_lines_with_their_days(client, patient):
    make.treatment(
        of=patient, at=evening(FIRST), name="Ibuprofen", dose_text="400 mg", has_changed=True
    )

    shown = text(client.get(URL, MARCH))

    assert "1 dashed line: a treatment changed" in shown
    assert "1 March 2026 your Ibuprofen changed here: 400 mg." in shown


def test_dashboard_of_ten_years_is_months_and_costs_no_more(
    client, patient, django_assert_max_num_queries
):
    for years in range(10):
        day = FIRST.replace(year=2026 - years)
        entry(patient, day, pain_avg_24h=3)
        sessions(patient, day, [(6, 4)])

    client.get(URL, {"period": "all"})  # makes what is stored from then on
    with django_assert_max_num_queries(8):
        response = client.get(URL, {"period": "all"})

    assert len(response.context["board"].stretches.rows) == 111
    assert "Pain by month" in text(response)


def test_dashboard_is_whole_without_scripts_in_the_page(client, patient):
    sessions(patient, FIRST, [(6, 4)])

    page = client.get(URL, MARCH).content.decode()

    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert not re.search(r"\sstyle=|\son\w+=", page)


def test_dashboard_of_nothing_says_the_next_step(client, patient):
    response = client.get(URL)

    assert "Nothing is recorded in these days." in text(response)
    assert reverse("sessions:create") in response.content.decode()
    assert b"data-chart" not in response.content


def test_dashboard_shows_ninety_days_unless_asked_otherwise(client, patient, now):
    make.session(of=patient, ended_at=now - dt.timedelta(days=1))
    old = now - dt.timedelta(days=100)
    make.session(of=patient, ended_at=old)

    shown = client.get(URL).context["board"]
    everything = client.get(URL, {"period": "all"}).context["board"]

    assert (shown.period.label, shown.sessions) == ("Last 90 days", 1)
    assert everything.sessions == 2
    assert everything.period.label.startswith("All 10")


@pytest.mark.parametrize(
    "params",
    [{"period": "7"}, {"from": "tomorrow"}, {"from": "2026-03-05", "to": "2026-03-01"}],
)
def test_dashboard_says_what_is_wrong_with_a_period_and_shows_the_default(client, patient, params):
    make.session(of=patient)

    response = client.get(URL, params)

    assert response.status_code == 200
    assert "Showing the last 90 days." in text(response)
    assert response.context["board"].period.label == "Last 90 days"


def test_dashboard_keeps_what_was_typed_out_of_the_page(client, patient):
    response = client.get(URL, {"from": "<b>typed</b>", "period": "<b>typed</b>"})

    assert b"typed" not in response.content.split(b"<main")[1]


def test_dashboard_costs_the_same_for_one_and_for_three_rows(
    client, patient, django_assert_max_num_queries
):
    counts = []
    for length in (1, 3):
        sessions(patient, FIRST + dt.timedelta(days=length), [(6, 4)] * length)
        make.entry(of=patient, day=FIRST + dt.timedelta(days=length), pain_avg_24h=3)
        make.rating(of=patient, at=evening(FIRST + dt.timedelta(days=length)))
        for params in (MARCH, {}, {"period": "all"}):
            client.get(URL, params)  # makes what is stored from then on
            with django_assert_max_num_queries(8) as captured:
                client.get(URL, params)
            counts.append(len(captured))
    assert len(set(counts)) == 1


def test_dashboard_only_reads(client, patient):
    assert client.post(URL).status_code == 405


def test_dashboard_does_not_exist_for_a_clinician_without_records(client):
    client.force_login(make.clinician().user)

    assert client.get(URL).status_code == 404
