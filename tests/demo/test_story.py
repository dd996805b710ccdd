import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from invertrack.analysis.bins import relief_by_angle, relief_by_duration
from invertrack.analysis.truth import KINDS
from invertrack.care.actions import Submission
from invertrack.care.models import Revision, Write
from invertrack.demo.people import CAST, STRANGER_SELF, cast
from invertrack.demo.story import Demo, tell
from invertrack.journals import actions as journal_actions
from invertrack.journals.enums import DayKind
from invertrack.journals.models import Entry, EntryText, PainRating, Treatment
from invertrack.safety.models import SafetyFact
from invertrack.sessions import actions as session_actions
from invertrack.sessions.actions.values import Course, HoldValues, VitalsValues
from invertrack.sessions.models import Hold, Session, SessionText, SideEffect, Trace, Vitals
from invertrack.sessions.trace import TraceValues
from tests import make

NOW = dt.datetime(2026, 11, 22, 3, 15, tzinfo=dt.UTC)
LEAD = CAST[0]
PLAIN = {"id", "patient", "session", "session_id", "entry"}


def told(name, **asked):
    person = next(person for person in CAST if person.name.startswith(name))
    return tell(person, Demo(**({"now": NOW} | asked)), clinician=None)


def values(row):
    """What a row says, apart from its own key and whose it is."""
    names = {field.name for field in row._meta.fields} - PLAIN
    return {name: getattr(row, name) for name in names}


def of(book, model, session):
    return [row for row in book.rows[model] if row.session_id == session.id]


def parts(book, model, **of):
    found = [r for r in book.rows[model] if all(getattr(r, k) == v for k, v in of.items())]
    return sorted(map(values, found), key=str)


@pytest.fixture(scope="module")
def lead():
    return told("Marta")


@pytest.mark.parametrize(
    "now",
    [
        NOW,
        dt.datetime(2026, 3, 1, 23, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 7, 4, 12, 0, tzinfo=dt.UTC),
    ],
)
def test_the_lead_has_two_years_up_to_now_and_enough_of_late_for_every_chart(now):
    book = told("Marta", now=now)
    today = now.astimezone(ZoneInfo(LEAD.tz)).date()
    sessions, entries = book.rows[Session], book.rows[Entry]
    last = {row.local_date for row in sessions if row.local_date >= today - dt.timedelta(days=3)}
    pairs = {
        row.local_date: row
        for row in reversed(sessions)
        if row.pain_after_delay_s is not None and row.local_date > today - dt.timedelta(days=90)
    }.values()
    reliefs = [row.pain_before - row.pain_after for row in pairs]
    by_angle = relief_by_angle([row.angle_deg for row in pairs], reliefs)
    by_time = relief_by_duration([row.duration_s / 60 for row in pairs], reliefs)

    assert len(last) >= 2
    assert {row.local_date for row in entries} & {today, today - dt.timedelta(days=1)}
    assert min(row.local_date for row in entries) <= today - dt.timedelta(days=720)
    assert len(sessions) > 450
    assert sum(found.gate.open for found in by_angle) >= 3
    assert sum(found.gate.open for found in by_time) >= 3


def test_the_lead_s_angle_rises_over_the_first_weeks(lead):
    angles = [row.angle_deg for row in lead.rows[Session]]

    assert sum(angles[:15]) / 15 + 10 < sum(angles[-100:]) / 100


def test_the_lead_shows_all_that_a_diary_can_hold(lead):
    sessions, entries = lead.rows[Session], lead.rows[Entry]
    days = [row.local_date for row in sessions]
    kinds = {row.day_kind for row in entries}

    assert kinds == {str(kind) for kind in DayKind}
    assert {row.tz for row in entries} == {LEAD.tz, LEAD.away}
    assert len(set(days)) < len(days)  # two on one day
    assert len(entries) < 710  # days without an entry
    assert any(row.pain_after is not None and row.is_from_memory for row in sessions)
    assert any(row.is_entered_late for row in sessions)
    assert any(row.pain_after is None for row in sessions)
    assert any(row.has_stopped_early for row in sessions)
    assert {row.severity for row in lead.rows[SideEffect]} >= {1, 2}
    assert len({row.gone_after_s for row in lead.rows[SideEffect]}) >= 3
    assert max(row.order for row in lead.rows[Hold]) == 3
    assert len(lead.rows[Vitals]) > 50
    assert all(row.equipment for row in sessions)
    assert len(lead.rows[SessionText]) > 20
    assert len(lead.rows[EntryText]) > 20
    assert {row.field for row in lead.rows[Revision]} >= {
        "pain_before",
        "pain_after",
        "pain_avg_24h",
    }


