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


def month(access, wanted=TODAY):
    return queries.month_page(access, wanted, TODAY)


def kept_days(page):
    return [day.day for week in page.weeks for day in week if day and day.row]


def test_month_holds_each_of_its_days_once_monday_first(patient):
    page = month(own_access(patient))

    cells = [cell for week in page.weeks for cell in week]
    assert {len(week) for week in page.weeks} == {7}
    assert [cell.day.day for cell in cells if cell] == list(range(1, 32))
    assert {cell.day.weekday() for week in page.weeks for cell in week[:1] if cell} == {0}
    assert cells[4].day == dt.date(2026, 5, 1)  # a Friday


def test_month_knows_what_its_days_say(patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=6, day_kind="flare")
    for hours, score in ((0, 7), (1, 3)):
        make.rating(of=patient, at=NOW - dt.timedelta(days=1, hours=hours), score=score)
    make.treatment(of=patient, at=NOW - dt.timedelta(days=2), has_changed=True)
    make.entry(of=make.patient(), day=TODAY - dt.timedelta(days=3))

    days = {day.day.day: day for week in month(own_access(patient)).weeks for day in week if day}

    said = {n: (days[n].pain, days[n].span, days[n].kind, days[n].word) for n in range(9, 14)}
    assert said == {
        9: (None, "", "", ""),
        10: (None, "", "", ""),
        11: (None, "3–7", "", "Yesterday"),
        12: (6, "", "flare", "Today"),
        13: (None, "", "", ""),
    }
    assert days[10].row.changed_treatments == ["Heat, 20 minutes"]
    assert (days[9].row, days[12].has_come, days[13].has_come) == (None, True, False)


def test_month_lists_what_holds_anything_and_the_latest_two_days_newest_first(patient):
    make.entry(of=patient, day=dt.date(2026, 5, 3))

    listed = month(own_access(patient)).listed

    assert [day.day.day for day in listed] == [12, 11, 3]


@pytest.mark.parametrize(
    ("wanted", "shown", "earlier", "later"),
    [
        (None, (2026, 5), (2026, 4), None),
        (dt.date(2026, 4, 1), (2026, 4), (2026, 3), (2026, 5)),
        (dt.date(2026, 2, 1), (2026, 2), None, (2026, 3)),
        (dt.date(1999, 1, 1), (2026, 2), None, (2026, 3)),
        (dt.date(2040, 1, 1), (2026, 5), (2026, 4), None),
    ],
)
def test_months_reach_from_the_first_day_kept_to_today(patient, wanted, shown, earlier, later):
    make.entry(of=patient, day=dt.date(2026, 2, 14))

    page = month(own_access(patient), wanted)

    turned = [first and (first.year, first.month) for first in (page.earlier, page.later)]
    assert (page.first_day, turned) == (dt.date(*shown, 1), [earlier, later])
    assert page.months == [dt.date(2026, n, 1) for n in (2, 3, 4, 5)]


def test_years_lead_to_the_same_month_or_to_the_nearest_there_is(patient):
    make.entry(of=patient, day=dt.date(2023, 10, 14))

    page = month(own_access(patient), dt.date(2025, 8, 1))

    years = [(2026, 5), (2025, 8), (2024, 8), (2023, 10)]
    assert page.years == [dt.date(*year, 1) for year in years]
    assert page.months == [dt.date(2025, n, 1) for n in range(1, 13)]


def test_month_of_somebody_new_goes_back_as_far_as_days_can_be_filled_in(patient):
    assert month(own_access(patient)).earlier == dt.date(2026, 4, 1)


@pytest.mark.parametrize("is_kept", [True, False])
def test_next_month_opens_once_a_traveller_has_rows_in_it(patient, is_kept):
    last, next_month = dt.date(2026, 5, 31), dt.date(2026, 6, 1)
    if is_kept:
        make.entry(of=patient, day=next_month)

    page = queries.month_page(own_access(patient), last, last)

    assert page.later == (next_month if is_kept else None)


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
        ("Note", "Stiff.", "–"),
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
    assert bool(kept_days(month(access))) == opens[0]


@pytest.mark.parametrize(
    ("scopes", "managed"),
    [(set(Scope), "A walk."), ({Scope.JOURNAL}, ""), ({Scope.SESSIONS, Scope.TEXT}, "")],
)
def test_what_was_managed_is_the_person_s_own_words(patient, scopes, managed):
    make.entry(of=patient, day=TODAY, managed="A walk.", managed_today=7)
    access = Access(patient=patient, scopes=frozenset(scopes))

    kept = queries.one_day(access, TODAY)

    assert (kept.managed, kept.note) == (managed, "")
    if Scope.JOURNAL in scopes:
        assert kept.entry.managed_today == 7


def test_day_before_the_first_shared_one_stays_shut(patient):
    make.entry(of=patient, day=TODAY)
    make.rating(of=patient, at=NOW)
    tomorrow = TODAY + dt.timedelta(days=1)
    access = Access(patient=patient, scopes=frozenset(Scope), data_from=tomorrow)

    kept = queries.one_day(access, TODAY)

    assert (kept.entry, kept.ratings) == (None, [])
    assert kept_days(month(access)) == []


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
