"""Writing the journal: one entry a day, ratings on their local day, and undo."""

import datetime as dt
import uuid
import zoneinfo

import pytest
from django.utils import timezone

from invertrack.care.access import NoAccess
from invertrack.care.actions import RecordGone, StaleRecord, Submission, WriteReused
from invertrack.care.models import Revision, Write
from invertrack.journals import actions
from invertrack.journals.models import (
    BodyPain,
    Entry,
    EntryText,
    JournalDay,
    JournalSettings,
    PainRating,
)
from tests import make

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 5, 12)


def submission(version=None, **fields):
    return Submission.of(fields, write_id=uuid.uuid4(), version=version)


def keep(patient, *, day=DAY, named=None, note="", managed=None, **fields):
    return actions.keep_entry(
        patient=patient,
        local_date=day,
        by=patient.user,
        at=timezone.now(),
        submission=named or submission(),
        clean=lambda: actions.EntryValues(fields=fields, tz=patient.tz, note=note, managed=managed),
    )


def rate(patient, at, *, tz="Europe/Berlin", score=5, named=None, **how):
    rating_id = actions.rate_pain(
        patient=patient,
        by=how.pop("by", patient.user),
        at=at,
        submission=named or submission(),
        clean=lambda: (score, at, tz),
        **how,
    )
    return PainRating.objects.for_patient(patient).get(id=rating_id)


def doing(action, patient, *, at=None, version=None, **fields):
    return action(
        patient=patient,
        by=patient.user,
        at=at or timezone.now(),
        submission=submission(version),
        **fields,
    )


def live_entry(patient, day=DAY):
    return Entry.objects.for_patient(patient).live().filter(local_date=day).first()


def test_second_entry_of_a_day_edits_the_first_and_keeps_what_it_said(patient):
    keep(patient, pain_avg_24h=8)

    keep(patient, named=submission(version=1), pain_avg_24h=5)

    entry = Entry.objects.for_patient(patient).get()
    assert (entry.pain_avg_24h, entry.version) == (5, 2)
    revision = Revision.objects.for_patient(patient).get()
    assert (revision.field, revision.old, revision.new) == ("pain_avg_24h", 8, 5)


def test_entry_from_a_form_that_saw_none_is_stale_once_there_is_one(patient):
    keep(patient, pain_avg_24h=8)

    with pytest.raises(StaleRecord) as conflict:
        keep(patient, pain_avg_24h=5)

    assert conflict.value.current.pain_avg_24h == 8
    assert live_entry(patient).pain_avg_24h == 8


def test_entry_from_an_older_version_is_stale_and_books_nothing(patient):
    keep(patient, pain_avg_24h=8)
    keep(patient, named=submission(version=1), pain_avg_24h=7)

    with pytest.raises(StaleRecord):
        keep(patient, named=submission(version=1), pain_avg_24h=5)

    assert live_entry(patient).pain_avg_24h == 7
    assert Write.objects.for_patient(patient).count() == 2


def test_edit_of_a_deleted_entry_is_gone(patient):
    keep(patient, pain_avg_24h=8)
    doing(actions.delete_entry, patient, local_date=DAY, version=1)

    with pytest.raises(RecordGone):
        keep(patient, named=submission(version=1), pain_avg_24h=5)


def test_replayed_entry_answers_with_the_first_and_writes_once(patient):
    named = submission(pain_avg_24h="6")

    first = keep(patient, named=named, pain_avg_24h=6)
    again = keep(patient, named=named, pain_avg_24h=6)

    assert first == again
    assert Entry.objects.for_patient(patient).get().version == 1


def test_write_id_with_other_content_is_refused(patient):
    named = submission(pain_avg_24h="6")
    keep(patient, named=named, pain_avg_24h=6)

    with pytest.raises(WriteReused):
        keep(patient, named=Submission.of({"pain_avg_24h": "2"}, write_id=named.write_id))


def test_fields_that_a_form_did_not_show_keep_their_data(patient):
    keep(patient, pain_avg_24h=6, stiffness=4, sleep_h=7.5)
    actions.show_fields(patient=patient, fields=["mood"])

    keep(patient, named=submission(version=1), pain_avg_24h=5, mood=8)

    entry = live_entry(patient)
    assert (entry.stiffness, float(entry.sleep_h), entry.mood) == (4, 7.5, 8)


