"""When an alarm is raised: by what is new in an answer or a session, and by what comes again."""

import uuid

import pytest

from invertrack.safety.enums import AlarmKind, Level, Reply
from invertrack.safety.lists import red_flags, stop_now
from invertrack.safety.rules import AlarmValues, SessionSaid, of_red_flags, of_session

NONE = {item.id: Reply.NO for item in red_flags().items}


def said(*items, rose=False):
    return SessionSaid(uuid.uuid4(), items, rose)


def raised(now, *others, before=None):
    return of_session(now, before, [now, *others], stop_now())


# red flags -----------------------------------------------------------------------------------------


def test_no_to_everything_raises_nothing():
    assert of_red_flags(NONE, {}, red_flags()) is None


@pytest.mark.parametrize("item", red_flags().items, ids=lambda item: item.id)
@pytest.mark.parametrize("reply", [Reply.YES, Reply.UNSURE])
def test_each_red_flag_raises_its_level_alone_and_unsure_counts(item, reply):
    found = of_red_flags({**NONE, item.id: reply}, NONE, red_flags())

    assert found == AlarmValues(AlarmKind.RED_FLAG, item.level, (item.id,))


def test_the_gravest_of_several_decides_and_all_are_named():
    answers = {**NONE, "weight_loss": Reply.YES, "saddle_numbness": Reply.YES}

    found = of_red_flags(answers, {}, red_flags())

    assert (found.level, found.item_ids) == (Level.EMERGENCY, ("saddle_numbness", "weight_loss"))


@pytest.mark.parametrize(
    ("earlier", "now", "raises"),
    [
        (Reply.YES, Reply.KNOWN, False),
        (Reply.UNSURE, Reply.KNOWN, False),
        (Reply.KNOWN, Reply.KNOWN, False),
        (Reply.YES, Reply.YES, True),  # said to be new
        (Reply.NO, Reply.KNOWN, True),  # nothing was known: a plain yes
        (None, Reply.KNOWN, True),
    ],
)
def test_only_what_is_new_since_last_time_acts(earlier, now, raises):
    last = NONE if earlier is None else {**NONE, "cancer_history": earlier}

    found = of_red_flags({**NONE, "cancer_history": now}, last, red_flags())

    assert (found is not None) is raises


# symptoms of a session -----------------------------------------------------------------------------


@pytest.mark.parametrize("item", stop_now().items, ids=lambda item: item.id)
def test_each_symptom_raises_its_level_once_and_a_stop_symptom_none(item):
    found = raised(said(item.id))

    grave = item.level in (Level.EMERGENCY, Level.URGENT)
    alarm = AlarmValues(AlarmKind.SYMPTOM, item.level, (item.id,))
    assert found == ([alarm] if grave else [])


def test_emergency_and_urgent_symptoms_are_alarms_of_their_own():
    levels = [alarm.level for alarm in raised(said("chest_pain", "headache_lasting", "dizzy"))]

    assert levels == [Level.EMERGENCY, Level.URGENT]


def test_correction_raises_only_what_it_adds():
    before = said("chest_pain")
    now = SessionSaid(before.session_id, ("chest_pain", "collapse"), False)

    assert raised(now, before=before) == [
        AlarmValues(AlarmKind.SYMPTOM, Level.EMERGENCY, ("collapse",))
    ]
    assert raised(before, before=before) == []


@pytest.mark.parametrize(
    ("others", "suspends"),
    [
        ([said("dizzy"), said("dizzy")], True),
        ([said("dizzy"), said(), said(), said("dizzy")], True),
        ([said("dizzy"), said(), said(), said(), said("dizzy")], False),  # the sixth is too old
        ([said("dizzy"), said("nausea")], False),  # not the same symptom
        ([said("dizzy")], False),
    ],
)
def test_same_stop_symptom_in_three_of_the_last_five_suspends(others, suspends):
    found = raised(said("dizzy"), *others)

    alarm = AlarmValues(AlarmKind.REPEATED, Level.STOP, ("dizzy",))
    assert found == ([alarm] if suspends else [])


def test_session_without_the_symptom_raises_no_alarm_for_older_ones():
    assert raised(said(), said("dizzy"), said("dizzy"), said("dizzy")) == []


def test_session_older_than_the_last_five_raises_no_alarm_of_repetition():
    old, newer = said("dizzy", "chest_pain"), [said("dizzy") for _ in range(5)]

    found = of_session(old, None, [*newer, old], stop_now())

    assert [alarm.kind for alarm in found] == [AlarmKind.SYMPTOM]


@pytest.mark.parametrize(("rises", "suspends"), [(2, True), (1, False)])
def test_pain_that_rose_in_three_of_the_last_five_suspends(rises, suspends):
    others = [said(rose=number < rises) for number in range(4)]

    found = raised(said(rose=True), *others)

    assert found == ([AlarmValues(AlarmKind.PAIN_RISES, Level.STOP)] if suspends else [])


def test_pain_that_had_risen_before_the_correction_raises_nothing_again():
    before = said(rose=True)
    now = SessionSaid(before.session_id, ("anxiety",), True)

    assert raised(now, said(rose=True), said(rose=True), before=before) == []
