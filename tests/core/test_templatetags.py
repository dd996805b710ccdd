import pytest

from invertrack.core.templatetags import display


@pytest.mark.parametrize(
    ("seconds", "written"),
    [
        (None, "–"),
        (0, "0 s"),
        (45, "45 s"),
        (60, "1 min"),
        (150, "2 min 30 s"),
        (90.4, "1 min 30 s"),
        (3600, "1 h"),
        (3600 * 3 + 125, "3 h 2 min"),
    ],
)
def test_duration_is_written_as_a_person_says_it(seconds, written):
    assert display.duration(seconds) == written


def test_degrees_are_whole_and_a_gap_is_a_dash():
    assert [display.degrees(angle) for angle in (35, 35.4, 0, None)] == ["35°", "35°", "0°", "–"]


def test_score_shows_its_scale_and_a_mean_one_decimal():
    scores = [6, 0, 4.25, 6.0, None]

    written = [display.score(value) for value in scores]

    assert written == ["6 / 10", "0 / 10", "4.2 / 10", "6.0 / 10", "–"]


@pytest.mark.parametrize(
    ("points", "written"),
    [(-1.5, "-1.5"), (0.5, "+0.5"), (-0.04, "0.0"), (0.0, "0.0"), (2, "+2"), (0, "0"), (None, "–")],
)
def test_change_carries_its_sign_and_nothing_has_none(points, written):
    assert display.change(points) == written


def test_count_agrees_with_its_noun():
    nouns = "session,sessions"

    written = [display.count(number, nouns) for number in (0, 1, 2, 1200)]

    assert written == ["0 sessions", "1 session", "2 sessions", "1,200 sessions"]
