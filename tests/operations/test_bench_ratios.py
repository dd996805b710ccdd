"""The statistics of taking turns, on times that are given and not measured."""

from itertools import count

import pytest

from invertrack.operations.bench.ratios import (
    WARM_UP_ROUNDS,
    Candidate,
    Figure,
    median,
    ratio,
    take_turns,
)


def test_ratio_is_the_median_of_the_rounds_not_of_the_times():
    # The machine is three times slower in the second round, for both alike.
    assert ratio([2.0, 6.0, 2.2], [1.0, 3.0, 1.0]).value == pytest.approx(2.0)


def test_candidates_that_take_the_same_time_have_ratio_one_inside_their_interval():
    ticks = [1.0, 1.2, 0.9, 1.1, 1.0, 0.95, 1.05, 1.3]

    assert ratio(ticks, ticks) == Figure(1.0, 1.0, 1.0)
    found = ratio(ticks, ticks[::-1])
    assert found.low <= 1.0 <= found.high


def test_interval_is_the_same_for_the_same_times_and_narrows_with_rounds():
    few = [1.0, 1.4, 0.8, 1.2, 1.1]
    many = few * 40

    assert median(few) == median(few)
    assert median(many).high - median(many).low < median(few).high - median(few).low
    assert median(few).low <= median(few).value <= median(few).high


def test_one_outlier_moves_the_ratio_little():
    calm, disturbed = [1.0] * 21, [1.0] * 20 + [500.0]

    assert ratio(disturbed, calm).value == 1.0


@pytest.mark.parametrize(("of", "to"), [([], []), ([1.0], [1.0, 2.0])])
def test_ratio_needs_the_same_rounds_of_both(of, to):
    with pytest.raises(ValueError, match="same rounds"):
        ratio(of, to)


def test_each_round_calls_everybody_once_in_an_order_of_its_own():
    calls, ticks = [], []
    names = ("a", "b", "c", "d")
    candidates = {name: Candidate(run=lambda _, name=name: calls.append(name)) for name in names}

    times = take_turns(candidates, rounds=20, tick=lambda: ticks.append(1))

    rounds = [tuple(calls[i : i + 4]) for i in range(0, len(calls), 4)]
    assert all(sorted(turn) == list(names) for turn in rounds)
    assert len(set(rounds)) > 5
    assert {name: len(found) for name, found in times.items()} == dict.fromkeys(names, 20)
    assert (len(rounds), len(ticks)) == (20 + WARM_UP_ROUNDS, 20)


def test_only_the_run_itself_is_timed():
    clock = count(0, 2_000_000).__next__  # each look at it is 2 ms later
    seen = []
    candidate = Candidate(
        run=lambda given: given + 1, before=lambda: 41, after=lambda answer: seen.append(answer)
    )

    times = take_turns({"only": candidate}, rounds=3, clock=clock)

    assert times == {"only": [2.0, 2.0, 2.0]}
    assert set(seen) == {42}
