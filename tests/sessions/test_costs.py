"""Statements a page costs, whatever there is to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.sessions.filled import EVENING, FIRST, MARKER, MINUTE, NEW, TWO_TAPS, only, press, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def paths(session):
    return {
        "list": "/sessions/",
        "new": NEW,
        **{name: url(session, name) for name in ("detail", "edit", "delete")},
    }


@pytest.mark.parametrize(
    ("name", "most"), [("list", 4), ("new", 7), ("detail", 13), ("edit", 7), ("delete", 4)]
)
def test_page_costs_the_same_with_one_session_and_with_three(
    phone, patient, name, most, django_assert_num_queries
):
    def session(number):
        return make.session(
            of=patient,
            ended_at=EVENING - number * 24 * 60 * MINUTE,
            side_effects={"dizzy": 1, "nausea": 1},
            note=MARKER,
        )

    one = session(0)
    with django_assert_num_queries(most):
        phone.get(paths(one)[name])
    for number in (1, 2):
        session(number)
    with django_assert_num_queries(most):
        phone.get(paths(one)[name])


def test_list_asks_once_more_which_of_a_day_s_sessions_had_the_side_effect(
    phone, patient, django_assert_num_queries
):
    ill = make.session(of=patient, ended_at=EVENING, side_effects={"dizzy": 1, "nausea": 1})
    well = make.session(of=patient, ended_at=EVENING - 60 * MINUTE)

    with django_assert_num_queries(5):
        page = phone.get("/sessions/").context["page"]

    assert {row.id: row.effects for row in page.months[0].rows} == {ill.id: 2, well.id: 0}


def statements(client, page, **taps):
    """What sending a page's form asks of the database, log-in included."""
    with CaptureQueriesContext(connection) as asked:
        assert press(client, page, **taps).status_code == 302
    # The test's own transaction makes savepoints of the write's begin and end.
    return len([query for query in asked if "SAVEPOINT" not in query["sql"]])


EVERYTHING = FIRST | {
    "hold_2_0": "45",
    "hold_2_1": "1",
    "effect_dizzy": "1",
    "effect_dizzy_onset": "during",
    "effect_nausea": "2",
    "before_systolic": "128",
    "before_diastolic": "82",
    "after_heart_rate": "58",
    "equipment_tether": "3",
    "note": MARKER,
}


@pytest.mark.parametrize(
    ("said", "most"),
    [
        (TWO_TAPS, 15),  # of the 16 that are allowed
        (TWO_TAPS | {"effect_dizzy": "1"}, 17),
        (TWO_TAPS | {"effect_chest_pain": "1"}, 18),  # an alarm is raised as well
        (EVERYTHING, 19),
    ],
)
def test_logging_costs_at_most_15_statements_and_19_with_everything_said(
    phone, patient, said, most
):
    make.session(of=patient, ended_at=EVENING - 60 * MINUTE)

    assert statements(phone, phone.get(NEW), **said) <= most


def test_correcting_every_part_costs_at_most_20_statements(phone, patient):
    statements(phone, phone.get(NEW), **EVERYTHING)
    everything = EVERYTHING | {
        "pain_before": "3",
        "angle_deg": "25",
        "hold_2_0": "40",
        "effect_dizzy": "3",
        "effect_nausea": "",
        "before_systolic": "130",
        "after_heart_rate": "60",
        "equipment_tether": "4",
        "note": "other words",
    }

    # Two for each kind of part; safety reads its state and the latest sessions, and stores both.
    assert statements(phone, phone.get(url(only(patient), "edit")), **everything) <= 20
    assert statements(phone, phone.get(url(only(patient), "edit")), note="more words") <= 16


def test_correction_that_also_adds_to_every_part_costs_one_more_a_kind(phone, patient):
    statements(phone, phone.get(NEW), **{**EVERYTHING, "after_heart_rate": ""})
    more = {"hold_3_0": "10", "hold_3_1": "1", "effect_anxiety": "1", "after_heart_rate": "60"}
    changed = {"hold_2_0": "40", "effect_dizzy": "3", "before_systolic": "130", "note": "other"}

    assert statements(phone, phone.get(url(only(patient), "edit")), **more, **changed) <= 23


@pytest.mark.parametrize(
    ("name", "taps"), [("add_pain_after", {"pain_after": "3"}), ("delete", {}), ("restore", {})]
)
@pytest.mark.parametrize("others", [0, 1])
def test_changing_costs_at_most_18_statements(phone, patient, name, taps, others):
    statements(phone, phone.get(NEW), **EVERYTHING)
    session = only(patient)
    if others:
        make.session(of=patient, ended_at=EVENING - 60 * MINUTE)
    if name == "restore":
        press(phone, phone.get(url(session, "delete")))

    # 16 without side effects: these begin or end a pause, which is stored.
    assert statements(phone, phone.get(url(session, name)), **taps) <= 18
