"""People who skip days by their pain, and a level that wanders: what only calibration asks for."""

from dataclasses import replace

import numpy as np
import pytest

from invertrack.analysis.simulation import simulate
from invertrack.analysis.truth import Pain, no_effect


@pytest.mark.parametrize(("tie", "side"), [(0.8, 1), (-0.8, -1)])
def test_who_skips_the_worse_or_the_milder_days_leaves_their_scores_out(tie, side):
    truth = no_effect()
    habits = replace(truth.habits, missing_share=0.3, skips_when_worse=tie)
    life = simulate(replace(truth, habits=habits), days=4000, seed=4)
    level = {
        kept: np.mean([day.latent_pain for day in life.days if day.has_entry is kept])
        for kept in (True, False)
    }
    silent = {day.index for day in life.days if not day.has_entry}

    assert len(silent) / 4000 == pytest.approx(0.3, abs=0.05)
    assert side * (level[False] - level[True]) > 1


def test_a_level_that_walks_goes_farther_the_longer_it_goes():
    walking = replace(no_effect(), pain=Pain(day_sd=0.0, flares_per_year=0.0, walk_sd=0.1))
    levels = np.array(
        [[day.latent_pain for day in simulate(walking, days=101, seed=k).days] for k in range(60)]
    )

    early, late = (np.std(levels[:, day] - levels[:, 0]) for day in (25, 100))
    assert late == pytest.approx(1.0, rel=0.3)
    assert late / early == pytest.approx(2.0, rel=0.3)
