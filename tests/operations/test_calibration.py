"""`manage.py bench calibration`: who is simulated, how claims are counted, what the page says."""

import json

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from invertrack.analysis.record import Pair, Record
from invertrack.analysis.results import Interval
from invertrack.operations.bench.calibration import claims, goals, naive, page, rows, run, worlds
from invertrack.operations.bench.calibration.claims import SILENT, Claim, Said, Saying
from invertrack.operations.bench.calibration.rows import AGES, ROWS, Kind
from invertrack.operations.bench.calibration.tally import Share, Tally, Width, width_of

BY_KEY = {row.key: row for row in ROWS}


# Who is simulated -------------------------------------------------------------------------------


def person(key, number=0, days=120):
    return BY_KEY[key].world(days, np.random.default_rng([7, number]))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_every_row_lives_people_who_write_something_down(row):
    seen = dict(run.seen(row, 0, seed=7))

    assert list(seen) == ([0] if row.at_session else list(AGES))
    for one in seen.values():
        assert len(one.record.pain) > 10
        assert len(one.reliefs) == len(one.record.pairs) > 0


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.key)
def test_only_the_rows_of_an_effect_have_one(row):
    found = [person(row.key, number) for number in range(3)]

    has_effect = any(one.left or one.angle or one.minutes for one in found)
    assert has_effect is (
        row.key in {"two_points", "one_point", "by_angle", "by_minutes", "demo_two_points"}
    )
    assert all(one.trend == 0 for one in found) is (
        row.key not in {"falling", "angle_rising_easing"}
    )


def test_the_same_seed_gives_the_same_person_and_another_number_another():
    assert list(run.seen(ROWS[0], 3, seed=7)) == list(run.seen(ROWS[0], 3, seed=7))
    assert list(run.seen(ROWS[0], 3, seed=7)) != list(run.seen(ROWS[0], 4, seed=7))


def test_nothing_is_known_of_days_that_are_still_to_come():
    young = person("plain_3").at_age(28)

    assert max(day for day, _ in young.record.pain) < 28
    assert len(young.reliefs) == len(young.record.pairs) < 28
    assert (
        person("two_points").at_session(20).record.pairs == person("two_points").record.pairs[:20]
    )


def test_who_leaves_days_out_leaves_out_their_sessions_too_or_the_journal_alone():
    wholly, journal = person("skips_worse"), person("journal_skips_worse")

    def rated(one):
        return {day for day, _ in one.record.usual} | {day for day, _ in one.record.pain}

    assert {pair.day for pair in wholly.record.pairs} <= rated(wholly)
    assert {pair.day for pair in journal.record.pairs} - rated(journal)


@pytest.mark.parametrize("phi", [0.0, 0.6])
def test_the_plain_generator_is_as_correlated_as_it_says(phi):
    rng = np.random.default_rng(7)

    series = worlds._correlated(20_000, phi, rng)

    assert np.corrcoef(series[:-1], series[1:])[0, 1] == pytest.approx(phi, abs=0.03)
    assert series.std() == pytest.approx(1.0, abs=0.05)


# What is counted --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("direction", "truth", "counts"),
    [(0, 0.0, False), (1, 0.0, True), (-1, 0.0, True), (-1, -2.0, True), (1, -2.0, False)],
)
def test_any_claim_counts_where_nothing_is_so_and_only_the_right_one_where_something_is(
    direction, truth, counts
):
    assert Saying(direction).claims(truth) is counts


def said(*, is_open=True, truth=0.0, low=-1.0, high=1.0, common=(True, None)):
    interval = Interval(low, high)
    saying = claims._of_interval(interval)
    shown = saying if is_open else SILENT
    return Said(is_open, truth, shown, shown, common)


def test_a_tally_counts_claims_of_open_gates_and_coverage_of_shown_numbers():
    people = [
        said(),
        said(low=0.5),
        said(is_open=False),
        said(low=-3, high=-1),
    ]

    tally = sum(map(Tally.of, people), Tally())

    assert (tally.opens, tally.of_open, tally.of_all) == (Share(3, 4), Share(2, 3), Share(2, 4))
    assert tally.coverage == Share(1, 3)
    assert tally.naive == (Share(4, 4), Share(0, 0))
    assert tally.is_null


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_counting_in_parts_is_counting_at_once(opened):
    tallies = [Tally.of(said(is_open=is_open)) for is_open in opened]

    middle = len(tallies) // 2
    parts = sum(tallies[:middle], Tally()) + sum(tallies[middle:], Tally())
    assert parts == sum(tallies, Tally())


@pytest.mark.parametrize(
    ("count", "of", "allowed"),
    [(50, 1000, True), (63, 1000, True), (64, 1000, False), (5, 50, True)],
)
def test_a_share_may_lie_above_its_limit_by_what_chance_allows(count, of, allowed):
    assert Share(count, of).is_at_most(0.05) is allowed


def test_the_error_of_a_share_is_never_nothing_and_falls_with_the_root_of_the_people():
    assert Share(0, 20).error > 0.03
    assert Share(500, 10_000).error == pytest.approx(Share(50, 1000).error / np.sqrt(10), rel=0.05)