def test_shown_fields_are_chosen_again_and_unknown_ones_left_out(patient):
    actions.show_fields(patient=patient, fields=["mood", "sleep_h"])
    actions.show_fields(patient=patient, fields=["stress", "pain_avg_24h", "patient_id"])

    assert JournalSettings.objects.for_patient(patient).get().shown_fields == ["stress"]


def test_note_is_kept_apart_changed_and_taken_away(patient):
    keep(patient, pain_avg_24h=6, note="Sat too long.")
    keep(patient, named=submission(version=1), note="Sat far too long.")
    keep(patient, named=submission(version=2), note="")

    assert not EntryText.objects.for_patient(patient).live().exists()
    said = Revision.objects.for_patient(patient).filter(record="journals.entrytext")
    assert [(one.old, one.new) for one in said.order_by("id")] == [
        ("Sat too long.", "Sat far too long."),
        ("Sat far too long.", None),
    ]
    assert all(one.scopes == ["journal", "text"] for one in said)


def test_note_and_what_was_managed_share_a_row_and_stay_apart(patient):
    keep(patient, managed="A walk.")
    keep(patient, named=submission(version=1), note="Sat too long.", managed=None)
    keep(patient, named=submission(version=2), note="", managed="Two walks.")

    (text,) = EntryText.objects.for_patient(patient).live()
    assert (text.note, text.managed) == ("", "Two walks.")
    said = Revision.objects.for_patient(patient).filter(record="journals.entrytext")
    assert sorted((one.field, one.old, one.new) for one in said) == [
        ("managed", "A walk.", "Two walks."),
        ("note", "", "Sat too long."),
        ("note", "Sat too long.", ""),
    ]
    assert {tuple(one.scopes) for one in said} == {("journal", "text")}


def test_words_go_once_none_are_left(patient):
    keep(patient, note="Sat too long.", managed="A walk.")
    keep(patient, named=submission(version=1), note=None, managed="")
    assert EntryText.objects.for_patient(patient).live().get().note == "Sat too long."

    keep(patient, named=submission(version=2), note="", managed=None)

    assert not EntryText.objects.for_patient(patient).live().exists()
    said = Revision.objects.for_patient(patient).filter(record="journals.entrytext")
    assert [(one.field, one.old, one.new) for one in said.order_by("id")] == [
        ("managed", "A walk.", ""),
        ("note", "Sat too long.", None),
    ]


def test_words_that_a_form_did_not_show_stay(patient):
    keep(patient, note="Sat too long.", managed="A walk.")

    keep(patient, named=submission(version=1), note=None, managed=None, pain_avg_24h=4)

    text = EntryText.objects.for_patient(patient).live().get()
    assert (text.note, text.managed) == ("Sat too long.", "A walk.")


def test_delete_takes_the_entry_with_its_parts_and_leaves_the_ratings(patient):
    keep(patient, pain_avg_24h=6, note="Sat too long.")
    entry = live_entry(patient)
    BodyPain.objects.create(
        patient=patient, entry=entry, region="lower back", score=6, created_at=timezone.now()
    )
    noon = dt.datetime.combine(DAY, dt.time(12), zoneinfo.ZoneInfo("Europe/Berlin"))
    rate(patient, noon, score=3)

    doing(actions.delete_entry, patient, local_date=DAY, version=1)

    for model in (Entry, EntryText, BodyPain):
        assert not model.objects.for_patient(patient).live().exists()
    row = JournalDay.objects.for_patient(patient).get()
    assert (row.has_entry, row.pain_avg_24h, row.ratings) == (False, None, 1)


def test_restore_brings_back_just_what_the_delete_took(patient):
    keep(patient, pain_avg_24h=6, note="First words.")
    keep(patient, named=submission(version=1), note="")
    keep(patient, named=submission(version=2), note="Second words.")
    entry_id = doing(actions.delete_entry, patient, local_date=DAY, version=3)

    doing(actions.restore_entry, patient, entry_id=entry_id)

    texts = EntryText.objects.for_patient(patient).live()
    assert [text.note for text in texts] == ["Second words."]
    assert JournalDay.objects.for_patient(patient).get().pain_avg_24h == 6


def test_restore_that_meets_a_newer_entry_is_refused_and_shows_it(patient):
    keep(patient, pain_avg_24h=6)
    entry_id = doing(actions.delete_entry, patient, local_date=DAY, version=1)
    newer = keep(patient, pain_avg_24h=2)

    with pytest.raises(StaleRecord) as conflict:
        doing(actions.restore_entry, patient, entry_id=entry_id)

    assert conflict.value.current.id == newer
    assert live_entry(patient).id == newer


