"""The invented people of the measurements: as many sessions as asked for, alike where pages look."""

import datetime as dt

import pytest

from invertrack.operations.bench import people
from invertrack.operations.bench.pages import PANEL
from invertrack.sessions.models import Hold, Session, SessionDay, SessionTotals

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 12, tzinfo=dt.UTC)


def sessions(patient):
    return list(
        SessionDay.objects.for_patient(patient)
        .order_by("-local_date")
        .values_list("sessions", flat=True)
    )


@pytest.fixture
def crowd(monkeypatch):
    monkeypatch.setattr(people, "SPARSE_AT_MOST", 20)
    done = []
    found = people.load((5, 12, 60), panel=2, now=NOW, tick=lambda: done.append(1))
    assert len(done) == 6
    return found


def test_each_patient_has_the_sessions_asked_for_one_a_day_on_the_newest(crowd):
    assert sessions(crowd.small) == [1] * 5
    assert sessions(crowd.middle) == [1] * 12
    large = sessions(crowd.large)
    assert (large[:5], sum(large)) == ([1] * 5, 60)
    assert set(large[6:]) == {8}
    for patient, size in ((crowd.small, 5), (crowd.middle, 12), (crowd.large, 60)):
        assert Session.objects.for_patient(patient).count() == size
        assert SessionTotals.objects.for_patient(patient).get().sessions == size


def test_repeated_sessions_are_whole_rows_on_their_own_day(crowd):
    rows = Session.objects.for_patient(crowd.large)

    assert Hold.objects.for_patient(crowd.large).count() == 60
    assert all(row.started_local.date() == row.local_date for row in rows)
    assert all(row.ended_at > row.started_at for row in rows)


def test_nobody_has_a_session_today_or_later(crowd):
    assert not Session.objects.filter(started_at__gte=NOW).exists()
    assert not Session.objects.for_patient(crowd.small).filter(local_date=NOW.date()).exists()


def test_clinician_reads_the_whole_panel(client, crowd):
    client.force_login(crowd.clinician.user)

    assert len(client.get(PANEL).context["rows"]) == 2