def test_every_correction_names_what_the_row_says_now_and_belongs_to_a_write(lead):
    rows = {row.id: row for model in (Session, Entry, PainRating) for row in lead.rows[model]}
    writes = {write.id: write for write in lead.rows[Write]}

    assert len(lead.rows[Revision]) > 10
    for revision in lead.rows[Revision]:
        row, write = rows[revision.record_id], writes[revision.write_id]
        assert revision.record == row._meta.label_lower
        assert revision.new == getattr(row, revision.field) != revision.old
        assert revision.old is None or 0 <= revision.old <= 10
        assert (row.version, write.outcome) == (2, str(row.id))
        assert row.created_at < write.at <= NOW


def measured(lead, row):
    """What a phone would have said beside what every form asks; nothing of a quick log."""
    traces = (
        TraceValues(trace.every_s, tuple(trace.degrees), tuple(map(tuple, trace.marks)))
        for trace in of(lead, Trace, row)
    )
    return {
        "began_at": row.started_at if row.samples else None,
        "samples": row.samples,
        "rest_at_zero_s": row.rest_at_zero_s,
        "trace": next(traces, None),
    }


def test_the_lead_s_latest_sessions_were_led_by_the_phone(lead):
    lately = [row for row in lead.rows[Session] if row.entered == "live"]

    assert len(lately) > 10
    assert {row.angle_source for row in lately} == {"measured"}
    assert len(lead.rows[Trace]) == len(lately) < len(lead.rows[Session])


@pytest.mark.django_db
def test_a_told_session_is_what_logging_it_would_have_stored(lead):
    uncorrected = [row for row in lead.rows[Session] if row.version == 1]
    special = [r for r in uncorrected if r.pain_after is None or r.is_from_memory]
    ill = {effect.session_id for effect in lead.rows[SideEffect]}
    patient = make.patient(tz=LEAD.tz)
    for row in [*uncorrected[:8], *special, *(r for r in uncorrected if r.id in ill)][:60]:
        told = said(lead, row)
        logged = session_actions.log_session(
            patient=patient,
            by=patient.user,
            at=row.created_at,
            submission=Submission.new(),
            clean=lambda told=told: told,
            entered=row.entered,
        )
        stored = Session.objects.for_patient(patient).get(id=logged)
        assert values(stored) == values(row)
        for model in (Hold, SideEffect, Vitals, SessionText, Trace, SafetyFact):
            rows = model.objects.for_patient(patient).filter(session_id=logged)
            assert sorted(map(values, rows), key=str) == parts(lead, model, session_id=row.id)


def said(lead, row):
    """What the lead would have said of a session to have it stored as it is told."""
    return session_actions.SessionValues(
        ended_at=row.ended_at,
        tz=row.tz,
        holds=tuple(HoldValues(hold.angle_deg, hold.seconds) for hold in of(lead, Hold, row)),
        pain_before=row.pain_before,
        pain_after=row.pain_after,
        angle_source=row.angle_source,
        has_stopped_early=row.has_stopped_early,
        side_effects={e.code: e.severity for e in of(lead, SideEffect, row)},
        courses={e.code: Course(e.onset, e.gone_after_s) for e in of(lead, SideEffect, row)},
        vitals={
            v.moment: VitalsValues(v.systolic, v.diastolic, v.heart_rate, v.posture)
            for v in of(lead, Vitals, row)
        },
        equipment=row.equipment,
        note=next((t.note for t in lead.rows[SessionText] if t.session_id == row.id), ""),
        **measured(lead, row),
    )


