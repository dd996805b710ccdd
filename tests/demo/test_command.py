import datetime as dt
import io

import pytest
import time_machine
from django.core.management import CommandError, call_command

from invertrack.demo.accounts import PASSWORD, PATIENT
from invertrack.demo.management.commands.demo import last_day
from invertrack.sessions.models import Session
from invertrack.users.models import Patient, User
from tests import make

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 3, 15, tzinfo=dt.UTC)


def demo(**options):
    out = io.StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("demo", **({"patients": 1, "years": 0.1} | options), stdout=out)
    return out.getvalue()


def test_it_says_how_far_it_is_what_it_made_and_how_to_log_in():
    said = demo()

    assert "1 of 1 people" in said
    assert f"Made 1 patient with {Session.objects.count()} sessions" in said
    assert PATIENT.email in said
    assert PASSWORD in said


def test_a_dry_run_says_what_it_would_make():
    said = demo(dry_run=True)

    assert "Would make 1 patient with" in said
    assert not User.objects.exists()


def test_if_empty_makes_the_demo_where_nobody_is():
    demo(if_empty=True)

    assert Patient.objects.filter(user__email=PATIENT.email).exists()


def test_if_empty_does_nothing_where_anybody_is():
    mine = make.session(of=make.patient())

    said = demo(if_empty=True)

    assert "left as it is" in said
    assert list(Patient.objects.all()) == [mine.patient]
    assert list(Session.objects.all()) == [mine]


def test_production_is_refused_with_a_reason(settings):
    settings.LOCAL = False

    with pytest.raises(CommandError, match="for local mode only"):
        demo()

    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"patients": 0}, "--patients is 1 to 1000"),
        ({"years": 0.01}, "--years is 0.1 to 20"),
        ({"seed": -1}, "--seed is a whole number"),
        ({"until": "yesterday"}, "--until is today or a day"),
        ({"until": "2026-12-01"}, "--until lies in the future"),
    ],
)
def test_a_demo_that_cannot_be_is_refused_in_words(options, reason):
    with pytest.raises(CommandError, match=reason):
        demo(**options)


def test_a_day_that_has_begun_somewhere_is_not_the_future():
    assert last_day("2026-11-22", NOW) == dt.date(2026, 11, 22)
    assert last_day("2026-11-23", NOW.replace(hour=11)) == dt.date(2026, 11, 23)
    assert last_day("today", NOW) is None
