"""The roll-up of a day equals what its rows say, whatever was done to them in which order."""

import datetime as dt
import uuid
import zoneinfo
from operator import itemgetter

import pytest
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)

from invertrack.care.actions import Submission
from invertrack.journals import actions
from invertrack.journals.enums import DayKind
from invertrack.journals.models import JournalDay, PainRating
from tests import make

FIRST = dt.date(2026, 5, 11)
DAYS = st.integers(0, 3).map(lambda n: FIRST + dt.timedelta(days=n))
SCORES = st.integers(0, 10)
MAYBE = st.none() | SCORES
ZONES = st.sampled_from(["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles"])
USUAL = dt.time(23, 30)
FIELDS = (
    "has_entry",
    "day_kind",
    "pain_avg_24h",
    "pain_worst_24h",
    "leg_pain",
    "ratings",
    "rating_first",
    "rating_low",
    "rating_high",
    "rating_usual",
    "rating_points",
)


class Journal(RuleBasedStateMachine):
    """A person who enters, corrects, deletes and takes back; beside them a slow bookkeeper."""

    ratings = Bundle("ratings")
    deleted = Bundle("deleted")

    def __init__(self):
        super().__init__()
        self.patient = make.patient()
        self.patient.usual_rating_time = USUAL
        self.entries = {}
        self.versions = {}
        self.scores = {}

    def do(self, action, *, version=None, **fields):
        return action(
            patient=self.patient,
            by=self.patient.user,
            at=timezone.now(),
            submission=Submission.of({}, write_id=uuid.uuid4(), version=version),
            **fields,
        )

    @rule(day=DAYS, average=MAYBE, worst=MAYBE, leg=MAYBE, kind=st.sampled_from(DayKind.values))
    def keep_entry(self, day, average, worst, leg, kind):
        said = {
            "day_kind": kind,
            "pain_avg_24h": average,
            "pain_worst_24h": worst,
            "leg_pain": leg,
        }
        self.do(
            actions.keep_entry,
            local_date=day,
            version=self.versions.get(day),
            clean=lambda: actions.EntryValues(fields=said, tz="Europe/Berlin", note=""),
        )
        self.entries[day] = said
        self.versions[day] = self.versions.get(day, 0) + 1

    @rule(day=DAYS, puts_back=st.booleans())
    def delete_entry(self, day, puts_back):
        if day not in self.entries:
            return
        entry_id = self.do(actions.delete_entry, local_date=day, version=self.versions[day])
        if puts_back:
            self.do(actions.restore_entry, entry_id=entry_id)
            self.versions[day] += 1
        else:
            del self.entries[day], self.versions[day]

    def version_of(self, rating_id):
        return PainRating.objects.for_patient(self.patient).get(id=rating_id).version

    @rule(target=ratings, minute=st.integers(0, 3 * 24 * 60), tz=ZONES, score=SCORES)
    def rate(self, minute, tz, score):
        at = dt.datetime.combine(FIRST, dt.time(11), dt.UTC) + dt.timedelta(minutes=minute)
        rating_id = self.do(actions.rate_pain, clean=lambda: (score, at, tz))
        self.scores[rating_id] = (at, tz, score)
        return rating_id

    @rule(rating_id=ratings, score=SCORES)
    def correct(self, rating_id, score):
        version = self.version_of(rating_id)
        self.do(actions.correct_rating, rating_id=rating_id, version=version, clean=lambda: score)
        self.scores[rating_id] = (*self.scores[rating_id][:2], score)

    @rule(target=deleted, rating_id=consumes(ratings))
    def delete_rating(self, rating_id):
        self.do(actions.delete_rating, rating_id=rating_id, version=self.version_of(rating_id))
        return rating_id, self.scores.pop(rating_id)

    @rule(target=ratings, gone=consumes(deleted))
    def restore_rating(self, gone):
        rating_id, said = gone
        self.do(actions.restore_rating, rating_id=rating_id)
        self.scores[rating_id] = said
        return rating_id

    @invariant()
    def rollups_say_what_the_rows_say(self):
        stored = JournalDay.objects.for_patient(self.patient).values_list("local_date", *FIELDS)

        assert {day: said for day, *said in stored} == self.recomputed()

    def recomputed(self):
        days = {}
        for rating_id, (at, tz, score) in self.scores.items():
            local = at.astimezone(zoneinfo.ZoneInfo(tz))
            minute = local.hour * 60 + local.minute
            said = (at, rating_id, score, is_usual(local), minute)
            days.setdefault(local.date(), []).append(said)
        return {
            day: [*entry_part(self.entries.get(day)), *rating_part(days.get(day, []))]
            for day in {*days, *self.entries}
        }


def is_usual(local):
    usual = dt.datetime.combine(local, USUAL)
    naive = local.replace(tzinfo=None)
    whole = dt.timedelta(days=1)
    return any(abs(naive - usual + n * whole) <= dt.timedelta(minutes=90) for n in (-1, 0, 1))


def entry_part(said):
    return [True, *said.values()] if said else [False, DayKind.ORDINARY, None, None, None]


def rating_part(ratings):
    ordered = sorted(ratings, key=itemgetter(0, 1))
    scores = [score for _, _, score, _, _ in ordered]
    usual = [score for _, _, score, is_near, _ in ordered if is_near]
    if not scores:
        return [0, None, None, None, None, []]
    points = [[minute, score, True] for _, _, score, _, minute in ordered]  # written days later
    ends = [scores[0], min(scores), max(scores), usual[0] if usual else None]
    return [len(scores), *ends, points]


@pytest.mark.django_db
def test_rollup_equals_recomputation_after_any_sequence_of_writes():
    run_state_machine_as_test(
        Journal, settings=settings(max_examples=15, stateful_step_count=20, deadline=None)
    )
