"""People whose records open the gates, made by chance that is always the same."""

import datetime as dt
import random

from invertrack.users.models import Patient
from tests import make

from .days import entry, evening
from .payloads import FIRST

ANGLES = (15, 20, 25, 30, 35, 40, 45)
SECONDS = (60, 120, 150, 240)


def well_documented(of: Patient, days: int = 58, *, seed: int = 5) -> None:
    """Ratings on every day at the usual time, and a session on most, in pain high and low."""
    chance, level = random.Random(seed), 6.0
    for offset in range(days):
        day = FIRST + dt.timedelta(days=offset)
        level += chance.gauss(0, 0.4) - 0.02
        score = _score(level + chance.gauss(0, 0.8))
        entry(of, day, pain_avg_24h=score)
        make.rating(
            of=of, score=_score(level + chance.gauss(0, 1)), at=evening(day, of.tz, hour=20)
        )
        if offset % 4 == 3:
            continue
        before = _score(level + chance.gauss(0, 1.4))
        make.session(
            of=of,
            ended_at=evening(day, of.tz),
            pain_before=before,
            pain_after=_score(before - 0.5 * (before - level) - 0.6 + chance.gauss(0, 0.9)),
            angle_deg=chance.choice(ANGLES),
            duration_s=chance.choice(SECONDS),
        )


def _score(pain: float) -> int:
    return max(0, min(10, round(pain)))
