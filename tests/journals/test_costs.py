"""Statements that the journal's pages and writes cost, whatever there is to show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)
PATHS = {
    "index": "/journal/",
    "earlier month": "/journal/?month=2026-04",
    "day": "/journal/2026-05-12/",
    "now": "/journal/now/",
    "body": "/journal/2026-05-12/body/",
    "mark": "/journal/2026-05-12/kind/",
    "rate": "/journal/2026-05-12/ratings/",
    "treatments": "/journal/treatments/",
    "add_treatment": "/journal/treatments/new/",
    "repeat_treatment": "/journal/treatments/again/",
}


def rows(patient, number):
    back = dt.timedelta(days=number * 20)
    entry = make.entry(of=patient, day=TODAY - back, note="Stiff.", pain_avg_24h=5)
    make.body(of=entry, lower_back_left=4, neck_middle=3)
    hours = dt.timedelta(hours=number)
    make.rating(of=patient, at=NOW - hours)
    return make.treatment(of=patient, at=NOW - hours, has_changed=True)


# Session and account first. The index: oldest day, the month's days, the days of the habit, today's
# entry. A day: entry with its words, body map, ratings, treatments, corrections, chosen fields.
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("index", 6),
        ("earlier month", 4),
        ("day", 8),
        ("now", 2),
        ("body", 4),
        ("mark", 3),
        ("rate", 2),
        ("treatments", 4),
        ("add_treatment", 3),
        ("repeat_treatment", 3),
        ("edit_treatment", 5),
        ("delete_treatment", 3),
    ],
)
def test_page_costs_the_same_with_one_row_and_with_three(
    browser, patient, name, most, django_assert_num_queries
):
    first = rows(patient, 0)
    path = PATHS.get(name) or reverse(f"journals:{name}", args=[first.id])

    with django_assert_num_queries(most):
        browser.get(path)
    for number in (1, 2):
        rows(patient, number)
    with django_assert_num_queries(most):
        browser.get(path)


def cost(browser, path, fields):
    with CaptureQueriesContext(connection) as asked:
        assert browser.post(path, fields).status_code == 302
    # The test's own transaction makes savepoints of the write's begin and end.
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


def sent(page, **fields):
    hidden = page.context["form"]
    names = [name for name in hidden.fields if name in {"write_id", "account", "version", "next"}]
    return {name: hidden[name].value() or "" for name in names} | fields


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("now", {"score": "4"}),
        ("mark", {"day_kind": "rest"}),
        (
            "day",
            {"pain_avg_24h": "6", "day_kind": "flare", "note": "Less.", "managed": "A walk."},
        ),
        ("body", {"lower_back-left": "6", "calf-left": "2", "neck-middle": ""}),
        ("rate", {"score": "4", "when": "now"}),
        ("add_treatment", {"name": "Bath", "when": "now", "has_changed": "on"}),
    ],
)
def test_write_costs_at_most_16_statements(browser, patient, name, typed):
    rows(patient, 0)
    rows(patient, 1)
    path = PATHS[name]

    assert cost(browser, path, sent(browser.get(path), **typed)) <= 16


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("edit_treatment", {"name": "Bath", "taken_local_0": "2026-05-10T12:00"}),
        ("delete_treatment", {}),
    ],
)
def test_change_of_a_treatment_costs_at_most_16_statements(browser, patient, name, typed):
    path = reverse(f"journals:{name}", args=[rows(patient, 0).id])

    assert cost(browser, path, sent(browser.get(path), **typed)) <= 16


def test_the_same_again_costs_at_most_16_statements(browser, patient):
    earlier = rows(patient, 0)
    fields = sent(browser.get(PATHS["treatments"]), of=str(earlier.id))

    assert cost(browser, PATHS["repeat_treatment"], fields) <= 16
