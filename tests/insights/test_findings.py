"""Every number is said with its n and interval or withheld with its reason, in fixed sentences."""

import datetime as dt
import json
import re
from dataclasses import replace

import pytest

from invertrack.analysis.analyse import analyse
from invertrack.analysis.change import paired_change
from invertrack.analysis.gates import Gate, Reason
from invertrack.analysis.record import Pair, Record
from invertrack.analysis.results import Estimate, Interval, Method, StandsOut
from invertrack.insights.enums import Question
from invertrack.insights.findings import ANSWERS, Role, as_json, findings_of, headline
from invertrack.insights.stored import Chosen, Reach
from invertrack.insights.voice import CLINICIAN, OWN
from tests.analysis.conftest import VECTORS

from .found import FIRST, START, found, record

DAYS = [0, 1, 8, 15, 30, 60, 130]
NUMBER = re.compile(r"[-+]?\d+\.\d+")


def told(stored, voice=OWN):
    return {one.id: one for one in findings_of(stored, voice=voice)}


def vector(name):
    return next(one["inputs"] for one in VECTORS if one["id"] == name)


def open_gate(n=40):
    return Gate(True, 1, n, Reason.ENOUGH)


@pytest.mark.parametrize("days", DAYS)
def test_a_number_is_there_exactly_where_its_gate_is_open(days):
    for one in findings_of(found(days), voice=CLINICIAN):
        assert (one.estimate is not None) == one.gate.open, one.id
        assert one.estimate is not None or one.interval is None


@pytest.mark.parametrize("days", DAYS)
def test_a_number_is_said_with_its_n_and_its_interval(days):
    for one in findings_of(found(days), voice=OWN):
        if one.estimate is None:
            continue
        assert re.search(rf"\b{one.n}\b", one.sentence), one.sentence
        assert "95% interval" in one.sentence, one.sentence


@pytest.mark.parametrize("days", DAYS)
def test_what_is_withheld_says_how_much_more_is_needed_and_no_decimal(days):
    for one in findings_of(found(days), voice=OWN):
        if one.estimate is None and one.gate.to_go:
            assert f"{one.gate.to_go} more needed. Small samples mislead." in one.sentence
            assert not NUMBER.search(one.claim), one.claim


@pytest.mark.parametrize("days", [0, 130])
def test_ids_are_once_each_and_the_json_is_strict(days):
    findings = findings_of(found(days), voice=CLINICIAN)

    assert len({one.id for one in findings}) == len(findings)
    read = json.loads(json.dumps(as_json(findings), allow_nan=False))
    assert [one["id"] for one in read] == [one.id for one in findings]
    fields = {"id", "estimate", "interval", "n", "unit", "method", "gate", "role", "sentence"}
    assert all(set(one) == fields and set(one["gate"]) == {"open", "reason"} for one in read)


def test_the_change_of_forty_sessions_is_said_as_the_reference_says_it():
    inputs = vector("paired_change_40")
    change = paired_change(inputs["before"], inputs["after"])
    analysis = replace(analyse(Record()), change=change, mean_gate=open_gate(), pairs=40)

    one = told(replace(found(of=Record()), analysis=analysis))["mean-change"]

    assert one.sentence == (
        "On 31 of 40 sessions your pain was lower after than before (6 the same, 3 higher). The"
        " average change was -1.5 points (95% interval -2.0 to -1.0). This does not tell you that"
        " inversion caused it. Pain often settles by itself, you may start sessions when pain is"
        " worse than usual, lying down can ease pain, and expecting relief can change a score."
    )


def test_fewer_than_twenty_sessions_are_early():
    assert "This is early: fewer than 20 sessions." in told(found(30))["mean-change"].sentence
    assert "early" not in told(found(60))["mean-change"].sentence


def test_equal_changes_have_no_interval_and_it_says_so():
    same = Record(pairs=tuple(Pair(START + day, 30, 120, 6, 4) for day in range(12)))

    one = told(found(of=same))["mean-change"]

    assert (one.estimate, one.interval) == (-2.0, None)
    assert "The average change was -2.0 points (95% interval not computable)." in one.sentence


