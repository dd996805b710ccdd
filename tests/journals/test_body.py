"""The body map: its sites and drawing, how a day's is kept and corrected, and who may read it."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from invertrack.care.access import Access, own_access
from invertrack.care.actions import RecordGone, StaleRecord, Submission
from invertrack.care.enums import Scope
from invertrack.journals import actions, queries
from invertrack.journals.body import body_map, highest, in_order, label_of
from invertrack.journals.enums import Side
from invertrack.journals.models import BodyPain, Entry, JournalDay
from tests import make

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 5, 12, 10, 0, tzinfo=dt.UTC)  # noon in Berlin
TODAY = dt.date(2026, 5, 12)
YESTERDAY = dt.date(2026, 5, 11)
DAYS = (dt.date(2026, 5, 1), TODAY)


def url(day=TODAY, name="body"):
    return reverse(f"journals:{name}", args=[day])


def keep(patient, *, version=None, named=None, day=TODAY, **scores):
    sites = {key.replace("-", "_"): site for key, site in body_map().sites.items()}
    return actions.keep_body(
        patient=patient,
        local_date=day,
        by=patient.user,
        at=timezone.now(),
        submission=named or Submission.new(version=version),
        clean=lambda: actions.BodyValues(
            scores={sites[name]: score for name, score in scores.items()}, tz=patient.tz
        ),
    )


def scores_of(patient, day=TODAY, access=None):
    return queries.body_of(access or own_access(patient), day).scores


def said(patient, day=TODAY):
    changes = queries.one_day(own_access(patient), day).changes
    return [(change.label, change.old, change.new) for change in changes]


def test_every_site_is_drawn_and_everything_drawn_is_a_site():
    drawn = {shape.site.key for view in body_map().views for shape in view.shapes}

    assert drawn == set(body_map().sites)
    assert {site.group for site in body_map().sites.values()} == set(body_map().groups)


def test_left_of_a_person_lies_left_from_behind_and_right_from_the_front():
    sides = {
        view.id: {shape.site.side for shape in view.shapes if shape.x < view.width / 2}
        for view in body_map().views
    }
    captions = [(view.at_left, view.at_right) for view in body_map().views]

    assert sides == {"back": {Side.LEFT}, "front": {Side.RIGHT}}
    assert captions == [("Left", "Right"), ("Right", "Left")]


def test_scores_are_written_inside_the_drawing_each_in_a_place_of_its_own():
    for view in body_map().views:
        places = [(shape.x, shape.y) for shape in view.shapes]
        assert len(set(places)) == len(places)
        assert all(0 < x < view.width and 0 < y < view.height for x, y in places)


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("lower_back-left", "Lower back, left"),
        ("neck-middle", "Neck"),
        ("old_place-right", "Old place, right"),
    ],
)
def test_site_is_said_in_words_even_one_that_the_map_no_longer_has(key, label):
    assert label_of(key) == label


def test_sites_are_put_in_the_order_of_the_list():
    keys = ["old_place-right", "calf-left", "lower_back-right", "lower_back-left"]

    assert in_order(keys) == ["lower_back-left", "lower_back-right", "calf-left", "old_place-right"]


def test_back_and_leg_are_told_apart_by_their_own_highest():
    scores = {"lower_back-left": 4, "buttock-left": 6, "calf-left": 7, "neck-middle": 9}

    assert (highest(scores, "back"), highest(scores, "leg")) == (6, 7)
    assert highest({"neck-middle": 9}, "back") is None
    assert highest({"lower_back-left": 0}, "back") == 0


def test_map_of_a_day_without_an_entry_makes_one(patient):
    entry_id = keep(patient, lower_back_left=6, calf_left=0, neck_middle=None)

    entry = Entry.objects.for_patient(patient).get()
    assert (entry.id, entry.version, entry.day_kind, entry.tz) == (
        entry_id,
        1,
        "ordinary",
        patient.tz,
    )
    assert scores_of(patient) == {"lower_back-left": 6, "calf-left": 0}
    assert JournalDay.objects.for_patient(patient).get().has_entry
    assert said(patient) == []


def test_map_is_corrected_under_the_entry_s_version_and_keeps_what_it_said(patient):
    make.entry(of=patient, day=TODAY, pain_avg_24h=5)
    keep(patient, version=1, lower_back_left=6, calf_left=2, neck_middle=3)

    keep(patient, version=2, lower_back_left=4, calf_left=None, neck_middle=3, knee_right=1)

    assert scores_of(patient) == {"lower_back-left": 4, "neck-middle": 3, "knee-right": 1}
    assert Entry.objects.for_patient(patient).get().version == 3
    assert sorted(said(patient)) == [
        ("Calf, left", "2 / 10", "–"),
        ("Knee, right", "–", "1 / 10"),
        ("Lower back, left", "6 / 10", "4 / 10"),
    ]


def test_sites_that_a_form_did_not_show_stay(patient):
    keep(patient, lower_back_left=6, calf_left=2)

    keep(patient, version=1, calf_left=3)

    assert scores_of(patient) == {"lower_back-left": 6, "calf-left": 3}


def test_map_of_an_older_form_is_stale_and_changes_nothing(patient):
    keep(patient, lower_back_left=6)

    for version in (None, 7):
        with pytest.raises(StaleRecord):
            keep(patient, version=version, lower_back_left=1)

    assert scores_of(patient) == {"lower_back-left": 6}


def test_replayed_map_is_kept_once(patient):
    named = Submission.of({}, write_id=uuid.uuid4())

    first, again = (keep(patient, named=named, lower_back_left=6) for _ in range(2))

    assert first == again
    assert BodyPain.objects.for_patient(patient).count() == 1


def test_map_goes_and_comes_back_with_its_entry(patient):
    entry_id = keep(patient, lower_back_left=6, calf_left=2)
    keep(patient, version=1, calf_left=None)
    common = {"patient": patient, "by": patient.user, "at": timezone.now()}

    actions.delete_entry(local_date=TODAY, submission=Submission.new(version=2), **common)
    deleted = queries.deleted_day(own_access(patient), entry_id, timezone.now())
    assert scores_of(patient) == {}
    with pytest.raises(RecordGone):
        keep(patient, version=2, lower_back_left=1)
    actions.restore_entry(entry_id=entry_id, submission=Submission.new(), **common)

    assert deleted.body.scores == scores_of(patient) == {"lower_back-left": 6}


def test_map_is_cut_by_scope_and_first_open_day(patient):
    keep(patient, lower_back_left=6)
    keep(make.patient(), lower_back_left=9)

    def reader(*scopes, data_from=None):
        return Access(patient=patient, scopes=frozenset(scopes), data_from=data_from)

    tomorrow = TODAY + dt.timedelta(days=1)
    shut = [reader(Scope.SESSIONS, Scope.TEXT), reader(*Scope, data_from=tomorrow)]
    assert scores_of(patient, access=reader(Scope.JOURNAL)) == {"lower_back-left": 6}
    assert [scores_of(patient, access=access) for access in shut] == [{}, {}]
    assert [queries.latest_body(access, *DAYS) for access in shut] == [None, None]


def test_latest_map_of_a_period_is_one_statement(patient, django_assert_num_queries):
    keep(patient, day=YESTERDAY, lower_back_left=9, calf_left=9)
    keep(patient, lower_back_left=6)
    keep(make.patient(), knee_left=8)
    access = own_access(patient)

    with django_assert_num_queries(1):
        day, body = queries.latest_body(access, *DAYS)

    assert (day, body.rows) == (TODAY, [("Lower back, left", 6)])
    assert queries.latest_body(access, DAYS[0], YESTERDAY)[0] == YESTERDAY


def test_places_are_marked_in_the_list_and_shown_on_the_day(browser, patient):
    form = make.form(browser.get(url()), **{"lower_back-left": "6", "calf-left": "7"})

    saved = browser.post(url(), form)

    assert saved.headers["Location"] == url(name="day")
    page = browser.get(url(name="day")).content.decode()
    assert "Lower back, left" in page
    assert "Change where it hurts" in page
    again = browser.get(url()).context["marked"]
    assert (again.back, again.leg) == (6, 7)


def test_drawing_shows_each_score_as_a_number(browser, patient):
    keep(patient, lower_back_left=6, knee_right=0)

    page = browser.get(url()).content.decode()

    for site, score in (("lower_back-left", 6), ("knee-right", 0)):
        start = page.index(f'data-site="{site}"')
        assert f'data-score="{score}"' in page[start : start + 120]
        assert f">{score}</text>" in page[start : start + 500]


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, "Nothing is marked yet"),
        ({"lower_back-left": "11"}, "A score is a whole number from 0 to 10."),
    ],
)
def test_map_that_says_nothing_or_nonsense_is_refused_at_its_place(browser, patient, fields, error):
    answer = browser.post(url(), make.form(browser.get(url()), **fields))

    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert not Entry.objects.for_patient(patient).exists()


def test_map_can_be_emptied_once_there_is_one(browser, patient):
    keep(patient, lower_back_left=6)

    browser.post(url(), make.form(browser.get(url()), **{"lower_back-left": ""}))

    assert scores_of(patient) == {}


def test_stale_map_is_409_with_what_was_marked_beside_what_is_stored(browser, patient):
    keep(patient, lower_back_left=6)
    form = make.form(browser.get(url()), **{"lower_back-left": "2"})
    keep(patient, version=1, lower_back_left=8)

    conflict = browser.post(url(), form)

    assert conflict.status_code == 409
    assert "lower back, left 8 / 10" in conflict.content.decode()
    assert conflict.context["marked"].scores == {"lower_back-left": 2}
    again = make.form(conflict, **{"lower_back-left": "2"})
    assert browser.post(url(), again).status_code == 302
    assert scores_of(patient) == {"lower_back-left": 2}


def test_map_of_a_day_whose_entry_was_deleted_meanwhile_is_410_and_can_be_kept_anew(
    browser, patient
):
    make.entry(of=patient, day=TODAY)
    form = make.form(browser.get(url()), **{"lower_back-left": "2"})
    delete = url(name="delete_entry")
    browser.post(delete, make.form(browser.get(delete)))

    gone = browser.post(url(), form)

    assert gone.status_code == 410
    again = make.form(gone, **{"lower_back-left": "2"})
    assert browser.post(url(), again).status_code == 302
    assert scores_of(patient) == {"lower_back-left": 2}


def test_days_too_old_and_days_ahead_take_no_map(browser, patient):
    old, ahead = TODAY - dt.timedelta(days=31), TODAY + dt.timedelta(days=1)

    assert "can no longer be added" in browser.get(url(old)).content.decode()
    assert browser.get(url(ahead)).headers["Location"] == url(name="day")
    for day in (old, ahead):
        form = make.form(browser.get(url()), **{"lower_back-left": "2"})
        assert browser.post(url(day), form).status_code == 200
    assert not Entry.objects.for_patient(patient).exists()