@pytest.mark.parametrize(
    ("covers", "of", "width"),
    [
        (950, 1000, Width.RIGHT),
        (915, 1000, Width.RIGHT),
        (913, 1000, Width.NARROW),
        (980, 1000, Width.RIGHT),
        (981, 1000, Width.WIDE),
        (10, 10, None),
    ],
)
def test_intervals_are_as_wide_as_they_say_within_what_chance_allows(covers, of, width):
    assert width_of(Share(covers, of)) is width


# What common methods say ------------------------------------------------------------------------


def test_common_methods_say_nothing_of_a_handful_and_find_what_is_plain():
    few = Record(pairs=tuple(Pair(day, 30, 120, 6, 5) for day in range(4)))
    plain = Record(
        pain=tuple((day, 8 - day / 5) for day in range(30)),
        pairs=tuple(Pair(day, 10 + day, 60 + 2 * day, 8, 8 - day // 8) for day in range(30)),
    )

    for ask in (ask for methods in claims.COMMON.values() for ask in methods.values()):
        assert ask(few) is None
        assert ask(plain) is True


def test_the_fullest_group_against_the_rest_is_students_test():
    from scipy import stats

    one = person("steeper_when_worse")
    bins = naive._by_angle(one.record.pairs)
    fullest = max(bins, key=len)
    rest = [relief for each in bins if each is not fullest for relief in each]

    assert naive.fullest_bin_by_t(one.record) == (stats.ttest_ind(fullest, rest).pvalue < 0.05)


# What the page says -----------------------------------------------------------------------------


def counted(claim, *, false_claims):
    """Figures of two hundred people with open gates, about whom nothing is so."""
    common = ((200, 200),) * len(claims.COMMON[claim])
    counts = {"people": 200, "null": 200, "open": 200, "shown": 200, "published_covers": 190}
    return Tally(**counts, claims=false_claims, covers=200 - false_claims, common=common)


@pytest.fixture(scope="module")
def found():
    """Figures of every place: the trend is claimed of a tenth, all else of one in twenty."""
    return {
        (row.key, age, claim): counted(claim, false_claims=20 if claim is Claim.TREND else 10)
        for row in ROWS
        for age in ((0,) if row.at_session else AGES)
        for claim in Claim
    }


def test_page_says_in_words_where_the_goal_was_not_reached(found, tmp_path):
    target = tmp_path / "calibration.md"
    page.write(target, found, people=200, seed=7)

    text = target.read_text()
    assert f"`manage.py bench calibration --patients 200 --seed 7 --write {target}`" in text
    assert "200 simulated people a row, seed 7" in text
    assert (
        "- Daily pain goes up, or down; Days are independent, 28 days: 10.0 ± 2.2 % claims." in text
    )
    assert "Relief differs by angle; " not in text.split("Coverage:")[0]
    assert "intervals are wide enough in" in text
    assert "the published methods miss the goal of false claims in 0 of" in text
    assert (
        "| Days are independent | 28 | 100.0 ± 0.7 | 10.0 ± 2.2 | 10.0 ± 2.2 | 0.0 ± 0.7 |" in text
    )


def test_what_no_method_can_know_is_reported_and_not_judged(found):
    judged = {p.row.kind for p in goals.places(found, Claim.TREND) if p.claims_hold is not None}

    assert judged == {Kind.NULL, Kind.EFFECT}
    assert {p.row.kind for p in goals.places(found, Claim.TREND)} == set(Kind)


def test_demo_people_have_promises_of_their_own(found):
    kept = {(each.row.key, each.what): each.is_kept for each in goals.promises(found)}

    assert kept["demo_no_effect", "no clear trend, or withheld"] is False
    assert kept["demo_no_effect", "no clear link with angle, or withheld"] is True
    assert kept["demo_two_points", "what is left is clearly lower, of open gates"] is False


def test_json_holds_every_share_with_its_error(found):
    told = json.loads(json.dumps(page.as_json(found)))

    first = told["trend"][0]
    assert (first["row"], first["days"]) == ("independent", 28)
    assert first["claims"] == {"share": 0.1, "error": 0.0217, "count": 20, "of": 200}
    assert first["claims_hold"] is False


# The command ------------------------------------------------------------------------------------


def test_command_counts_prints_and_writes_without_a_database(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(rows, "ROWS", (BY_KEY["plain_0"],))
    target = tmp_path / "calibration.md"

    call_command("bench", "calibration", "--patients=2", "--jobs=1", f"--write={target}", "--json")

    said = capsys.readouterr()
    [*_, last] = json.loads(said.out)["trend"]
    assert (last["row"], last["days"], last["people"]) == ("plain_0", 120, 2)
    assert "calibration" in said.err
    assert "Plain generator" in target.read_text()


def test_people_are_counted_alike_by_one_process_and_by_two():
    some = [BY_KEY["plain_0"], BY_KEY["plain_6"]]

    assert run.tallies(some, people=1, seed=7, jobs=2) == run.tallies(some, people=1, seed=7)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["calibration", "pages"], "ask for it alone"),
        (["calibration", "--patients", "0"], "1 or more"),
        (["calibration", "--seed", "-1"], "0 or more"),
    ],
)
def test_nonsense_is_refused_before_anybody_lives(arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("bench", *arguments)
