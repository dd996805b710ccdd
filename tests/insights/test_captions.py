import datetime as dt
import re

import pytest

from invertrack.care.access import Access, own_access
from invertrack.care.enums import Scope
from invertrack.insights.board import make_board
from invertrack.insights.periods import Period
from invertrack.insights.voice import CLINICIAN, OWN
from tests import make

from .days import entry, evening, sessions

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 3, 1)
MARCH = Period(FIRST, dt.date(2026, 3, 31))
BANNED = (
    "works|effective|proven|best|optimal|recommended|should increase|safe for you|significant"
    "|cure|decompress|successfully|!"
)


@pytest.fixture
def patient():
    return make.patient()


def board_of(patient, voice=OWN):
    return make_board(own_access(patient), MARCH, voice)


@pytest.mark.parametrize(
    ("n", "said", "not_said"),
    [
        (0, "one a day: 0 so far. 5 more needed. Small samples mislead.", "On "),
        (4, "one a day: 4 so far. 1 more needed. Small samples mislead.", "On "),
        (5, "On 5 of 5 sessions", "The average change"),
        (9, "1 more needed. Small samples mislead.", "The average change"),
        (10, "The average change was -", "more needed"),
        (19, "This is early: fewer than 20 sessions.", "more needed"),
        (20, "The average change was -", "early"),
    ],
)
def test_change_says_only_what_its_gate_allows(patient, n, said, not_said):
    sessions(patient, FIRST, [(6 + i % 3, 4) for i in range(n)])

    change = board_of(patient).change

    assert said in change.sentence
    assert not_said not in change.sentence
    assert change.sentence.startswith("1 to 31 March 2026. ")
    assert ("95% interval" in change.sentence) == (n >= 10)


def test_change_fills_the_published_sentence(patient):
    sessions(patient, FIRST, [(6, 4), (5, 5), (6, 4), (6, 5), (4, 6), (7, 5)] * 2)

    assert board_of(patient).change.sentence == (
        "1 to 31 March 2026. On 8 of 12 sessions your pain was lower after than before (2 the same,"
        " 2 higher). The average change was -0.8 points (95% interval -1.8 to +0.1)."
        " This is early: fewer than 20 sessions."
    )


def test_change_without_spread_has_no_interval(patient):
    sessions(patient, FIRST, [(6, 4)] * 12)

    assert "-2.0 points (95% interval not computable" in board_of(patient).change.sentence


def test_change_counts_what_it_leaves_out(patient):
    sessions(patient, FIRST, [(6, 4)] * 5)
    make.session(of=patient, ended_at=evening(FIRST, hour=21))
    make.session(of=patient, ended_at=evening(FIRST, hour=22), pain_after=None)

    sentence = board_of(patient).change.sentence

    assert "On 5 of 5 sessions" in sentence
    assert sentence.endswith(
        "One session a day counts, the first with both ratings. 1 session without both ratings."
    )


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True), (10, True)])
def test_the_caution_stands_wherever_a_mean_does(patient, n, shown):
    sessions(patient, FIRST, [(6, 4)] * n)

    caution = board_of(patient).caution

    assert caution.startswith("This does not tell you that inversion caused it.") == shown


def test_a_clinician_is_told_about_the_patient(patient):
    sessions(patient, FIRST, [(6, 4)] * 10)

    board = board_of(patient, CLINICIAN)

    assert "the patient's pain was lower" in board.change.sentence
    assert "the patient may start sessions" in board.caution
    assert " your " not in f"{board.change.sentence} {board.caution}"


def test_relief_sentences_name_n_unit_and_period(patient):
    sessions(patient, FIRST, [(6, 4), (6, 7)], angle_deg=20)
    sessions(patient, FIRST + dt.timedelta(days=2), [(6, 3)], angle_deg=45, duration_s=90)

    board = board_of(patient)

    assert board.by_angle.sentence == (
        "1 to 31 March 2026. 3 sessions with both ratings, at 20° to 45°. Relief, pain before minus"
        " pain after: -1 to +3 points. No group has enough for an average. 3 more needed."
        " Small samples mislead."
    )
    assert "at 1 min 30 s to 2 min." in board.by_duration.sentence


def test_relief_sentence_explains_hollow_dots(patient):
    sessions(patient, FIRST, [(6, 4)] * 5)
    make.session(of=patient, ended_at=evening(FIRST, hour=21))

    assert "1 hollow dot:" in board_of(patient).by_angle.sentence


def test_trend_sentence_counts_days_and_sessions(patient):
    entry(patient, FIRST, pain_avg_24h=3)
    entry(patient, FIRST + dt.timedelta(days=1), pain_avg_24h=7)
    sessions(patient, FIRST, [(6, 4)])

    assert board_of(patient).trend_sentence == (
        "1 to 31 March 2026. Pain was rated on 2 of 31 days. The average of the day lay between 3"
        " and 7 of 10. 1 session on 1 day."
    )


