"""Answers become values: what blocks and what wants a talk; unsure counts as yes."""

import pytest

from invertrack.safety.enums import Level, Reply
from invertrack.safety.lists import Finding, red_flags, screening
from invertrack.safety.screen import findings, missing

HARMLESS = {item.id: item.harmless for item in screening().items}


def test_harmless_answers_find_nothing():
    assert findings(HARMLESS, screening()) == []
    assert missing(HARMLESS, screening()) == []


@pytest.mark.parametrize("item", screening().items, ids=lambda item: item.id)
@pytest.mark.parametrize("how", ["yes", "unsure"])
def test_each_item_counts_alone_and_so_does_unsure(item, how):
    reply = item.trigger if how == "yes" else Reply.UNSURE

    found = findings({**HARMLESS, item.id: reply}, screening())

    assert found == [Finding(item.id, item.level)]
    assert found[0].is_blocker is (item.level == Level.STOP)


def test_getting_out_alone_counts_when_the_answer_is_no():
    assert HARMLESS["cannot_exit_alone"] == Reply.YES
    assert findings({**HARMLESS, "cannot_exit_alone": Reply.NO}, screening()) == [
        Finding("cannot_exit_alone", Level.ASK)
    ]


def test_answers_to_a_list_that_no_longer_asks_are_left_out():
    assert findings({"tired": Reply.YES}, screening()) == []


def test_question_without_an_answer_is_missing_not_harmless():
    del (some := dict(HARMLESS))["pregnancy"]

    assert missing(some, screening()) == ["pregnancy"]
    assert len(missing({}, red_flags())) == 16