@pytest.mark.parametrize(
    ("slope", "said"),
    [
        (-0.1, "went down by about 0.7 points a week (-"),
        (0.1, "went up by about 0.7 points a week (+"),
        (0.0, "no clear change ("),
    ],
)
def test_a_trend_is_said_only_where_it_is_clear(slope, said):
    steps = [0.4, -0.4, 0.2, -0.2, 0.0]
    pain = tuple((START + day, round(5 + slope * day + steps[day % 5], 2)) for day in range(40))

    one = told(found(of=Record(pain=pain)))["pain-trend"]

    assert one.sentence.startswith("Over 40 days your daily pain")
    assert said in one.sentence
    assert one.sentence.endswith(
        "n = 40 rated days, 95% interval. Back pain often improves over weeks with or without"
        " treatment."
    )


def test_pain_that_never_moves_has_no_trend_and_no_width():
    pain = tuple((START + day, 5.0) for day in range(40))

    one = told(found(of=Record(pain=pain)))["pain-trend"]

    assert (one.estimate, one.interval) == (0.0, None)
    assert one.claim == "Over 40 days your daily pain was always the same score."


@pytest.mark.parametrize(
    ("mean", "settling", "said"),
    [
        (-1.5, -0.5, "about 0.5 points of the drop is what we would expect without any effect."),
        (-0.3, -0.5, "a change of about -0.5 points is what we would expect without any effect."),
        (-1.5, 0.5, "a change of about +0.5 points is what we would expect without any effect."),
    ],
)
def test_what_settles_is_a_part_of_the_drop_only_if_there_is_one_that_large(mean, settling, said):
    whole = found(130)
    baseline = whole.analysis.baseline
    parts = replace(
        baseline,
        mean_change=mean,
        settling=replace(baseline.settling, value=settling),
        left=Estimate(mean - settling, Interval(-1.6, -0.4), 40, Method.MEE_CHUA),
    )

    one = told(replace(whole, analysis=replace(whole.analysis, baseline=parts)))["left"]

    mu = f"{baseline.usual.value:.1f}"
    assert one.sentence.startswith(
        f"Compared with your usual pain at that time of day ({mu}), {said} What is left is"
        f" {mean - settling:+.1f} (95% interval -1.6 to -0.4); it may still be rest or expectation."
    )


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            Reason.ONLY_WHEN_WORSE,
            "Your sessions happen almost only when pain is above your usual level, so we cannot"
            " separate an effect from pain settling by itself.",
        ),
        (
            Reason.ONLY_WHEN_BETTER,
            "Your sessions happen almost only when pain is below your usual level, so we cannot"
            " separate an effect from pain rising by itself.",
        ),
        (
            Reason.NO_SPREAD,
            "Every session began at the same pain, so what settles by itself cannot be told from"
            " what is left.",
        ),
    ],
)
def test_what_no_more_sessions_would_tell_is_not_called_too_few(reason, said):
    whole = found(130)
    gate = Gate(False, 10, 30, reason)
    analysis = replace(whole.analysis, baseline=None, baseline_gate=gate)

    one = told(replace(whole, analysis=analysis))["left"]

    assert one.sentence == said


def with_angle(low, high, p=0.001):
    whole = found(130)
    value = (low + high) / 2
    angle = replace(
        whole.analysis.dose.angle,
        shown=Estimate(value, Interval(low, high), 65, Method.REGRESSION),
        p_shown=p,
    )
    dose = replace(whole.analysis.dose, angle=angle)
    return replace(whole, analysis=replace(whole.analysis, dose=dose))


def test_no_clear_link_is_said_with_all_that_the_data_fit():
    one = told(with_angle(-1.575, 0.884))["angle-slope"]

    assert one.claim == (
        "No clear link with angle; the data fit anything from 1.6 points less to 0.9 points more"
        " relief per 10 degrees."
    )
    assert one.beside.startswith("n = 65 sessions at 10° to 30° and 1 min to 3 min, 95% interval.")
    assert one.sentence.endswith(OWN.caution)