def test_trend_sentence_says_what_hollow_scores_are(patient):
    make.entry(of=patient, day=FIRST, pain_avg_24h=3, pain_worst_24h=4)
    entry(patient, FIRST + dt.timedelta(days=1), pain_avg_24h=7)

    sentence = board_of(patient).trend_sentence

    assert "2 hollow scores: entered over a day late." in sentence


def test_trend_sentence_of_years_says_that_it_goes_by_week(patient):
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)
    years = Period(FIRST - dt.timedelta(days=500), FIRST)

    sentence = make_board(own_access(patient), years, OWN).trend_sentence

    assert "Drawn by week, from lowest to highest;" in sentence
    assert "hollow" not in sentence


def test_changed_treatments_are_sentences_with_their_day_the_newest_first(patient):
    make.treatment(of=patient, at=evening(FIRST), name="Gel", dose_text="", has_changed=True)
    second = FIRST + dt.timedelta(days=3)
    make.treatment(of=patient, at=evening(second), name="Ibuprofen", has_changed=True)
    make.treatment(of=patient, at=evening(second), name="Heat")

    lines = board_of(patient).treatments

    assert [(line.day, line.sentence) for line in lines] == [
        (second, "your Ibuprofen changed here: 20 minutes."),
        (FIRST, "your Gel changed here."),
    ]
    assert board_of(patient, CLINICIAN).treatments[1].sentence == "the patient's Gel changed here."


def test_before_after_is_the_published_sentence_and_its_hollow_dots(patient):
    sessions(patient, FIRST, [(6, 4)] * 5)
    make.session(of=patient, ended_at=evening(FIRST, hour=21))

    board = board_of(patient)

    assert board.before_after.sentence.startswith(board.change.sentence)
    assert board.before_after.sentence.endswith(
        "1 session in rings: rated from memory, entered over a day late, or not the first of the day."
    )


@pytest.mark.parametrize(
    ("n", "said"),
    [
        (0, "1 to 31 March 2026. 0 sessions."),
        (
            3,
            "1 to 31 March 2026. 3 sessions at 1 setting, to the nearest 5° and half minute: 30°"
            " and 2 min. No setting has enough for an average. 2 more needed."
            " Small samples mislead.",
        ),
        (
            5,
            "1 to 31 March 2026. 5 sessions at 1 setting, to the nearest 5° and half minute: 30°"
            " and 2 min. 1 setting has the 5 rated sessions that a mean needs, one a day.",
        ),
    ],
)
def test_settings_sentence_says_what_its_gate_allows(patient, n, said):
    sessions(patient, FIRST, [(6, 4)] * n)

    assert board_of(patient).settings.sentence == said


@pytest.mark.parametrize(
    ("scopes", "said"),
    [
        (tuple(Scope), "Pain was rated on 2 of 31 days. There was a session on 1 of 31 days."),
        ((Scope.SESSIONS,), "There was a session on 1 of 31 days."),
        ((Scope.JOURNAL,), "Pain was rated on 2 of 31 days."),
    ],
)
def test_adherence_sentence_counts_days_of_the_open_scopes(patient, scopes, said):
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)
    make.rating(of=patient, at=evening(FIRST + dt.timedelta(days=1)))
    sessions(patient, FIRST, [(6, 4)])
    make.session(of=patient, ended_at=evening(FIRST, hour=9))

    board = make_board(Access(patient, frozenset(scopes)), MARCH, OWN)

    assert board.adherence_sentence == f"1 to 31 March 2026. {said}"


def test_trend_sentence_says_nothing_of_a_scope_that_is_closed(patient):
    make.entry(of=patient, day=FIRST, pain_avg_24h=3)
    sessions(patient, FIRST, [(6, 4)])
    access = Access(patient=patient, scopes=frozenset({Scope.SESSIONS}))

    sentence = make_board(access, MARCH, CLINICIAN).trend_sentence

    assert sentence == "1 to 31 March 2026. 1 session on 1 day."


@pytest.mark.parametrize("n", [0, 3, 7, 12, 25])
def test_no_sentence_holds_a_banned_word(patient, n):
    sessions(patient, FIRST, [(6 + i % 3, 4) for i in range(n)])

    for voice in (OWN, CLINICIAN):
        board = board_of(patient, voice)
        said = (
            board.change.sentence,
            board.caution,
            board.trend_sentence,
            board.by_angle.sentence,
            board.by_duration.sentence,
            board.before_after.sentence,
            board.settings.sentence,
            board.adherence_sentence,
        )
        assert not re.search(BANNED, " ".join(said), re.IGNORECASE)
