"""The list of stop-now symptoms, as published: every item with its level, words and source."""

import pytest

from invertrack.safety.enums import Level
from invertrack.safety.lists import stop_now

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


@pytest.mark.parametrize("item", stop_now().items, ids=lambda item: item.id)
def test_every_item_has_words_and_says_where_they_come_from(item):
    assert item.text[0].isupper()
    assert not item.text.endswith(".")
    assert item.source


def test_every_level_in_use_has_the_published_instruction():
    assert stop_now().instructions == {
        Level.EMERGENCY: "Call your emergency number or go to an emergency department now.",
        Level.URGENT: "Contact a doctor or urgent-care line today.",
        Level.STOP: "Come up slowly to flat, rest, and leave it for today.",
    }


def test_list_names_its_version():
    assert stop_now().version


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
