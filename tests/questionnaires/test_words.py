"""The published sentence is filled, and what its tests say stands beside it."""

import pytest

from invertrack.questionnaires import words
from invertrack.questionnaires.enums import Name
from invertrack.questionnaires.instruments import instrument
from invertrack.questionnaires.scoring import change


def said(name, before, after):
    asked = instrument(name)
    found = change(before, after, asked.important)
    return words.sentence(asked, found), words.tests(asked, found), words.way(asked, found)


def test_sentence_of_the_worked_example_is_word_for_word():
    sentence, tests, way = said(Name.RMDQ24, 12, 7)

    assert sentence == (
        "RMDQ went from 12 to 7 (5 points, 42%). "
        "Changes of 5 points or 30% are usually noticed by people."
    )
    assert tests == ["5 points or more: reached.", "30% or more: reached."]
    assert way == "The later score means less trouble."


def test_tests_that_disagree_say_so():
    assert said(Name.RMDQ24, 20, 15)[1] == [
        "5 points or more: reached.",
        "30% or more: not reached.",
        "The two tests disagree about this change.",
    ]


def test_nothing_to_take_a_percentage_of_is_said():
    sentence, tests, way = said(Name.RMDQ24, 0, 1)

    assert sentence.startswith("RMDQ went from 0 to 1 (1 point). ")
    assert tests == ["5 points or more: not reached.", words.PERCENT_OF_NOTHING]
    assert way == "The later score means more trouble."


def test_peg_has_one_decimal_and_a_range_of_estimates():
    sentence, tests, _ = said(Name.PEG, 6.0, 14 / 3)

    assert sentence == (
        "PEG went from 6.0 to 4.7 (1.3 points, 22%). "
        "Changes of 1 to 1.75 points or 30% are usually noticed by people."
    )
    assert tests[0] == "1 to 1.75 points or more: it lies between the estimates."


@pytest.mark.parametrize(("after", "way"), [(6.0, "less"), (1.0, "more")])
def test_psfs_goes_the_other_way(after, way):
    sentence, tests, said_way = said(Name.PSFS, 3.0, after)

    assert sentence.endswith(
        "Changes below 2 points in the mean, or 3 in one activity, cannot be told from chance."
    )
    assert tests == ["2 points or more: reached."]
    assert said_way == f"The later score means {way} trouble."


def test_pgic_has_no_change_to_speak_of():
    asked = instrument(Name.PGIC)

    with pytest.raises(ValueError, match="no change to speak of"):
        words.sentence(asked, change(3, 2, instrument(Name.PEG).important))
