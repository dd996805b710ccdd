"""A month of prompts: each one what sending would have left, and nobody is flooded at the first round."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from invertrack.demo.people import CAST, STRANGER_SELF
from invertrack.demo.story import Demo, tell
from invertrack.journals.body import body_map, key_of
from invertrack.journals.models import BodyPain, Entry, EntryText, PainRating
from invertrack.prompts.actions import send_due
from invertrack.prompts.enums import PromptKind, Silence, Status
from invertrack.prompts.models import Delivery, PromptSettings
from invertrack.prompts.rules import NEAR, makes_sense_until
from invertrack.sessions.models import FollowUp
from invertrack.users.models import Patient
from tests.demo.rows import NOW as THAT_NIGHT
from tests.demo.rows import build

NOW = dt.datetime(2026, 11, 22, 3, 15, tzinfo=dt.UTC)
ZONE = ZoneInfo(CAST[0].tz)


@pytest.fixture(scope="module")
def lead():
    return tell(CAST[0], Demo(now=NOW, years=0.6), clinician=None).rows


def test_the_lead_had_a_month_of_prompts_of_every_fate(lead):
    prompts = lead[Delivery]
    fates = Counter((row.status, row.why) for row in prompts)

    assert min(row.due_at for row in prompts) < NOW - dt.timedelta(days=28)
    assert set(map(PromptKind, Counter(row.kind for row in prompts))) == set(PromptKind) - {
        "session"
    }
    assert fates[Status.SENT, ""] > 60
    assert fates[Status.SILENT, Silence.ANSWERED] > 10
    assert any(row.send_at > row.due_at for row in prompts if row.status == Status.SENT)  # snoozed
    scores = [r for r in prompts if r.status == Status.SENT and PromptKind(r.kind).is_score]
    assert 0.25 < sum(row.answered_at is not None for row in scores) / len(scores) < 0.75


def test_prompts_keep_the_rules_of_sending(lead):
    assert len({(row.kind, row.due_at) for row in lead[Delivery]}) == len(lead[Delivery])
    for row in lead[Delivery]:
        assert row.due_at <= NOW
        if row.status != Status.SENT:
            assert (row.sent_at, row.answered_at) == (None, None)
            continue
        assert row.due_at <= row.send_at <= row.sent_at <= NOW
        assert 7 <= row.sent_at.astimezone(ZONE).hour < 22
        assert row.send_at <= makes_sense_until(PromptKind(row.kind), row.due_at, ZONE)
        assert row.answered_at is None or row.answered_at > row.sent_at


def test_answers_of_prompts_are_the_rows_they_led_to(lead):
    asked = {row.id: row for row in lead[FollowUp]}
    rated = [row.at for row in lead[PainRating]]
    for row in lead[Delivery]:
        if row.follow_up_id:
            assert (asked[row.follow_up_id].kind, asked[row.follow_up_id].due_at) == (
                row.kind,
                row.due_at,
            )
        if row.answered_at and row.follow_up_id:
            assert row.answered_at == asked[row.follow_up_id].answered_at
        elif row.answered_at:
            assert row.answered_at in rated
            assert abs(row.answered_at - row.due_at) <= NEAR


def test_some_ratings_came_from_a_prompt_and_none_of_them_before_it(lead):
    usual = tell(CAST[0], Demo(now=NOW, years=0.1), clinician=None).patient.usual_rating_time
    prompted = [row for row in lead[PainRating] if row.is_prompted]

    assert 0.2 < len(prompted) / len(lead[PainRating]) < 0.6
    for row in prompted:
        local = row.at.astimezone(ZoneInfo(row.tz)).time()
        assert local >= usual or dt.time(12, 30) < local < dt.time(13, 15)


@pytest.mark.parametrize(
    ("person", "is_mailed"),
    [*((person, False) for person in CAST[1:6]), (STRANGER_SELF, True)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_mail_goes_only_to_those_whom_a_visitor_can_be(person, is_mailed):
    rows = tell(person, Demo(now=NOW, years=0.2), clinician=None).rows

    assert [row.is_by_email for row in rows[PromptSettings]] == [is_mailed]
    assert not rows[Delivery]


@pytest.mark.django_db
def test_the_first_round_of_sending_floods_nobody():
    build()

    done = send_due(at=THAT_NIGHT)

    assert len(mail.outbox) == done.sent <= 2
    assert done.broken == done.failed == 0
    assert PromptSettings.objects.count() == Patient.objects.count()


@pytest.mark.django_db
def test_a_day_of_sending_goes_only_to_those_whom_a_visitor_can_be():
    build()

    for minute in range(0, 24 * 60, 15):
        send_due(at=THAT_NIGHT + dt.timedelta(minutes=minute))

    to = [address for message in mail.outbox for address in message.to]
    assert set(to) <= {CAST[0].email, STRANGER_SELF.email}
    assert 1 <= to.count(CAST[0].email) <= 12


def test_the_lead_rated_places_of_the_map_and_said_what_was_managed(lead):
    entries = {row.id: row for row in lead[Entry]}
    places = {row.entry_id for row in lead[BodyPain]}

    assert len(places) > 30
    assert {key_of(row.region, row.side) for row in lead[BodyPain]} <= set(body_map().sites)
    assert all(1 <= row.score <= 10 for row in lead[BodyPain])
    assert any(
        row.region != "lower_back" and entries[row.entry_id].leg_pain for row in lead[BodyPain]
    )
    managed = [row for row in lead[EntryText] if row.managed]
    assert len(managed) > 20
    assert all(entries[row.entry_id].managed_today is not None for row in managed)
    assert len({row.entry_id for row in lead[EntryText]}) == len(lead[EntryText])
