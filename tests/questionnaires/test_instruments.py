"""The questionnaires are what was published, whole, and each says where it comes from."""

import hashlib
import re

import pytest
from django.urls import reverse

from invertrack.questionnaires.enums import Direction, Name
from invertrack.questionnaires.instruments import instrument, instruments, left_out
from tests.sessions.filled import text

SENTENCES = "9f3caf4010be5d3a5edafd9c87ed7f70d9b35980f36eec4b7afd6630d4c12cba"


def test_the_four_come_in_one_order():
    assert [asked.id for asked in instruments()] == ["peg", "rmdq24", "psfs", "pgic"]


def test_rmdq_is_verbatim_and_in_order():
    asked = instrument(Name.RMDQ24)
    whole = "\n".join(item.text for item in asked.items)

    assert [item.id for item in asked.items] == [str(number) for number in range(1, 25)]
    assert asked.items[0].text == "I stay at home most of the time because of my back."
    assert asked.items[23].text == "I stay in bed most of the time because of my back."
    # Roland & Morris (1983): a letter that changes here is another questionnaire.
    assert hashlib.sha256(whole.encode()).hexdigest() == SENTENCES
    assert asked.instruction == (
        "When your back hurts, you may find it difficult to do some of the things you normally do. "
        "Mark only the sentences that describe you today."
    )


@pytest.mark.parametrize(
    ("name", "direction", "scale", "every_days"),
    [
        (Name.PEG, Direction.LOWER, (0, 10), 7),
        (Name.RMDQ24, Direction.LOWER, (0, 24), 28),
        (Name.PSFS, Direction.HIGHER, (0, 10), 28),
        (Name.PGIC, Direction.LOWER, (1, 7), 28),
    ],
)
def test_direction_scale_and_schedule(name, direction, scale, every_days):
    asked = instrument(name)

    assert asked.direction == direction
    assert (asked.lowest, asked.highest) == scale
    assert asked.every_days == every_days
    assert asked.licence
    assert asked.sources
    assert asked.version


def test_thresholds_are_those_published():
    found = {
        asked.id: asked.important and (asked.important.points, asked.important.percent)
        for asked in instruments()
    }

    assert found == {
        "peg": ((1.0, 1.75), 30),
        "rmdq24": ((5, 5), 30),
        "psfs": ((2, 2), None),
        "pgic": None,
    }


def test_labels_of_the_pgic_have_codes_and_numbers():
    options = instrument(Name.PGIC).options

    assert [(option.number, option.code) for option in options] == [
        (1, "very_much_improved"),
        (2, "much_improved"),
        (3, "minimally_improved"),
        (4, "no_change"),
        (5, "minimally_worse"),
        (6, "much_worse"),
        (7, "very_much_worse"),
    ]
    with pytest.raises(KeyError):
        instrument(Name.PGIC).option("better")


def test_scores_are_written_with_their_scale_or_as_their_label():
    assert instrument(Name.PEG).words(14 / 3) == "4.7 / 10"
    assert instrument(Name.RMDQ24).words(8.0) == "8 / 24"
    assert instrument(Name.PSFS).words(None) == "–"
    assert instrument(Name.PGIC).words(2.0) == "much improved"


@pytest.mark.django_db
def test_page_of_those_left_out_prints_the_data_file(browser):
    page = text(browser.get(reverse("questionnaires:left_out")))

    names = [item.name for item in left_out().items]
    assert [re.split(r" [(\d]", name)[0] for name in names] == [
        "Oswestry disability index",
        "EQ-5D",
        "PROMIS pain interference",
        "STarT Back",
        "DVPRS",
    ]
    assert all(name in page for name in names)
    assert "Copyright of Jeremy Fairbank, 1980" in page