def test_a_link_that_does_not_hold_beside_the_other_setting_is_not_called_clear():
    one = told(with_angle(0.02, 1.0, p=0.04))["angle-slope"]

    assert one.claim == (
        "No clear link with angle, angle and time both counted as looked at; by itself it reads"
        " 0.51 points more relief per 10 degrees (+0.02 to +1.00)."
    )
    assert (one.interval.low, one.interval.high) == (0.02, 1.0)


def test_a_clear_link_says_that_the_person_chose():
    one = told(with_angle(0.2, 1.0), CLINICIAN)["angle-slope"]

    assert one.claim == (
        "Steeper sessions were followed by more relief, about 0.6 points more per 10 degrees"
        " (+0.2 to +1.0); this may be due to when the patient chose them."
    )
    assert "The patient chose the angle and the time." in one.sentence


@pytest.mark.parametrize(("days", "steeper"), [(24, True), (24, False), (130, True)])
def test_who_goes_steeper_on_worse_days_is_told_so_long_before_a_link_is(days, steeper):
    pairs = [
        replace(pair, angle_deg=10 * ((pair.before if steeper else 9 - pair.before) // 2))
        for pair in record(days).pairs
    ]
    one = told(found(of=replace(record(days), pairs=tuple(pairs))))["angle-slope"]

    assert ("You chose the angle, often when pain was high." in one.sentence) == steeper
    assert one.gate.open == (days == 130)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (Reason.ANGLE_WITH_TIME, "Angle rose steadily with time, so the two cannot be told apart."),
        (Reason.ANGLE_AGAINST_TIME, "Angle fell steadily with time, so the two cannot be told"),
        (Reason.SETTINGS_TOO_ALIKE, "The angles or times used are too alike for a link to show."),
        (Reason.NO_SPREAD, "Every session began at the same pain, so none can be compared with"),
        (Reason.TOO_FEW_SETTINGS, "A link with angle or time needs 3 angles of 8 sessions: 1 so"),
    ],
)
def test_why_no_link_is_looked_for_is_said(reason, said):
    whole = found(130)
    analysis = replace(whole.analysis, dose=None, dose_gate=Gate(False, 3, 1, reason))

    assert told(replace(whole, analysis=analysis))["minutes-slope"].claim.startswith(said)


def standing_out(reach):
    whole = found(130, reach=reach)
    lead = StandsOut(3, Estimate(1.4, Interval(0.5, 2.3), 20, Method.PARTIAL_POOLING), 0.01)
    groups = replace(whole.analysis.by_angle, stands_out=(lead,))
    assert groups.bins[3].bin.label == "20-29"
    return told(replace(whole, analysis=replace(whole.analysis, by_angle=groups)))


def test_a_setting_that_stands_out_is_named_inside_the_plan():
    findings = standing_out(Reach(angle_deg=29, duration_s=120))

    assert findings["angle-20-29-lead"].claim == (
        "Sessions at 20-29° were followed by lower pain than other sessions; this may be due to"
        " when you chose them. Relief was +1.4 points from that of all groups (95% interval +0.5"
        " to +2.3), n = 20."
    )
    assert "No setting stands out" not in findings["angle-groups"].sentence


@pytest.mark.parametrize("reach", [None, Reach(angle_deg=28, duration_s=600)])
def test_a_setting_outside_the_plan_is_never_named(reach):
    findings = standing_out(reach)

    assert "angle-20-29-lead" not in findings
    assert "No setting is named." in findings["angle-groups"].sentence


def test_groups_that_do_not_differ_are_said_not_to():
    findings = told(found(130))

    assert "No setting stands out." in findings["angle-groups"].sentence
    assert findings["minutes-under-1"].claim == (
        "For under 1 min, n = 0: too few. 5 more needed. Small samples mislead."
    )


