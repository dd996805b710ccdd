"""What of a simulated life enters the analysis."""

from dataclasses import replace

import pytest

from invertrack.analysis.record import Record
from invertrack.analysis.simulated import first_days, paired_sessions, record_of_life
from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import dose_response


@pytest.fixture(scope="module")
def life():
    truth = dose_response()
    habits = replace(truth.habits, second_session_share=0.5, after_missing_share=0.3)
    return simulate(replace(truth, habits=habits), days=120, seed=7)


def test_a_day_has_the_scores_that_were_written_and_no_other(life):
    record = record_of_life(life)

    assert dict(record.pain) == {
        day.index: day.pain_avg_24h for day in life.days if day.pain_avg_24h is not None
    }
    assert dict(record.usual) == {
        day.index: day.rating_evening for day in life.days if day.rating_evening is not None
    }
    assert len(record.pain) < len(life.days)


def test_of_a_day_the_first_session_with_both_ratings_counts(life):
    record = record_of_life(life)

    for pair in record.pairs:
        that_day = [session for session in life.sessions if session.day == pair.day]
        first = next(session for session in that_day if session.pain_after is not None)
        assert (pair.before, pair.after) == (first.pain_before, first.pain_after)
        assert (pair.angle_deg, pair.duration_s) == (first.angle_deg, first.duration_s)
        assert not pair.is_late


def test_a_session_without_both_ratings_makes_a_day_with_a_session_and_no_pair(life):
    record = record_of_life(life)

    assert record.session_days == {session.day for session in life.sessions}
    assert {pair.day for pair in record.pairs} < record.session_days


def test_the_truth_behind_each_pair_is_known(life):
    record = record_of_life(life)
    sessions = paired_sessions(life)

    assert [pair.day for pair in record.pairs] == [session.day for session in sessions]
    effect = life.truth.effect
    assert all(
        session.true_relief == effect.relief(angle_deg=pair.angle_deg, minutes=pair.minutes)
        for pair, session in zip(record.pairs, sessions, strict=True)
    )


def test_a_person_was_the_same_when_they_had_written_for_fewer_days(life):
    record = record_of_life(life)
    young = first_days(record, 40)

    assert max(day for day, _ in young.pain) < 40
    assert young.pairs == record.pairs[: len(young.pairs)]
    assert len(young.usual) < len(record.usual)
    assert first_days(record, 120) == record
    assert first_days(record, 0) == Record()
