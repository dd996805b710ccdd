"""Nobody is told what is not so more often than chance allows: the calibration in short.

The page docs/calibration.md has a thousand people a row. Here are as many as a test has time for;
the bounds are those that a true share of 5 % (or 95 %) breaks once in a thousand times.
"""

import pytest
from scipy.stats import binom

from invertrack.analysis.analyse import analyse
from invertrack.operations.bench.calibration import run
from invertrack.operations.bench.calibration.claims import Claim, said_of
from invertrack.operations.bench.calibration.rows import AGES, OLDEST, ROWS
from invertrack.operations.bench.calibration.tally import Tally

YOUNG, FORTY_SESSIONS, _ = AGES
SEED = 11


def told(key, age, people):
    """Return what is claimed of so many people of a row at one age: a tally for each claim."""
    row = next(row for row in ROWS if row.key == key)
    found = dict.fromkeys(Claim, Tally())
    for number in range(people):
        person = dict(run.seen(row, number, seed=SEED))[age]
        for claim, said in said_of(person, analyse(person.record)).items():
            found[claim] += Tally.of(said)
    return found


def most(of, share=0.05):
    """Return the highest count that a true share reaches, but for once in a thousand times."""
    return int(binom.ppf(0.999, of, share))


def fewest(of, share=0.95):
    """Return the lowest count that a true share falls to, but for once in a thousand times."""
    return int(binom.ppf(0.001, of, share))


@pytest.mark.parametrize(
    ("key", "age", "people", "broken"),
    [
        ("ar1_6", YOUNG, 60, [Claim.TREND]),
        ("ar1_6", FORTY_SESSIONS, 60, [Claim.TREND]),
        ("bad_days_only", OLDEST, 50, [Claim.TREND, Claim.LEFT]),
        ("steeper_when_worse", OLDEST, 45, [Claim.TREND, Claim.ANGLE]),
    ],
)
def test_where_nothing_is_so_few_are_told_that_it_is_and_common_methods_tell_many(
    key, age, people, broken
):
    found = told(key, age, people)

    for tally in found.values():
        assert tally.is_null
        assert tally.claims <= most(tally.open)
        assert tally.covers >= fewest(tally.shown)
    for claim in broken:
        assert found[claim].open > people / 4
        assert all(share.count > most(share.of) for share in found[claim].naive)


# The three demo people --------------------------------------------------------------------------


def test_who_has_no_effect_is_told_of_none():
    found = told("demo_no_effect", OLDEST, 45)

    for claim in (Claim.TREND, Claim.LEFT, Claim.ANGLE, Claim.GROUP):
        assert found[claim].claims <= most(45)


def test_two_points_are_found_at_twenty_sessions():
    left = told("demo_two_points", 0, 50)[Claim.LEFT]

    assert left.open > 25
    assert left.of_open.value >= 0.8


def test_who_inverts_and_goes_steeper_by_pain_is_told_of_nothing():
    found = told("demo_dose_by_pain", OLDEST, 30)

    assert found[Claim.LEFT].open == 0
    assert found[Claim.LEFT].naive[0].value > 0.8  # a paired t test would tell nearly all of them
    for claim in (Claim.ANGLE, Claim.MINUTES, Claim.GROUP):
        assert found[claim].claims <= most(30)