def alike(angles):
    return Record(
        pairs=tuple(Pair(START + day, angles[day % len(angles)], 120, 6, 4) for day in range(24))
    )


@pytest.mark.parametrize(
    ("angles", "reason", "said"),
    [
        ([10, 20, 30], "no_spread", "Within each group all scores were the same"),
        ([20], "too_few_groups", "Only one group has enough sessions"),
    ],
)
def test_what_cannot_be_pooled_says_why(angles, reason, said):
    one = told(found(of=alike(angles)))["angle-20-29-pooled"]

    assert (one.estimate, one.gate.open, one.gate.reason) == (None, False, reason)
    assert one.claim.startswith(said)


def test_groups_without_any_difference_cannot_be_compared():
    one = told(found(of=alike([10, 20, 30])))["angle-groups"]

    assert (one.estimate, one.gate.reason) == (None, Reason.NO_SPREAD)
    assert one.claim.startswith("Within each group all scores")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (-0.84, 0.31, "(-0.8 to +0.3 points a week)"),
        (-0.02, 0.03, "(-0.02 to +0.03 points a week)"),
        (-0.0012, 0.0011, "(-0.001 to +0.001 points a week)"),
        (-0.06, -0.02, "(-0.06 to -0.02)"),
        (-0.5, 0.0, "(-0.5 to 0.0 points a week)"),
    ],
)
def test_an_interval_is_never_rounded_to_one_number_nor_a_clear_end_to_nothing(low, high, said):
    pain = tuple((START + day, 5.0 + day % 3) for day in range(40))
    stored = found(of=Record(pain=pain))
    shown = Estimate((low + high) / 14, Interval(low / 7, high / 7), 40, Method.THEIL_SEN_SMOOTHED)
    trend = replace(stored.analysis.trend, shown=shown, p_shown=0.01)

    one = told(replace(stored, analysis=replace(stored.analysis, trend=trend)))["pain-trend"]

    assert said in one.sentence


def test_relief_that_is_read_at_one_pain_before_says_so():
    many, few = told(found(130))["angle-20-29"], told(found(30))["angle-20-29"]

    assert re.search(r"Read at pain before of \d\.\d\.$", many.sentence)
    assert "Read at" not in few.sentence


@pytest.mark.parametrize("question", Question)
@pytest.mark.parametrize("days", [0, 130])
def test_the_answer_to_the_question_is_primary_and_all_else_exploratory(question, days):
    findings = findings_of(found(days, chosen=Chosen(question, FIRST)), voice=OWN)

    assert [one.id for one in findings if one.role == Role.PRIMARY] == [ANSWERS[question]]


def test_a_question_that_came_after_the_first_record_is_exploratory_and_says_since_when():
    chosen = Chosen(Question.CHANGE, FIRST + dt.timedelta(days=1))

    findings = told(found(130, chosen=chosen))

    assert {one.role for one in findings.values()} == {Role.EXPLORATORY}
    assert (
        "Exploratory in these days, which began before it became your question on 2 March 2026."
        in findings["mean-change"].sentence
    )
    assert "question" not in findings["pain-trend"].sentence


@pytest.mark.parametrize("days", [0, 130])
def test_the_headline_is_what_the_question_is_answered_with(days):
    findings = told(found(days))

    said = headline(findings.values(), Question.TREND)

    assert said == findings["pain-trend"].claim


def test_the_overlap_of_days_is_for_clinicians_only():
    late = record(60)
    late = replace(
        late, session_days=frozenset(day for day in late.session_days if day > START + 9)
    )

    assert "single-case" not in told(found(of=late))
    one = told(found(of=late), CLINICIAN)["single-case"]
    assert "n = 10 and 50 days" in one.claim
    assert (
        "4 so far. 3 more needed"
        in told(found(of=replace(late, session_days=frozenset({START + 4}))), CLINICIAN)[
            "single-case"
        ].claim
    )
