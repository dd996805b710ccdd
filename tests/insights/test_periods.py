import datetime as dt

import pytest

from invertrack.insights.periods import MOST_DAYS, Period, read_period, tabs

TODAY = dt.date(2026, 3, 30)
DEFAULT = (dt.date(2025, 12, 31), TODAY)


@pytest.mark.parametrize(
    ("params", "first", "last"),
    [
        ({}, *DEFAULT),
        ({"period": "30"}, dt.date(2026, 3, 1), TODAY),
        ({"period": "90"}, *DEFAULT),
        ({"period": "365"}, dt.date(2025, 3, 31), TODAY),
        ({"from": "2026-03-01", "to": "2026-03-05"}, dt.date(2026, 3, 1), dt.date(2026, 3, 5)),
        ({"from": "2026-03-01"}, dt.date(2026, 3, 1), TODAY),
        ({"to": "2026-03-05"}, dt.date(2025, 12, 6), dt.date(2026, 3, 5)),
        ({"from": "2026-03-29", "to": "2027-01-01"}, dt.date(2026, 3, 29), dt.date(2026, 3, 31)),
        ({"period": "30", "from": "", "to": ""}, dt.date(2026, 3, 1), TODAY),
        ({"period": "30", "from": "2026-03-29"}, dt.date(2026, 3, 29), TODAY),
    ],
)
def test_read_period_reads_what_an_address_can_ask(params, first, last):
    period, problem = read_period(params, today=TODAY)

    assert (period.first, period.last, problem) == (first, last, "")


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"period": "7"}, "30, 90, 365 or all"),
        ({"period": ""}, "30, 90, 365 or all"),
        ({"period": "<script>"}, "30, 90, 365 or all"),
        ({"from": "yesterday"}, "year, month, day"),
        ({"from": "2026-02-30"}, "year, month, day"),
        ({"to": "2026-13-01"}, "year, month, day"),
        ({"from": "\0"}, "year, month, day"),
        ({"to": "0001-01-01"}, "year, month, day"),
        ({"from": "2026-03-05", "to": "2026-03-01"}, "after the last"),
        ({"from": "2026-04-02", "to": "2026-04-03"}, "still to come"),
        ({"from": "1900-01-01"}, "twenty years"),
        ({"from": "0001-01-01", "to": "9999-12-31"}, "twenty years"),
    ],
)
def test_read_period_says_what_is_wrong_and_gives_the_default(params, said):
    period, problem = read_period(params, today=TODAY)

    assert (period.first, period.last) == DEFAULT
    assert said in problem
    assert problem.endswith("Showing the last 90 days.")


@pytest.mark.parametrize(
    ("params", "data_from", "first"),
    [
        ({"period": "90"}, dt.date(2026, 3, 10), dt.date(2026, 3, 10)),
        ({"period": "all"}, dt.date(2026, 3, 10), dt.date(2026, 3, 10)),
        ({"from": "2026-01-01", "to": "2026-03-12"}, dt.date(2026, 3, 10), dt.date(2026, 3, 10)),
        ({"period": "30"}, dt.date(2020, 1, 1), dt.date(2026, 3, 1)),
    ],
)
def test_read_period_never_starts_before_the_first_shared_day(params, data_from, first):
    period, problem = read_period(params, today=TODAY, data_from=data_from)

    assert (period.first, problem) == (first, "")


def test_read_period_before_the_first_shared_day_says_so():
    params = {"from": "2026-01-01", "to": "2026-01-05"}

    period, problem = read_period(params, today=TODAY, data_from=dt.date(2026, 3, 10))

    assert (period.first, period.last) == (dt.date(2026, 3, 10), TODAY)
    assert problem.startswith("Records are shared from 10 March 2026.")


def test_read_period_with_a_first_shared_day_to_come_is_that_day_alone():
    tomorrow = TODAY + dt.timedelta(days=1)

    period, _ = read_period({}, today=TODAY, data_from=tomorrow)

    assert (period.first, period.last) == (tomorrow, tomorrow)


@pytest.mark.parametrize(
    ("period", "label"),
    [
        (Period(dt.date(2026, 3, 1), TODAY, "30"), "Last 30 days"),
        (Period(dt.date(2026, 3, 10), TODAY, "30"), "10 to 30 March 2026"),
        (Period(dt.date(2026, 3, 10), TODAY, "all"), "All 21 days"),
        (Period(dt.date(2026, 2, 28), TODAY), "28 February to 30 March 2026"),
        (Period(dt.date(2025, 12, 31), TODAY), "31 December 2025 to 30 March 2026"),
        (Period(TODAY, TODAY), "30 March 2026"),
    ],
)
def test_label_names_a_preset_only_where_it_is_whole(period, label):
    assert period.label == label


def test_query_asks_for_the_same_period_again():
    for params in ({"period": "all"}, {"from": "2026-03-01", "to": "2026-03-05"}):
        period, _ = read_period(params, today=TODAY)
        again = dict(pair.split("=") for pair in period.query.split("&"))

        assert read_period(again, today=TODAY) == (period, "")


def test_reaching_keeps_the_length_of_a_preset_and_the_dates_of_ones_own_choice():
    tomorrow = TODAY + dt.timedelta(days=1)
    preset = Period(dt.date(2026, 3, 1), TODAY, "30")
    own = Period(dt.date(2026, 3, 1), TODAY)

    assert preset.reaching(tomorrow) == Period(dt.date(2026, 3, 2), tomorrow, "30")
    assert own.reaching(tomorrow) == own


def test_all_is_bounded():
    period, _ = read_period({"period": "all"}, today=TODAY)

    assert period.days == MOST_DAYS


def test_tabs_mark_the_chosen_preset():
    period, _ = read_period({"period": "365"}, today=TODAY)

    assert [tab.query for tab in tabs(period) if tab.is_current] == ["period=365"]


def test_tabs_keep_what_else_stands_in_the_address():
    period, _ = read_period({}, today=TODAY)

    queries = [tab.query for tab in tabs(period, x="treatment:a&b", y="rating")]

    assert queries[0] == "x=treatment%3Aa%26b&y=rating&period=30"


@pytest.mark.parametrize(
    ("key", "recorded", "first", "last"),
    [
        ("all", [], TODAY, TODAY),
        ("all", [dt.date(2026, 3, 5)], dt.date(2026, 3, 5), TODAY),
        (
            "all",
            [dt.date(2026, 3, 31), dt.date(2026, 3, 5)],
            dt.date(2026, 3, 5),
            dt.date(2026, 3, 31),
        ),
        ("30", [dt.date(2026, 3, 5)], dt.date(2026, 3, 1), TODAY),
        ("30", [dt.date(2026, 3, 31)], dt.date(2026, 3, 2), dt.date(2026, 3, 31)),
    ],
)
def test_holding_makes_a_period_as_its_rows_are(key, recorded, first, last):
    period, _ = read_period({"period": key}, today=TODAY)

    found = period.holding(recorded)

    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(("days", "by_day"), [(1, True), (366, True), (367, False)])
def test_a_period_is_by_day_up_to_366_days(days, by_day):
    assert Period(TODAY - dt.timedelta(days=days - 1), TODAY).is_by_day == by_day
