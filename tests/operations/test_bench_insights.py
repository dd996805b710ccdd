"""What `manage.py bench insights` measures with; how fast it is is not tested."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.wsgi import get_wsgi_application

from invertrack.analysis import analyse as analysing
from invertrack.analysis.record import Pair, Record
from invertrack.analysis.simulated import record_of_life
from invertrack.operations.bench import insights, ratios
from invertrack.operations.bench.people import one_a_day
from invertrack.operations.bench.world import World
from tests import make

SMALL = Record(pairs=tuple(Pair(day, 30, 120, 6, 5) for day in range(12)))


def test_all_findings_of_a_record_are_sentences_and_numbers():
    found = {finding.id: finding for finding in insights.all_findings(SMALL)}

    change = found["mean-change"]
    assert (change.estimate, change.n) == (-1.0, 12)
    assert "12" in change.sentence


def test_peak_memory_is_what_was_held_at_once_not_what_is_left():
    def hold():
        return len(bytearray(5_000_000)) + len(bytearray(3_000_000))

    assert 5 <= insights.peak_mb(hold) < 6


def test_a_record_that_is_analysed_anew_is_noticed():
    with insights.analyses() as made:
        analysing.analyse(SMALL)
        insights.all_findings(SMALL)

    assert made == [SMALL, SMALL]
    analysing.analyse(SMALL)
    assert len(made) == 2


def world(patient=None):
    """Where one round is measured, and nobody but one patient is loaded."""
    return World(
        application=get_wsgi_application(),
        people=SimpleNamespace(middle=patient),
        today=dt.date(2026, 5, 12),
        rounds=1,
        bar=lambda what, total: lambda: None,
    )


def test_findings_are_compared_with_one_slope_in_time_and_in_memory():
    found = insights.computing(world(), days=60)

    assert sorted(found) == ["I1", "I1.memory", "I1.memory.ratio"]
    assert all(figure.value > 0 for figure in found.values())


@pytest.mark.django_db
def test_a_second_view_makes_no_analysis(monkeypatch):
    monkeypatch.setattr(ratios, "WARM_UP_ROUNDS", 0)

    found = insights.viewing(world(make.patient()))

    assert sorted(found) == ["I2.json", "I2.made", "I2.page"]
    assert found["I2.made"].value == 0
    assert found["I2.page"].value > 0


@pytest.mark.django_db
def test_a_change_makes_what_was_stored_old(client):
    patient = make.patient()
    client.force_login(patient.user)
    client.get(insights.PAGE)

    with insights.analyses() as made:
        client.get(insights.PAGE)
        assert made == []
        insights.change(patient)
        client.get(insights.PAGE)
        client.get(insights.JSON)

    assert len(made) == 1


def test_a_life_with_every_entry_has_a_pair_on_each_day():
    record = record_of_life(one_a_day(60, every_entry=True))

    assert [pair.day for pair in record.pairs] == list(range(60))
    assert len(record.pain) > len(record_of_life(one_a_day(60)).pain)