@pytest.mark.parametrize(("minutes", "is_possible"), [(9, True), (11, False)])
def test_undo_lasts_ten_minutes(patient, minutes, is_possible):
    deleted_at = timezone.now()
    rating = make.rating(of=patient)
    doing(actions.delete_rating, patient, rating_id=rating.id, at=deleted_at, version=1)
    later = deleted_at + dt.timedelta(minutes=minutes)

    if is_possible:
        doing(actions.restore_rating, patient, rating_id=rating.id, at=later)
    else:
        with pytest.raises(RecordGone):
            doing(actions.restore_rating, patient, rating_id=rating.id, at=later)

    assert PainRating.objects.for_patient(patient).live().exists() == is_possible


@pytest.mark.parametrize("action", [actions.delete_rating, actions.restore_rating])
def test_rating_of_somebody_else_answers_like_one_that_never_was(patient, action):
    foreign = make.rating(of=make.patient())

    for rating_id in (foreign.id, uuid.uuid4()):
        with pytest.raises(NoAccess):
            doing(action, patient, rating_id=rating_id)

    assert PainRating.objects.for_patient(foreign.patient).live().exists()


def test_deleting_the_entry_of_a_day_that_never_had_one_finds_nothing(patient):
    make.entry(of=make.patient(), day=DAY)

    with pytest.raises(NoAccess):
        doing(actions.delete_entry, patient, local_date=DAY)


def test_correcting_a_rating_leaves_when_it_was_made(patient):
    rating = make.rating(of=patient, score=8)

    doing(actions.correct_rating, patient, rating_id=rating.id, version=1, clean=lambda: 5)

    corrected = PainRating.objects.for_patient(patient).get()
    assert (corrected.score, corrected.at, corrected.version) == (5, rating.at, 2)
    assert JournalDay.objects.for_patient(patient).get().rating_first == 5


def test_ratings_stay_on_the_local_dates_where_they_were_made(patient):
    home = rate(
        patient, dt.datetime(2026, 5, 12, 11, 50, tzinfo=dt.UTC), tz="Pacific/Auckland"
    )  # 23:50
    away = rate(
        patient, dt.datetime(2026, 5, 13, 7, 10, tzinfo=dt.UTC), tz="America/Los_Angeles"
    )  # 00:10

    assert home.local_date == dt.date(2026, 5, 12)
    assert away.local_date == dt.date(2026, 5, 13)
    assert JournalDay.objects.for_patient(patient).count() == 2


@pytest.mark.parametrize("is_prompted", [True, False])
def test_rating_knows_whether_it_was_asked_for(patient, is_prompted):
    asked = {"is_prompted": True} if is_prompted else {}
    rating = rate(patient, timezone.now(), **asked)

    doing(actions.correct_rating, patient, rating_id=rating.id, version=1, clean=lambda: 2)

    rating.refresh_from_db()
    assert (rating.is_prompted, rating.score) == (is_prompted, 2)


def test_rating_by_a_signed_link_is_nobody_s_log_in(patient):
    rate(patient, timezone.now(), by=None, is_prompted=True)

    assert Write.objects.for_patient(patient).get().by is None


def test_ratings_of_an_hour_that_came_twice_are_two_on_one_day(patient):
    first, second = (
        rate(patient, dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC), score=hour)
        for hour in (0, 1)
    )

    assert first.local_time.strftime("%H:%M") == second.local_time.strftime("%H:%M") == "02:30"
    row = JournalDay.objects.for_patient(patient).get()
    assert (row.local_date, row.ratings, row.rating_first) == (dt.date(2026, 10, 25), 2, 0)


@pytest.mark.parametrize(
    ("local", "usual", "is_near"),
    [
        ("20:00", "20:00", True),
        ("21:30", "20:00", True),
        ("21:31", "20:00", False),
        ("00:30", "23:30", True),
        ("22:45", "00:00", True),
        ("01:31", "00:00", False),
        ("12:00", "00:00", False),
    ],
)
def test_usual_time_is_near_over_midnight_too(local, usual, is_near):
    moment = dt.datetime.combine(DAY, dt.time.fromisoformat(local), dt.UTC)

    assert actions.is_near(moment, dt.time.fromisoformat(usual)) == is_near
