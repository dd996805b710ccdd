"""People made up for the analysis, without a database."""

import datetime as dt
import random

from invertrack.analysis.analyse import analyse
from invertrack.analysis.record import Pair, Record
from invertrack.insights.enums import Question
from invertrack.insights.stored import Chosen, Found

FIRST = dt.date(2026, 3, 1)
START = (FIRST - dt.date(1970, 1, 1)).days


def record(days: int, seed: int = 1, rests: int = 2) -> Record:
    """A person who rates every evening, inverts unless they rest, mostly with less pain after it.

    They rest on every second day, or on every third or so.
    """
    chance = random.Random(seed)
    pain = tuple((START + day, float(chance.randint(3, 8))) for day in range(days))
    pairs = []
    for day in range(days):
        if day % rests == rests - 1:
            continue
        before = chance.randint(3, 9)
        pairs.append(
            Pair(
                day=START + day,
                angle_deg=chance.choice([10, 20, 30]),
                duration_s=chance.choice([60, 120, 180]),
                before=before,
                after=max(0, before - chance.randint(-1, 4)),
                later=(chance.randint(0, 8), None, None),
            )
        )
    sessions = frozenset(pair.day for pair in pairs)
    return Record(pain=pain, usual=pain, pairs=tuple(pairs), session_days=sessions)


def found(days: int = 0, *, of: Record | None = None, **fields) -> Found:
    """What is stored of such a person, whose question is the trend from the beginning."""
    given = {"chosen": Chosen(Question.TREND, None), "first": FIRST}
    return Found(analyse(of or record(days)), **{**given, **fields})
