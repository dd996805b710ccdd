"""No number of the page stands without n and interval, and none that findings.json has not."""

import re

import pytest

from tests import make

from .people import well_documented
from .test_views import text

pytestmark = pytest.mark.django_db

PERIOD = {"from": "2026-03-01", "to": "2026-05-12"}
DECIMAL = re.compile(r"(?<![\d.])[+-]?\d+\.\d+")
ENDS = re.compile(r"([+-]?\d+\.\d+) to ([+-]?\d+\.\d+)")
READ_AT = re.compile(r"pain before of (\d+\.\d)")


@pytest.fixture
def patient(client):
    patient = make.patient()
    client.force_login(patient.user)
    return patient


def written(value):
    """A number as pages may write it: with one to three decimals, with its sign or without."""
    for digits in (1, 2, 3):
        for number in (round(value, digits), abs(round(value, digits))):
            yield f"{number:.{digits}f}"
            yield f"{number:+.{digits}f}"


def findings_of(client):
    return client.get("/insights/findings.json", PERIOD).json()["findings"]


def page_of(client):
    return text(client.get("/insights/", PERIOD))


def test_every_number_of_the_page_is_a_finding_with_n_and_interval(client, patient):
    well_documented(patient)

    page, findings = page_of(client), findings_of(client)

    shown = [one for one in findings if one["estimate"] is not None]
    assert all(one["n"] and one["interval"] for one in shown)
    known = {
        words
        for one in shown
        for value in (one["estimate"], *one["interval"])
        for words in written(value)
    }
    assert set(DECIMAL.findall(page)) - set(READ_AT.findall(page)) <= known
    assert {"pain-trend", "mean-change", "left", "angle-slope"} <= {one["id"] for one in shown}


def test_every_interval_of_the_page_is_that_of_one_finding(client, patient):
    well_documented(patient)

    page, findings = page_of(client), findings_of(client)

    known = {
        tuple(round(end, digits) for end in one["interval"])
        for one in findings
        if one["interval"]
        for digits in (1, 2, 3)
    }
    found = {(float(low), float(high)) for low, high in ENDS.findall(page)}
    assert len(found) > 8
    assert found <= known


def test_every_answer_that_is_primary_or_exploratory_says_so(client, patient):
    well_documented(patient, days=12)

    page, findings = page_of(client), findings_of(client)

    assert page.count("Exploratory") >= 5
    assert [one["id"] for one in findings if one["role"] == "primary"] == ["pain-trend"]


@pytest.mark.parametrize("days", [0, 3, 9])
def test_below_the_gates_the_page_holds_no_estimate_and_says_what_is_missing(client, patient, days):
    well_documented(patient, days=days)
    make.session(of=patient, pain_after=None)

    page = page_of(client)

    assert not DECIMAL.findall(page) or days == 9
    if days:
        assert "more needed. Small samples mislead." in page


def test_the_top_of_the_page_is_one_sentence_of_the_question(client, patient):
    well_documented(patient)

    today = client.get("/insights/", PERIOD).context["board"].today

    assert today.headline == today.answer.finding.claim
    assert page_of(client).count(today.headline) == 1
