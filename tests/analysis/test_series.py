import datetime as dt
import itertools

from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.series import Coverage, coverage, dense_days, epoch_day

DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
DIARIES = st.dictionaries(DAYS, st.integers(0, 10), max_size=40)


def test_dense_days_keeps_gaps_as_none_and_a_score_of_zero_as_zero():
    diary = {dt.date(2026, 3, 1): 0, dt.date(2026, 3, 4): 7}

    assert dense_days(diary) == [
        (dt.date(2026, 3, 1), 0),
        (dt.date(2026, 3, 2), None),
        (dt.date(2026, 3, 3), None),
        (dt.date(2026, 3, 4), 7),
    ]


def test_dense_days_of_nothing_written_is_empty():
    assert dense_days({}) == []
    assert dense_days({dt.date(2026, 3, 1): None}) == []


def test_dense_days_crosses_a_clock_change_and_a_leap_day_one_day_at_a_time():
    spring = {dt.date(2024, 2, 28): 5, dt.date(2024, 4, 1): 5}

    days = [day for day, _ in dense_days(spring)]

    assert len(days) == 34
    assert dt.date(2024, 2, 29) in days
    assert {later - earlier for earlier, later in itertools.pairwise(days)} == {
        dt.timedelta(days=1)
    }


@given(DIARIES)
def test_dense_days_loses_and_invents_no_score(diary):
    written = {day: score for day, score in dense_days(diary) if score is not None}

    assert written == diary


@given(DIARIES, st.sets(DAYS, max_size=20))
def test_dense_days_is_unmoved_by_days_without_a_score(diary, missing):
    looked_at = dict.fromkeys(missing) | diary

    assert dense_days(looked_at) == dense_days(diary)


@given(DIARIES, st.randoms(use_true_random=False))
def test_dense_days_does_not_depend_on_the_order_of_writing(diary, random):
    shuffled = list(diary.items())
    random.shuffle(shuffled)

    assert dense_days(dict(shuffled)) == dense_days(diary)


@given(DIARIES)
def test_coverage_agrees_with_the_dense_days(diary):
    dense = dense_days(diary)

    assert coverage(diary) == Coverage(span_days=len(dense), rated_days=len(diary))


def test_coverage_counts_a_day_with_two_ratings_once():
    day = dt.date(2026, 3, 1)

    assert coverage([day, day]) == Coverage(span_days=1, rated_days=1)


def test_epoch_day_is_zero_in_1970_and_counts_local_days():
    assert epoch_day(dt.date(1970, 1, 1)) == 0
    assert epoch_day(dt.date(1969, 12, 31)) == -1
    assert epoch_day(dt.date(2026, 3, 2)) == 20514