@pytest.mark.django_db
def test_a_told_entry_and_rating_are_what_the_journal_would_have_stored(lead):
    patient = make.patient(tz=LEAD.tz)
    patient.usual_rating_time = lead.patient.usual_rating_time
    patient.save()
    for row in [entry for entry in lead.rows[Entry] if entry.version == 1][-40:]:
        fields = {"day_kind": row.day_kind, "sleep_h": row.sleep_h}
        fields |= {name: getattr(row, name) for name in ("pain_avg_24h", "pain_worst_24h")}
        fields |= {name: getattr(row, name) for name in ("leg_pain", "stiffness", "mood")}
        fields |= {"sleep_quality": row.sleep_quality, "managed_today": row.managed_today}
        kept = journal_actions.keep_entry(
            patient=patient,
            local_date=row.local_date,
            by=patient.user,
            at=row.created_at,
            submission=Submission.new(),
            clean=lambda f=fields, row=row: journal_actions.EntryValues(
                fields=f, tz=row.tz, note=""
            ),
        )
        assert values(Entry.objects.for_patient(patient).get(id=kept)) == values(row)
    for row in [rating for rating in lead.rows[PainRating] if rating.version == 1][-40:]:
        rated = journal_actions.rate_pain(
            patient=patient,
            by=patient.user,
            at=row.created_at,
            submission=Submission.new(),
            clean=lambda row=row: (row.score, row.at, row.tz),
            is_prompted=row.is_prompted,
        )
        assert values(PainRating.objects.for_patient(patient).get(id=rated)) == values(row)


@pytest.mark.parametrize("person", CAST, ids=lambda person: person.name)
def test_every_row_lies_on_the_local_date_where_it_was_made(person):
    book = tell(person, Demo(years=0.6, now=NOW), clinician=None)
    for row in book.rows[Session]:
        assert row.local_date == row.started_at.astimezone(ZoneInfo(row.tz)).date()
        assert row.started_at < row.ended_at < row.created_at <= NOW
        assert row.pain_before in range(11)
        assert row.pain_after is None or row.pain_after in range(11)
    for row in book.rows[PainRating]:
        assert row.local_date == row.at.astimezone(ZoneInfo(row.tz)).date()
        assert {row.tz} <= {person.tz, person.away}


@pytest.mark.parametrize("name", ["Aroha", "Kenji"])
def test_nobody_is_on_both_sides_of_the_date_line_at_once(name):
    book = told(name)
    ratings = sorted(book.rows[PainRating], key=lambda row: row.at)
    days = [row.local_date for row in ratings if row.tz]

    assert len({row.tz for row in ratings}) == 2
    assert days == sorted(days)


def test_clocks_that_change_do_not_move_what_a_person_does_in_the_evening(lead):
    hours = {
        row.at.astimezone(ZoneInfo(row.tz)).hour
        for row in lead.rows[PainRating]
        if row.tz == LEAD.tz
    }
    utc_hours = {row.at.hour for row in lead.rows[PainRating] if row.tz == LEAD.tz}

    assert len(hours) < len(utc_hours)


def test_some_stopped_weeks_ago_one_has_four_sessions_and_one_nothing():
    caleb, rosa = told("Caleb"), told("Rosa")
    weeks_ago = NOW.date() - dt.timedelta(days=18)
    quit_ = [told(name) for name in ("Sofia", "Owen", "Noah")]

    assert len(caleb.rows[Session]) == 4
    assert caleb.rows[Entry]
    assert not any(rosa.rows[model] for model in (Session, Entry, PainRating))
    assert all(max(row.local_date for row in b.rows[Entry]) < weeks_ago for b in quit_)
    assert all(b.rows[Session] for b in quit_)


def test_all_three_truths_and_many_zones_are_among_the_people():
    assert {person.truth for person in CAST} == set(KINDS)
    assert all(sum(p.truth == kind for p in CAST) == 10 for kind in KINDS)
    assert len({person.tz for person in CAST}) > 20
    assert len(CAST) == 30


def test_a_larger_cast_starts_with_the_same_people_and_repeats_nobody():
    people = cast(1000)

    assert people[:30] == CAST
    assert len({person.email for person in (*people, STRANGER_SELF)}) == 1001
    assert people[30].name == "Marta Whitlock"
    assert all(person.email.isascii() for person in people)
    assert sum(person.is_lead for person in people) == 1


def test_the_lead_takes_something_on_bad_days_and_changes_a_treatment(lead):
    taken = lead.rows[Treatment]
    changed = [row for row in taken if row.has_changed]
    bad_days = {row.local_date for row in lead.rows[PainRating] if row.score >= 6}

    assert len(changed) >= 2
    assert len({row.words for row in changed}) == len(changed)
    assert len(taken) - len(changed) > 20
    assert {row.local_date for row in taken if not row.has_changed} <= bad_days
