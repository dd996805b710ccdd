"""From a person of the cast to every row of theirs, still unsaved; the same each time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from invertrack.analysis.life import DayKind, Life
from invertrack.care.models import Write
from invertrack.journals.models import Entry, PainRating, Treatment
from invertrack.questionnaires.models import Completion
from invertrack.sessions.models import Session
from invertrack.users.models import ClinicianProfile, Patient, User

from .bodies import tell_bodies
from .book import Book
from .calendar import Calendar
from .follow_ups import tell_follow_ups
from .journals import tell_journal
from .keys import lasting_key
from .lives import DAYS_A_YEAR, days_since_start, live
from .people import Person
from .prompts import tell_prompts
from .questionnaires import tell_questionnaires
from .safety import tell_safety
from .sessions import tell_sessions
from .sharing import tell_consent, tell_open_invitations, tell_sharing
from .treatments import tell_treatments

CHAPTERS = (
    tell_journal,
    tell_sessions,
    tell_treatments,
    tell_safety,
    tell_questionnaires,
    tell_follow_ups,
    tell_bodies,
    tell_prompts,
)
SIGNED_UP_BEFORE = dt.timedelta(hours=12)
CLINICIANS_BEFORE = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """A demo as it is asked for; the same one is the same rows.

    ``years`` is how far back records go, ``seed`` decides all that is left to chance, ``until`` is
    the last local day (None for everybody's today), ``now`` the clock: nothing later is told.
    """

    patients: int = 30
    years: float = 2.0
    seed: int = 7
    until: dt.date | None = None
    now: dt.datetime

    @property
    def opened_at(self) -> dt.datetime:
        """When the clinicians signed up: some weeks before the first patient."""
        last = self.until or self.now.date()
        day = last - dt.timedelta(days=round(self.years * DAYS_A_YEAR)) - CLINICIANS_BEFORE
        return dt.datetime.combine(day, dt.time(9), dt.UTC)


def tell(person: Person, demo: Demo, *, clinician: ClinicianProfile | None) -> Book:
    """Return every row of one person; the clinician is who was given access, None for nobody."""
    home = ZoneInfo(person.tz)
    today = demo.now.astimezone(home).date()
    last = min(demo.until or today, today)
    first = last - dt.timedelta(days=max(1, days_since_start(person, demo.years)) - 1)
    life, rng = live(person, seed=demo.seed, years=demo.years, first_weekday=first.weekday())
    calendar = Calendar(
        first=first,
        last=last,
        home=home,
        away=ZoneInfo(person.away) if person.away else home,
        trips=frozenset(day.index for day in life.days if day.kind is DayKind.TRAVEL),
        now=demo.now,
    )
    patient = _patient(person, life, calendar)
    book = Book(person=person, patient=patient, calendar=calendar, rng=rng, seed=demo.seed)
    tell_consent(book)
    if clinician is not None:
        tell_sharing(book, clinician)
    if person.is_lead:
        tell_open_invitations(book)
    # Each chapter has chance of its own: how much it uses up depends on what has come by now.
    for chapter, stream in zip(CHAPTERS, rng.spawn(len(CHAPTERS)), strict=True):
        book.rng = stream
        chapter(book, life)
    patient.data_version = sum(
        len(book.rows[model])
        for model in (Session, Entry, PainRating, Treatment, Completion, Write)
    )
    return book


def _patient(person: Person, life: Life, calendar: Calendar) -> Patient:
    signed_up = calendar.instant(0, 0) - SIGNED_UP_BEFORE
    hour, minute = divmod(life.truth.habits.rating_minute, 60)
    return Patient(
        id=lasting_key("patient", person.email),
        user=User(id=lasting_key("user", person.email), email=person.email, date_joined=signed_up),
        name=person.name,
        tz=person.tz,
        country=person.country,
        birth_year=person.birth_year,
        usual_rating_time=dt.time(hour, minute),
        created_at=signed_up,
    )
