import pytest

from invertrack.care.access import Access
from invertrack.care.enums import Scope
from invertrack.insights.items import (
    JOURNAL_ITEMS,
    SESSION_ITEMS,
    choices,
    items_of,
    read_items,
)
from invertrack.journals.models import MAIN_SCORES, OPTIONAL_FIELDS

ALL = [*JOURNAL_ITEMS, *SESSION_ITEMS]


def access(*scopes):
    return Access(patient=None, scopes=frozenset(scopes))


def keys(items):
    return {item.key for item in items}


def test_every_journal_field_is_an_item():
    assert keys(JOURNAL_ITEMS) == {*MAIN_SCORES, *OPTIONAL_FIELDS, "rating"}


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        ((Scope.JOURNAL,), {*keys(JOURNAL_ITEMS), "treatment:heat"}),
        ((Scope.SESSIONS,), keys(SESSION_ITEMS)),
        ((Scope.TEXT,), set()),
    ],
)
def test_items_are_those_of_the_open_scopes(scopes, expected):
    assert keys(items_of(access(*scopes), ["Heat"])) == expected


def test_choices_are_grouped_and_begin_with_a_capital():
    groups = dict(choices(items_of(access(*Scope), ["ibuprofen 400"])))

    assert list(groups) == [
        "Journal",
        "Sessions of the day",
        "The session of the day that averages count",
        "Treatments",
    ]
    assert groups["Treatments"] == [("treatment:ibuprofen 400", "Ibuprofen 400")]
    assert ("pain_avg_24h", "Average pain, last 24 hours") in groups["Journal"]


@pytest.mark.parametrize(
    ("params", "x", "y"),
    [
        ({}, "sleep_h", "pain_avg_24h"),
        ({"x": "mood", "y": "stress"}, "mood", "stress"),
        ({"x": "mood"}, "mood", "pain_avg_24h"),
        ({"y": "mood"}, "sleep_h", "mood"),
        ({"x": "pain_avg_24h"}, "pain_avg_24h", "sleep_h"),
        ({"y": "sleep_h"}, "pain_avg_24h", "sleep_h"),
    ],
)
def test_read_items_reads_what_an_address_can_ask(params, x, y):
    found = read_items(params, ALL)

    assert (found[0].key, found[1].key, found[2]) == (x, y, "")


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"x": "password"}, "One of the two is not among the choices in these days."),
        ({"x": "treatment:gone", "y": "mood"}, "One of the two is not among the choices"),
        ({"x": "mood", "y": "<b>"}, "One of the two is not among the choices"),
        ({"x": "mood", "y": "mood"}, "Choose two different things."),
    ],
)
def test_read_items_says_what_is_wrong_and_gives_the_first_pair(params, said):
    x, y, problem = read_items(params, ALL)

    assert (x.key, y.key) == ("sleep_h", "pain_avg_24h")
    assert problem.startswith(said)
    assert problem.endswith("Showing sleep and average pain, last 24 hours.")


def test_read_items_of_sessions_alone_gives_a_pair_of_sessions():
    x, y, problem = read_items({"x": "sleep_h", "y": "mood"}, list(SESSION_ITEMS))

    assert (x.key, y.key) == ("pair_angle", "pair_relief")
    assert problem
