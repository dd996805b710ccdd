"""What the journal's pages read: days in order, a day with its history, cut by access."""

import datetime as dt
import uuid

import pytest
import time_machine
from django.utils import timezone

from invertrack.care.access import Access, own_access
from invertrack.care.actions import Submission
from invertrack.care.enums import Scope
from invertrack.care.models import Revision
from invertrack.journals import actions, queries
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 5, 12)


def correct(entry, *, note="", **fields):
    actions.keep_entry(
        patient=entry.patient,
        local_date=entry.local_date,
        by=entry.patient.user,
        at=timezone.now(),
        submission=Submission.of({}, write_id=uuid.uuid4(), version=entry.version),
        clean=lambda: actions.EntryValues(fields=fields, tz="Europe/Berlin", note=note),
    )


def days_of(page):
    return [row.local_date for month in page.months for row in month.rows]


def test_list_pages_through_every_day_once_newest_first(patient, monkeypatch):
    monkeypatch.setattr(queries, "PAGE_SIZE", 2)
    kept = [TODAY - dt.timedelta(days=n) for n in (0, 3, 12, 13, 40)]
    for day in kept:
        make.entry(of=patient, day=day)

    seen, before = [], None
    while True:
        page = queries.list_page(own_access(patient), before)
        seen += days_of(page)
        before = page.older
        if before is None:
            break

    assert seen == kept
    assert [month.first_day for month in page.months] == [dt.date(2026, 4, 1)]


def test_days_set_apart_are_known_but_not_listed(patient):
    make.entry(of=patient, day=TODAY)

    page = queries.list_page(own_access(patient), None, apart=[TODAY])

    assert (page.months, set(page.by_day)) == ([], {TODAY})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-12", TODAY),
        ("2026-02-30", None),
        ("20260512", None),
        ("1899-12-31", None),
        ("٢٠٢٦-٠٥-١٢", None),
        ("", None),
    ],
)
def test_day_is_read_from_a_link(text, day):
    assert queries.read_day(text) == day


def test_day_holds_its_entry_and_its_ratings_in_order(patient):
    make.entry(of=patient, day=TODAY, note="Stiff.", pain_avg_24h=6)
    later, earlier = (make.rating(of=patient, at=NOW - dt.timedelta(hours=n)) for n in (1, 3))
    make.rating(of=patient, at=NOW - dt.timedelta(days=1))
    make.rating(of=make.patient(), at=NOW)

    kept = queries.one_day(own_access(patient), TODAY)

    assert [rating.id for rating in kept.ratings] == [earlier.id, later.id]
    assert (kept.note, kept.entry.pain_avg_24h) == ("Stiff.", 6)
    assert kept.facts == [
        ("Average pain, last 24 hours", "6 / 10"),
        ("Kind of day", "An ordinary day"),
    ]


def test_day_shows_what_its_entry_said_before_newest_change_first(patient):
    entry = make.entry(of=patient, day=TODAY, note="Stiff.", pain_avg_24h=8, sleep_h=7.5)
    correct(entry, note="Stiff.", pain_avg_24h=5, sleep_h=None)
    entry.refresh_from_db()
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        correct(entry, note="", day_kind="rest")

    changes = queries.one_day(own_access(patient), TODAY).changes

    assert [(change.label, change.old, change.new) for change in changes] == [
        ("Kind of day", "An ordinary day", "A rest day"),
        ("Note", "Stiff.", "no note"),
        ("Average pain, last 24 hours", "8 / 10", "5 / 10"),
        ("Sleep", "7.5 h", "–"),
    ]


def test_day_marks_what_was_entered_more_than_a_day_late(patient):
    for day in (TODAY, TODAY - dt.timedelta(days=1), TODAY - dt.timedelta(days=3)):
        make.entry(of=patient, day=day)
    access = own_access(patient)

    late = [
        queries.one_day(access, TODAY - dt.timedelta(days=days)).entry.is_late for days in (0, 1, 3)
    ]

    assert late == [False, False, True]


@pytest.mark.parametrize(
    ("scopes", "opens"),
    [
        (set(Scope), (True, "Stiff, but.", 2)),
        ({Scope.JOURNAL}, (True, "", 1)),
        ({Scope.JOURNAL, Scope.SESSIONS}, (True, "", 1)),
        ({Scope.SESSIONS, Scope.TEXT}, (False, "", 0)),
    ],
)
def test_day_is_cut_by_scope(patient, scopes, opens):
    entry = make.entry(of=patient, day=TODAY, note="Stiff.", pain_avg_24h=8)
    correct(entry, note="Stiff, but.", pain_avg_24h=5)
    access = Access(patient=patient, scopes=frozenset(scopes))

    kept = queries.one_day(access, TODAY)

    assert (kept.entry is not None, kept.note, len(kept.changes)) == opens
    assert bool(queries.list_page(access, None).by_day) == opens[0]


def test_day_before_the_first_shared_one_stays_shut(patient):
    make.entry(of=patient, day=TODAY)
    make.rating(of=patient, at=NOW)
    tomorrow = TODAY + dt.timedelta(days=1)
    access = Access(patient=patient, scopes=frozenset(Scope), data_from=tomorrow)

    kept = queries.one_day(access, TODAY)

    assert (kept.entry, kept.ratings) == (None, [])
    assert queries.list_page(access, None).by_day == {}


def test_traveller_can_open_the_tomorrow_that_has_rows(patient):
    tomorrow, access = TODAY + dt.timedelta(days=1), own_access(patient)
    assert not queries.has_come(access, tomorrow, NOW)

    make.entry(of=patient, day=tomorrow)

    assert queries.has_come(access, tomorrow, NOW)


def test_change_is_shown_only_under_the_scopes_of_its_field(patient):
    entry = make.entry(of=patient, day=TODAY, pain_avg_24h=8)
    correct(entry, pain_avg_24h=5)
    Revision.objects.for_patient(patient).update(scopes=[Scope.JOURNAL, Scope.TEXT])
    access = Access(patient=patient, scopes=frozenset({Scope.JOURNAL}))

    assert queries.one_day(access, TODAY).changes == []
    assert queries.one_day(own_access(patient), TODAY).changes != []


def test_deleted_entry_is_found_with_the_note_that_went_with_it(patient):
    entry = make.entry(of=patient, day=TODAY, note="Taken away before.")
    for note in ("", "Deleted with the entry."):
        correct(entry, note=note)
        entry.refresh_from_db()
    later = NOW + dt.timedelta(minutes=1)
    actions.delete_entry(
        patient=patient,
        local_date=TODAY,
        by=patient.user,
        at=later,
        submission=Submission.of({}, write_id=uuid.uuid4(), version=entry.version),
    )

    deleted = queries.deleted_day(own_access(patient), entry.id, later)

    assert deleted.note == "Deleted with the entry."
    assert queries.deleted_day(own_access(make.patient()), entry.id, later) is None
