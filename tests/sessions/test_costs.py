"""Statements a page costs, whatever there is to show."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import make
from tests.sessions.filled import EVENING, FIRST, MARKER, MINUTE, NEW, TWO_TAPS, press, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def paths(session):
    return {
        "list": "/sessions/",
        "new": NEW,
        **{name: url(session, name) for name in ("detail", "edit", "delete")},
    }


@pytest.mark.parametrize(
    ("name", "most"), [("list", 5), ("new", 3), ("detail", 9), ("edit", 5), ("delete", 3)]
)
def test_page_costs_the_same_with_one_session_and_with_three(
    phone, patient, name, most, django_assert_num_queries
):
    def session(number):
        return make.session(
            of=patient,
            ended_at=EVENING - number * 60 * MINUTE,
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


def test_logging_costs_at_most_16_statements(phone, patient, django_assert_max_num_queries):
    make.session(of=patient, ended_at=EVENING - 60 * MINUTE)
    page = phone.get(NEW)

    with django_assert_max_num_queries(16):
        assert press(phone, page, **TWO_TAPS).status_code == 302


@pytest.mark.parametrize(
    ("name", "taps"),
    [("add_pain_after", {"pain_after": "3"}), ("edit", {"pain_before": "3"}), ("delete", {})],
)
def test_changing_costs_at_most_16_statements(phone, patient, name, taps):
    session = make.session(of=patient, ended_at=EVENING, pain_after=None, note=MARKER)
    page = phone.get(url(session, name))

    with CaptureQueriesContext(connection) as asked:
        assert press(phone, page, **taps).status_code == 302

    # The test's own transaction makes savepoints of the write's begin and end.
    assert len([query for query in asked if "SAVEPOINT" not in query["sql"]]) <= 16


def test_logging_with_all_there_is_to_say_costs_two_more(phone, django_assert_max_num_queries):
    page = phone.get(NEW)
    everything = FIRST | {"effect_dizzy": "1", "effect_nausea": "2", "note": MARKER}

    with django_assert_max_num_queries(18):
        assert press(phone, page, **everything).status_code == 302
