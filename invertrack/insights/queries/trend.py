"""Pain and sessions over time, as columns: by day, or beyond a year by week as the database sums it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import orjson
from django.db.models import (
    Count,
    DateField,
    IntegerField,
    Max,
    Min,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import Cast

from invertrack.analysis.series import epoch_day
from invertrack.care.access import Access
from invertrack.care.prepared import Bound, Prepared
from invertrack.core.weeks import monday_of, week_of
from invertrack.journals.models import JournalDay
from invertrack.sessions.models import SessionDay

from ..periods import ALL, Period
from .days import NONE_LISTED, Days, as_text, within, words_of

# The branches of a UNION stand under the first one's columns, which name the types. Neither of these
# two is a reason to group by it.
NO_NUMBER = Value(None, output_field=IntegerField())
NO_TEXT = Value("", output_field=TextField())
JOURNAL, SESSIONS, CHANGED = range(3)
IS_RATED = Q(pain_avg_24h__isnull=False) | Q(pain_worst_24h__isnull=False) | Q(ratings__gt=0)
UNRATED = (None, None, None, None)

type Range = list[int]


@dataclass(frozen=True, slots=True)
class TrendDay:
    """One local day of the pain trend, recorded or not."""

    day: dt.date
    pain: int | None
    worst: int | None
    rating_low: int | None
    rating_high: int | None
    sessions: int

    @property
    def is_rated(self) -> bool:
        """Whether any pain was written down."""
        return (self.pain, self.worst, self.rating_low) != (None, None, None)


@dataclass(frozen=True, slots=True)
class DayColumns:
    """Every local day of a period in columns: value i belongs to day ``first`` + i.

    ``late`` holds the places of days that were entered over a day late. A rating is (day and
    fraction of it, score, is late), a treatment (day, words); days are epoch days.
    """

    period: Period
    first: int
    pain: list[int | None]
    worst: list[int | None]
    sessions: list[int]
    late: list[int] = field(default_factory=list)
    ratings: list[tuple[float, int, bool]] = field(default_factory=list)
    treatments: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WeekColumns:
    """Every week that touches a period: value i belongs to the week whose Monday is ``first`` + 7i.

    Pain is [lowest, highest] of the daily averages of ``pain_days`` days.
    """

    period: Period
    first: int
    pain: list[Range | None]
    pain_days: list[int]
    worst: list[int | None]
    ratings: list[Range | None]
    sessions: list[int]
    treatments: list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class PresenceColumns:
    """Every week that touches a period, with its days in the period and what was written on them."""

    period: Period
    first: int
    days: list[int]
    rated_days: list[int]
    session_days: list[int]


def pain_trend(days: Days) -> list[TrendDay]:
    """Return every local day of the period: a day without a record is there, with None."""
    trend = []
    for number in range(days.period.first.toordinal(), days.period.last.toordinal() + 1):
        day = dt.date.fromordinal(number)
        said, facts = days.journal.get(day), days.sessions.get(day)
        scores = (said.pain, said.worst, said.rating_low, said.rating_high) if said else UNRATED
        trend.append(TrendDay(day, *scores, facts.sessions if facts else 0))
    return trend


def read_trend(
    access: Access, period: Period, *, every_day: bool = False, is_recorded: bool = False
) -> DayColumns | WeekColumns:
    """Return a period by day if it is short enough, else by week: one statement, "all" takes two.

    ``every_day`` asks for days however many they are; ``is_recorded`` says that the period already
    has the ends that its rows give it, so that "all" takes one.
    """
    if not is_recorded:
        period = as_recorded(access, period)
    read = _read_days if every_day or period.is_by_day else _read_weeks
    return read(access, period)


def read_presence(access: Access, period: Period) -> PresenceColumns:
    """Return on how many days of each week something was written: one statement, "all" takes two."""
    period = as_recorded(access, period)
    weeks = _weeks_of(period)
    found: dict[int, dict[int, int]] = {JOURNAL: {}, SESSIONS: {}}
    for kind, week, days in PRESENCE_ROWS(access, period):
        found[kind][week] = days
    return PresenceColumns(
        period=period,
        first=_first_day(weeks),
        days=_days_in(period, weeks),
        rated_days=[found[JOURNAL].get(week, 0) for week in weeks],
        session_days=[found[SESSIONS].get(week, 0) for week in weeks],
    )


def as_recorded(access: Access, period: Period) -> Period:
    """Return "all" as its rows make it, by one statement over the index; another as it is."""
    if period.key != ALL:
        return period
    rows = OUTERMOST_ROWS(access, period)
    return period.holding(dt.date.fromisoformat(day) for row in rows for day in row)


def _read_weeks(access: Access, period: Period) -> WeekColumns:
    found: dict[int, dict[int, tuple]] = {JOURNAL: {}, SESSIONS: {}}
    treatments = []
    for kind, week, *numbers, day, words in WEEK_ROWS(access, period):
        if kind == CHANGED:
            changed = epoch_day(dt.date.fromisoformat(day))
            treatments += [(changed, treatment) for treatment in words_of(words)]
        else:
            found[kind][week] = numbers
    weeks = _weeks_of(period)
    nothing = (0, *[None] * 5)
    of_journal = [found[JOURNAL].get(week, nothing) for week in weeks]
    return WeekColumns(
        period=period,
        first=_first_day(weeks),
        pain=[_range(low, high) for _, low, high, _, _, _ in of_journal],
        pain_days=[days for days, *_ in of_journal],
        worst=[worst for _, _, _, worst, _, _ in of_journal],
        ratings=[_range(low, high) for _, _, _, _, low, high in of_journal],
        sessions=[found[SESSIONS].get(week, nothing)[0] for week in weeks],
        treatments=sorted(treatments),
    )


def _read_days(access: Access, period: Period) -> DayColumns:
    rows = [(dt.date.fromisoformat(day), *row) for day, *row in DAY_ROWS(access, period)]
    outermost = (of(row[0] for row in rows) for of in (min, max)) if rows else ()
    period = period.holding(outermost)  # a preset moves with its newest day
    first, nothing = epoch_day(period.first), [None] * period.days
    columns = DayColumns(period, first, nothing.copy(), nothing.copy(), [0] * period.days)
    for day, sessions, pain, worst, is_late, ratings, changed in rows:
        at = (day - period.first).days
        if at < 0:
            continue
        if sessions:
            columns.sessions[at] = sessions
            continue
        columns.pain[at], columns.worst[at] = pain, worst
        if is_late:
            columns.late.append(at)
        if ratings != NONE_LISTED:
            columns.ratings.extend(_ratings(first + at, ratings))
        if changed != NONE_LISTED:
            columns.treatments.extend((first + at, words) for words in words_of(changed))
    for found in (columns.late, columns.ratings, columns.treatments):
        found.sort()
    return columns


def _day_rows(access: Access, period: Period) -> QuerySet:
    journal = within(JournalDay.objects.visible_to(access), period).values_list(
        as_text("local_date"),
        NO_NUMBER,
        "pain_avg_24h",
        "pain_worst_24h",
        "is_entry_late",
        as_text("rating_points"),
        as_text("changed_treatments"),
    )
    sessions = within(SessionDay.objects.visible_to(access), period).values_list(
        as_text("local_date"), "sessions", NO_NUMBER, NO_NUMBER, Value(False), NO_TEXT, NO_TEXT
    )
    return journal.union(sessions, all=True)


def _week_rows(access: Access, period: Period) -> QuerySet:
    """Return rows of: kind, week, six numbers, day, words.

    The numbers of the journal are days with an average, its lowest and highest, the highest worst,
    lowest and highest of ratings; of sessions, how many. Day and words are of changed treatments.
    """
    journal = within(JournalDay.objects.visible_to(access), period)
    sessions = within(SessionDay.objects.visible_to(access), period)
    # The day cuts; the week, which follows from it, leads the database to its index.
    whole = {"week__gte": Bound("first_week", IntegerField())}
    by_week = (
        journal.filter(**whole)
        .values("week")
        .values_list(
            Value(JOURNAL),
            "week",
            Count("pain_avg_24h"),
            Min("pain_avg_24h"),
            Max("pain_avg_24h"),
            Max("pain_worst_24h"),
            Min("rating_low"),
            Max("rating_high"),
            NO_TEXT,
            NO_TEXT,
        )
    )
    of_sessions = (
        sessions.filter(**whole)
        .values("week")
        .values_list(Value(SESSIONS), "week", Sum("sessions"), *[NO_NUMBER] * 5, NO_TEXT, NO_TEXT)
    )
    treated = journal.filter(treatments__gt=0).exclude(changed_treatments=[])
    changes = treated.values_list(
        Value(CHANGED),
        "week",
        *[NO_NUMBER] * 6,
        as_text("local_date"),
        as_text("changed_treatments"),
    )
    return by_week.union(of_sessions, changes, all=True)


def _outermost_rows(access: Access, period: Period) -> QuerySet:
    first, last = (Cast(of("local_date"), TextField()) for of in (Min, Max))
    journal, sessions = (
        within(model.objects.visible_to(access), period).values("patient").values_list(first, last)
        for model in (JournalDay, SessionDay)
    )
    return journal.union(sessions, all=True)


def _presence_rows(access: Access, period: Period) -> QuerySet:
    journal = within(JournalDay.objects.visible_to(access), period).filter(IS_RATED)
    sessions = within(SessionDay.objects.visible_to(access), period)
    return (
        journal.values("week")
        .values_list(Value(JOURNAL), "week", Count("id"))
        .union(sessions.values("week").values_list(Value(SESSIONS), "week", Count("id")), all=True)
    )


def _weeks_of(period: Period) -> range:
    return range(week_of(period.first), week_of(period.last) + 1)


def _first_day(weeks: range) -> int:
    return epoch_day(monday_of(weeks.start))


def _days_in(period: Period, weeks: range) -> list[int]:
    days = [7] * len(weeks)
    days[0] -= period.first.weekday()
    days[-1] -= 6 - period.last.weekday()
    return days


def _range(low: int | None, high: int | None) -> Range | None:
    return None if low is None else [low, high]


def _ratings(day: int, text: str) -> Iterator[tuple[float, int, bool]]:
    for minutes, score, is_late in orjson.loads(text):
        yield round(day + minutes / 1440, 3), score, is_late


def prepared_by_period(
    build: Callable[[Access, Period], QuerySet],
) -> Callable[[Access, Period], list]:
    """Prepare a read for both kinds of period: those that end now and those that end on a day."""
    first, last = Bound("first", DateField()), Bound("last", DateField())
    kinds = (Period(first, last, key=ALL), Period(first, last))
    reads = {
        kind.ends_now: Prepared(lambda access, kind=kind: build(access, kind)) for kind in kinds
    }

    def rows(access: Access, period: Period) -> list[tuple]:
        days = {"first": period.first, "last": period.last, "first_week": week_of(period.first)}
        return reads[period.ends_now](access, **days)

    return rows


DAY_ROWS = prepared_by_period(_day_rows)
WEEK_ROWS = prepared_by_period(_week_rows)
OUTERMOST_ROWS = prepared_by_period(_outermost_rows)
PRESENCE_ROWS = prepared_by_period(_presence_rows)
