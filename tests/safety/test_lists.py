"""The lists as published: every item with its level, words and source, and the words of the states."""

import re

import pytest

from invertrack.safety.enums import Level, Reply, State
from invertrack.safety.lists import (
    before_session,
    notes,
    red_flags,
    screening,
    sources,
    state_texts,
    stop_now,
)
from tests.conventions.sources import PACKAGE, python, scripts, templates

SCREENING = {
    Level.STOP: {
        "glaucoma_or_high_eye_pressure",
        "retina_or_macula_disease",
        "high_blood_pressure",
        "heart_or_circulation_disease",
        "stroke_or_tia",
        "pregnancy",
        "spinal_cord_or_unstable_spine",
        "recent_fracture",
        "under_18",
    },
    Level.ASK: {
        "osteoporosis_or_bone_weakness",
        "blood_thinners",
        "implant_or_joint_replacement",
        "implanted_device",
        "hiatal_or_abdominal_hernia",
        "reflux",
        "ear_infection_or_balance",
        "eye_infection_or_surgery",
        "obesity_or_device_limit",
        "recent_surgery",
        "joint_swelling_or_ankle_knee_hip_injury",
        "neurological_condition",
        "migraine",
        "low_bp_or_fainting",
        "medicines_affecting_bp_or_alertness",
        "leg_pain_weakness_or_numbness",
        "age_65_or_over",
        "cannot_exit_alone",
    },
}
RED_FLAGS = {
    Level.EMERGENCY: {
        "saddle_numbness",
        "bladder_change",
        "bowel_change",
        "sexual_function_change",
        "both_legs",
        "progressive_leg_weakness",
        "major_trauma",
        "chest_pain_with_back_pain",
    },
    Level.URGENT: {
        "fever_or_unwell",
        "weight_loss",
        "cancer_history",
        "immune_suppression_or_iv_drugs",
        "night_or_unremitting_pain",
        "minor_trauma_weak_bones",
        "new_pain_under_20_or_over_55",
        "back_deformity_or_lump",
    },
}
ASKED = [screening(), red_flags(), stop_now()]
EVERYWHERE = [item for asked in ASKED for item in asked.items]

LEVELS = {
    Level.EMERGENCY: [
        "chest_pain",
        "breathless",
        "face_arm_speech",
        "worst_headache",
        "sudden_vision_loss",
        "collapse",
        "new_limb_weakness_or_numbness",
        "fall_from_table",
    ],
    Level.URGENT: ["vision_blurred_lasting", "eye_bleed_or_spots", "headache_lasting"],
    Level.STOP: [
        "headache",
        "head_pressure",
        "dizzy",
        "nausea",
        "palpitations",
        "ear_pain",
        "reflux_now",
        "back_pain_worse",
        "leg_pain_worse",
        "ankle_pain",
        "anxiety",
    ],
}


def test_stop_now_has_its_22_items_each_at_its_level_gravest_first():
    listed = [(item.level, item.id) for item in stop_now().items]

    assert len(listed) == 22
    assert listed == [(level, item_id) for level, ids in LEVELS.items() for item_id in ids]


@pytest.mark.parametrize(
    ("asked", "levels", "count"), [(screening(), SCREENING, 27), (red_flags(), RED_FLAGS, 16)]
)
def test_screening_has_its_27_items_and_red_flags_their_16_each_at_its_level(asked, levels, count):
    assert len(asked.items) == len({item.id for item in asked.items}) == count
    assert {
        level: {item.id for item in asked.items if item.level == level} for level in levels
    } == levels


@pytest.mark.parametrize("asked", [screening(), red_flags()])
def test_every_question_stands_in_one_group_and_groups_follow_the_list(asked):
    assert [item for group in asked.groups for item in group.items] == list(asked.items)


def test_none_of_these_is_offered_for_every_group_but_the_one_where_no_counts():
    assert [group.id for group in screening().groups if not group.has_none] == ["table"]
    for group in (*screening().groups, *red_flags().groups):
        if group.has_none:
            assert {item.harmless for item in group.items} == {Reply.NO}


@pytest.mark.parametrize("item", EVERYWHERE, ids=lambda item: item.id)
def test_every_item_has_words_and_says_where_they_come_from(item):
    assert item.text[0].isupper()
    assert not item.text.endswith(".")
    assert item.source
    assert set(item.sources) <= set(sources())


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_its_words_and_its_next_step(state):
    words = state_texts()[state]

    assert words.title
    assert words.text.endswith(".")
    assert words.step


def test_no_state_calls_inverting_safe():
    said = [f"{words.title} {words.text}" for words in state_texts().values()]

    assert [words for words in said if re.search(r"\bsafe\b", words, re.IGNORECASE)] == []
    assert notes()["not_watched"].startswith("Nobody watches")


def test_every_level_in_use_has_the_published_instruction():
    assert stop_now().instructions == {
        Level.EMERGENCY: "Call your emergency number or go to an emergency department now.",
        Level.URGENT: "Contact a doctor or urgent-care line today.",
        Level.STOP: "Come up slowly to flat, rest, and leave it for today.",
    }


@pytest.mark.parametrize("asked", [screening(), red_flags(), stop_now()])
def test_list_names_its_version(asked):
    assert asked.version


@pytest.mark.parametrize(
    ("ids", "level"),
    [
        ([], None),
        (["dizzy"], Level.STOP),
        (["dizzy", "headache_lasting"], Level.URGENT),
        (["headache_lasting", "collapse", "dizzy"], Level.EMERGENCY),
    ],
)
def test_gravest_item_decides(ids, level):
    assert stop_now().gravest(ids) == level


def test_item_that_is_not_listed_is_an_error_not_a_harmless_one():
    with pytest.raises(KeyError):
        stop_now()["tired"]
    with pytest.raises(KeyError):
        stop_now().gravest(["dizzy", "tired"])


def test_nothing_repeats_the_words_of_a_list():
    quoted = [*EVERYWHERE, *before_session().items]
    sentences = [
        *(item.text for item in quoted if " " in item.text),
        *(text for asked in ASKED for text in asked.instructions.values()),
        *(text for asked in ASKED for text in asked.texts.values()),
        *(words.text for words in state_texts().values()),
    ]

    found = {
        path.name: [text for text in sentences if text in path.read_text()]
        for path in (*templates(), *scripts(), *python(PACKAGE))
    }

    assert len(sentences) > 70
    assert {name: texts for name, texts in found.items() if texts} == {}
