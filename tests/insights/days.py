"""Many days in a line, for tests of what comes out of them."""

import datetime as dt
from zoneinfo import ZoneInfo

from invertrack.insights.models import StoredResult
from invertrack.sessions.models import SessionDay
from invertrack.users.models import Patient
from tests import make


def evening(day: dt.date, tz: str = "Europe/Berlin", hour: int = 19) -> dt.datetime:
    """An instant of the given local day."""
    return dt.datetime.combine(day, dt.time(hour), tzinfo=ZoneInfo(tz))


def sessions(of: Patient, first: dt.date, pairs: list[tuple[int, int]], **fields) -> None:
    """One session a day from ``first`` on, with pain before and after."""
    for offset, (before, after) in enumerate(pairs):
        make.session(
            of=of,
            ended_at=evening(first + dt.timedelta(days=offset), of.tz),
            pain_before=before,
            pain_after=after,
            **fields,
        )


def entry(of: Patient, day: dt.date, **fields) -> None:
    """An entry written in the evening of its own day: not late, whatever the clock says now."""
    make.entry(of=of, day=day, at=evening(day, of.tz, hour=21), **fields)


def later(of: Patient, day: dt.date, *answers: list) -> None:
    """What was answered after the day's session, as its roll-up has it: [kind, minutes, pain, counts]."""
    StoredResult.objects.for_patient(of).delete()  # no action has said that the records changed
    row = SessionDay.objects.for_patient(of).filter(local_date=day)
    assert row.update(pair_later=list(answers)) == 1
